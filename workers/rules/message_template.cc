#include "workers/rules/message_template.h"

#include "absl/strings/str_cat.h"
#include "services/base/error.h"

namespace gongkai {
namespace {

constexpr std::array<absl::string_view, kSlotCount> kSlotNames = {
    "subject",  "table",  "row",        "column", "group",  "cell",
    "expected", "actual", "difference", "text",   "detail", "year"};

absl::Status Fault(absl::string_view en, absl::string_view zh) {
  return MakeError(absl::StatusCode::kInvalidArgument, "FAULTY_RULE", en, zh);
}

}  // namespace

absl::StatusOr<MessageTemplate> MessageTemplate::Parse(absl::string_view text, SlotMask allowed) {
  if (text.empty()) return Fault("empty message", "文字为空");
  MessageTemplate result;
  while (!text.empty()) {
    const size_t open = text.find('{');
    Piece piece;
    piece.text = std::string(text.substr(0, open));
    if (open == absl::string_view::npos) {
      text = {};
    } else {
      const size_t close = text.find('}', open);
      if (close == absl::string_view::npos) {
        return Fault("unclosed { in a message", "文字中的 { 没有配对的 }");
      }
      const absl::string_view name = text.substr(open + 1, close - open - 1);
      for (int slot = 0; slot < kSlotCount; ++slot) {
        if (name == kSlotNames[slot] && (allowed & MaskOf(static_cast<TextSlot>(slot)))) {
          piece.slot = slot;
        }
      }
      if (piece.slot < 0) {
        return Fault(absl::StrCat("unknown placeholder {", name, "}"),
                     absl::StrCat("没有占位符 {", name, "}"));
      }
      text.remove_prefix(close + 1);
    }
    result.pieces_.push_back(std::move(piece));
  }
  return result;
}

std::string MessageTemplate::Render(const std::array<std::string, kSlotCount>& values) const {
  std::string message;
  for (const Piece& piece : pieces_) {
    message += piece.text;
    if (piece.slot >= 0) message += values[piece.slot];
  }
  return message;
}

}  // namespace gongkai
