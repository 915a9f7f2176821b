#include "workers/narrative/narrative.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "workers/narrative/mark.h"
#include "workers/narrative/naming.h"
#include "workers/narrative/prose_text.h"
#include "workers/narrative/quantity.h"
#include "workers/narrative/relations.h"

namespace gongkai {
namespace {

using std::u16string_view;

constexpr int kSectionOfRequests = 3;
constexpr size_t kHeadOfItem = 24;      // characters of (二)依申请公开情况
constexpr size_t kLongestSubject = 40;  // characters
// Characters; a longer one is cut at the next comma, so that odd texts take no longer than others.
constexpr size_t kLongestSentence = 600;

bool IsOneOf(char16_t c, u16string_view set) { return set.find(c) != u16string_view::npos; }

std::string Utf8(u16string_view text) {
  std::string bytes;
  for (const char16_t c : text) {
    if (c < 0x80) {
      bytes.push_back(static_cast<char>(c));
    } else if (c < 0x800) {
      bytes.push_back(static_cast<char>(0xC0 | (c >> 6)));
      bytes.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    } else {
      bytes.push_back(static_cast<char>(0xE0 | (c >> 12)));
      bytes.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
      bytes.push_back(static_cast<char>(0x80 | (c & 0x3F)));
    }
  }
  return bytes;
}

// Reads one text; appends to a narrative.
class ProseReader {
 public:
  ProseReader(absl::string_view source, int section, int number, Narrative* narrative)
      : text_(source),
        marks_(text_),
        found_(FindQuantities(text_)),
        section_(section),
        number_(number),
        narrative_(narrative),
        about_requests_(number == kSectionOfRequests) {}

  void Run() {
    narrative_->claims.reserve(
        std::min(narrative_->claims.size() + found_.quantities.size(), kMostClaims + 1));
    const u16string_view all = text_.view();
    size_t begin = 0;
    for (size_t i = 0; i < all.size(); ++i) {
      const char16_t c = all[i];
      const bool ends = c == u'。' || c == u'!' || c == u'?' || c == u'\n';
      const bool cuts = !ends && i - begin >= kLongestSentence && IsOneOf(c, u",;、 ");
      if (!ends && (!cuts || IsInQuantity(i))) continue;
      ReadSentence(begin, all[i] == u'\n' ? i : i + 1);
      if (narrative_->claims.size() > kMostClaims) return;
      begin = i + 1;
      if (all[i] == u'\n') StartParagraph(begin);
    }
    ReadSentence(begin, all.size());
  }

 private:
  // The comma of 1,295.
  bool IsInQuantity(size_t at) const {
    const auto quantity =
        std::partition_point(found_.quantities.begin(), found_.quantities.end(),
                             [at](const Quantity& before) { return before.end <= at; });
    return quantity != found_.quantities.end() && quantity->begin < at;
  }

  // A new item of the report has its own subject.
  void StartParagraph(size_t begin) {
    const u16string_view head = text_.view().substr(begin, 5);
    const bool item =
        !head.empty() && (head[0] == u'(' || head.find(u'、') != u16string_view::npos);
    if (!item || number_ == kSectionOfRequests) return;
    about_requests_ = marks_.Has(Word::kRequest, begin, begin + kHeadOfItem);
  }

  void ReadSentence(size_t begin, size_t end) {
    const size_t first = next_;
    while (next_ < found_.quantities.size() && found_.quantities[next_].begin < end) ++next_;
    if (next_ > first) {
      std::string sentence = text_.Printed(begin, end);
      members_.clear();
      for (size_t i = first; i < next_; ++i) ReadClaim(i, first, begin, end, sentence);
      FindRelations(text_, marks_, members_, narrative_);
    }
    if (marks_.Has(Word::kRequest, begin, end)) about_requests_ = true;
  }

  Surroundings SurroundingsOf(size_t index, size_t first, size_t begin, size_t end) const {
    const Quantity& quantity = found_.quantities[index];
    const u16string_view all = text_.view();
    Surroundings around;
    around.sentence = begin;
    around.last = index > first ? found_.quantities[index - 1].end : begin;
    around.clause = quantity.prefix;
    while (around.clause > begin && !IsOneOf(all[around.clause - 1], u",;()")) --around.clause;
    around.piece = quantity.prefix;
    while (around.piece > std::max(around.clause, around.last) && all[around.piece - 1] != u'、') {
      --around.piece;
    }
    // 公民、法人和其他组织: one subject.
    const size_t clause = std::max(around.clause, around.last);
    if (marks_.Has(Word::kApplicants, clause, quantity.prefix)) around.piece = clause;
    const bool more = index + 1 < found_.quantities.size();
    const size_t limit = more ? std::min(end, found_.quantities[index + 1].prefix) : end;
    around.tail = quantity.end;
    while (around.tail < limit && !IsOneOf(all[around.tail], u",;。()、:!?")) ++around.tail;
    around.of_requests = about_requests_;
    around.section = number_;
    return around;
  }

  void ReadClaim(size_t index, size_t first, size_t begin, size_t end,
                 const std::string& sentence) {
    const Quantity& quantity = found_.quantities[index];
    const Surroundings around = SurroundingsOf(index, first, begin, end);
    Claim& claim = narrative_->claims.emplace_back();
    claim.text = text_.Printed(quantity.begin, quantity.end);
    claim.value = quantity.value;
    claim.upper_value = quantity.upper_value;
    claim.exponent = quantity.exponent;
    claim.unit = Utf8(quantity.unit);
    claim.qualifier = quantity.qualifier;
    claim.begin = text_.ByteBegin(quantity.begin);
    claim.end = text_.ByteEnd(quantity.end);
    claim.sentence_begin = text_.ByteBegin(begin);
    claim.sentence_end = text_.ByteEnd(end);
    claim.sentence = sentence;
    claim.section = section_;
    claim.subject = SubjectOf(quantity, around);
    SetScope(quantity, around, &claim);
    SetTime(quantity, around, &claim);
    SetChange(quantity, around, &claim);
    if (!claim.is_change) claim.name = FindName(text_, marks_, quantity, around);
    members_.push_back({&quantity, around, static_cast<int>(narrative_->claims.size()) - 1,
                        claim.is_change, claim.last_year});
  }

