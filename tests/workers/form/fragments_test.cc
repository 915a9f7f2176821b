// Table regions of published reports, cut where their stored copies were: what was read off them by
// eye, fact by fact, in fragments.tsv. The reports themselves are not kept here; the test runs
// where they lie beside the source tree.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "embedded/form_files.h"
#include "tests/workers/form/text_document.h"
#include "workers/form/recognizer.h"

namespace gongkai {
namespace {

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

std::string Describe(const Fact& fact) {
  switch (fact.presence) {
    case Presence::kReported:
      return absl::StrCat("REPORTED ", fact.value.ToString());
    case Presence::kBlank:
      return "BLANK ";
    case Presence::kDash:
      return "DASH ";
    case Presence::kNotApplicable:
      return "NOT_APPLICABLE ";
    case Presence::kMissing:
      return "MISSING ";
    case Presence::kUnreadable:
      return "UNREADABLE ";
  }
  return "";
}

struct Expected {
  std::string form;
  std::map<std::string, std::string> facts;  // "indicator applicant": "PRESENCE value"
};

// By fragment; a fact that is not listed is MISSING.
std::map<std::string, Expected> ReadExpected(const std::filesystem::path& path) {
  std::map<std::string, Expected> expected;
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const std::vector<std::string> field = absl::StrSplit(line, '\t');
    EXPECT_EQ(field.size(), 6u) << line;
    if (field.size() != 6) continue;
    Expected& of = expected[field[0]];
    of.form = field[1];
    if (field[2].empty()) continue;
    of.facts[absl::StrCat(field[2], " ", field[3])] = absl::StrCat(field[4], " ", field[5]);
  }
  return expected;
}

TEST(FragmentsTest, EveryFactIsWhatAPersonReads) {
  const std::filesystem::path source = GONGKAI_SOURCE_DIR;
  const std::filesystem::path folder = source / "../shared/reports/fragments";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the published reports are not here";
  const FormSet forms = FormSet::Load(FormFiles()).value();
  const auto expected = ReadExpected(source / "tests/workers/form/fragments.tsv");
  EXPECT_EQ(expected.size(), 45u);
  for (const auto& [fragment, of] : expected) {
    const std::string text = ReadFile(folder / absl::StrCat(fragment, ".txt"));
    ASSERT_FALSE(text.empty()) << fragment;
    const absl::StatusOr<Reading> reading = Recognize(TextDocument(text), forms);
    ASSERT_TRUE(reading.ok()) << fragment << ": " << reading.status();
    ASSERT_NE(reading->form, nullptr) << fragment;
    EXPECT_EQ(reading->form->version(), of.form) << fragment;
    size_t found = 0;
    for (size_t i = 0; i < reading->facts.size(); ++i) {
      const FormCell& cell = reading->form->cells()[i];
      const auto at = of.facts.find(absl::StrCat(cell.indicator, " ", cell.applicant));
      found += at != of.facts.end();
      EXPECT_EQ(Describe(reading->facts[i]), at == of.facts.end() ? "MISSING " : at->second)
          << fragment << " " << cell.indicator << " " << cell.applicant;
    }
    EXPECT_EQ(found, of.facts.size()) << fragment;
  }
}

}  // namespace
}  // namespace gongkai
