// Reports in every layout against their figures.
#include "workers/form/recognizer.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "embedded/form_files.h"
#include "services/base/error.h"
#include "tests/data/render/render.h"
#include "tests/workers/form/text_document.h"
#include "workers/document/reader.h"
#include "workers/form/cell_value.h"

namespace gongkai {
namespace {

const FormSet& Forms() {
  static const auto& forms = *new FormSet(FormSet::Load(FormFiles()).value());
  return forms;
}

std::string ReadData(const std::string& name) {
  std::stringstream text;
  text << std::ifstream(absl::StrCat(GONGKAI_SOURCE_DIR, "/tests/data/", name)).rdbuf();
  return text.str();
}

// One line for each fact: indicator, applicant, value or presence.
std::string Dump(const Fact& fact) {
  switch (fact.presence) {
    case Presence::kReported:
      return fact.value.ToString();
    case Presence::kBlank:
      return "BLANK";
    case Presence::kDash:
      return "DASH";
    case Presence::kNotApplicable:
      return "NOT_APPLICABLE";
    case Presence::kMissing:
      return "MISSING";
    case Presence::kUnreadable:
      return "UNREADABLE";
  }
  return "";
}

std::vector<std::string> Dump(const Reading& reading) {
  std::vector<std::string> lines;
  for (size_t i = 0; i < reading.facts.size(); ++i) {
    const FormCell& cell = reading.form->cells()[i];
    lines.push_back(
        absl::StrCat(cell.indicator, "\t", cell.applicant, "\t", Dump(reading.facts[i])));
  }
  return lines;
}

// What the cells of a report say, in the order of its form.
std::vector<std::string> Expected(const ReportToRender& report) {
  std::vector<std::string> lines;
  for (const FormCell& cell : report.form->cells()) {
    const auto it = report.cells.find({cell.indicator, cell.applicant});
    const CellValue value =
        ParseCell(it == report.cells.end() ? "" : it->second, cell.kind, cell.default_exponent);
    Fact fact;
    fact.presence = value.presence;
    fact.value = value.value;
    lines.push_back(absl::StrCat(cell.indicator, "\t", cell.applicant, "\t", Dump(fact)));
  }
  return lines;
}

void ExpectFacts(const Document& document, const ReportToRender& report, const std::string& what) {
  SCOPED_TRACE(what);
  const absl::StatusOr<Reading> reading = Recognize(document, Forms());
  ASSERT_TRUE(reading.ok()) << reading.status();
  ASSERT_EQ(reading->form, report.form);
  EXPECT_EQ(Dump(*reading), Expected(report));
  EXPECT_TRUE(reading->missing.empty());
  EXPECT_TRUE(reading->subtotals.empty());
  ASSERT_EQ(reading->sections.size(), 6u);
  for (int s = 0; s < 6; ++s) {
    EXPECT_EQ(reading->sections[s].number, s + 1);
    EXPECT_EQ(reading->sections[s].printed_ordinal, s + 1);
    EXPECT_TRUE(reading->sections[s].official_title);
    EXPECT_EQ(reading->sections[s].text, report.prose[s]);
  }
}

TEST(RecognizerTest, TheSampleHasExactlyItsFacts) {
  const Document document = TextDocument(ReadData("sample-2019.txt"));
  const absl::StatusOr<Reading> reading = Recognize(document, Forms());
  ASSERT_TRUE(reading.ok()) << reading.status();
  std::string dump;
  for (const std::string& line : Dump(*reading)) absl::StrAppend(&dump, line, "\n");
  EXPECT_EQ(dump, ReadData("sample-2019.facts.tsv"));
  const Form& form = *reading->form;
  const Fact& published = reading->facts[form.FindCell("disclosure.regulations.published", "")];
  EXPECT_EQ(published.note, "含2018年结转1件");
  EXPECT_EQ(published.raw_text, "8(含2018年 结转1件)");
  EXPECT_GT(published.where.row, 0);
  EXPECT_LT(published.where.place.begin, published.where.place.end);
  EXPECT_EQ(reading->metadata.agency_name, "重庆市人民政府");
  EXPECT_EQ(reading->metadata.year, 2019);
  EXPECT_EQ(reading->sections.size(), 6u);
  EXPECT_EQ(reading->sections[1].text, "");
}

TEST(RecognizerTest, EveryLayoutOfBothForms) {
  for (const char* version : {"2019", "2021"}) {
    for (const Layout layout : AllLayouts()) {
      for (uint32_t seed = 1; seed <= 5; ++seed) {
        const ReportToRender report = RandomReport(*Forms().Find(version), seed);
        ExpectFacts(TextDocument(Render(report, layout)), report,
                    absl::StrCat(version, " ", LayoutName(layout), " ", seed));
      }
    }
  }
}

// Some cells are blank or hold an empty mark, as reports fill in only what is not zero.
TEST(RecognizerTest, EmptyCellsStayEmpty) {
  constexpr const char* kMarks[] = {"", "/", "-", "—", "无", "不适用", "０"};
  for (const char* version : {"2019", "2021"}) {
    for (uint32_t seed = 1; seed <= 8; ++seed) {
      ReportToRender report = RandomReport(*Forms().Find(version), seed);
      std::mt19937 random(seed);
      for (auto& [code, text] : report.cells) {
        if (random() % 3 == 0) text = kMarks[random() % std::size(kMarks)];
      }
      for (const Layout layout : AllLayouts()) {
        ExpectFacts(TextDocument(Render(report, layout)), report,
                    absl::StrCat(version, " ", LayoutName(layout), " ", seed));
      }
    }
  }
}

TEST(RecognizerTest, AnEmptyFormIsBlankThroughout) {
  ReportToRender report;
  report.form = Forms().Find("2021");
  for (const Layout layout : AllLayouts()) {
    ExpectFacts(TextDocument(Render(report, layout)), report, std::string(LayoutName(layout)));
  }
}

TEST(RecognizerTest, FiguresOfThe2021Form) {
  const Form& form = *Forms().Find("2021");
  const ReportToRender report = ReportWithFigures(form, ReadData("figures-2021.facts.tsv"));
  for (const Layout layout : AllLayouts()) {
    const Document document = TextDocument(Render(report, layout));
    const absl::StatusOr<Reading> reading = Recognize(document, Forms());
    ASSERT_TRUE(reading.ok());
    std::string dump;
    for (const std::string& line : Dump(*reading)) absl::StrAppend(&dump, line, "\n");
    EXPECT_EQ(dump, ReadData("figures-2021.facts.tsv")) << LayoutName(layout);
  }
}

// A report of one year may stand on the form of another.
TEST(RecognizerTest, TheFormIsDecidedByLabels) {
  ReportToRender report = RandomReport(*Forms().Find("2021"), 3);
  report.title = "清河县教育局2019年政府信息公开工作年度报告";
  ExpectFacts(TextDocument(Render(report, Layout::kPipeRows)), report, "2021 form for 2019");
  report = RandomReport(*Forms().Find("2019"), 3);
  report.title = "清河县教育局2023年政府信息公开工作年度报告";
  ExpectFacts(TextDocument(Render(report, Layout::kPipeRows)), report, "2019 form for 2023");
}

TEST(RecognizerTest, MetadataInEveryLayout) {
  ReportToRender report = RandomReport(*Forms().Find("2021"), 1);
  report.title = "2023年政府信息公开工作年度报告";
  report.opening = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。";
  report.metadata = {{"索引号", "11500000009275780L/2024-00003"},
                     {"发布机构", "清河县教育局"},
                     {"成文日期", "2024-01-18"},
                     {"发布日期", "2024-01-20"},
                     {"主题分类", ""},
                     {"标题", "2023年政府信息公开工作年度报告"}};
  for (const Layout layout : AllLayouts()) {
    SCOPED_TRACE(LayoutName(layout));
    const Document document = TextDocument(Render(report, layout));
    const absl::StatusOr<Reading> reading = Recognize(document, Forms());
    ASSERT_TRUE(reading.ok()) << reading.status();
    const MetadataReading& m = reading->metadata;
    EXPECT_EQ(m.index_code, "11500000009275780L/2024-00003");
    EXPECT_EQ(m.credit_code, "11500000009275780L");
    EXPECT_EQ(m.issuing_body, "清河县教育局");
    EXPECT_EQ(m.agency_name, "清河县教育局");
    EXPECT_EQ(m.title_agency, "");
    EXPECT_EQ(m.subject_category, "");
    EXPECT_EQ(m.title, "2023年政府信息公开工作年度报告");
    EXPECT_EQ(m.written.ToString(), "2024-01-18");
    EXPECT_EQ(m.published.ToString(), "2024-01-20");
    EXPECT_EQ(m.period_start.ToString(), "2023-01-01");
    EXPECT_EQ(m.period_end.ToString(), "2023-12-31");
    EXPECT_EQ(m.year, 2023);
    EXPECT_EQ(m.title_year, 2023);
  }
}

TEST(RecognizerTest, OtherTreatmentInOneRow) {
  const Form* form = Forms().Find("2021");
  ReportToRender report = RandomReport(*form, 4);
  for (const char* applicant :
       {"natural_person", "business", "research_institution", "public_interest_organization",
        "legal_services", "other_organization", "total"}) {
    report.cells[{"requests.other", applicant}] = "3";
  }
  const auto check = [&](const Document& document) {
    const absl::StatusOr<Reading> reading = Recognize(document, Forms());
    ASSERT_TRUE(reading.ok());
    EXPECT_TRUE(reading->single_other_row);
    EXPECT_EQ(reading->form, Forms().WithSingleOther(form));
    EXPECT_TRUE(reading->missing.empty());
    EXPECT_TRUE(reading->subtotals.empty());
    const auto fact = [&](const char* indicator) {
      return Dump(reading->facts[reading->form->FindCell(indicator, "total")]);
    };
    EXPECT_EQ(fact("requests.other"), "3");
    EXPECT_EQ(fact("requests.other.rest"), "MISSING");
    EXPECT_EQ(fact("requests.concluded"), report.cells.at({"requests.concluded", "total"}));
  };
  for (const Layout layout : AllLayouts()) {
    check(TextDocument(Render(report, layout)));
  }
}

TEST(RecognizerTest, AReportWithoutAFormKeepsItsProse) {
  std::string text = "清河县2012年政府信息公开工作年度报告\n一、概述\n";
  for (int i = 0; i < 20; ++i) text += "全年主动公开信息120条，其中规章3件。\n";
  text += "二、主动公开情况\n公开了机构职能。\n三、依申请公开情况\n收到申请3件。\n";
  const absl::StatusOr<Reading> reading = Recognize(TextDocument(text), Forms());
  ASSERT_TRUE(reading.ok()) << reading.status();
  EXPECT_EQ(reading->form, nullptr);
  EXPECT_TRUE(reading->facts.empty());
  EXPECT_EQ(reading->metadata.year, 2012);
  EXPECT_EQ(reading->metadata.agency_name, "清河县人民政府");
  ASSERT_EQ(reading->sections.size(), 3u);
  EXPECT_EQ(reading->sections[2].text, "收到申请3件。");
}

TEST(RecognizerTest, WhatIsNoReportIsNamed) {
  struct Case {
    std::string text;
    const char* message;
  };
  std::string list;
  for (int year = 2010; year < 2020; ++year) {
    absl::StrAppend(&list, "清河县", year, "年政府信息公开工作年度报告\n");
  }
  const Case cases[] = {
      {"首页\n", "only"},
      {list, "list with 10 titles"},
      {"清河县2019年政府信息公开工作年度报告\n附件：年度报告.pdf\n", "attachment"},
  };
  for (const Case& c : cases) {
    const absl::StatusOr<Reading> reading = Recognize(TextDocument(c.text), Forms());
    ASSERT_FALSE(reading.ok()) << c.text;
    EXPECT_EQ(reading.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(DetailOf(reading.status()).reason, "NOT_A_REPORT");
    EXPECT_FALSE(DetailOf(reading.status()).message_zh.empty());
    EXPECT_TRUE(absl::StrContains(reading.status().message(), c.message)) << reading.status();
  }
}

TEST(RecognizerTest, TheLinkedFileIsNamed) {
  for (const char* link :
       {"<a href='/files/2023%E5%B9%B4%E6%8A%A5.pdf'>年报</a>",
        "<a href='/files/2023%C4%EA%B1%A8.pdf'>年报</a>",
        "<p>附件：<a href='./2023年报.PDF?d=1'>下载</a></p>",
        "<iframe src='/pdfjs/web/viewer.html?file=/upload/2023年报.pdf'></iframe>"}) {
    const std::string page = absl::StrCat(
        "<html><body><a href='/'>首页</a><h1>清河县2023年政府信息公开工作年度报告</h1>", link,
        "</body></html>");
    const absl::Status status = Recognize(TextDocument(page), Forms()).status();
    EXPECT_TRUE(absl::StrContains(status.message(), "2023年报.")) << status;
    EXPECT_TRUE(absl::StrContains(DetailOf(status).message_zh, "2023年报.")) << status;
  }
}

TEST(RecognizerTest, APageFilledByAScriptIsSaidToBeOne) {
  const std::string page =
      "<html><head><title>2023年政府信息公开工作年度报告</title></head>"
      "<body><div id='app'></div><p>请稍候</p><script src='app.js'></script></body></html>";
  const absl::Status status = Recognize(TextDocument(page), Forms()).status();
  EXPECT_TRUE(absl::StrContains(status.message(), "script")) << status;
  const absl::Status bare =
      Recognize(TextDocument("<body><div id='app'></div><script src='app.js'></script></body>"),
                Forms())
          .status();
  EXPECT_TRUE(absl::StrContains(bare.message(), "script")) << bare;
}

// A copy that breaks off in the first table.
TEST(RecognizerTest, ATableThatHasOnlyBegunDecidesTheForm) {
  const absl::StatusOr<Reading> reading = Recognize(
      TextDocument(
          "二、主動公開政府信息情況\n\n第二十條第(一)項\n\n信息內容\n\n本年製發件數\n\n本"),
      Forms());
  ASSERT_TRUE(reading.ok()) << reading.status();
  ASSERT_NE(reading->form, nullptr);
  EXPECT_EQ(reading->form->version(), "2021");
  for (const Fact& fact : reading->facts) EXPECT_EQ(fact.presence, Presence::kMissing);
}

// Only table 3 is there, which both forms have; the menu of the site names a row of table 2.
TEST(RecognizerTest, AMenuDoesNotDecideTheForm) {
  const std::string page =
      "<ul><li>规章</li><li>行政规范性文件</li></ul><h1>清河县2019年政府信息公开工作年度报告</h1>"
      "<p>三、收到和处理政府信息公开申请情况</p><table>"
      "<tr><td>一、本年新收政府信息公开申请数量<td>1<td>0<td>0<td>0<td>0<td>0<td>1"
      "<tr><td>二、上年结转政府信息公开申请数量<td>0<td>0<td>0<td>0<td>0<td>0<td>0"
      "<tr><td>（一）予以公开<td>1<td>0<td>0<td>0<td>0<td>0<td>1</table>";
  const absl::StatusOr<Reading> reading = Recognize(TextDocument(page), Forms());
  ASSERT_TRUE(reading.ok()) << reading.status();
  ASSERT_NE(reading->form, nullptr);
  EXPECT_EQ(reading->form->version(), "2019");
}

// Tables of statistics before 2019 share words with the forms.
TEST(RecognizerTest, AReportOnAYearBeforeTheFormsFollowsNone) {
  const std::string table =
      "<tr><td>01<td>主动公开政府信息数<td>条<td>5120<tr><td>02<td>规范性文件<td>件<td>31"
      "<tr><td>03<td>行政许可<td>条<td>12<tr><td>04<td>行政处罚<td>条<td>9<tr><td>30<td>行政复议<"
      "td>件"
      "<td>3<tr><td>35<td>收费金额<td>万元<td>0";
  const auto report = [&table](int year) {
    return absl::StrCat(
        "<h1>清河县", year, "年政府信息公开工作年度报告</h1><p>一、概述</p><p>", year,
        "年主动公开政府信息5120条。</p><p>二、主动公开政府信息情况</p><table>", table,
        "</table><p>三、依申请公开政府信息情况</p><p>收到3件。</p>"
        "<p>四、政府信息公开收费及减免情况</p><p>没有收费。</p>");
  };
  for (const int year : {2010, 2016, 2018}) {
    const absl::StatusOr<Reading> reading = Recognize(TextDocument(report(year)), Forms());
    ASSERT_TRUE(reading.ok()) << reading.status();
    EXPECT_EQ(reading->form, nullptr) << year;
    EXPECT_EQ(reading->metadata.year, year);
    ASSERT_EQ(reading->sections.size(), 4u);
    EXPECT_EQ(reading->sections[3].number, 0);
    EXPECT_EQ(reading->sections[3].text, "没有收费。");
  }
}

TEST(RecognizerTest, AnEmptyDocumentIsNoReport) {
  const absl::StatusOr<Reading> reading = Recognize(Document(), Forms());
  EXPECT_EQ(DetailOf(reading.status()).reason, "NOT_A_REPORT");
  EXPECT_TRUE(absl::StrContains(reading.status().message(), "no text"));
}

// Bytes of any kind are read without a crash.
TEST(RecognizerTest, DamagedTextIsSurvived) {
  const std::string sample = ReadData("sample-2019.txt");
  for (uint32_t seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    std::string text = sample;
    for (int i = 0; i < 40; ++i) {
      const size_t at = random() % text.size();
      switch (random() % 4) {
        case 0:
          text[at] = static_cast<char>(random());
          break;
        case 1:
          text.erase(at, random() % 40);
          break;
        case 2:
          text.insert(at, "|");
          break;
        default:
          text.insert(at, "\n");
          break;
      }
    }
    const absl::StatusOr<Document> document = ReadDocument(text);
    if (!document.ok()) continue;
    const absl::StatusOr<Reading> reading = Recognize(*document, Forms());
    if (reading.ok() && reading->form != nullptr) {
      EXPECT_EQ(reading->facts.size(), reading->form->cells().size());
    }
  }
}

}  // namespace
}  // namespace gongkai