  // 38个区县政府: what follows; 公开政府信息133.6万条: what goes before.
  std::string SubjectOf(const Quantity& quantity, const Surroundings& around) const {
    size_t begin = quantity.end;
    size_t end = around.tail;
    const bool counts = quantity.unit != u"%" && quantity.unit != u"元";
    if (begin < end && text_.view()[begin] == u'的') ++begin;
    if (begin == end || (!counts && around.piece < quantity.prefix)) {
      begin = around.piece;
      end = quantity.prefix;
      if (begin == end) {  // 主动公开信息：120条, 收到申请，共12件
        begin = around.last;
        while (begin < end && IsOneOf(text_.view()[begin], u",;()、:")) ++begin;
      }
    }
    const bool behind = begin >= quantity.end;
    if (end - begin > kLongestSubject) {
      (behind ? end : begin) = behind ? begin + kLongestSubject : end - kLongestSubject;
    }
    return text_.Printed(begin, end);
  }

  void SetScope(const Quantity& quantity, const Surroundings& around, Claim* claim) const {
    for (const Mark& mark : marks_.Within(around.sentence, quantity.prefix)) {
      if (mark.word == Word::kScopeWhole) {
        claim->scope_kind = ScopeKind::kWhole;
      } else if (mark.word == Word::kScopeOwn) {
        claim->scope_kind = ScopeKind::kOwn;
      } else if (mark.word == Word::kScopePart) {
        claim->scope_kind = ScopeKind::kPart;
      } else {
        continue;
      }
      claim->scope = text_.Printed(mark.begin, mark.end);
    }
  }

  void SetTime(const Quantity& quantity, const Surroundings& around, Claim* claim) const {
    const auto behind =
        std::partition_point(found_.years.begin(), found_.years.end(),
                             [&](const YearMark& mark) { return mark.at < quantity.begin; });
    if (behind != found_.years.begin() && (behind - 1)->at >= around.sentence) {
      claim->year = (behind - 1)->year;
    }
    const size_t clause = std::max(around.clause, around.last);
    claim->last_year = marks_.Has(Word::kLastYear, clause, quantity.prefix);
    claim->part_year = marks_.Has(Word::kPartYear, around.sentence, quantity.prefix);
  }

  void SetChange(const Quantity& quantity, const Surroundings& around, Claim* claim) const {
    // 增长了12%, 增幅为12%; but 增加到12件 is how many there are.
    size_t end = quantity.prefix;
    while (end > around.piece && IsOneOf(text_.view()[end - 1], u"了为约近幅度达")) --end;
    const size_t from = end > around.piece + 4 ? end - 4 : around.piece;
    for (const Mark& mark : marks_.Within(from, quantity.prefix)) {
      const bool moves = mark.word == Word::kIncrease || mark.word == Word::kDecrease;
      if (!moves || mark.end < end) continue;
      claim->is_change = true;
      claim->is_decrease = mark.word == Word::kDecrease;
    }
    if (!claim->is_change) return;
    const u16string_view before = text_.view(around.sentence, quantity.prefix);
    const size_t semicolon = before.rfind(u';');
    const size_t group = around.sentence + (semicolon == u16string_view::npos ? 0 : semicolon + 1);
    claim->is_growth = marks_.Has(Word::kCompared, group, quantity.prefix) ||
                       marks_.Has(Word::kLastYear, group, quantity.prefix);
  }

  const ProseText text_;
  const Marks marks_;
  const Quantities found_;
  const int section_;
  const int number_;
  Narrative* const narrative_;
  size_t next_ = 0;  // quantity
  bool about_requests_;
  std::vector<Member> members_;  // of the sentence
};

const char* NameOf(Claim::Qualifier qualifier) {
  switch (qualifier) {
    case Claim::Qualifier::kExact:
      return "EXACT";
    case Claim::Qualifier::kApproximate:
      return "APPROXIMATE";
    case Claim::Qualifier::kAtLeast:
      return "AT_LEAST";
    case Claim::Qualifier::kAtMost:
      return "AT_MOST";
    case Claim::Qualifier::kRange:
      return "RANGE";
  }
  return "";
}

}  // namespace

Narrative ReadProse(absl::string_view text) {
  Narrative narrative;
  ProseReader(text, -1, 0, &narrative).Run();
  return narrative;
}

Narrative ReadNarrative(const Reading& reading) {
  Narrative narrative;
  ProseReader(reading.opening.text, -1, 0, &narrative).Run();
  for (size_t i = 0; i < reading.sections.size(); ++i) {
    const SectionReading& section = reading.sections[i];
    ProseReader(section.text, static_cast<int>(i), section.number, &narrative).Run();
  }
  return narrative;
}

std::string DebugDump(const Claim& claim) {
  std::string line = absl::StrCat(claim.text, " = ", claim.value.ToString());
  if (claim.qualifier == Claim::Qualifier::kRange) {
    absl::StrAppend(&line, "..", claim.upper_value.ToString());
  }
  absl::StrAppend(&line, claim.unit.empty() ? "" : " ", claim.unit, " ", NameOf(claim.qualifier));
  return line;
}

}  // namespace gongkai
