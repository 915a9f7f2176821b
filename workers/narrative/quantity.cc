#include "workers/narrative/quantity.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <vector>

#include "workers/narrative/numeral.h"
#include "workers/narrative/unit.h"

namespace gongkai {
namespace {

using std::u16string_view;
using Qualifier = Claim::Qualifier;

constexpr size_t kLongestTitle = 80;   // characters between 《 and 》
constexpr size_t kLongestName = 20;    // characters between “ and ”
constexpr size_t kLongestClause = 60;  // characters to look back for 分别

struct QualifierWord {
  u16string_view word;
  Qualifier qualifier;
};

// What the words in front of a number end in.
constexpr u16string_view kBeforeEnds = u"过于足到多破少逾超约近概为";

// In front of a number; the longer before what they end in.
constexpr QualifierWord kBefore[] = {
    {u"不超过", Qualifier::kAtMost},    {u"不多于", Qualifier::kAtMost},
    {u"不高于", Qualifier::kAtMost},    {u"不大于", Qualifier::kAtMost},
    {u"不少于", Qualifier::kAtLeast},   {u"不低于", Qualifier::kAtLeast},
    {u"不小于", Qualifier::kAtLeast},   {u"不足", Qualifier::kAtMost},
    {u"不到", Qualifier::kAtMost},      {u"少于", Qualifier::kAtMost},
    {u"低于", Qualifier::kAtMost},      {u"小于", Qualifier::kAtMost},
    {u"至多", Qualifier::kAtMost},      {u"超过", Qualifier::kAtLeast},
    {u"突破", Qualifier::kAtLeast},     {u"至少", Qualifier::kAtLeast},
    {u"多于", Qualifier::kAtLeast},     {u"高于", Qualifier::kAtLeast},
    {u"大于", Qualifier::kAtLeast},     {u"逾", Qualifier::kAtLeast},
    {u"超", Qualifier::kAtLeast},       {u"大约", Qualifier::kApproximate},
    {u"将近", Qualifier::kApproximate}, {u"接近", Qualifier::kApproximate},
    {u"大概", Qualifier::kApproximate}, {u"约为", Qualifier::kApproximate},
    {u"约", Qualifier::kApproximate},   {u"近", Qualifier::kApproximate},
};

constexpr QualifierWord kBehind[] = {
    {u"以上", Qualifier::kAtLeast},     {u"及以上", Qualifier::kAtLeast},
    {u"以下", Qualifier::kAtMost},      {u"以内", Qualifier::kAtMost},
    {u"左右", Qualifier::kApproximate}, {u"上下", Qualifier::kApproximate},
};

// Between the two numbers of a range.
constexpr u16string_view kRangeVerbs[] = {
    u"提高", u"提升", u"增加", u"增长", u"上升", u"上涨", u"扩大", u"扩展", u"拓展",
    u"扩增", u"下降", u"降低", u"减少", u"缩短", u"压缩", u"压减", u"精简", u"缩减",
    u"下调", u"上调", u"增",   u"升",   u"降",   u"减",   u"缩",
};

bool EndsWith(u16string_view text, size_t end, u16string_view word) {
  return end >= word.size() && text.substr(end - word.size(), word.size()) == word;
}

bool StartsWith(u16string_view text, size_t at, u16string_view word) {
  return text.substr(std::min(at, text.size()), word.size()) == word;
}

bool IsOneOf(char16_t c, u16string_view set) {
  return c != 0 && set.find(c) != u16string_view::npos;
}

// What a character may begin.
enum class Kind : uint8_t { kOther, kQuote, kNumeral, kLatin };

class Kinds {
 public:
  Kinds() : kinds_(size_t{1} << 16) {
    for (size_t i = 0; i < kinds_.size(); ++i) {
      const auto c = static_cast<char16_t>(i);
      kinds_[i] = IsOneOf(c, u"《<“\"‘")              ? Kind::kQuote
                  : IsDigit(c) || IsChineseNumeral(c) ? Kind::kNumeral
                  : IsLatin(c)                        ? Kind::kLatin
                                                      : Kind::kOther;
    }
  }
  Kind Of(char16_t c) const { return kinds_[c]; }

