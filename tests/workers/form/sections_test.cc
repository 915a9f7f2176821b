#include "workers/form/sections.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "embedded/form_files.h"
#include "tests/workers/form/text_document.h"
#include "workers/form/form.h"

namespace gongkai {
namespace {

const FormSet& Forms() {
  static const auto& forms = *new FormSet(FormSet::Load(FormFiles()).value());
  return forms;
}

// "number/ordinal[*] text;" for each section, * for a title that is not official.
std::string Sections(const std::string& text) {
  const Document document = TextDocument(text);
  const std::vector<Token> tokens = Tokenize(document, Forms().labels());
  std::string dump;
  for (const SectionReading& section :
       ReadSections(document, tokens, FindSections(tokens, Forms().labels()))) {
    absl::StrAppend(&dump, section.number, "/", section.printed_ordinal,
                    section.official_title ? "" : "*", " ", section.text, ";");
  }
  return dump;
}

TEST(SectionsTest, TitlesAsOnTheForm) {
  EXPECT_EQ(Sections("一、总体情况\n甲\n乙\n二、主动公开政府信息情况\n"
                     "三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n"
                     "五、存在的主要问题及改进情况\n丙\n六、其他需要报告的事项\n无\n"),
            "1/1 甲\n乙;2/2 ;3/3 ;4/4 ;5/5 丙;6/6 无;");
}

TEST(SectionsTest, VariantsAndOtherTitles) {
  EXPECT_EQ(Sections("一、总体情况\n四、因政府信息公开工作被申请行政复议、提起行政诉讼情况\n"
                     "五、存在问题及改进情况\n甲\n六、其它需要报告的事项\n"),
            "1/1 ;4/4 ;5/5* 甲;6/6 ;");
  EXPECT_EQ(Sections("一、总体情况\n甲\n五、改进措施\n乙\n"), "1/1 甲;5/5* 乙;");
}

TEST(SectionsTest, WrongDirtyAndMissingNumerals) {
  EXPECT_EQ(Sections("一、总体情况\n甲\n七、其他需要报告的事项\n乙\n"), "1/1 甲;6/7 乙;");
  EXPECT_EQ(Sections("一、总体情况\n甲\nl六、其他需要报告的事项\n乙\n"), "1/1 甲;6/0 乙;");
  EXPECT_EQ(Sections("总体情况\n甲\n其他需要报告的事项\n乙\n"), "1/0 甲;6/0 乙;");
}

TEST(SectionsTest, SubHeadingsAreProse) {
  EXPECT_EQ(Sections("一、总体情况\n（一）主动公开政府信息情况\n甲\n1.依申请公开情况\n"
                     "二、主动公开政府信息情况\n乙\n"),
            "1/1 （一）主动公开政府信息情况\n甲\n1.依申请公开情况;2/2 乙;");
}

TEST(SectionsTest, ATableOfContentsIsNotTheReport) {
  EXPECT_EQ(Sections("一、总体情况\n二、主动公开政府信息情况\n五、存在的主要问题及改进情况\n"
                     "一、总体情况\n甲\n二、主动公开政府信息情况\n乙\n"
                     "五、存在的主要问题及改进情况\n丙\n"),
            "1/1 甲;2/2 乙;5/5 丙;");
}

TEST(SectionsTest, ThePagesFootIsCutOff) {
  EXPECT_EQ(Sections("五、存在的主要问题及改进情况\n甲\n六、其他需要报告的事项\n乙\n"
                     "您即将离开“清河县人民政府网站”\n继续访问\n"),
            "5/5 甲;6/6 乙;");
  EXPECT_EQ(Sections("六、其他需要报告的事项\n乙\n打印\n关闭\n版权所有：清河县\n"), "6/6 乙;");
}

TEST(SectionsTest, FurtherSectionsCountOn) {
  EXPECT_EQ(
      Sections("一、总体情况\n甲\n五、存在的主要问题及改进情况\n乙\n六、其他需要报告的事项\n丙\n"
               "七、附表说明\n丁\n"),
      "1/1 甲;5/5 乙;6/6 丙;0/7* 丁;");
}

}  // namespace
}  // namespace gongkai
