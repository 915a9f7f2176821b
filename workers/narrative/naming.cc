#include "workers/narrative/naming.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <string_view>

namespace gongkai {
namespace {

using std::u16string_view;

bool IsUnit(u16string_view unit, std::initializer_list<u16string_view> units) {
  return unit.empty() || std::find(units.begin(), units.end(), unit) != units.end();
}

// What counts requests, disputes, documents.
bool CountsRequests(u16string_view unit) {
  return IsUnit(unit, {u"件", u"件次", u"条", u"宗", u"起", u"例", u"份", u"次", u"项"});
}
bool CountsCases(u16string_view unit) {
  return IsUnit(unit, {u"件", u"件次", u"宗", u"起", u"例", u"次", u"份"});
}
bool CountsDocuments(u16string_view unit) {
  return IsUnit(unit, {u"件", u"部", u"份", u"个", u"项"});
}

class Namer {
 public:
  Namer(const ProseText& text, const Marks& marks, const Quantity& quantity,
        const Surroundings& around)
      : text_(text), marks_(marks), quantity_(quantity), around_(around) {}

  const CellName* Find() const {
    using Finder = const CellName* (Namer::*)() const;
    if (quantity_.qualifier == Claim::Qualifier::kRange || quantity_.moved || IsRate()) {
      return nullptr;
    }
    if (quantity_.unit == u"元") return Money();
    if (Tells(Word::kReview) || Tells(Word::kLitigation) || TellsOutcomeOfDispute()) {
      return Dispute();
    }
    for (const Finder finder : {&Namer::Documents, &Namer::Decisions, &Namer::Projects}) {
      const CellName* name = (this->*finder)();
      if (name != nullptr) return name;
    }
    return Requests();
  }

 private:
  bool IsRate() const {
    const u16string_view unit = quantity_.unit;
    return unit == u"%" || unit == u"‰" || unit == u"倍" || unit == u"个百分点" ||
           unit == u"百分点";
  }

  // The words directly before and behind the number.
  bool InPiece(Word word) const { return marks_.Has(word, around_.piece, quantity_.prefix); }
  bool InTail(Word word) const { return marks_.Has(word, quantity_.end, around_.tail); }
  bool Tells(Word word) const { return InPiece(word) || InTail(word); }
  bool InClause(Word word) const { return marks_.Has(word, around_.clause, quantity_.prefix); }
  bool InSentence(Word word) const { return marks_.Has(word, around_.sentence, quantity_.prefix); }
  bool ClauseSays(u16string_view words) const {
    return text_.view(around_.clause, quantity_.prefix).find(words) != u16string_view::npos;
  }

  bool TellsOutcomeOfDispute() const {
    return Tells(Word::kUpheld) || Tells(Word::kCorrected) || Tells(Word::kOtherResult) ||
           Tells(Word::kPending);
  }

  // Some of the requests only: 网络申请20件.
  bool IsSubset() const {
    if (InClause(Word::kApplicants)) return InPiece(Word::kAmong);
    return Tells(Word::kChannel);
  }

  // The sentence or its paragraph is about requests, and about nothing else since.
  bool IsAboutRequests() const {
    if (Tells(Word::kRequest)) return !Tells(Word::kOtherMatter);
    const Mark* request = marks_.Last(Word::kRequest, around_.sentence, quantity_.prefix);
    const Mark* other = marks_.Last(Word::kOtherMatter, around_.sentence, quantity_.prefix);
    if (InTail(Word::kOtherMatter)) return false;
    if (request != nullptr) return other == nullptr || other->begin < request->begin;
    return around_.of_requests && other == nullptr;
  }

  const CellName* Requests() const {
    if (!CountsRequests(quantity_.unit) || IsSubset() || !IsAboutRequests()) return nullptr;
    if (Tells(Word::kCarriedOut)) return NameOf(Named::kCarriedOut);
    if (Tells(Word::kCarriedIn)) return NameOf(Named::kCarriedIn);
    if (Tells(Word::kCarried) || Tells(Word::kNotConclude)) return nullptr;
    if (quantity_.unit != u"条") {
      if (const CellName* outcome = Outcome()) return outcome;
    }
    if (InPiece(Word::kReceiveAll)) return NameOf(Named::kReceivedAndCarriedIn);
    const bool names_requests = Tells(Word::kRequest) || Tells(Word::kPlainRequest) ||
                                marks_.Has(Word::kRequest, around_.last, quantity_.prefix) ||
                                EndsInReceiving();
    if (InPiece(Word::kConclude)) return NameOf(Named::kConcluded);
    if (!InPiece(Word::kAmong) && names_requests) {
      if (InPiece(Word::kReceiveNew)) return NameOf(Named::kNewlyReceived);
      if (InPiece(Word::kReceive)) return NameOf(Named::kReceived);
    }
    if (InPiece(Word::kHandle)) return NameOf(Named::kHandled);
    return nullptr;
  }

  // 全年收到120件: nothing else is named between verb and number, nor behind it.
  bool EndsInReceiving() const {
    const absl::Span<const Mark> marks = marks_.Within(around_.piece, quantity_.prefix);
    return !marks.empty() && marks.back().end == quantity_.prefix && around_.tail == quantity_.end;
  }

  const CellName* Outcome() const {
    constexpr std::pair<Word, Named> kOutcomes[] = {
        {Word::kGranted, Named::kGranted},
        {Word::kPartlyGranted, Named::kPartlyGranted},
        {Word::kDenied, Named::kDenied},
        {Word::kUnavailable, Named::kUnavailable},
        {Word::kNotProcessed, Named::kNotProcessed},
        {Word::kOtherHandling, Named::kOtherHandling},
    };
    // 予以公开或部分公开12件, 不予公开、无法提供8件: several cells together.
    const size_t begin = std::max(around_.clause, around_.last);
    const CellName* found = nullptr;
    for (const auto& [word, named] : kOutcomes) {
      if (!marks_.Has(word, begin, quantity_.prefix) && !InTail(word)) continue;
      if (found != nullptr) return nullptr;
      found = NameOf(named);
    }
    return found;
  }

