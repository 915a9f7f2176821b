// Archives with a report inside, and containers that mean harm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "tests/data/container/container.h"
#include "tests/workers/document/read.h"

namespace gongkai {
namespace {

using testing::HasSubstr;

constexpr char kBody[] = "<w:p><w:r><w:t>a</w:t></w:r></w:p>";

std::string Repeat(absl::string_view text, int times) {
  std::string repeated;
  for (int i = 0; i < times; ++i) absl::StrAppend(&repeated, text);
  return repeated;
}

TEST(ArchiveTest, TheOneReportInsideIsRead) {
  EXPECT_EQ(Read(MakeZip({{"年报/", ""}, {"年报/报告.txt", "公开"}})), "P 公开");
  EXPECT_EQ(Read(MakeZip({{"a.html", "<p>公开</p>"},
                          {"a_files/x.css", "p {}"},
                          {"__MACOSX/._a.html", "x"},
                          {"Thumbs.db", "x"}})),
            "P 公开");
  const auto document =
      ReadDocument(MakeZip({{Encode("报告.docx", "GB18030"), MakeDocx(kBody)}}, {.store = true}));
  ASSERT_TRUE(document.ok()) << document.status();
  EXPECT_EQ(document->format, Format::kDocx);
  EXPECT_EQ(document->blocks[0].place.part, "报告.docx/word/document.xml");
}

TEST(ArchiveTest, WhatIsNotOneReportIsNamed) {
  const absl::Status several =
      ReadDocument(MakeZip({{"甲.docx", MakeDocx(kBody)}, {"乙.txt", "b"}})).status();
  EXPECT_EQ(DetailOf(several).reason, "SEVERAL_REPORTS");
  EXPECT_THAT(std::string(several.message()), HasSubstr("甲.docx, 乙.txt"));
  EXPECT_THAT(DetailOf(several).message_zh, HasSubstr("甲.docx, 乙.txt"));
  const absl::Status none = ReadDocument(MakeZip({{"a.png", "x"}})).status();
  EXPECT_EQ(DetailOf(none).reason, "NO_REPORT_INSIDE");
  EXPECT_THAT(std::string(none.message()), HasSubstr("a.png"));
  EXPECT_EQ(Read(MakeZip({{"a.zip", MakeZip({{"b.txt", "x"}})}})), "NESTED_ARCHIVE");
}

TEST(ContainerLimitsTest, EachHasItsReason) {
  const std::string docx = MakeDocx(kBody);
  const struct {
    const char* name;
    std::string bytes;
    ReadLimits limits;
    const char* outcome;
  } cases[] = {
      {"entries", docx, {.max_entries = 3}, "TOO_MANY_ENTRIES"},
      {"entries fit", docx, {.max_entries = 4}, "P a"},
      {"one file", docx, {.max_part_bytes = 400}, "EXPANDS_TOO_MUCH"},
      {"all files", docx, {.max_unpacked_bytes = 800}, "EXPANDS_TOO_MUCH"},
      {"ratio", MakeDocx(Repeat(" ", 8 << 20) + kBody), {}, "EXPANDS_TOO_MUCH"},
      {"elements", MakeDocx(Repeat(kBody, 400)), {.max_elements = 400}, "TOO_COMPLEX"},
      {"depth", MakeDocx(Repeat("<w:sdt>", 500) + Repeat("</w:sdt>", 500)), {}, "TOO_DEEP"},
      {"nested tables",
       MakeDocx(Repeat("<w:tbl><w:tr><w:tc>", 100'000) + Repeat("</w:tc></w:tr></w:tbl>", 100'000)),
       {.max_expansion = 2000},
       "TOO_DEEP"},
      {"cells",
       MakeDocx("<w:tbl>" +
                Repeat("<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"900\"/></w:tcPr></w:tc><w:tc/>"
                       "</w:tr>",
                       300) +
                Repeat("<w:tr>" + Repeat("<w:tc/>", 901) + "</w:tr>", 2) + "</w:tbl>"),
       {.max_expansion = 2000},
       "TOO_MANY_CELLS"},
  };
  for (const auto& c : cases) EXPECT_EQ(Read(c.bytes, c.limits), c.outcome) << c.name;
}

TEST(HostileContainerTest, IsRefusedWithItsReason) {
  const std::string docx = MakeDocx(kBody);
  std::string bad_checksum = MakeZip(DocxFiles(kBody), {.store = true});
  bad_checksum[bad_checksum.find("<w:t>a") + 5] = 'b';
  Files twice = DocxFiles(kBody);
  twice.push_back({"WORD/document.xml", "<w:document><w:body/></w:document>"});
  Files no_main = DocxFiles(kBody);
  no_main.pop_back();
  const std::string ole = std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) +
                          std::string(600, '\0') + Encode("EncryptedPackage", "UTF-16LE");
  const struct {
    const char* name;
    std::string bytes;
    const char* outcome;
  } cases[] = {
      {"cut off", docx.substr(0, docx.size() / 2), "DAMAGED_FILE"},
      {"no directory", docx.substr(0, docx.size() - 60), "DAMAGED_FILE"},
      {"bad checksum", bad_checksum, "DAMAGED_FILE"},
      {"two parts of a name", MakeZip(twice), "DAMAGED_FILE"},
      {"no main part", MakeZip(no_main), "DAMAGED_FILE"},
      {"broken XML", MakeDocx("<w:p><w:r>"), "DAMAGED_FILE"},
      {"encrypted", MakeZip(DocxFiles(kBody), {.password = "x"}), "ENCRYPTED"},
      {"encrypted archive", MakeZip({{"a.txt", "x"}}, {.password = "x"}), "ENCRYPTED"},
      {"encrypted package", ole, "ENCRYPTED"},
      {"empty archive", std::string("PK\x05\x06", 4) + std::string(18, '\0'), "NO_REPORT_INSIDE"},
      {"paths out of the archive", MakeZip({{"../../etc/passwd", "公开"}}), "P 公开"},
      {"entities",
       MakeZip({{"word/document.xml",
                 "<!DOCTYPE a [<!ENTITY b \"xxxx\">]><w:document><w:body><w:p><w:r><w:t>"
                 "1&b;2</w:t></w:r></w:p></w:body></w:document>"}}),
       "P 1&b;2"},
  };
  for (const auto& c : cases) EXPECT_EQ(Read(c.bytes), c.outcome) << c.name;
}

TEST(HostileContainerTest, MutatedContainersAreReadOrRefused) {
  const std::string table =
      "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/><w:vMerge w:val=\"restart\"/></w:tcPr>"
      "<w:p/></w:tc><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr>"
      "<w:gridSpan w:val=\"2\"/><w:vMerge/></w:tcPr></w:tc><w:tc/></w:tr></w:tbl>";
  const std::string seed = MakeZip(DocxFiles(kBody + table), {.store = true});
  std::mt19937 random(2021);
  int read = 0;
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = seed;
    for (size_t edits = 1 + random() % 4; edits > 0; --edits) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    const auto document = ReadDocument(bytes);
    if (document.ok()) {
      ++read;
    } else {
      EXPECT_NE(DetailOf(document.status()).reason, "");
    }
  }
  EXPECT_GT(read, 100);
}

}  // namespace
}  // namespace gongkai
