// Checks of a report against last year's report and against the reports of the bodies below.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "workers/form/label.h"
#include "workers/rules/builtins.h"
#include "workers/rules/identity.h"
#include "workers/rules/neighbours.h"

namespace gongkai {
namespace {

using internal::v1::CellSpec;

// Y.JUMP: more than ten-fold, on a base of more than that.
constexpr int kJumpFactor = 10;
constexpr int kJumpBase = 20;
// Y.SAME_TEXT: shares that many hundredths of its runs of characters with last year's text.
constexpr size_t kRunCharacters = 6;
constexpr size_t kLeastRuns = 80;
constexpr size_t kSameHundredths = 90;

// "重庆市人民政府2018年的年度报告", "the 2018 report of 重庆市人民政府", as far as they are known.
std::string PriorZh(const Reading& reading) {
  const MetadataReading& metadata = reading.metadata;
  return absl::StrCat(metadata.agency_name,
                      metadata.year == 0 ? "上一" : absl::StrCat(metadata.year - 1),
                      metadata.year == 0 ? "年度的年度报告" : "年的年度报告");
}
std::string PriorEn(const Reading& reading) {
  const MetadataReading& metadata = reading.metadata;
  return absl::StrCat("the ",
                      metadata.year == 0 ? "report" : absl::StrCat(metadata.year - 1, " report"),
                      metadata.agency_name.empty() ? "" : " of ", metadata.agency_name,
                      metadata.year == 0 ? " for the year before" : "");
}

// Last year's report; null, and told, where it is not there.
const NeighbourReading* PriorYear(const CheckInput& input, Recorder& recorder) {
  const Neighbours* neighbours = input.context.neighbours;
  if (neighbours != nullptr && neighbours->has_prior_year) return &neighbours->prior_year;
  recorder.Unknown("report", absl::StrCat("没有", PriorZh(input.reading), "可供对照。"),
                   absl::StrCat("There is nothing to compare with: ", PriorEn(input.reading),
                                " is not at hand."));
  return nullptr;
}

// Last year's report has no number for the subject.
void UnknownPrior(const Reading& reading, std::string subject, Recorder& recorder) {
  recorder.Unknown(std::move(subject), absl::StrCat(PriorZh(reading), "中没有可用的数字。"),
                   absl::StrCat("There is no usable number in ", PriorEn(reading), "."));
}

// What a neighbour should agree with: sums of cells of this report and of another.
class Comparison {
 public:
  Comparison(const CheckInput& input, Recorder& recorder, std::string subject)
      : input_(input), recorder_(recorder), subject_(std::move(subject)) {}

  // A term of this report, on the side that is expected (or, `actual`, on the other).
  void Own(absl::string_view indicator, absl::string_view applicant, bool negative, bool actual) {
    const int cell = input_.form->form->FindCell(indicator, applicant);
    if (cell < 0) {
      known_ = false;
      return;
    }
    cells_.push_back(cell);
    const Fact& fact = input_.reading.facts[cell];
    if (fact.presence != Presence::kReported) {
      if (unknown_cell_ < 0) unknown_cell_ = cell;
      return;
    }
    (actual ? actual_ : expected_).Add(fact.value, negative);
  }

  // A term of last year's report, on the side that is expected.
  void Prior(const NeighbourReading& prior, absl::string_view cell_subject) {
    const Decimal* value = prior.Find(cell_subject);
    if (value == nullptr) {
      known_ = false;
    } else {
      expected_.Add(*value, false);
    }
  }

  void Judge() {
    if (unknown_cell_ >= 0) return recorder_.Unknown(subject_, unknown_cell_);
    if (!known_) return UnknownPrior(input_.reading, subject_, recorder_);
    const Sum difference = Sum::Difference(actual_, expected_);
    if (difference.Sign() == 0) return recorder_.Holds();
    RuleFinding finding;
    finding.subject = subject_;
    finding.expected = expected_.ToString();
    finding.actual = actual_.ToString();
    finding.difference = difference.ToString();
    for (const int cell : cells_) finding.cells.push_back({cell, -1});
    SlotValues values;
    SetCellSlots(input_.form->form->cells()[cells_.back()], &values);
    recorder_.Breaks(std::move(finding), std::move(values));
  }

