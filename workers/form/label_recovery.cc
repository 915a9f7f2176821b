#include "workers/form/label_recovery.h"

#include "workers/form/label.h"

namespace gongkai {
namespace {

constexpr size_t kMaxDamagedLabel = 240;  // bytes

}  // namespace

void LabelRecovery::Recover(Token* token) {
  if (token->kind != Token::Kind::kText || token->text.size() > kMaxDamagedLabel || left_ == 0) {
    return;
  }
  const LabelKey key(token->text);
  // A label and figures without anything between (规章555) are no damaged label; nor may figures
  // behind a part of one (四类过程性信息 12) be lost with it.
  if (key.empty() || key.without_digits().size() < key.view().size()) return;
  --left_;
  int ordinal = 0;
  if (const int row = labels_.FindBehindGroups(key.view(), &ordinal); row >= 0) {
    token->kind = Token::Kind::kLabel;
    token->entry = row;
    token->ordinal = static_cast<int8_t>(ordinal);
    return;
  }
  const int entry = labels_.FindSimilar(key.view());
  if (entry < 0) return;
  token->kind = Token::Kind::kLabel;
  token->entry = entry;
}

}  // namespace gongkai
