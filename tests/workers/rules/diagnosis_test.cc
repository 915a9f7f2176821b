// One mistake at a time in consistent reports: it is found, and the first proposal takes it back
// wherever the identities leave no other choice. Whether they do is worked out here by trying every
// other change of one cell and every exchange of two.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/data/render/render.h"
#include "tests/workers/rules/filled_reading.h"
#include "workers/rules/slip.h"

namespace gongkai {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// Cell -> value.
using Values = std::map<int, int64_t>;

Reading RandomReading(const char* form, uint32_t seed) {
  Reading reading = FilledReading(form);
  for (const auto& [code, text] : RandomReport(*reading.form, seed).cells) {
    const int cell = reading.form->FindCell(code.first, code.second);
    if (cell >= 0 && reading.form->cells()[cell].table != 2) {
      SetValue(reading, code.first, code.second, text);
    }
  }
  return reading;
}

Values ValuesOf(const Reading& reading) {
  Values values;
  for (size_t i = 0; i < reading.facts.size(); ++i) {
    if (reading.form->cells()[i].table != 2) {
      values[static_cast<int>(i)] = reading.facts[i].value.mantissa();
    }
  }
  return values;
}

// The sums of tables 3 and 4 by the names of the taxonomy, each as signed cells that make 0.
class Sums {
 public:
  explicit Sums(const Form& form) {
    std::map<std::string, std::vector<std::pair<int, int>>> sums;
    for (size_t i = 0; i < form.cells().size(); ++i) {
      const FormCell& cell = form.cells()[i];
      const int at = static_cast<int>(i);
      const std::string& row = cell.indicator;
      if (cell.table == 4) {
        const std::string group = row.substr(0, row.rfind('.'));
        sums[group].push_back({at, row == group + ".total" ? -1 : 1});
      } else if (cell.table == 3) {
        sums[row].push_back({at, cell.applicant == "total" ? -1 : 1});
        const bool in = row == "requests.received" || row == "requests.carried_in";
        const bool out = row == "requests.carried_out";
        const bool concluded = row == "requests.concluded";
        if (in || out || concluded) {
          sums["in " + cell.applicant].push_back({at, in ? 1 : -1});
        }
        if (!in && !out) sums["outcome " + cell.applicant].push_back({at, concluded ? -1 : 1});
      }
    }
    for (auto& [name, cells] : sums) sums_.push_back(std::move(cells));
    for (size_t s = 0; s < sums_.size(); ++s) {
      for (const auto& [cell, sign] : sums_[s]) of_cell_[cell].push_back({s, sign});
    }
  }

  std::vector<int64_t> Residuals(const Values& values) const {
    std::vector<int64_t> residuals;
    for (const auto& sum : sums_) {
      int64_t residual = 0;
      for (const auto& [cell, sign] : sum) residual += sign * values.at(cell);
      residuals.push_back(residual);
    }
    return residuals;
  }

  // Whether the changes make every residual 0.
  bool Mends(std::vector<int64_t> residuals, const Values& values, const Values& changes) const {
    for (const auto& [cell, value] : changes) {
      if (value < 0) return false;
      for (const auto& [sum, sign] : of_cell_.at(cell)) {
        residuals[sum] += sign * (value - values.at(cell));
      }
    }
    return std::all_of(residuals.begin(), residuals.end(), [](int64_t r) { return r == 0; });
  }

  const std::vector<std::pair<size_t, int>>& SumsOf(int cell) const { return of_cell_.at(cell); }

 private:
  std::vector<std::vector<std::pair<int, int>>> sums_;
  std::map<int, std::vector<std::pair<size_t, int>>> of_cell_;
};

// The cells that stand side by side in print.
std::vector<std::vector<int>> LinesOf(const Form& form) {
  std::map<std::string, std::vector<int>> lines;
  for (size_t i = 0; i < form.cells().size(); ++i) {
    const FormCell& cell = form.cells()[i];
    if (cell.table == 4) lines["table 4"].push_back(static_cast<int>(i));
    if (cell.table != 3) continue;
    lines["row " + cell.indicator].push_back(static_cast<int>(i));
    lines["column " + cell.applicant].push_back(static_cast<int>(i));
  }
  std::vector<std::vector<int>> result;
  for (auto& [name, line] : lines) result.push_back(std::move(line));
  return result;
}

int LevelOfChange(int64_t printed, int64_t meant) {
  const std::string text = absl::StrCat(printed);
  return LevelOf(SlipBetween(text, absl::StrCat(meant), text));
}

struct Count {
  int edits = 0, breaking = 0, found = 0, identifiable = 0, right = 0, first_of_all = 0;
};

class Experiment {
 public:
  explicit Experiment(Reading reading)
      : reading_(std::move(reading)),
        values_(ValuesOf(reading_)),
        sums_(*reading_.form),
        lines_(LinesOf(*reading_.form)) {}

