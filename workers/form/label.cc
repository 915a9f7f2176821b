#include "workers/form/label.h"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

#include "workers/document/characters.h"

namespace gongkai {
namespace {

// Pairs of a traditional character and its simplified form.
constexpr absl::string_view kTraditional =
    "規规條条項项數数製制開开對对總总許许處处決决務务業业費费採采購购額额請请況况閱阅關关係系為为"
    "於于來来擇择聯联絡络電电話话網网學学術术國国際际縣县鄉乡鎮镇區区灣湾東东廣广會会員员長长報报"
    "導导績绩責责結结維维糾纠轉转續续繼继辦办無无給给與与屬属內内類类過过執执詢询沒没現现補补後后"
    "訴诉訟讼複复議议復复審审經经確确認认獲获門门問问題题進进優优發发佈布據据統统計计機机構构組组"
    "織织屆届檔档動动強强罰罚徵征檢检獎奖裁裁災灾農农衛卫環环財财產产勞劳號号達达載载實实創创體体"
    "義义標标準准頒颁頁页層层級级劃划臺台灣湾島岛麗丽龍龙雲云貴贵陝陕寧宁蘇苏渾浑濱滨漢汉滬沪潤润"
    "勾勾鉤钩稽稽應应擬拟從从眾众儘尽當当詳详細细將将個个並并係系書书違违權权護护顯显讓让觸触險险"
    "穩稳舉举誰谁錄录讀读變变邊边車车軍军運运輸输醫医藥药療疗養养殘残雙双氣气監监鄭郑陽阳陳陈馬马"
    "鳳凤齊齐風风頭头時时間间見见視视觀观賣卖質质賬账資资轄辖選选還还遺遗鐵铁銀银隊队隨随離离難难"
    "願愿驗验點点黨党齡龄範范萬万億亿減减單单廢废祕秘稱称納纳繳缴訪访這这訊讯釋释"
    "餘余個个場场兩两較较複复覆复佔占";

// The characters for which radicals of their own code points (U+2F00 and on) are printed where text
// was copied out of a PDF.
constexpr char32_t kFirstRadical = 0x2F00;
constexpr std::u16string_view kRadicals =
    u"一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土"
    u"士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手"
    u"支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉"
    u"瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳"
    u"聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛"
    u"辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯"
    u"鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

char32_t WithoutRadical(char32_t c) {
  const bool radical = c >= kFirstRadical && c < kFirstRadical + kRadicals.size();
  return radical ? kRadicals[c - kFirstRadical] : c;
}

std::vector<char16_t> BuildFoldTable() {
  std::vector<char16_t> table(0x10000);
  for (uint32_t c = 0; c < table.size(); ++c) table[c] = static_cast<char16_t>(c);
  for (uint32_t c = 0; c < 0x80; ++c) {
    if (c >= 'A' && c <= 'Z') {
      table[c] = static_cast<char16_t>(c + 32);
    } else if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
      table[c] = 0;
    }
  }
  for (uint32_t c = 0x80; c < 0x100; ++c) table[c] = 0;     // Latin-1 signs and letters
  for (uint32_t c = 0x2000; c < 0x2070; ++c) table[c] = 0;  // general punctuation
  for (uint32_t c = 0x2190; c < 0x2600; ++c) table[c] = 0;  // arrows, mathematics, boxes
  for (uint32_t c = 0x3000; c < 0x3021; ++c) table[c] = 0;  // CJK punctuation
  for (uint32_t c = 0xE000; c < 0xF900; ++c) table[c] = 0;  // private use
  for (uint32_t c = 0xFE00; c < 0xFE70; ++c) table[c] = 0;  // variation selectors, small forms
  for (uint32_t c = 0xFF01; c < 0xFF5F; ++c) table[c] = table[c - 0xFEE0];
  table[0x30FB] = table[0xFEFF] = table[0xFFFD] = table[0xFFE3] = 0;
  table[0x3007] = 0x3007;  // 〇
  for (char32_t c : {U'(', U'（', U'[', U'［', U'【', U'〔', U'﹙'}) table[c] = u'(';
  for (char32_t c : {U')', U'）', U']', U'］', U'】', U'〕', U'﹚'}) table[c] = u')';
  for (size_t i = 0; i < kRadicals.size(); ++i) table[kFirstRadical + i] = kRadicals[i];
  for (size_t i = 0; i < kTraditional.size();) {
    const char32_t from = NextCharacter(kTraditional, &i);
    table[from] = static_cast<char16_t>(NextCharacter(kTraditional, &i));
  }
  return table;
}

const std::vector<char16_t>& FoldTable() {
  static const auto& table = *new std::vector<char16_t>(BuildFoldTable());
  return table;
}

int DigitOf(char32_t c) {
  switch (c) {
    case U'一':
      return 1;
    case U'二':
      return 2;
    case U'三':
      return 3;
    case U'四':
      return 4;
    case U'五':
      return 5;
    case U'六':
      return 6;
    case U'七':
      return 7;
    case U'八':
      return 8;
    case U'九':
      return 9;
    case U'十':
      return 10;
    default:
      return -1;
  }
}

bool IsOrdinalMark(char32_t c) {
  return c == U'、' || c == U'.' || c == U'．' || c == U'，' || c == U',' || c == U':' ||
         c == U'：' || c == U'。' || c == U'·' || c == U'‧' || c == U'﹑' || c == U'､';
}

// Chinese or decimal digits that are added up as a numeral is read.
struct NumeralReader {
  int value = 0;
  int length = 0;
  bool decimal = false;

