#include "workers/form/form.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "embedded/form_files.h"

namespace gongkai {
namespace {

using internal::v1::CellSpec;

std::vector<std::vector<std::string>> ReadTable(const std::string& name) {
  std::ifstream in(absl::StrCat(GONGKAI_SOURCE_DIR, "/tests/data/", name));
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) rows.push_back(absl::StrSplit(line, '\t'));
  return rows;
}

std::string KindName(CellSpec::Kind kind) {
  return kind == CellSpec::COUNT ? "count" : kind == CellSpec::SIGNED ? "signed" : "amount";
}

FormSet Forms() { return FormSet::Load(FormFiles()).value(); }

// The cells of each form are those of the table of codes, in its order.
TEST(FormTest, CellsAreThoseOfTheTableOfCodes) {
  const FormSet forms = Forms();
  const auto applicants = ReadTable("applicants.tsv");
  ASSERT_EQ(applicants.size(), 7u);
  for (const char* version : {"2019", "2021"}) {
    const Form* form = forms.Find(version);
    ASSERT_NE(form, nullptr);
    std::vector<std::string> expected;
    for (const auto& row : ReadTable("indicators.tsv")) {
      ASSERT_EQ(row.size(), 8u);
      if (!absl::StrContains(row[2], version)) continue;
      if (row[1] == "3") {
        for (const auto& applicant : applicants) {
          expected.push_back(absl::StrCat("3 ", row[0], " ", applicant[0], " ", row[6], " ", row[7],
                                          " ", row[3], " ", row[4], " ", applicant[2]));
        }
        continue;
      }
      std::string column = row[5];
      if (absl::StrContains(column, " | ")) {
        const std::vector<std::string> by_form = absl::StrSplit(column, " | ");
        column = by_form[version == std::string("2019") ? 0 : 1];
      }
      expected.push_back(absl::StrCat(row[1], " ", row[0], "  ", row[6], " ", row[7], " ", row[3],
                                      " ", row[4], " ", column));
    }
    std::vector<std::string> actual;
    for (const FormCell& cell : form->cells()) {
      actual.push_back(absl::StrCat(cell.table, " ", cell.indicator, " ", cell.applicant, " ",
                                    cell.unit, " ", KindName(cell.kind), " ", cell.group_label, " ",
                                    cell.row_label, " ", cell.column_label));
    }
    EXPECT_EQ(actual, expected);
    EXPECT_EQ(actual.size(), version == std::string("2019") ? 198u : 200u);
  }
}

TEST(FormTest, FindsCells) {
  const FormSet forms = Forms();
  const Form& form = *forms.Find("2021");
  for (size_t i = 0; i < form.cells().size(); ++i) {
    EXPECT_EQ(form.FindCell(form.cells()[i].indicator, form.cells()[i].applicant),
              static_cast<int>(i));
  }
  EXPECT_EQ(form.FindCell("requests.received", ""), -1);
  EXPECT_EQ(form.FindCell("requests.other", "total"), -1);
  EXPECT_EQ(forms.Find("2018"), nullptr);
}

TEST(FormTest, OneRowOfOthersIsAVariant) {
  const FormSet forms = Forms();
  const Form* form = forms.Find("2021");
  const Form* single = forms.WithSingleOther(form);
  ASSERT_NE(single, form);
  EXPECT_EQ(single->version(), "2021");
  EXPECT_EQ(single->cells().size(), form->cells().size() + 7);
  const int other = single->FindCell("requests.other", "natural_person");
  EXPECT_EQ(other + 7, single->FindCell("requests.other.uncorrected_in_time", "natural_person"));
  EXPECT_EQ(single->cells()[other].row_label, "（六）其他处理");
  const Form* old = forms.Find("2019");
  EXPECT_EQ(forms.WithSingleOther(old), old);
}

TEST(FormTest, VersionIsADigestOfTheFiles) {
  EXPECT_EQ(Forms().version(), FilesVersion(FormFiles()));
  EXPECT_NE(FilesVersion({FormFiles()[0]}), FilesVersion(FormFiles()));
}

TEST(FormTest, GroupsShareACode) {
  const FormSet forms = Forms();
  std::vector<std::string> codes;
  for (const RequestGroup& group : forms.Find("2021")->request_groups()) {
    codes.push_back(group.code);
  }
  EXPECT_EQ(codes, (std::vector<std::string>{"requests", "requests.denied", "requests.unavailable",
                                             "requests.not_processed", "requests.other"}));
}

TEST(FormTest, FaultsAreNamed) {
  const std::string text(FormFiles()[0].text);
  const auto message_of = [](const std::string& file) {
    const EmbeddedFile embedded{"x.txtpb", file};
    return std::string(FormSet::Load({embedded}).status().message());
  };
  EXPECT_EQ(message_of(text), "");
  EXPECT_TRUE(absl::StartsWith(message_of("version: \"1\"\nbogus: 2\n"), "x.txtpb:2:"))
      << message_of("version: \"1\"\nbogus: 2\n");
  internal::v1::FormFile file;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &file));
  const auto broken = [&](auto change) {
    internal::v1::FormFile copy = file;
    change(&copy);
    return std::string(Form::Compile(copy).status().message());
  };
  EXPECT_EQ(broken([](auto* f) { f->clear_version(); }), "version: is missing");
  EXPECT_EQ(broken([](auto* f) { f->set_last_year(1990); }), "last_year: is before first_year");
  EXPECT_EQ(broken([](auto* f) { f->mutable_blocks(1)->mutable_columns()->RemoveLast(); }),
            "blocks[1].rows.cells: 行政许可 has not one cell for each column");
  EXPECT_EQ(broken([](auto* f) {
              f->mutable_blocks(0)->mutable_rows(0)->mutable_cells(0)->clear_indicator();
            }),
            "indicator: a cell has no indicator");
  EXPECT_EQ(broken([](auto* f) {
              f->mutable_request_table()->mutable_rows(1)->set_indicator("requests.received");
            }),
            "indicator: requests.received natural_person stands twice");
  EXPECT_EQ(broken([](auto* f) { f->clear_dispute_groups(); }), "dispute_groups: need cells");
  EXPECT_EQ(broken([](auto* f) { f->mutable_sections(2)->set_number(9); }),
            "sections.number: must count from 1");
}

}  // namespace
}  // namespace gongkai
