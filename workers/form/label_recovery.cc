#include "workers/form/label_recovery.h"

#include <algorithm>
#include <string>

#include "workers/form/label.h"

namespace gongkai {
namespace {

constexpr size_t kMaxDamagedLabel = 240;  // bytes
constexpr size_t kMostOfGroup = 4;        // characters of a torn label in front of another
constexpr size_t kLeastOfRow = 4;

bool IsDigit(char16_t c) { return c >= u'0' && c <= u'9'; }

}  // namespace

void LabelRecovery::Recover(Token* token) {
  if (token->kind != Token::Kind::kText || token->text.size() > kMaxDamagedLabel || left_ == 0) {
    return;
  }
  const LabelKey key(token->text);
  // A label and figures in one piece (规章555, 行政许可 0 约) are no damaged label; nor may figures
  // behind a part of one (四类过程性信息 12) be lost with it.
  if (key.empty()) return;
  --left_;
  int ordinal = 0;
  if (const int row = labels_.FindBehindGroups(key.view(), &ordinal); row >= 0) {
    token->kind = Token::Kind::kLabel;
    token->entry = row;
    token->ordinal = static_cast<int8_t>(ordinal);
    return;
  }
  // （五）不1.信访举报投诉类申请: the rest of the group's label is elsewhere.
  ordinal = 0;
  std::u16string_view name = key.view();
  const size_t in_front = key.before_digits().size();
  if (in_front <= kMostOfGroup && in_front + 1 + kLeastOfRow <= name.size()) {
    ordinal = name[in_front] - u'0';
    name.remove_prefix(in_front + 1);
  }
  if (std::any_of(name.begin(), name.end(), IsDigit)) return;
  const bool behind_other = ordinal != 0 && in_front > 0;
  const int exact = labels_.Find(name);
  const int entry = exact >= 0 || behind_other ? exact : labels_.FindSimilar(name);
  if (entry < 0) return;
  token->kind = Token::Kind::kLabel;
  token->entry = entry;
  if (ordinal != 0) token->ordinal = static_cast<int8_t>(ordinal);
}

}  // namespace gongkai