 private:
  std::vector<Kind> kinds_;  // by character
};

// One number with its unit.
struct Counted {
  Numeral numeral;
  Unit unit;
  size_t end = 0;
};

class Scanner {
 public:
  explicit Scanner(const ProseText& text) : text_(text.view()) {}

  Quantities Run() {
    static const Kinds& kinds = *new Kinds;
    while (at_ < text_.size()) {
      const char16_t c = text_[at_];
      switch (kinds.Of(c)) {
        case Kind::kOther:
          ++at_;
          break;
        case Kind::kQuote:
          SkipQuoted(c);
          break;
        case Kind::kNumeral:
          if (!TakeQuantity()) SkipNumber();
          break;
        case Kind::kLatin:
          SkipLatin();
          break;
      }
    }
    return std::move(found_);
  }

 private:
  char16_t CharAt(size_t i) const { return i < text_.size() ? text_[i] : u'\0'; }
  char16_t Before(size_t i) const { return i > 0 ? text_[i - 1] : u'\0'; }

  // Titles hold no quantities, nor do short quoted names; the text of a longer quotation does.
  void SkipQuoted(char16_t open) {
    const char16_t close = open == u'《'  ? u'》'
                           : open == u'<' ? u'>'
                           : open == u'“' ? u'”'
                           : open == u'‘' ? u'’'
                                          : u'"';
    const size_t longest = open == u'《' || open == u'<' ? kLongestTitle : kLongestName;
    for (size_t i = at_ + 1; i < text_.size() && i <= at_ + longest + 1; ++i) {
      if (text_[i] == u'\n' || text_[i] == u'。') break;
      if (text_[i] == close) {
        at_ = i + 1;
        return;
      }
    }
    ++at_;
  }

  // Words and addresses: H5, IPv6, http://…/1.html, name123@163.com.
  void SkipLatin() {
    while (at_ < text_.size() &&
           (IsLatin(text_[at_]) || IsDigit(text_[at_]) || IsOneOf(text_[at_], u"._-/@:&?=+%#"))) {
      ++at_;
    }
  }

  // A number that counts nothing, with all that hangs on it: 0517-83605210, 2019-2022, 1.2.3.
  void SkipNumber() {
    if (IsDigit(text_[at_])) {
      NoteYear();
      while (at_ < text_.size() &&
             (IsDigit(text_[at_]) || (IsOneOf(text_[at_], u".-/:~") && IsDigit(CharAt(at_ + 1))))) {
        ++at_;
      }
      if (IsLatin(CharAt(at_))) SkipLatin();
    } else {
      at_ = std::max(at_ + 1, SkipChineseNumerals(text_, at_));
    }
  }

  void NoteYear() {
    size_t end = at_;
    int year = 0;
    while (IsDigit(CharAt(end)) && end - at_ < 5) year = year * 10 + (text_[end++] - u'0');
    if (end - at_ == 4 && year >= 1990 && year <= 2100 && CharAt(end) == u'年') {
      found_.years.push_back({at_, year});
    }
  }

  // Whether a number may begin here at all.
  bool MayBegin() const {
    const char16_t before = Before(at_);
    if (IsOneOf(before, u"第〔[_@/×*.") || IsLatin(before) || IsDigit(before)) return false;
    if (before == u'(' && at_ > 1 && text_[at_ - 2] == u'第') return false;
    if (before == u':' && at_ > 1 && IsDigit(text_[at_ - 2])) return false;
    // A sign or the tail of something: 渝府-12.
    if (before == u'-' && at_ > 1 && (IsDigit(text_[at_ - 2]) || IsLatin(text_[at_ - 2]))) {
      return false;
    }
    return true;
  }

