#include "workers/form/label_index.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "workers/form/form.h"
#include "workers/form/label.h"

namespace gongkai {
namespace {

using internal::v1::FormFile;
using Kind = LabelRef::Kind;

constexpr size_t kMinSimilarLength = 4;
constexpr double kMinSimilarity = 0.7;
constexpr double kMinLead = 0.05;

struct CommonWord {
  absl::string_view text;
  Kind kind;
};
constexpr CommonWord kCommonWords[] = {
    {"信息内容", Kind::kOther},
    {"第二十条第项", Kind::kCaption},
    {"第二十条项", Kind::kCaption},
    {"申请人情况", Kind::kRequestTable},
    {"法人或其他组织", Kind::kRequestTable},
    {"法人和其他组织", Kind::kRequestTable},
    {"本列数据的勾稽关系为第一项加第二项之和等于第三项加第四项之和", Kind::kRequestTable},
    {"本列数据的钩稽关系为第一项加第二项之和等于第三项加第四项之和", Kind::kRequestTable},
    {"法人小计", Kind::kLegalSubtotal},
    {"法人或其他组织小计", Kind::kLegalSubtotal},
    {"小计", Kind::kSubtotal},
    {"行政诉讼", Kind::kDisputeTable},
};

bool HasKind(const LabelIndex::Entry& entry, Kind kind) {
  return std::any_of(entry.refs.begin(), entry.refs.end(),
                     [kind](const LabelRef& ref) { return ref.kind == kind; });
}

bool TakesPartInSimilarity(const LabelIndex::Entry& entry) {
  if (entry.key.size() < kMinSimilarLength) return false;
  return std::any_of(entry.refs.begin(), entry.refs.end(), [](const LabelRef& ref) {
    return ref.kind == Kind::kRow || ref.kind == Kind::kColumn || ref.kind == Kind::kApplicant ||
           ref.kind == Kind::kRequestGroup;
  });
}

}  // namespace

LabelIndex::LabelIndex(absl::Span<const Form* const> forms) {
  for (size_t f = 0; f < forms.size(); ++f) {
    const Form& form = *forms[f];
    const FormFile& file = form.file();
    LabelRef ref;
    ref.form = static_cast<int8_t>(f);
    const auto add = [&](const internal::v1::Label& label, Kind kind, int index, int column) {
      ref.kind = kind;
      ref.index = static_cast<int16_t>(index);
      ref.column = static_cast<int16_t>(column);
      ref.ordinal = static_cast<uint8_t>(LabelKey(label.text()).ordinal());
      ref.official = true;
      Add(label.text(), ref);
      ref.official = false;
      for (const std::string& variant : label.variants()) Add(variant, ref);
    };
    for (int b = 0; b < file.blocks_size(); ++b) {
      const internal::v1::Block& block = file.blocks(b);
      add(block.caption(), Kind::kCaption, b, -1);
      Add(absl::StrCat("条例", block.caption().text()), ref);  // 《条例》第二十条第（一）项
      for (int c = 0; c < block.columns_size(); ++c) add(block.columns(c), Kind::kColumn, b, c);
      for (int r = 0; r < block.rows_size(); ++r) {
        add(block.rows(r).label(), Kind::kRow, form.BlockRow(b, r), -1);
      }
    }
    const internal::v1::RequestTable& table = file.request_table();
    for (int a = 0; a < table.applicants_size(); ++a) {
      add(table.applicants(a).label(), Kind::kApplicant, a, -1);
    }
    for (int r = 0; r < table.rows_size(); ++r) {
      add(table.rows(r).label(), Kind::kRow, form.RequestRow(r), -1);
    }
    for (size_t g = 0; g < form.request_groups().size(); ++g) {
      add(form.request_groups()[g].label, Kind::kRequestGroup, static_cast<int>(g), -1);
    }
    for (int g = 0; g < file.dispute_groups_size(); ++g) {
      add(file.dispute_groups(g).label(), Kind::kDisputeGroup, g, -1);
      for (int c = 0; c < file.dispute_groups(g).cells_size(); ++c) {
        add(file.dispute_groups(g).cells(c).label(), Kind::kDisputeCell, g, c);
      }
    }
    for (const internal::v1::SectionTitle& section : file.sections()) {
      add(section.title(), Kind::kSection, section.number(), -1);
    }
  }
  for (const CommonWord& word : kCommonWords) {
    LabelRef ref;
    ref.kind = word.kind;
    Add(word.text, ref);
  }
  for (size_t i = 0; i < entries_.size(); ++i) {
    if (TakesPartInSimilarity(entries_[i])) similar_.push_back(static_cast<int>(i));
    if (HasKind(entries_[i], Kind::kRequestGroup)) groups_.push_back(static_cast<int>(i));
  }
}

void LabelIndex::Add(absl::string_view text, LabelRef ref) {
  const LabelKey key(text);
  if (key.empty()) return;
  const auto [it, inserted] =
      index_.try_emplace(std::u16string(key.view()), static_cast<int>(entries_.size()));
  if (inserted) {
    entries_.emplace_back();
    entries_.back().key = it->first;
  }
  Entry& entry = entries_[it->second];
  const bool known = std::any_of(entry.refs.begin(), entry.refs.end(), [&](const LabelRef& other) {
    return other.kind == ref.kind && other.form == ref.form && other.index == ref.index &&
           other.column == ref.column;
  });
  if (!known) entry.refs.push_back(ref);
}

int LabelIndex::Find(std::u16string_view key) const {
  const auto it = index_.find(key);
  return it == index_.end() ? -1 : it->second;
}

size_t LabelIndex::GroupAtStart(std::u16string_view key) const {
  constexpr size_t kLeastHalf = 2;
  size_t length = 0;
  for (const int group : groups_) {
    const std::u16string_view name = entries_[group].key;
    // A page break may have cut the label's start off: 予公开4.保护第三方合法权益.
    for (size_t cut = 0; cut == 0 || cut + kLeastHalf <= name.size(); ++cut) {
      const std::u16string_view rest = name.substr(cut);
      if (rest.size() <= length) break;
      const bool ordinal = cut == 0 || (key.size() > rest.size() && key[rest.size()] >= u'0' &&
                                        key[rest.size()] <= u'9');
      if (ordinal && key.size() > rest.size() && key.substr(0, rest.size()) == rest) {
        length = rest.size();
      }
    }
  }
  return length;
}

int LabelIndex::FindBehindGroups(std::u16string_view key, int* ordinal) const {
  constexpr int kMostGroups = 2;
  for (int depth = 0; depth < kMostGroups; ++depth) {
    const size_t length = GroupAtStart(key);
    if (length == 0) return -1;
    key.remove_prefix(length);
    const bool digit = key.front() >= u'0' && key.front() <= u'9';
    const bool numeral =
        std::u16string_view(u"一二三四五六七八").find(key.front()) != std::u16string_view::npos;
    *ordinal = digit ? key.front() - u'0' : 0;
    if (digit || numeral) key.remove_prefix(1);
    const bool figures = key.find_first_of(u"0123456789") != std::u16string_view::npos;
    const int exact = Find(key);
    const int entry = exact >= 0 || figures ? exact : FindSimilar(key);
    if (entry >= 0 && HasKind(entries_[entry], Kind::kRow)) return entry;
  }
  return -1;
}

bool LabelIndex::SameMeaning(int a, int b) const {
  for (const LabelRef& x : entries_[a].refs) {
    for (const LabelRef& y : entries_[b].refs) {
      if (x.kind == y.kind && x.form == y.form && x.index == y.index && x.column == y.column) {
        return true;
      }
    }
  }
  return false;
}

int LabelIndex::FindSimilar(std::u16string_view key) const {
  if (key.size() < kMinSimilarLength) return -1;
  int best = -1;
  double best_score = 0;
  double second_score = 0;
  for (const int i : similar_) {
    const std::u16string& candidate = entries_[i].key;
    const size_t shorter = std::min(candidate.size(), key.size());
    const size_t longer = std::max(candidate.size(), key.size());
    const bool start = shorter >= kMinSimilarLength && candidate.size() > key.size() &&
                       std::u16string_view(candidate).substr(0, shorter) == key.substr(0, shorter);
    double score = 0;
    if (static_cast<double>(shorter) >= kMinSimilarity * static_cast<double>(longer)) {
      score = Similarity(key, candidate);
    }
    // A label cut short keeps its start.
    if (start && shorter * 2 >= longer) score = std::max(score, 0.75);
    if (score < kMinSimilarity - kMinLead) continue;
    const bool same = best >= 0 && SameMeaning(i, best);
    if (score > best_score) {
      if (!same) second_score = best_score;
      best_score = score;
      best = i;
    } else if (!same) {
      second_score = std::max(second_score, score);
    }
  }
  if (best_score < kMinSimilarity || best_score - second_score < kMinLead) return -1;
  return best;
}

}  // namespace gongkai