  const CellName* Dispute() const {
    const bool of_disclosure = InSentence(Word::kDisclosure) || InSentence(Word::kRequest) ||
                               around_.of_requests || around_.section == 4;
    if (!of_disclosure || !CountsCases(quantity_.unit)) return nullptr;
    // The work of an office of justice, not disputes about disclosure.
    if (InPiece(Word::kReceive) || InPiece(Word::kHandle) || InPiece(Word::kConclude)) {
      return nullptr;
    }
    const Mark* dispute = LastDispute();
    if (dispute == nullptr || IsPaired(*dispute)) return nullptr;
    constexpr std::pair<Word, int> kOutcomes[] = {
        {Word::kUpheld, 1}, {Word::kCorrected, 2}, {Word::kOtherResult, 3}, {Word::kPending, 4}};
    int outcome = 0;
    for (const auto& [word, offset] : kOutcomes) {
      if (!Tells(word)) continue;
      if (outcome != 0) return nullptr;
      outcome = offset;
    }
    if (dispute->word == Word::kReview) return At(Named::kReviewTotal, outcome);
    const bool direct = InSentence(Word::kDirect) || InTail(Word::kDirect);
    const bool after = InSentence(Word::kAfterReview) || InTail(Word::kAfterReview);
    if (!direct && !after) return At(Named::kLitigationTotal, outcome);
    if (outcome != 0) return nullptr;
    if (Tells(Word::kDirect)) return NameOf(Named::kDirectTotal);
    if (Tells(Word::kAfterReview)) return NameOf(Named::kAfterReviewTotal);
    return nullptr;
  }

  static const CellName* At(Named first, int offset) {
    return NameOf(static_cast<Named>(static_cast<int>(first) + offset));
  }

  const Mark* LastDispute() const {
    const auto later = [](const Mark* a, const Mark* b) {
      return a == nullptr || (b != nullptr && b->begin > a->begin) ? b : a;
    };
    const Mark* before = later(marks_.Last(Word::kReview, around_.sentence, quantity_.prefix),
                               marks_.Last(Word::kLitigation, around_.sentence, quantity_.prefix));
    const bool in_piece = before != nullptr && before->begin >= around_.piece;
    if (in_piece) return before;
    const Mark* behind = later(marks_.First(Word::kReview, quantity_.end, around_.tail),
                               marks_.First(Word::kLitigation, quantity_.end, around_.tail));
    return behind != nullptr ? behind : before;
  }

  // 行政复议、行政诉讼3件: both together, no number of its own between them.
  bool IsPaired(const Mark& dispute) const {
    const Word other = dispute.word == Word::kReview ? Word::kLitigation : Word::kReview;
    if (marks_.Has(other, around_.last, quantity_.prefix)) return true;
    const Mark* before = marks_.Last(other, around_.sentence, dispute.begin);
    if (before == nullptr) return false;
    const u16string_view between = text_.view(before->end, dispute.begin);
    return std::none_of(between.begin(), between.end(), IsDigit);
  }

  const CellName* Documents() const {
    const bool regulation = Tells(Word::kRegulation);
    const bool document = Tells(Word::kNormativeDocument);
    if (regulation == document || !CountsDocuments(quantity_.unit)) return nullptr;
    if (InClause(Word::kOtherWork) || InTail(Word::kOtherWork) || InClause(Word::kChannel)) {
      return nullptr;
    }
    const int offset = InClause(Word::kRepeal)    ? 1
                       : InClause(Word::kInForce) ? 2
                       : InClause(Word::kIssue)   ? 0
                                                  : -1;
    if (offset < 0) return nullptr;
    return At(regulation ? Named::kRegulationsIssued : Named::kDocumentsIssued, offset);
  }

  const CellName* Decisions() const {
    if (!CountsCases(quantity_.unit)) return nullptr;
    if (!InClause(Word::kDecide) && !InClause(Word::kHandle) && !InClause(Word::kConclude)) {
      return nullptr;
    }
    if (InClause(Word::kNotDecided) || InTail(Word::kNotDecided) || InClause(Word::kOtherMatter) ||
        ClauseSays(u"公开") || ClauseSays(u"信息")) {
      return nullptr;
    }
    if (InPiece(Word::kLicensing)) return NameOf(Named::kLicensing);
    if (InPiece(Word::kPenalty)) return NameOf(Named::kPenalties);
    if (InPiece(Word::kCoercion)) return NameOf(Named::kCoercion);
    return nullptr;
  }

  const CellName* Projects() const {
    if (!InClause(Word::kProcurement) || ClauseSays(u"信息") || ClauseSays(u"公告")) return nullptr;
    return IsUnit(quantity_.unit, {u"个", u"项", u"次", u"批次"})
               ? NameOf(Named::kProcurementProjects)
               : nullptr;
  }

  const CellName* Money() const {
    if (InClause(Word::kFee) && !InPiece(Word::kAmong)) return NameOf(Named::kFees);
    if (InSentence(Word::kProcurement) && !InPiece(Word::kAmong)) {
      return NameOf(Named::kProcurementAmount);
    }
    return nullptr;
  }

  const ProseText& text_;
  const Marks& marks_;
  const Quantity& quantity_;
  const Surroundings& around_;
};

}  // namespace

const CellName* FindName(const ProseText& text, const Marks& marks, const Quantity& quantity,
                         const Surroundings& around) {
  return Namer(text, marks, quantity, around).Find();
}

}  // namespace gongkai