  // False if `c` does not continue the numeral.
  bool Add(char32_t c) {
    c = WithoutRadical(c);
    if (c >= U'０' && c <= U'９') c = c - U'０' + U'0';
    if (c >= U'0' && c <= U'9') {
      if ((length > 0 && !decimal) || length >= 2) return false;
      decimal = true;
      value = value * 10 + static_cast<int>(c - U'0');
      ++length;
      return true;
    }
    const int digit = DigitOf(c);
    if (digit < 0 || decimal || length >= 3) return false;
    if (digit == 10) {
      value = value == 0 ? 10 : value * 10;
    } else if (length == 0 || value % 10 == 0) {
      value += digit;
    } else {
      return false;
    }
    ++length;
    return true;
  }
};

// The ordinal at the start of a label, and where the rest begins (0: there is none).
struct Ordinal {
  int value = 0;
  size_t end = 0;
  bool bracketed = false;
};

// 第三部分, at the start of a title; none else.
Ordinal FindPartOrdinal(absl::string_view text) {
  constexpr absl::string_view kBefore = "第";
  constexpr absl::string_view kBehind = "部分";
  if (text.substr(0, kBefore.size()) != kBefore) return {};
  NumeralReader numeral;
  for (size_t i = kBefore.size(); i < text.size();) {
    if (numeral.length > 0 && text.substr(i, kBehind.size()) == kBehind) {
      return {numeral.value, i + kBehind.size(), false};
    }
    if (!numeral.Add(NextCharacter(text, &i))) break;
  }
  return {};
}

Ordinal FindOrdinal(absl::string_view text) {
  Ordinal none;
  if (const Ordinal part = FindPartOrdinal(text); part.end != 0) return part;
  NumeralReader numeral;
  bool open = false;
  bool closed = false;
  size_t position = 0;
  while (position < text.size()) {
    size_t next = position;
    const char32_t c = NextCharacter(text, &next);
    if (IsSpace(c)) {
      position = next;
      continue;
    }
    const char16_t folded = FoldCharacter(c);
    if (const size_t reading = EndOfPinyin(text, position); reading != 0 && numeral.length > 0) {
      next = reading;  // 二(èr)、
    } else if (folded == u'(' && numeral.length == 0 && !open) {
      open = true;
    } else if (folded == u')' && numeral.length > 0 && !closed) {
      closed = true;
    } else if (numeral.length > 0 && !open && IsOrdinalMark(c)) {
      return {numeral.value, next, closed};
    } else if (numeral.length > 0 && closed) {
      return {numeral.value, IsOrdinalMark(c) ? next : position, true};
    } else if (closed || !numeral.Add(c)) {
      return none;
    }
    position = next;
  }
  if (numeral.length > 0 && closed) return {numeral.value, position, true};
  return none;
}

// True if the bracket that was opened just before `position` holds a numeral or nothing at all.
bool BracketHoldsNumeral(absl::string_view text, size_t position) {
  NumeralReader numeral;
  while (position < text.size()) {
    const char32_t c = NextCharacter(text, &position);
    if (IsSpace(c)) continue;
    if (FoldCharacter(c) == u')') return true;
    if (!numeral.Add(c)) return false;
  }
  return false;
}

}  // namespace

