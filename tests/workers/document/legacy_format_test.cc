#include "workers/document/legacy_format.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/data/container/container.h"

namespace gongkai {
namespace {

using namespace std::string_literals;

TEST(LegacyFormatTest, IsToldFromTheBytes) {
  const std::string compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(504, '\0');
  const std::string word = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"s;
  EXPECT_EQ(LegacyFormat("{\\rtf1\\ansi x}"), "rtf");
  EXPECT_EQ(LegacyFormat(compound + word), "doc");
  EXPECT_EQ(LegacyFormat(compound + "W\0o\0r\0k\0b\0o\0o\0k\0"s), "xls");
  EXPECT_EQ(LegacyFormat(compound), "") << "a presentation, an installer";
  EXPECT_EQ(LegacyFormat(compound + word + "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0"s), "")
      << "encrypted";
  EXPECT_EQ(LegacyFormat(word), "");
  EXPECT_EQ(LegacyFormat(" {\\rtf1"), "");
  EXPECT_EQ(LegacyFormat("{\\rt"), "");
  EXPECT_EQ(LegacyFormat(""), "");
}

TEST(LegacyFormatTest, OpenDocument) {
  const auto zip = [](const std::string& kind) {
    return MakeZip(
        {{"mimetype", "application/vnd.oasis.opendocument." + kind}, {"content.xml", "x"}},
        {.store = true});
  };
  EXPECT_EQ(LegacyFormat(zip("text")), "odt");
  EXPECT_EQ(LegacyFormat(zip("text-template")), "odt");
  EXPECT_EQ(LegacyFormat(zip("spreadsheet")), "ods");
  EXPECT_EQ(LegacyFormat(zip("presentation")), "");
  EXPECT_EQ(LegacyFormat(zip("text").substr(0, 40)), "");
  EXPECT_EQ(LegacyFormat(MakeZip({{"a.txt", "application/vnd.oasis.opendocument.text"}})), "");
  const std::string flat =
      "<?xml version=\"1.0\"?>\n<office:document xmlns:office=\"urn:x\" "
      "office:mimetype=\"application/vnd.oasis.opendocument.text\">";
  EXPECT_EQ(LegacyFormat(flat), "fodt");
  EXPECT_EQ(LegacyFormat("<p>&lt;office:document </p>"), "");
}

}  // namespace
}  // namespace gongkai