 private:
  const CheckInput& input_;
  Recorder& recorder_;
  const std::string subject_;
  Sum expected_, actual_;
  std::vector<int> cells_;
  int unknown_cell_ = -1;
  bool known_ = true;
};

// Runs of characters of a text without white space, every digit read as the same.
absl::flat_hash_set<std::string> RunsOf(absl::string_view text) {
  std::vector<std::string> characters;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const char32_t c = NextCharacter(text, &at);
    if (IsSpace(c)) continue;
    const absl::string_view bytes = text.substr(begin, at - begin);
    characters.emplace_back(c >= '0' && c <= '9' ? absl::string_view("0") : bytes);
  }
  absl::flat_hash_set<std::string> runs;
  std::string run;
  for (size_t i = 0; i + kRunCharacters <= characters.size(); ++i) {
    run.clear();
    for (size_t k = 0; k < kRunCharacters; ++k) run += characters[i + k];
    runs.insert(run);
  }
  return runs;
}

// How many hundredths of all their runs two texts share.
size_t SharedHundredths(const absl::flat_hash_set<std::string>& a,
                        const absl::flat_hash_set<std::string>& b) {
  const auto shared = static_cast<size_t>(
      std::count_if(a.begin(), a.end(), [&b](const std::string& run) { return b.contains(run); }));
  return shared * 100 / (a.size() + b.size() - shared);
}

bool Jumps(Decimal before, Decimal now) {
  if (before <= Decimal(kJumpBase) && now <= Decimal(kJumpBase)) return false;
  const auto times = [](Decimal value) {
    Sum sum;
    for (int i = 0; i < kJumpFactor; ++i) sum.Add(value, false);
    return sum;
  };
  Sum now_sum, before_sum;
  now_sum.Add(now, false);
  before_sum.Add(before, false);
  const bool rises =
      before > Decimal(kJumpBase) && Sum::Difference(now_sum, times(before)).Sign() > 0;
  const bool falls =
      before > Decimal(kJumpBase) && Sum::Difference(before_sum, times(now)).Sign() > 0;
  return rises || falls;
}

}  // namespace

void CheckCarry(const CheckInput& input, Recorder& recorder) {
  const NeighbourReading* prior = PriorYear(input, recorder);
  if (prior == nullptr) return;
  for (const std::string& applicant : input.form->applicants) {
    Comparison comparison(input, recorder, applicant);
    comparison.Prior(*prior, absl::StrCat("requests.carried_out/", applicant));
    comparison.Own("requests.carried_in", applicant, false, true);
    comparison.Judge();
  }
}

void CheckInForce(const CheckInput& input, Recorder& recorder) {
  const NeighbourReading* prior = PriorYear(input, recorder);
  if (prior == nullptr) return;
  for (const char* kind : {"regulations", "normative_documents"}) {
    const std::string group = absl::StrCat("disclosure.", kind, ".");
    Comparison comparison(input, recorder, kind);
    comparison.Prior(*prior, absl::StrCat(group, "in_force"));
    comparison.Own(absl::StrCat(group, "issued"), "", false, false);
    comparison.Own(absl::StrCat(group, "repealed"), "", true, false);
    comparison.Own(absl::StrCat(group, "in_force"), "", false, true);
    comparison.Judge();
  }
}

void CheckItems(const CheckInput& input, Recorder& recorder) {
  const NeighbourReading* prior = PriorYear(input, recorder);
  if (prior == nullptr) return;
  for (const char* kind : {"licensing", "other_services", "penalties", "coercion", "fees"}) {
    const std::string group = absl::StrCat("disclosure.", kind, ".");
    Comparison comparison(input, recorder, kind);
    comparison.Prior(*prior, absl::StrCat(group, "items_prior_year"));
    comparison.Prior(*prior, absl::StrCat(group, "items_change"));
    comparison.Own(absl::StrCat(group, "items_prior_year"), "", false, true);
    comparison.Judge();
  }
}

void CheckJump(const CheckInput& input, Recorder& recorder) {
  const NeighbourReading* prior = PriorYear(input, recorder);
  if (prior == nullptr) return;
  const std::vector<FormCell>& cells = input.form->form->cells();
  int compared = 0;
  std::vector<size_t> unknown;
  for (size_t i = 0; i < cells.size(); ++i) {
    const Fact& fact = input.reading.facts[i];
    if (cells[i].kind == CellSpec::SIGNED || input.form->silent[i]) continue;
    const std::string subject = CellSubject(cells[i]);
    const Decimal* before = prior->Find(subject);
    if (fact.presence != Presence::kReported || before == nullptr) {
      unknown.push_back(i);
      continue;
    }
    ++compared;
    if (!Jumps(*before, fact.value)) {
      recorder.Holds();
      continue;
    }
    RuleFinding finding;
    finding.subject = subject;
    finding.expected = before->ToString();
    finding.actual = fact.value.ToString();
    finding.cells.push_back({static_cast<int>(i), -1});
    SlotValues values;
    SetCellSlots(cells[i], &values);
    recorder.Breaks(std::move(finding), std::move(values));
  }
  if (compared == 0) {
    UnknownPrior(input.reading, "report", recorder);
  } else if (!unknown.empty()) {
    const FormCell& first = cells[unknown.front()];
    recorder.Unknown(
        "",
        absl::StrCat("有 ", unknown.size(), " 个单元格在本年或上年的报告中没有数字，如",
                     CellZh(first), "。"),
        absl::StrCat(unknown.size(), " cells hold no number this year or last year, such as ",
                     CellEn(first), "."));
  }
}