  std::optional<Numeral> ReadNumeral(size_t at) const {
    if (IsDigit(CharAt(at))) {
      // 分别为12,345,678: separators of a list, not of thousands.
      std::optional<Numeral> numeral = ReadDigits(text_, at);
      if (numeral && numeral->grouped && InDistribution(at)) {
        size_t end = at;
        while (IsDigit(CharAt(end))) ++end;
        numeral = ReadDigits(text_.substr(0, end), at);
      }
      return numeral;
    }
    return ReadChinese(text_, at);
  }

  // 分别 stands before it in its clause.
  bool InDistribution(size_t at) const {
    size_t begin = at;
    while (begin > 0 && at - begin < kLongestClause && !IsOneOf(text_[begin - 1], u",;。\n"))
      --begin;
    return text_.substr(begin, at - begin).find(u"分别") != u16string_view::npos;
  }

  std::optional<Counted> ReadCounted(size_t at) const {
    std::optional<Numeral> numeral = ReadNumeral(at);
    if (!numeral) return std::nullopt;
    Counted counted{*numeral, ReadUnit(text_, numeral->end), 0};
    counted.end = numeral->end + counted.unit.word.size();
    // 20多个, 5个多月: 多 behind the unit.
    if (!counted.unit.word.empty() && CharAt(counted.end) == u'多' &&
        IsOneOf(CharAt(counted.end + 1), u"月小")) {
      counted.unit = {};
      counted.end = numeral->end;
    }
    return counted;
  }

  bool TakeQuantity() {
    if (!MayBegin()) return false;
    if (TakeFraction()) return true;
    const std::optional<Counted> first = ReadCounted(at_);
    if (!first) return false;
    if (TakeRange(*first)) return true;
    return TakeSingle(*first);
  }

  // 百分之三十, 四分之一.
  bool TakeFraction() {
    const bool percent = StartsWith(text_, at_, u"百分之");
    const bool mille = StartsWith(text_, at_, u"千分之");
    if (percent || mille) {
      const size_t number = at_ + 3;
      const std::optional<Numeral> numeral = ReadNumeral(number);
      if (!numeral) return false;
      Quantity quantity = QuantityOf(*numeral, percent ? u"%" : u"‰", numeral->end);
      return Add(quantity);
    }
    const std::optional<Numeral> whole = ReadNumeral(at_);
    if (!whole || !StartsWith(text_, whole->end, u"分之")) return false;
    const std::optional<Numeral> part = ReadNumeral(whole->end + 2);
    if (!part || !whole->value.IsWhole() || !part->value.IsWhole() || whole->value <= 0 ||
        whole->value > 1000 || part->value > 1000) {
      return false;
    }
    // As a decimal with at most six places.
    const int64_t millions = part->value.mantissa() * 1000000;
    const int64_t divisor = whole->value.mantissa();
    Numeral fraction = *part;
    fraction.value = *Decimal::FromParts((millions + divisor / 2) / divisor, -6);
    fraction.exponent = -6;
    fraction.approximate = millions % divisor != 0;
    return Add(QuantityOf(fraction, u"", part->end));
  }

  Quantity QuantityOf(const Numeral& numeral, u16string_view unit, size_t end) const {
    Quantity quantity;
    quantity.begin = quantity.number = at_;
    quantity.end = end;
    quantity.value = numeral.value;
    quantity.exponent = numeral.exponent;
    quantity.unit = unit;
    quantity.qualifier = numeral.approximate ? Qualifier::kApproximate
                         : numeral.open      ? Qualifier::kAtLeast
                                             : Qualifier::kExact;
    return quantity;
  }

  // Index behind what joins the ends of a range; `at` itself if nothing does.
  size_t BehindConnector(size_t at, bool* movement) const {
    size_t i = at;
    if (CharAt(i) == u',') return at;
    for (const u16string_view verb : kRangeVerbs) {
      if (!StartsWith(text_, i, verb)) continue;
      i += verb.size();
      if (!IsOneOf(CharAt(i), u"至到为")) return at;
      *movement = true;
      return i + 1;
    }
    if (IsOneOf(CharAt(i), u"-~至到")) {
      ++i;
      if (IsOneOf(CharAt(i), u"-~")) ++i;
      return i;
    }
    return at;
  }

