// Whole reports against what a careful reader marks in their prose.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "embedded/form_files.h"
#include "workers/document/reader.h"
#include "workers/form/recognizer.h"
#include "workers/narrative/narrative.h"

namespace gongkai {
namespace {

// Lines "133.6万条 TAB 1336000 TAB 条 TAB EXACT" of tests/data.
std::vector<std::string> MarkedClaims(const std::string& name) {
  std::ifstream in(absl::StrCat(GONGKAI_SOURCE_DIR, "/tests/data/", name, ".claims.tsv"));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string Line(const Claim& claim) {
  constexpr const char* kQualifiers[] = {"EXACT", "APPROXIMATE", "AT_LEAST", "AT_MOST", "RANGE"};
  const bool range = claim.qualifier == Claim::Qualifier::kRange;
  return absl::StrCat(claim.text, "\t", claim.value.ToString(),
                      range ? absl::StrCat("..", claim.upper_value.ToString()) : "", "\t",
                      claim.unit, "\t", kQualifiers[static_cast<int>(claim.qualifier)]);
}

// What is found in the report at `path`; nothing if its format is not read.
std::vector<std::string> FoundClaims(const std::string& path) {
  std::stringstream bytes;
  bytes << std::ifstream(path).rdbuf();
  const absl::StatusOr<Document> document = ReadDocument(bytes.str());
  if (!document.ok()) return {};
  static const FormSet& forms = *new FormSet(FormSet::Load(FormFiles()).value());
  const Reading reading = Recognize(*document, forms).value();
  std::vector<std::string> lines;
  for (const Claim& claim : ReadNarrative(reading).claims) lines.push_back(Line(claim));
  return lines;
}

TEST(ReportTest, EveryClaimOfTheBundledReportAndNoOther) {
  EXPECT_EQ(FoundClaims(GONGKAI_SOURCE_DIR "/tests/data/sample-2019.txt"),
            MarkedClaims("sample-2019"));
}

// The published reports do not come with the source; where they lie beside it, at least 95 % of
// what is marked has to be found, and next to nothing else.
class PublishedReportTest : public testing::TestWithParam<const char*> {};

TEST_P(PublishedReportTest, NearlyEveryClaimIsFound) {
  const std::string name = GetParam();
  const std::string path = absl::StrCat(GONGKAI_SOURCE_DIR, "/../shared/reports/", name);
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "the report is not here";
  const std::vector<std::string> found = FoundClaims(path);
  if (found.empty()) GTEST_SKIP() << "its format is not read";
  std::vector<std::string> missed, extra = found;
  const std::vector<std::string> marked = MarkedClaims(name.substr(0, name.find('.')));
  for (const std::string& line : marked) {
    const auto at = std::find(extra.begin(), extra.end(), line);
    if (at == extra.end()) {
      missed.push_back(line);
    } else {
      extra.erase(at);
    }
  }
  ASSERT_GT(marked.size(), 20u);
  EXPECT_LE(missed.size() * 20, marked.size()) << testing::PrintToString(missed);
  EXPECT_LE(extra.size() * 20, marked.size()) << testing::PrintToString(extra);
}

INSTANTIATE_TEST_SUITE_P(Reports, PublishedReportTest,
                         testing::Values("chongqing-2019.txt", "huaian-2024.pdf"),
                         [](const auto& info) {
                           const std::string name = info.param;
                           return name.substr(0, name.find('-'));
                         });

}  // namespace
}  // namespace gongkai
