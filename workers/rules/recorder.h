// Where checks put what they find.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "workers/form/reading.h"
#include "workers/rules/compiled_form.h"
#include "workers/rules/message_template.h"
#include "workers/rules/rules.h"

namespace gongkai {

// A rule with its texts, ready to be told.
struct Rule {
  std::string id;
  Severity severity = Severity::kError;
  MessageTemplate message_zh, message_en;
  // Report years in which it is in force; 0: no limit on that side.
  int first_year = 0, last_year = 0;

  bool IsBounded() const { return first_year != 0 || last_year != 0; }
  // `year` 0, an unknown one, is in force only for a rule without bounds.
  bool IsInForce(int year) const {
    return !IsBounded() ||
           (year != 0 && first_year <= year && (last_year == 0 || year <= last_year));
  }
};

// Why a subject could not be judged. Where no subject of a rule could, all for want of numbers,
// that is told once.
enum class SkipKind {
  kTableMissing,  // a whole table
  kCellEmpty,     // blank, a dash, 无
  kCellMissing,
  kCellUnreadable,
  kUnknownFact,  // a date, a name, a section: in words
};

// Collects the outcome of one evaluation; one rule at a time between BeginRule and EndRule. Says
// nothing itself: all words come from templates and callers.
class Recorder {
 public:
  // `form` is null where no form applies. All outlive the recorder.
  Recorder(const Reading& reading, const CompiledForm* form, Evaluation* evaluation)
      : reading_(reading), form_(form), evaluation_(evaluation) {}

  void BeginRule(const Rule& rule);

  // The subject keeps the rule.
  void Holds() { ++subjects_; }

  // The subject breaks the rule. `values` must hold the slots that the check declares, but for
  // {subject}, {expected}, {actual}, {difference}, which come from the finding. Fills in rule,
  // severity, messages, fingerprint and reading_doubt; the rest is the caller's.
  void Breaks(RuleFinding finding, SlotValues values);

  // The subject cannot be judged, because of this cell of the form or for a reason in words.
  void Unknown(std::string subject, int cell);
  void Unknown(std::string subject, std::string reason_zh, std::string reason_en);
  void UnknownTable(int table);

  void EndRule();

  const Reading& reading() const { return reading_; }
  const CompiledForm* form() const { return form_; }
  bool IsTableMissing(int table) const;

 private:
  const Reading& reading_;
  const CompiledForm* form_;
  Evaluation* evaluation_;

  const Rule* rule_ = nullptr;
  int subjects_ = 0;
  std::vector<std::pair<SkipKind, RuleNotEvaluated>> skipped_;
};

// Names of cells for people, official labels in Chinese and codes in English.
// "表三", "table 3".
std::string TableZh(int table);
std::string TableEn(int table);
// The label with that of its group: "（三）不予公开 1.属于国家秘密".
std::string RowZh(const FormCell& cell);
// "natural person".
std::string ColumnEn(const FormCell& cell);
// "表三“1.属于国家秘密”行“自然人”列".
std::string CellZh(const FormCell& cell);
std::string CellEn(const FormCell& cell);
// Sets {table}, {row}, {column}, {group} and {cell}.
void SetCellSlots(const FormCell& cell, SlotValues* values);
constexpr SlotMask kCellSlots =
    MaskOf(TextSlot::kTable, TextSlot::kRow, TextSlot::kColumn, TextSlot::kGroup, TextSlot::kCell);

// "requests.granted/natural_person", or the indicator alone.
std::string CellSubject(const FormCell& cell);

}  // namespace gongkai