  void Run(std::map<std::string, Count>* counts) {
    EXPECT_THAT(Findings(Evaluate(reading_)), IsEmpty());
    for (const auto& [cell, value] : values_) {
      Try({{cell, value + 1}}, LevelOfChange(value + 1, value), &(*counts)["plus one"]);
      if (value != 0) Try({{cell, value * 10}}, 1, &(*counts)["times ten"]);
      const std::string digits = absl::StrCat(value);
      for (size_t i = 0; i + 1 < digits.size(); ++i) {
        std::string changed = digits;
        std::swap(changed[i], changed[i + 1]);
        if (changed == digits || changed[0] == '0') continue;
        Try({{cell, std::stoll(changed)}}, 1, &(*counts)["transposed"]);
      }
      Blank(cell, &(*counts)["blanked"]);
    }
    for (const std::vector<int>& line : lines_) {
      for (size_t i = 0; i + 1 < line.size(); ++i) {
        const int64_t a = values_.at(line[i]), b = values_.at(line[i + 1]);
        if (a != b) Try({{line[i], b}, {line[i + 1], a}}, 1, &(*counts)["swapped"]);
      }
    }
  }

 private:
  // The first proposal of the first cause, as cell -> value.
  static Values FirstProposal(const Evaluation& evaluation) {
    Values proposal;
    if (evaluation.diagnoses.empty()) return proposal;
    for (const CellEdit& edit : evaluation.diagnoses[0].edits) {
      proposal[edit.cell.fact] = edit.proposed.mantissa();
    }
    return proposal;
  }

  // Whether a change other than `back`, of the same level or better, mends everything.
  bool HasRival(const Values& values, const std::vector<int64_t>& residuals, const Values& back,
                int level) const {
    for (const auto& [cell, value] : values) {
      for (const auto& [sum, sign] : sums_.SumsOf(cell)) {
        if (residuals[sum] == 0) continue;
        const Values change = {{cell, value - sign * residuals[sum]}};
        if (change != back && sums_.Mends(residuals, values, change) &&
            LevelOfChange(value, change.begin()->second) <= level) {
          return true;
        }
      }
    }
    for (const std::vector<int>& line : lines_) {
      for (size_t a = 0; a < line.size(); ++a) {
        for (size_t b = a + 1; b < line.size(); ++b) {
          const Values change = {{line[a], values.at(line[b])}, {line[b], values.at(line[a])}};
          if (values.at(line[a]) == values.at(line[b]) || change == back) continue;
          if ((b == a + 1 ? 1 : 2) <= level && sums_.Mends(residuals, values, change)) return true;
        }
      }
    }
    return false;
  }

  void Try(const Values& changes, int level, Count* count) {
    ++count->edits;
    Reading reading = reading_;
    Values values = values_, back;
    for (const auto& [cell, value] : changes) {
      back[cell] = values[cell];
      values[cell] = value;
      reading.facts[cell].value = Decimal(value);
      reading.facts[cell].raw_text = absl::StrCat(value);
    }
    const std::vector<int64_t> residuals = sums_.Residuals(values);
    if (std::all_of(residuals.begin(), residuals.end(), [](int64_t r) { return r == 0; })) return;
    ++count->breaking;
    const Evaluation evaluation = Evaluate(reading);
    if (!evaluation.findings.empty()) ++count->found;
    const bool right = FirstProposal(evaluation) == back;
    if (right) ++count->first_of_all;
    if (HasRival(values, residuals, back, level)) return;
    ++count->identifiable;
    if (right) ++count->right;
  }

  // A blank breaks no identity; it is told as a blank, and its identities ask for the number.
  void Blank(int cell, Count* count) {
    ++count->edits, ++count->breaking, ++count->identifiable;
    Reading reading = reading_;
    const FormCell& spec = reading.form->cells()[cell];
    SetPresence(reading, spec.indicator, spec.applicant, Presence::kBlank);
    const Evaluation evaluation = Evaluate(reading);
    if (!evaluation.findings.empty()) ++count->found;
    const Values back = {{cell, values_.at(cell)}};
    if (FirstProposal(evaluation) == back) ++count->right, ++count->first_of_all;
  }

