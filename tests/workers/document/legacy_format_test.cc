#include "workers/document/legacy_format.h"

#include <gtest/gtest.h>

#include <string>

namespace gongkai {
namespace {

using namespace std::string_literals;

TEST(LegacyFormatTest, IsToldFromTheBytes) {
  const std::string compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(504, '\0');
  const std::string word = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"s;
  EXPECT_EQ(LegacyFormat("{\\rtf1\\ansi x}"), "rtf");
  EXPECT_EQ(LegacyFormat(compound + word), "doc");
  EXPECT_EQ(LegacyFormat(compound), "") << "a spreadsheet, an installer";
  EXPECT_EQ(LegacyFormat(word), "");
  EXPECT_EQ(LegacyFormat(" {\\rtf1"), "");
  EXPECT_EQ(LegacyFormat("{\\rt"), "");
  EXPECT_EQ(LegacyFormat(""), "");
}

}  // namespace
}  // namespace gongkai