char32_t NextRareCharacter(absl::string_view text, size_t* position) {
  const auto byte = [&](size_t i) -> uint32_t { return static_cast<unsigned char>(text[i]); };
  const size_t i = *position;
  const uint32_t lead = byte(i);
  int length = 1;
  uint32_t value = lead;
  if (lead >= 0xF0 && lead < 0xF8) {
    length = 4;
    value = lead & 0x07;
  } else if (lead >= 0xE0) {
    length = 3;
    value = lead & 0x0F;
  } else if (lead >= 0xC0) {
    length = 2;
    value = lead & 0x1F;
  } else if (lead >= 0x80) {
    *position = i + 1;
    return 0xFFFD;
  }
  if (lead >= 0xF8 || i + length > text.size()) {
    *position = i + 1;
    return 0xFFFD;
  }
  for (int k = 1; k < length; ++k) {
    if ((byte(i + k) & 0xC0) != 0x80) {
      *position = i + 1;
      return 0xFFFD;
    }
    value = (value << 6) | (byte(i + k) & 0x3F);
  }
  *position = i + length;
  return value;
}

char16_t FoldCharacter(char32_t character) {
  static const char16_t* const table = FoldTable().data();
  return character < 0x10000 ? table[character] : 0;
}

bool IsSpace(char32_t c) {
  return c == U' ' || (c >= 9 && c <= 13) || c == 0xA0 || c == 0x3000 || c == 0xFEFF ||
         (c >= 0x2000 && c <= 0x200F) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         (c >= 0x2060 && c <= 0x2064) || c == 0x00AD;
}

absl::string_view TrimSpace(absl::string_view text) {
  size_t begin = 0;
  while (begin < text.size()) {
    size_t next = begin;
    if (!IsSpace(NextCharacter(text, &next))) break;
    begin = next;
  }
  size_t end = text.size();
  while (end > begin) {
    size_t start = end - 1;
    while (start > begin && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    size_t next = start;
    if (!IsSpace(NextCharacter(text, &next)) || next != end) break;
    end = start;
  }
  return text.substr(begin, end - begin);
}

std::string RemoveSpace(absl::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const size_t start = i;
    if (!IsSpace(NextCharacter(text, &i))) result.append(text.data() + start, i - start);
  }
  return result;
}

int ParseNumeral(absl::string_view text) {
  NumeralReader numeral;
  for (size_t i = 0; i < text.size();) {
    if (!numeral.Add(NextCharacter(text, &i))) return 0;
  }
  return numeral.value;
}

void FoldUsage(char16_t* pair) {
  if (pair[0] == u'资' && pair[1] == u'讯') {
    pair[0] = u'信';
    pair[1] = u'息';
  }
}

LabelKey::LabelKey(absl::string_view text) {
  const Ordinal ordinal = FindOrdinal(text);
  ordinal_ = ordinal.value;
  bracketed_ = ordinal.bracketed;
  int depth = 0;
  bool dropped_note = false;
  // A label that is one bracket as a whole is read without it.
  for (const bool keep_notes : {false, true}) {
    for (size_t i = ordinal.end; i < text.size();) {
      const char16_t c = FoldCharacter(NextCharacter(text, &i));
      if (c == 0) continue;
      if (c == u'(') {
        if (!keep_notes && (depth > 0 || !BracketHoldsNumeral(text, i))) {
          ++depth;
          dropped_note = true;
        }
        continue;
      }
      if (c == u')') {
        if (depth > 0) --depth;
        continue;
      }
      if (depth > 0) continue;
      if (length_ == kMaxLength) {
        length_ = 0;
        return;
      }
      characters_[length_++] = c;
      if (length_ > 1) FoldUsage(&characters_[length_ - 2]);
    }
    if (length_ > 0 || !dropped_note) return;
    depth = 0;
  }
}

double Similarity(std::u16string_view a, std::u16string_view b) {
  if (a.size() > LabelKey::kMaxLength || b.size() > LabelKey::kMaxLength || a.empty() ||
      b.empty()) {
    return 0;
  }
  // Longest common subsequence, one bit a character of `a`.
  uint64_t row = ~uint64_t{0};
  for (const char16_t c : b) {
    uint64_t match = 0;
    for (size_t i = 0; i < a.size(); ++i) match |= uint64_t{a[i] == c} << i;
    const uint64_t carry = row & match;
    row = (row + carry) | (row - carry);
  }
  const uint64_t mask = a.size() == 64 ? ~uint64_t{0} : (uint64_t{1} << a.size()) - 1;
  const int common = std::popcount(~row & mask);
  return static_cast<double>(common) / static_cast<double>(std::max(a.size(), b.size()));
}

}  // namespace gongkai
