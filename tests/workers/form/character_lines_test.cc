// A page of spans flattened to one character a line: read where that is sure, nothing made up.
#include "workers/form/character_lines.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "embedded/form_files.h"
#include "tests/workers/form/text_document.h"
#include "workers/form/label.h"
#include "workers/form/recognizer.h"

namespace gongkai {
namespace {

const FormSet& Forms() {
  static const auto& forms = *new FormSet(FormSet::Load(FormFiles()).value());
  return forms;
}

// Each character on its own line, digits side by side together unless `torn`; blanks are lost.
std::string Characters(absl::string_view text, bool torn = false) {
  std::string lines;
  bool digit = false;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    if (IsSpace(NextCharacter(text, &at))) {
      digit = false;
      continue;
    }
    const bool goes_on = digit && absl::ascii_isdigit(text[begin]) && !torn;
    if (!lines.empty() && !goes_on) lines += '\n';
    digit = absl::ascii_isdigit(text[begin]);
    absl::StrAppend(&lines, text.substr(begin, at - begin));
  }
  return lines;
}

constexpr absl::string_view kBefore =
    "重庆市2021年政府信息公开工作年度报告 一、总体情况 "
    "全年制定规章2件、规范性文件31件，公开信息133万条。"
    "二、主动公开政府信息情况 第二十条第（一）项 信息内容 本年制发件数 本年废止件数 现行有效件数 ";
constexpr absl::string_view kHead =
    "三、收到和处理政府信息公开申请情况（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四"
    "项之和）"
    "申请人情况 自然人 法人或其他组织 总计 商业企业 科研机构 社会公益组织 法律服务机构 其他 ";

struct Case {
  absl::string_view rows;
  absl::string_view indicator;
  absl::string_view cells;
};

std::string Cells(const Reading& reading, absl::string_view indicator) {
  std::vector<std::string> cells;
  for (size_t i = 0; i < reading.facts.size(); ++i) {
    const std::string& code = reading.form->cells()[i].indicator;
    if (code.substr(0, indicator.size()) != indicator) continue;
    const Fact& fact = reading.facts[i];
    cells.push_back(fact.presence == Presence::kReported ? fact.value.ToString()
                    : fact.presence == Presence::kDash   ? "-"
                    : fact.presence == Presence::kBlank  ? "BLANK"
                                                         : "?");
  }
  return absl::StrJoin(cells, " ");
}

std::string CellsOf(absl::string_view text, absl::string_view indicator) {
  Document document = TextDocument(text);
  EXPECT_TRUE(HasCharacterLines(document)) << text;
  document = JoinCharacterLines(std::move(document), Forms().labels());
  const absl::StatusOr<Reading> reading = Recognize(document, Forms());
  EXPECT_TRUE(reading.ok()) << reading.status();
  return reading.ok() && reading->form != nullptr ? Cells(*reading, indicator) : "";
}

TEST(CharacterLinesTest, NumbersOnLinesOfTheirOwnAreRead) {
  const Case cases[] = {
      {"规章 1 20 311 行政规范性文件 5 0 17 ", "disclosure.regulations", "1 20 311"},
      {"规章 1 20 311 行政规范性文件 5 0 17 ", "disclosure.normative_documents", "5 0 17"},
      {"规章 1件 20 311（含2018年结转1件） 行政规范性文件 5 0 17 ", "disclosure.regulations",
       "1 20 311"},
      // A cell was blank, and which one is lost.
      {"规章 1 20 行政规范性文件 5 0 17 ", "disclosure.regulations", "? ? ?"},
      {"规章 1 20 行政规范性文件 5 0 17 ", "disclosure.normative_documents", "5 0 17"},
      // A row that no form has takes nothing from its neighbours.
      {"规章 1 20 311 其他主动公开文件 7 8 9 行政规范性文件 5 0 17 ", "disclosure.normative",
       "5 0 17"},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(CellsOf(Characters(absl::StrCat(kBefore, c.rows, kHead)), c.indicator), c.cells)
        << c.rows;
  }
}

// The ordinal of the next row was taken for the value of a cell that the extractor had dropped.
TEST(CharacterLinesTest, AnOrdinalIsNoValue) {
  constexpr absl::string_view kIn = "规章 0 0 0 ";
  const Case cases[] = {
      {"1.属于国家秘密 0 0 0 0 0 1 2.其他法律行政法规禁止公开 0 0 0 0 0 0 0 ",
       "requests.denied.state_secret", "? ? ? ? ? ? ?"},
      {"1.属于国家秘密 0 0 0 0 0 2 2 2.其他法律行政法规禁止公开 0 0 0 0 0 0 0 ",
       "requests.denied.state_secret", "0 0 0 0 0 2 2"},
      {"1 属于国家秘密 0 0 0 0 0 2 2 其他法律行政法规禁止公开 0 0 0 0 0 0 0 ",
       "requests.denied.state_secret", "? ? ? ? ? ? ?"},
  };
  for (const bool torn : {false, true}) {
    for (const Case& c : cases) {
      const std::string text = absl::StrCat(kBefore, kIn, kHead, "（三）不予公开 ", c.rows);
      const std::string cells = CellsOf(Characters(text, torn), c.indicator);
      EXPECT_EQ(cells, torn ? "? ? ? ? ? ? ?" : c.cells) << c.rows;
    }
  }
}

TEST(CharacterLinesTest, WhereEveryDigitStandsAloneOnlyZerosAreSure) {
  const std::string text =
      Characters(absl::StrCat(kBefore, "规章 1 20 31 行政规范性文件 0 0 0 ", kHead,
                              "一、本年新收政府信息公开申请数量 1 0 0 0 0 0 1 "
                              "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0 "
                              "（一）予以公开 12 7 0 0 0 0 19 "),
                 true);
  EXPECT_EQ(CellsOf(text, "disclosure.regulations"), "? ? ?");
  EXPECT_EQ(CellsOf(text, "disclosure.normative"), "0 0 0");
  EXPECT_EQ(CellsOf(text, "requests.received"), "? ? ? ? ? ? ?");
  EXPECT_EQ(CellsOf(text, "requests.carried_in"), "0 0 0 0 0 0 0");
  EXPECT_EQ(CellsOf(text, "requests.granted"), "? ? ? ? ? ? ?");
}

TEST(CharacterLinesTest, SignsUnitsAndNotesStayWithTheirNumber) {
  const std::string text = Characters(
      "重庆市2019年政府信息公开工作年度报告 一、总体情况 全年制定规章2件。二、主动公开政府信息情况 "
      "第二十条第（五）项 信息内容 上一年项目数量 本年增/减 处理决定数量 行政许可 12 减3 4000 "
      "其他对外管理服务事项 7 -2 50 第二十条第（八）项 信息内容 上一年项目数量 本年增/减 "
      "行政事业性收费 5 +1 "
      "第二十条第（九）项 信息内容 采购项目数量 采购总金额 政府集中采购 31 1,234.5万元 "
      "三、收到和处理政府信息公开申请情况 "
      "全年没有收到政府信息公开申请，也没有上年结转的申请。");
  EXPECT_EQ(CellsOf(text, "disclosure.licensing"), "12 -3 4000");
  EXPECT_EQ(CellsOf(text, "disclosure.other_services"), "7 -2 50");
  EXPECT_EQ(CellsOf(text, "disclosure.fees"), "5 1");
  EXPECT_EQ(CellsOf(text, "disclosure.procurement"), "31 12345000");
}

TEST(CharacterLinesTest, ProseAndTitleAreWholeAgain) {
  const Document document = JoinCharacterLines(
      TextDocument(Characters(absl::StrCat(kBefore, "规章 1 20 311 ", kHead))), Forms().labels());
  std::string dump;
  for (const Block& block : document.blocks) absl::StrAppend(&dump, block.text, "\n");
  EXPECT_TRUE(absl::StartsWith(dump,
                               "重庆市2021年政府信息公开工作年度报告\n一、总体情况\n"
                               "全年制定规章2件、规范性文件31件，公开信息133万条。\n二、主动公开政"
                               "府信息情况\n第二十条第（一）项\n信息内容\n"))
      << dump;
  EXPECT_EQ(document.notes.size(), 1u);
}

TEST(CharacterLinesTest, OtherTextsAreNone) {
  EXPECT_FALSE(HasCharacterLines(TextDocument(std::string(kBefore))));
  std::string filled;  // a cell on each line
  for (int i = 0; i < 200; ++i) filled += i % 3 == 0 ? "行政许可\n" : "无\n";
  EXPECT_FALSE(HasCharacterLines(TextDocument(filled)));
  EXPECT_FALSE(HasCharacterLines(TextDocument("三\n本\n年\n度\n办\n理\n结\n果\n1\n2\n")));
}

}  // namespace
}  // namespace gongkai
