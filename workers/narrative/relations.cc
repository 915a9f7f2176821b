#include "workers/narrative/relations.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace gongkai {
namespace {

using std::u16string_view;

constexpr size_t kMaxParts = 60;

constexpr u16string_view kOwnLevel = u"本级";
// Those below it, which together with it are all.
constexpr u16string_view kBelow[] = {u"区县", u"县区", u"县(市", u"县市", u"各区", u"各县",
                                     u"各镇", u"各乡", u"乡镇",  u"镇街", u"街镇", u"旗县"};

class Relater {
 public:
  Relater(const ProseText& text, const Marks& marks, absl::Span<const Member> members,
          Narrative* narrative)
      : text_(text), marks_(marks), members_(members), narrative_(narrative) {}

  void Run() {
    const size_t first_sum = narrative_->sums.size();
    for (size_t i = 0; i < members_.size();) i = TakeParts(i);
    for (size_t i = 2; i < members_.size(); ++i) TakeClosingSum(i);
    for (size_t i = 1; i < members_.size(); ++i) TakeRatio(i, first_sum);
  }

 private:
  bool InPiece(const Member& member, Word word) const {
    return marks_.Has(word, member.around.piece, member.quantity->prefix);
  }
  bool Tells(const Member& member, Word word) const {
    return InPiece(member, word) || marks_.Has(word, member.quantity->end, member.around.tail);
  }
  u16string_view Gap(size_t a, size_t b) const {
    return text_.view(members_[a].quantity->end, members_[b].quantity->prefix);
  }
  static bool Has(u16string_view text, char16_t c) { return text.find(c) != u16string_view::npos; }

  static bool IsRate(const Member& member) {
    const u16string_view unit = member.quantity->unit;
    return unit == u"%" || unit == u"‰" || unit == u"个百分点" || unit == u"百分点";
  }
  static bool Adds(const Member& member) {
    return !IsRate(member) && !member.is_change && !member.last_year && !member.quantity->moved &&
           member.quantity->qualifier != Claim::Qualifier::kRange;
  }

  // Whether the words before `part` begin something that is no part of `whole`.
  bool BreaksList(const Member& whole, const Member& part) const {
    for (const Word word :
         {Word::kBesides, Word::kAll, Word::kSum, Word::kCompared, Word::kLastYear, Word::kIncrease,
          Word::kDecrease, Word::kDistributed}) {
      if (InPiece(part, word)) return true;
    }
    // A later stage of the same thing: 收到100件,办结98件.
    for (const Word word :
         {Word::kReceive, Word::kReceiveNew, Word::kHandle, Word::kConclude, Word::kCarriedOut,
          Word::kNotConclude, Word::kReview, Word::kLitigation}) {
      if (Tells(part, word) && !Tells(whole, word)) {
        // What is carried over or newly received may be a part of all: 收办749件(其中新收713件).
        const bool of_all = (word == Word::kReceive || word == Word::kReceiveNew) &&
                            (Tells(whole, Word::kReceiveAll) || Tells(whole, Word::kHandle) ||
                             Tells(whole, Word::kConclude));
        if (!of_all) return true;
      }
    }
    return false;
  }

  // A whole and the parts behind it; returns where to look on.
  size_t TakeParts(size_t w) {
    const Member& whole = members_[w];
    if (!Adds(whole) || w + 1 >= members_.size()) return w + 1;
    StatedSum sum;
    sum.whole = whole.claim;
    bool bracket = false;
    bool own_level = false, below = false;
    size_t last = w;
    char16_t separator = 0;
    for (size_t k = w + 1; k < members_.size(); ++k) {
      const Member& part = members_[k];
      const u16string_view gap = Gap(last, k);
      const bool first = sum.parts.empty();
      if (Has(gap, u')') && (bracket || gap.find(u')') < gap.find(u'('))) break;
      if (IsRate(part) || part.is_change || part.last_year) {
        if (IsRate(part) || first) continue;
        break;
      }
      if (part.quantity->unit != whole.quantity->unit || !Adds(part)) break;
      const bool among =
          marks_.Has(Word::kAmong, members_[last].quantity->end, part.quantity->prefix);
      if (first) {
        if (Has(gap, u';') && !among) break;
        sum.says_parts = among;
        bracket = Has(gap, u'(') && !Has(gap, u')');
      } else {
        if (among) break;
        // One level of the list keeps to one separator.
        const char16_t here = Has(gap, u';') ? u';' : u',';
        if (separator == 0) separator = here;
        if (here == u';' && separator != u';') break;
        if (here == u';' && sum.parts.size() == 1 && !sum.says_parts) break;
      }
      if (BreaksList(whole, part) || sum.parts.size() == kMaxParts) break;
      sum.parts.push_back(part.claim);
      own_level |= Names(part, kOwnLevel);
      below |= std::any_of(std::begin(kBelow), std::end(kBelow),
                           [&](u16string_view name) { return Names(part, name); });
      sum.complete = sum.says_parts && (StartsWithRest(part) || (own_level && below));
      last = k;
    }
    const bool stated = sum.says_parts ? !sum.parts.empty() : sum.parts.size() >= 2;
    if (!stated) return w + 1;
    const size_t next = w + 1;
    narrative_->sums.push_back(std::move(sum));
    return std::max(next, last);
  }