  bool TakeRange(const Counted& first) {
    bool movement = false;
    const size_t connector = BehindConnector(first.end, &movement);
    if (connector == first.end || connector >= text_.size()) return false;
    if (!IsDigit(text_[connector]) && !IsChineseNumeral(text_[connector])) return false;
    const std::optional<Counted> second = ReadCounted(connector);
    if (!second || second->unit.word.empty()) return false;
    if (!first.unit.word.empty() && first.unit.word != second->unit.word) return false;
    if (first.numeral.digits > 1 && text_[at_] == u'0' && first.numeral.value >= 1) return false;
    if (IsYearLike(first) && first.unit.word.empty()) return false;
    Quantity quantity = QuantityOf(first.numeral, second->unit.word, second->end);
    quantity.upper_value = second->numeral.value;
    // 3-5万件: the unit of size counts for both.
    if (!first.numeral.scaled && first.unit.word.empty() && second->numeral.scaled) {
      quantity.value = quantity.value.Shifted(second->numeral.scale).value_or(quantity.value);
    }
    if (movement) return TakeMovement(quantity, first, *second, connector);
    if (quantity.upper_value < quantity.value) std::swap(quantity.value, quantity.upper_value);
    quantity.exponent = std::min(first.numeral.exponent, second->numeral.exponent);
    quantity.qualifier = Qualifier::kRange;
    if (IsOneOf(Before(at_), u"由从") && !first.unit.word.empty()) --quantity.begin;
    found_.quantities.push_back(quantity);
    found_.quantities.back().prefix = quantity.begin;
    at_ = quantity.end;
    return true;
  }

  // 由35%提高至60%: what was and what is, no range between them. `was` has the value and unit of
  // the first.
  bool TakeMovement(Quantity was, const Counted& first, const Counted& second, size_t at) {
    was.end = first.end;
    was.prefix = was.begin;
    was.upper_value = Decimal();
    was.exponent = first.numeral.exponent;
    was.moved = true;
    found_.quantities.push_back(was);
    at_ = at;
    Quantity is = QuantityOf(second.numeral, second.unit.word, second.end);
    is.moved = true;
    return Add(is);
  }

  static bool IsYearLike(const Counted& counted) {
    const Numeral& numeral = counted.numeral;
    return numeral.digits == 4 && !numeral.grouped && !numeral.scaled && numeral.exponent == 0 &&
           numeral.value >= 1990 && numeral.value <= 2100;
  }

  bool TakeSingle(const Counted& counted) {
    const Numeral& numeral = counted.numeral;
    if (counted.unit.word.empty()) return TakeBare(counted);
    if (numeral.digits > 1 && text_[at_] == u'0' && numeral.value >= 1) return false;
    if (IsYearLike(counted) && IsOneOf(counted.unit.word[0], u"起本部期级人处所组")) return false;
    // 前3名, 前10位: ranks.
    if (Before(at_) == u'前' && IsOneOf(counted.unit.word[0], u"名位家")) return false;
    if (counted.unit.word == u"小时" && numeral.value == Decimal(24)) return false;
    if (numeral.chinese && !MayCountInChinese(counted)) return false;
    return Add(QuantityOf(numeral, counted.unit.word, counted.end));
  }

  // Chinese numerals make names (一站式, 三级, 两个专栏) more often than they count.
  bool MayCountInChinese(const Counted& counted) const {
    const Numeral& numeral = counted.numeral;
    if (numeral.approximate || numeral.value > 10) return counted.unit.word != u"%";
    if (!counted.unit.counts_acts) return false;
    if (text_[at_] == u'二' || IsOneOf(Before(at_), u"每各任同这那某几数逐头首")) return false;
    if (numeral.value > 1) return !IsOneOf(CharAt(counted.end), u"式制法化清");
    // 一件, 一条 and the like, only where the sentence goes no further with it: not 一次办.
    const char16_t next = CharAt(counted.end);
    return IsOneOf(counted.unit.word[0], u"件条份篇起宗例期场") &&
           (next == 0 || IsOneOf(next, u",。;、)\n"));
  }

