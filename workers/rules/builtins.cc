#include "workers/rules/builtins.h"

namespace gongkai {
namespace {

constexpr SlotMask kSubject = MaskOf(TextSlot::kSubject);
constexpr SlotMask kCompared = kSubject | MaskOf(TextSlot::kExpected, TextSlot::kActual);

constexpr Builtin kBuiltins[] = {
    {"not_a_count", CheckNotACount,
     kCompared | kCellSlots | MaskOf(TextSlot::kText, TextSlot::kDetail), true},
    {"blank_cell", CheckBlank, kSubject | kCellSlots | MaskOf(TextSlot::kText), true},
    {"unreadable_cell", CheckUnreadable,
     kSubject | kCellSlots | MaskOf(TextSlot::kText, TextSlot::kDetail), true},
    {"subtotal", CheckSubtotals,
     kCompared |
         MaskOf(TextSlot::kDifference, TextSlot::kRow, TextSlot::kColumn, TextSlot::kDetail),
     true},
    {"published_note", CheckPublishedNote,
     kCompared | kCellSlots | MaskOf(TextSlot::kDifference, TextSlot::kText, TextSlot::kDetail),
     true},
    {"regulation_power", CheckRegulationPower,
     kSubject | MaskOf(TextSlot::kActual, TextSlot::kText), true},
    {"table_missing", CheckTableMissing, kSubject | MaskOf(TextSlot::kTable), true, true},
    {"row_missing", CheckRowMissing, kSubject | MaskOf(TextSlot::kTable, TextSlot::kDetail), true,
     true},
    {"section_order", CheckSections, kCompared | MaskOf(TextSlot::kDetail), true, true},
    {"empty_section", CheckEmptySection, kSubject | MaskOf(TextSlot::kText), true, true},
    {"fee_statement", CheckFeeStatement, kSubject, true, true},
    {"form_year", CheckFormYear, kCompared | MaskOf(TextSlot::kYear), true},
    {"year", CheckYear, kCompared | MaskOf(TextSlot::kDetail), false, true},
    {"period", CheckPeriod, kCompared | MaskOf(TextSlot::kYear), false, true},
    {"deadline", CheckDeadline, kCompared | MaskOf(TextSlot::kYear, TextSlot::kDetail), false,
     true},
    {"index_code", CheckIndexCode, kSubject | MaskOf(TextSlot::kActual), false, true},
    {"agency", CheckAgency, kCompared | MaskOf(TextSlot::kDetail), false, true},
    {"table_match", CheckTableMatch,
     kCompared | MaskOf(TextSlot::kDifference, TextSlot::kRow, TextSlot::kText), false, true},
    {"stated_sum", CheckStatedSums,
     kCompared | MaskOf(TextSlot::kDifference, TextSlot::kText, TextSlot::kDetail), false, true},
    {"stated_ratio", CheckStatedRatios, kCompared | MaskOf(TextSlot::kText, TextSlot::kDetail),
     false, true},
    {"stated_growth", CheckStatedGrowth, kCompared | MaskOf(TextSlot::kText, TextSlot::kDetail),
     false, true},
    {"carry", CheckCarry, kCompared | kCellSlots | MaskOf(TextSlot::kDifference), true},
    {"in_force", CheckInForce, kCompared | kCellSlots | MaskOf(TextSlot::kDifference), true},
    {"items", CheckItems, kCompared | kCellSlots | MaskOf(TextSlot::kDifference), true},
    {"jump", CheckJump, kCompared | kCellSlots, true},
    {"same_text", CheckSameText, kSubject | MaskOf(TextSlot::kActual, TextSlot::kText), false,
     true},
    {"rollup", CheckRollup, kCompared | kCellSlots | MaskOf(TextSlot::kDifference), true},
};

}  // namespace

const Builtin* FindBuiltin(absl::string_view name) {
  for (const Builtin& builtin : kBuiltins) {
    if (builtin.name == name) return &builtin;
  }
  return nullptr;
}

}  // namespace gongkai