  bool Names(const Member& part, u16string_view name) const {
    const u16string_view piece = text_.view(part.around.piece, part.quantity->prefix);
    return piece.find(name) != u16string_view::npos;
  }

  // 其他33件: what is left.
  bool StartsWithRest(const Member& part) const {
    const absl::Span<const Mark> marks = marks_.Within(part.around.piece, part.quantity->prefix);
    return !marks.empty() && marks.front().word == Word::kRest &&
           marks.front().begin <= part.around.piece + 1;
  }

  // 网站12条,微信20条,合计32条.
  void TakeClosingSum(size_t i) {
    const Member& whole = members_[i];
    const Mark* sum_word = marks_.Last(Word::kSum, whole.around.piece, whole.quantity->prefix);
    if (!Adds(whole) || sum_word == nullptr || sum_word->end != whole.quantity->prefix ||
        sum_word->begin != whole.around.piece) {
      return;
    }
    StatedSum sum;
    sum.whole = whole.claim;
    sum.says_parts = sum.complete = true;
    for (size_t k = i; k-- > 0;) {
      const Member& part = members_[k];
      if (IsRate(part) || part.is_change) continue;
      if (part.quantity->unit != whole.quantity->unit || !Adds(part)) break;
      if (Has(Gap(k, k + 1), u';') || InPiece(part, Word::kAmong)) return;
      if (sum.parts.size() == kMaxParts) return;
      sum.parts.insert(sum.parts.begin(), part.claim);
    }
    if (sum.parts.size() >= 2) narrative_->sums.push_back(std::move(sum));
  }

  void TakeRatio(size_t r, size_t first_sum) {
    const Member& rate = members_[r];
    if (rate.quantity->unit != u"%" || rate.is_change || rate.quantity->moved ||
        rate.quantity->qualifier == Claim::Qualifier::kRange) {
      return;
    }
    if (InPiece(rate, Word::kShare)) {
      TakeShare(r, first_sum);
    } else if (InPiece(rate, Word::kRate)) {
      TakeRateOfConclusion(r);
    }
  }

  // 发布73条,其中统计数据12条,占16.4%.
  void TakeShare(size_t r, size_t first_sum) {
    const Member& part = members_[r - 1];
    if (!Adds(part) || InPiece(members_[r], Word::kDistributed)) return;
    for (size_t s = first_sum; s < narrative_->sums.size(); ++s) {
      const StatedSum& sum = narrative_->sums[s];
      const bool within =
          std::find(sum.parts.begin(), sum.parts.end(), part.claim) != sum.parts.end();
      if (sum.says_parts && within && sum.whole < part.claim) {
        narrative_->ratios.push_back({members_[r].claim, part.claim, sum.whole});
        return;
      }
    }
  }

  // 收到7522件,办理7498件,办结率99.7%.
  void TakeRateOfConclusion(size_t r) {
    const Member& rate = members_[r];
    const bool concludes = InPiece(rate, Word::kConclude) || InPiece(rate, Word::kHandle);
    if (!concludes || InPiece(rate, Word::kOnTime)) return;
    int part = -1;
    int whole = -1;
    for (size_t k = r; k-- > 0;) {
      const Member& member = members_[k];
      if (!Adds(member)) continue;
      if (InPiece(member, Word::kCarriedIn)) return;  // the rate is of another whole
      const bool concluded = InPiece(member, Word::kConclude) || InPiece(member, Word::kHandle);
      if (part < 0 && concluded) {
        part = static_cast<int>(k);
      } else if (part >= 0 && whole < 0 && !concluded &&
                 (InPiece(member, Word::kReceive) || InPiece(member, Word::kReceiveNew)) &&
                 member.quantity->unit == members_[part].quantity->unit) {
        whole = static_cast<int>(k);
      }
    }
    if (whole < 0) return;
    narrative_->ratios.push_back({rate.claim, members_[part].claim, members_[whole].claim});
  }

  const ProseText& text_;
  const Marks& marks_;
  const absl::Span<const Member> members_;
  Narrative* const narrative_;
};

}  // namespace

void FindRelations(const ProseText& text, const Marks& marks, absl::Span<const Member> members,
                   Narrative* narrative) {
  if (members.size() >= 2) Relater(text, marks, members, narrative).Run();
}

}  // namespace gongkai
