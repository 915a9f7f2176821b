// Message templates of the rule files: text with {names}.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace gongkai {

// What a template may name. A check declares which of them it fills.
enum class TextSlot {
  kSubject,     // {subject}: as RuleFinding.subject
  kTable,       // {table}: 表三, table 3
  kRow,         // {row}: official label with its group; the indicator code in English
  kColumn,      // {column}: official label; the applicant code in words in English
  kGroup,       // {group}: official label; its code in English
  kCell,        // {cell}: table, row and column together
  kExpected,    // {expected}
  kActual,      // {actual}
  kDifference,  // {difference}
  kText,        // {text}: as printed
  kDetail,      // {detail}: what is wrong, in words
  kYear,        // {year}: report year
};
constexpr int kSlotCount = 12;

// A set of slots.
using SlotMask = unsigned;
constexpr SlotMask MaskOf(TextSlot slot) { return 1u << static_cast<int>(slot); }
template <typename... Slots>
constexpr SlotMask MaskOf(TextSlot first, Slots... rest) {
  return MaskOf(first) | MaskOf(rest...);
}

// The texts that go into the templates of one finding, in both languages.
class SlotValues {
 public:
  void Set(TextSlot slot, absl::string_view both) { Set(slot, both, both); }
  void Set(TextSlot slot, absl::string_view zh, absl::string_view en) {
    zh_[static_cast<int>(slot)] = std::string(zh);
    en_[static_cast<int>(slot)] = std::string(en);
  }
  const std::array<std::string, kSlotCount>& zh() const { return zh_; }
  const std::array<std::string, kSlotCount>& en() const { return en_; }

 private:
  std::array<std::string, kSlotCount> zh_, en_;
};

// Immutable.
class MessageTemplate {
 public:
  // INVALID_ARGUMENT naming the placeholder if `text` is empty, has an unclosed brace, or names
  // what is not in `allowed`.
  static absl::StatusOr<MessageTemplate> Parse(absl::string_view text, SlotMask allowed);

  std::string Render(const std::array<std::string, kSlotCount>& values) const;

 private:
  struct Piece {
    std::string text;
    int slot = -1;  // what follows the text, -1: nothing
  };
  std::vector<Piece> pieces_;
};

}  // namespace gongkai
