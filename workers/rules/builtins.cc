#include "workers/rules/builtins.h"

namespace gongkai {
namespace {

constexpr SlotMask kSubject = MaskOf(Slot::kSubject);
constexpr SlotMask kCompared = kSubject | MaskOf(Slot::kExpected, Slot::kActual);

constexpr Builtin kBuiltins[] = {
    {"not_a_count", CheckNotACount, kCompared | kCellSlots | MaskOf(Slot::kText, Slot::kDetail),
     true},
    {"blank_cell", CheckBlank, kSubject | kCellSlots | MaskOf(Slot::kText), true},
    {"unreadable_cell", CheckUnreadable, kSubject | kCellSlots | MaskOf(Slot::kText, Slot::kDetail),
     true},
    {"subtotal", CheckSubtotals,
     kCompared | MaskOf(Slot::kDifference, Slot::kRow, Slot::kColumn, Slot::kDetail), true},
    {"published_note", CheckPublishedNote,
     kCompared | kCellSlots | MaskOf(Slot::kDifference, Slot::kText, Slot::kDetail), true},
    {"regulation_power", CheckRegulationPower, kSubject | MaskOf(Slot::kActual, Slot::kText), true},
    {"table_missing", CheckTableMissing, kSubject | MaskOf(Slot::kTable), true, true},
    {"row_missing", CheckRowMissing, kSubject | MaskOf(Slot::kTable, Slot::kDetail), true, true},
    {"section_order", CheckSections, kCompared | MaskOf(Slot::kDetail), true, true},
    {"empty_section", CheckEmptySection, kSubject | MaskOf(Slot::kText), true, true},
    {"fee_statement", CheckFeeStatement, kSubject, true, true},
    {"form_year", CheckFormYear, kCompared | MaskOf(Slot::kYear), true},
    {"year", CheckYear, kCompared | MaskOf(Slot::kDetail), false, true},
    {"period", CheckPeriod, kCompared | MaskOf(Slot::kYear), false, true},
    {"deadline", CheckDeadline, kCompared | MaskOf(Slot::kYear, Slot::kDetail), false, true},
    {"index_code", CheckIndexCode, kSubject | MaskOf(Slot::kActual), false, true},
    {"agency", CheckAgency, kCompared | MaskOf(Slot::kDetail), false, true},
    {"table_match", CheckTableMatch, kCompared | MaskOf(Slot::kDifference, Slot::kRow, Slot::kText),
     false, true},
    {"stated_sum", CheckStatedSums,
     kCompared | MaskOf(Slot::kDifference, Slot::kText, Slot::kDetail), false, true},
    {"stated_ratio", CheckStatedRatios, kCompared | MaskOf(Slot::kText, Slot::kDetail), false,
     true},
    {"stated_growth", CheckStatedGrowth, kCompared | MaskOf(Slot::kText, Slot::kDetail), false,
     true},
    {"carry", CheckCarry, kCompared | kCellSlots | MaskOf(Slot::kDifference), true},
    {"in_force", CheckInForce, kCompared | kCellSlots | MaskOf(Slot::kDifference), true},
    {"items", CheckItems, kCompared | kCellSlots | MaskOf(Slot::kDifference), true},
    {"jump", CheckJump, kCompared | kCellSlots, true},
    {"same_text", CheckSameText, kSubject | MaskOf(Slot::kActual, Slot::kText), false, true},
    {"rollup", CheckRollup, kCompared | kCellSlots | MaskOf(Slot::kDifference), true},
};

}  // namespace

const Builtin* FindBuiltin(absl::string_view name) {
  for (const Builtin& builtin : kBuiltins) {
    if (builtin.name == name) return &builtin;
  }
  return nullptr;
}

}  // namespace gongkai
