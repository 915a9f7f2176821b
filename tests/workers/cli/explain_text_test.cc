#include "workers/cli/explain_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "embedded/form_files.h"

namespace gongkai {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

const FormSet& Forms() {
  static const auto& forms = *new absl::StatusOr<FormSet>(FormSet::Load(FormFiles()));
  return *forms;
}

v1::Fact* AddFact(v1::Report& report, const char* indicator, const char* applicant,
                  const char* value) {
  v1::Fact* fact = report.add_facts();
  fact->set_indicator(indicator);
  fact->set_applicant(applicant);
  fact->set_presence(v1::Fact::REPORTED);
  fact->set_value(value);
  fact->set_raw_text(value);
  fact->set_unit("件");
  fact->set_confidence(1);
  fact->mutable_provenance()->set_grid(3);
  fact->mutable_provenance()->set_row(4);
  fact->mutable_provenance()->set_column(5);
  return fact;
}

void Doubt(v1::Fact* fact) {
  fact->set_confidence(0.5);
  fact->set_doubt("数字中间有空白");
  fact->set_doubt_en("white space stands inside the number");
}

std::string Explain(const v1::Report& report, Language language) {
  return ExplainText(report, Forms().Find("2019"), language, Paint(false));
}

TEST(PlaceTextTest, TellsAllThatIsKnown) {
  v1::Provenance place;
  EXPECT_EQ(SourcePlaceText(place, Language::kBoth), "");
  place.set_begin(10);
  place.set_end(20);
  EXPECT_EQ(SourcePlaceText(place, Language::kBoth), "字节 10-20");
  place.set_part("word/document.xml");
  place.set_grid(3);
  place.set_row(4);
  place.set_column(5);
  EXPECT_EQ(GridPlaceText(place, Language::kChinese), "表格3 第4行第5列");
  place.set_page(2);
  place.mutable_box()->set_left(71.6);
  place.mutable_box()->set_top(90);
  place.mutable_box()->set_right(100);
  place.mutable_box()->set_bottom(110.4);
  EXPECT_EQ(SourcePlaceText(place, Language::kBoth),
            "word/document.xml 表格3 第4行第5列 第2页 (72,90)-(100,110) 字节 10-20");
  EXPECT_EQ(SourcePlaceText(place, Language::kEnglish),
            "word/document.xml, grid 3, row 4, column 5, page 2 (72,90)-(100,110), bytes 10-20");
}

TEST(ExplainTextTest, EachCellHasItsSource) {
  v1::Report report;
  AddFact(report, "requests.received", "business", "12");
  const std::string text = Explain(report, Language::kChinese);
  EXPECT_THAT(text, HasSubstr("  一、本年新收政府信息公开申请数量\n"
                              "    商业企业  12 件  ← “12”  表格3 第4行第5列\n"
                              "  - 文件中没有找到: 自然人、科研机构、社会公益组织、法律服务机构、"
                              "其他、总计\n"
                              "  二、上年结转政府信息公开申请数量\n"
                              "  - 文件中没有找到: 整行\n"));
  EXPECT_THAT(text, HasSubstr("读取无疑 1  存疑（标 ?） 0  没有找到 197"));
  EXPECT_THAT(Explain(report, Language::kEnglish),
              HasSubstr("not found in the document: 自然人, "));
}

TEST(ExplainTextTest, DoubtsAreGivenOnceForCellsThatShareThem) {
  v1::Report report;
  Doubt(AddFact(report, "requests.received", "natural_person", "1"));
  Doubt(AddFact(report, "requests.received", "business", "2"));
  AddFact(report, "requests.received", "total", "3");
  EXPECT_THAT(Explain(report, Language::kEnglish),
              HasSubstr("  ? 自然人    1 件  ← “1”  grid 3, row 4, column 5\n"
                        "  ? 商业企业  2 件  ← “2”  grid 3, row 4, column 5\n"
                        "      confidence 0.50: white space stands inside the number\n"
                        "    总计      3 件  ← “3”  grid 3, row 4, column 5\n"));
}

TEST(ExplainTextTest, TextOfTheDocumentIsMadeSafeAndShort) {
  v1::Report report;
  v1::Fact* fact = AddFact(report, "requests.received", "business", "12");
  std::string raw = "\x1b[31m1\n2";
  for (int i = 0; i < 100; ++i) raw += "公";
  fact->set_raw_text(raw);
  const std::string text = Explain(report, Language::kChinese);
  EXPECT_THAT(text, AllOf(Not(HasSubstr("\x1b")), HasSubstr("1 2公"), HasSubstr("公…”")));
}

TEST(ExplainTextTest, SectionsThatAreNotThereAreNamed) {
  v1::Report report;
  v1::Section* section = report.add_sections();
  section->set_number(3);
  section->set_heading("三、收到和处理");
  section->mutable_provenance()->set_begin(5);
  section->mutable_provenance()->set_end(9);
  EXPECT_THAT(ExplainText(report, nullptr, Language::kEnglish, Paint(false)),
              AllOf(HasSubstr("no table of a national form"),
                    HasSubstr("  “三、收到和处理”  bytes 5-9\n"
                              "  - sections not found: 1, 2, 4, 5, 6\n")));
}

}  // namespace
}  // namespace gongkai