void CheckSameText(const CheckInput& input, Recorder& recorder) {
  const NeighbourReading* prior = PriorYear(input, recorder);
  if (prior == nullptr) return;
  bool compared = false;
  for (const SectionReading& section : input.reading.sections) {
    if (section.number == 0) continue;
    const auto same_section =
        std::find_if(prior->sections.begin(), prior->sections.end(),
                     [&section](const auto& other) { return other.first == section.number; });
    if (same_section == prior->sections.end()) continue;
    const auto now = RunsOf(section.text);
    if (now.size() < kLeastRuns) continue;
    compared = true;
    const size_t shared = SharedHundredths(now, RunsOf(same_section->second));
    if (shared < kSameHundredths) {
      recorder.Holds();
      continue;
    }
    RuleFinding finding;
    finding.subject = absl::StrCat("section ", section.number);
    finding.actual = absl::StrCat(shared, "%");
    SlotValues values;
    values.Set(TextSlot::kText, section.heading);
    recorder.Breaks(std::move(finding), std::move(values));
  }
  if (!compared) {
    recorder.Unknown("report", "两年的报告没有篇幅足以比较的同一部分文字。",
                     "No section has text enough in both years to be compared.");
  }
}

void CheckRollup(const CheckInput& input, Recorder& recorder) {
  const Neighbours* neighbours = input.context.neighbours;
  if (neighbours == nullptr || !neighbours->region_wide || neighbours->children.empty()) {
    recorder.Unknown("report", "没有可供汇总核对的下级报告。",
                     "There are no reports of bodies below to add up.");
    return;
  }
  std::string missing;
  for (const ChildReading& child : neighbours->children) {
    if (!child.reported) {
      absl::StrAppend(&missing, missing.empty() ? "" : "、", child.agency_name);
    }
  }
  if (!missing.empty()) {
    recorder.Unknown("report", absl::StrCat("缺少下级报告：", missing, "。"),
                     absl::StrCat("Reports of bodies below are missing: ", missing, "."));
    return;
  }
  const std::vector<FormCell>& cells = input.form->form->cells();
  for (size_t i = 0; i < cells.size(); ++i) {
    // Table 3 is added up by its column of totals.
    if (cells[i].table == 3 && cells[i].applicant != "total") continue;
    if (input.form->silent[i]) continue;
    const std::string subject = CellSubject(cells[i]);
    const Fact& fact = input.reading.facts[i];
    Sum expected, actual;
    std::string without;
    for (const ChildReading& child : neighbours->children) {
      const Decimal* value = child.report.Find(subject);
      if (value != nullptr) {
        expected.Add(*value, false);
      } else if (without.empty()) {
        without = child.agency_name;
      }
    }
    if (fact.presence != Presence::kReported) {
      recorder.Unknown(cells[i].indicator, static_cast<int>(i));
      continue;
    }
    if (!without.empty()) {
      recorder.Unknown(
          cells[i].indicator, absl::StrCat(without, "的报告中没有", CellZh(cells[i]), "的数字。"),
          absl::StrCat("The report of ", without, " has no number for ", CellEn(cells[i]), "."));
      continue;
    }
    actual.Add(fact.value, false);
    const Sum difference = Sum::Difference(actual, expected);
    if (difference.Sign() == 0) {
      recorder.Holds();
      continue;
    }
    RuleFinding finding;
    finding.subject = cells[i].indicator;
    finding.expected = expected.ToString();
    finding.actual = actual.ToString();
    finding.difference = difference.ToString();
    finding.cells.push_back({static_cast<int>(i), -1});
    SlotValues values;
    SetCellSlots(cells[i], &values);
    recorder.Breaks(std::move(finding), std::move(values));
  }
}

}  // namespace gongkai
