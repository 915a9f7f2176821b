#include "services/base/utf8.h"

#include <gtest/gtest.h>

namespace gongkai {
namespace {

TEST(Utf8Test, WhatIsNoCharacterIsReplacedByteByByte) {
  const struct {
    const char* text;
    const char* repaired;
  } cases[] = {
      {"", ""},
      {"a 年\xF0\x9F\x98\x80", "a 年\xF0\x9F\x98\x80"},
      {"\xC4\xEA\xB1\xA8.txt", "�걨.txt"},  // GBK, of which three bytes happen to be UTF-8
      {"年\xE5\xB9", "年��"},               // cut off
      {"\xC0\xAF", "��"},                   // longer than it need be
      {"\xED\xA0\x80", "���"},              // a surrogate
      {"\xF4\x90\x80\x80", "����"},         // behind the last character
      {"\x01\x7F", "\x01\x7F"},
  };
  for (const auto& test : cases) EXPECT_EQ(RepairUtf8(test.text), test.repaired) << test.text;
}

}  // namespace
}  // namespace gongkai