  const Reading reading_;
  const Values values_;
  const Sums sums_;
  const std::vector<std::vector<int>> lines_;
};

TEST(DiagnosisTest, SingleMistakesInFiveReportsAreFoundAndTakenBack) {
  std::map<std::string, Count> counts;
  Experiment(FilledReading("2019")).Run(&counts);
  Experiment(FilledReading("2021")).Run(&counts);
  Experiment(RandomReading("2019", 11)).Run(&counts);
  Experiment(RandomReading("2021", 12)).Run(&counts);
  Experiment(RandomReading("2021", 13)).Run(&counts);
  int identifiable = 0, right = 0;
  for (const auto& [kind, count] : counts) {
    std::cout << kind << ": " << count.edits << " edits, " << count.breaking << " to be found, "
              << count.found << " found, " << count.identifiable << " identifiable, of these "
              << count.right << " first; first of all " << count.first_of_all << "\n";
    EXPECT_EQ(count.found, count.breaking) << kind;
    EXPECT_GT(count.identifiable, 0) << kind;
    EXPECT_GE(count.right * 100, count.identifiable * 95) << kind;
    identifiable += count.identifiable;
    right += count.right;
  }
  EXPECT_GE(right * 100, identifiable * 95);
}

std::vector<std::string> Lines(const Evaluation& evaluation) {
  std::vector<std::string> lines;
  for (const Diagnosis& diagnosis : evaluation.diagnoses) {
    if (diagnosis.rank > 1) continue;
    lines.push_back(absl::StrCat(diagnosis.cause, " ", diagnosis.message_zh));
    EXPECT_FALSE(diagnosis.message_en.empty());
    EXPECT_GT(diagnosis.score, 0);
  }
  return lines;
}

TEST(DiagnosisTest, TransposedDigitsAreNamedAndExplainTheirFindings) {
  Reading reading = FilledReading("2019");
  SetValue(reading, "requests.denied.state_secret", "total", "126");
  const Evaluation evaluation = Evaluate(reading);
  EXPECT_THAT(Lines(evaluation),
              ElementsAre("1 表三“（三）不予公开 1.属于国家秘密”行“总计”列印为 126，疑应为 216"
                          "（相邻两位数字颠倒）；改后有关的 2 项关系均成立。"));
  ASSERT_EQ(evaluation.findings.size(), 2u);
  EXPECT_THAT(evaluation.diagnoses[0].fingerprints,
              testing::UnorderedElementsAre(evaluation.findings[0].fingerprint,
                                            evaluation.findings[1].fingerprint));
}

TEST(DiagnosisTest, AShiftedRowIsOneCause) {
  Reading reading = FilledReading("2019");
  // The row's numbers stand one column too far to the right.
  std::vector<std::string> row;
  const char* const columns[] = {"natural_person",       "business",
                                 "research_institution", "public_interest_organization",
                                 "legal_services",       "other_organization"};
  for (const char* column : columns) {
    row.push_back(FactAt(reading, "requests.received", column).value.ToString());
  }
  for (int i = 5; i > 0; --i) SetValue(reading, "requests.received", columns[i], row[i - 1]);
  SetValue(reading, "requests.received", columns[0], "0");
  const Evaluation evaluation = Evaluate(reading);
  ASSERT_FALSE(evaluation.diagnoses.empty());
  EXPECT_EQ(evaluation.diagnoses.back().cause, 1);
  EXPECT_EQ(evaluation.diagnoses[0].slip, Slip::kShifted);
  EXPECT_EQ(evaluation.diagnoses[0].fingerprints.size(), evaluation.findings.size());
}

TEST(DiagnosisTest, TwoMistakesAreTwoCauses) {
  Reading reading = FilledReading("2019");
  SetValue(reading, "requests.granted", "natural_person", "3171");
  SetValue(reading, "requests.denied.state_secret", "total", "126");
  const Evaluation evaluation = Evaluate(reading);
  ASSERT_EQ(Lines(evaluation).size(), 2u);
  EXPECT_EQ(evaluation.findings.size(), 4u);
}

TEST(DiagnosisTest, EmptyCellsThatMeanZeroAreToldTogether) {
  Reading reading = FilledReading("2019");
  int blanks = 0;
  for (size_t i = 0; i < reading.facts.size() && blanks < 5; ++i) {
    const FormCell& cell = reading.form->cells()[i];
    if (cell.applicant != "research_institution" || reading.facts[i].value != Decimal(0)) continue;
    SetPresence(reading, cell.indicator, cell.applicant, Presence::kBlank);
    ++blanks;
  }
  ASSERT_EQ(blanks, 5);
  const Evaluation evaluation = Evaluate(reading);
  ASSERT_EQ(evaluation.diagnoses.size(), 1u);
  EXPECT_EQ(evaluation.diagnoses[0].slip, Slip::kEmptyForZero);
  EXPECT_EQ(evaluation.diagnoses[0].edits.size(), 5u);
  EXPECT_EQ(evaluation.diagnoses[0].fingerprints.size(), 5u);
}

TEST(DiagnosisTest, NothingIsProposedForAConsistentReport) {
  EXPECT_THAT(Evaluate(FilledReading("2021+other")).diagnoses, IsEmpty());
}

}  // namespace
}  // namespace gongkai