  // A number without a counting word.
  bool TakeBare(const Counted& counted) {
    const Numeral& numeral = counted.numeral;
    const char16_t next = CharAt(counted.end);
    if (IsOneOf(next, u"年月日号时点级版楼层室岁季届路街-~:/.") || IsLatin(next)) return false;
    const char16_t before = Before(at_);
    if (numeral.chinese) return false;
    if (numeral.digits > 1 && text_[at_] == u'0' && numeral.value >= 1) return false;
    if (numeral.scaled || numeral.approximate) return Add(QuantityOf(numeral, u"", counted.end));
    if (IsListed(counted)) {
      if (pending_end_ != at_) pending_.clear();  // a list that never got its unit
      pending_.push_back(QuantityOf(numeral, u"", counted.end));
      pending_.back().prefix = at_;
      at_ = counted.end + 1;
      pending_end_ = at_;
      return true;
    }
    if (IsYearLike(counted) || numeral.digits > 6) return false;
    if (!IsOneOf(before, u"为共计达到数量有了是均") || Before(at_ - 1) == u'编') return false;
    if (next != 0 && !IsOneOf(next, u",。;、)\n")) return false;
    return Add(QuantityOf(numeral, u"", counted.end));
  }

  // 12、34和56件: the unit comes at the end of the list.
  bool IsListed(const Counted& counted) const {
    if (!IsOneOf(CharAt(counted.end), u"、,和与及") || !IsDigit(CharAt(counted.end + 1)))
      return false;
    return InDistribution(at_) || (pending_end_ == at_ && !pending_.empty());
  }

  bool Add(Quantity quantity) {
    for (const QualifierWord& word : kBehind) {
      if (!StartsWith(text_, quantity.end, word.word)) continue;
      quantity.end += word.word.size();
      if (quantity.qualifier == Qualifier::kExact) quantity.qualifier = word.qualifier;
      break;
    }
    quantity.prefix = quantity.number;
    if (IsOneOf(Before(quantity.prefix), u"了达")) --quantity.prefix;
    if (EndsWith(text_, quantity.prefix, u"达到")) quantity.prefix -= 2;
    const bool qualified = IsOneOf(Before(quantity.prefix), kBeforeEnds);
    for (const QualifierWord& word : kBefore) {
      if (!qualified) break;
      if (!EndsWith(text_, quantity.prefix, word.word)) continue;
      // 附近, 最近, 预约, 节约 are words of their own.
      const char16_t before = Before(quantity.prefix - word.word.size());
      if (word.word == u"近" && IsOneOf(before, u"附最邻靠")) break;
      if (word.word == u"约" && IsOneOf(before, u"预节集制合契邀特")) break;
      quantity.prefix -= word.word.size();
      if (quantity.qualifier == Qualifier::kExact) quantity.qualifier = word.qualifier;
      break;
    }
    if (!pending_.empty()) {
      if (pending_end_ == quantity.number) {
        for (Quantity& listed : pending_) {
          listed.unit = quantity.unit;
          found_.quantities.push_back(listed);
        }
      }
      pending_.clear();
    }
    found_.quantities.push_back(quantity);
    at_ = quantity.end;
    return true;
  }

  const u16string_view text_;
  size_t at_ = 0;
  std::vector<Quantity> pending_;  // of a list whose unit has not come yet
  size_t pending_end_ = 0;         // where its next number has to stand
  Quantities found_;
};

}  // namespace

Quantities FindQuantities(const ProseText& text) { return Scanner(text).Run(); }

}  // namespace gongkai
