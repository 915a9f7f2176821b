#include "workers/document/charset.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "workers/document/characters.h"
#include "workers/document/double_byte.h"

namespace gongkai {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr absl::string_view kReplacementUtf8 = "\xEF\xBF\xBD";
constexpr absl::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr size_t kMinPairsOfTwice = 60;  // two-byte characters of a text that was encoded twice
constexpr size_t kSample = 64 << 10;     // bytes from which the kind of text is judged

struct Utf8Stats {
  size_t errors = 0;  // broken sequences
  size_t pairs = 0;   // two-byte characters: never Chinese
  size_t longer = 0;  // three- and four-byte characters
};

// The length of the UTF-8 character at `at`, or 0 with the bytes to skip in *broken.
size_t Utf8Length(const unsigned char* at, const unsigned char* end, size_t* broken) {
  const auto is_in = [&](size_t i, unsigned low, unsigned high) {
    return at + i < end && at[i] >= low && at[i] <= high;
  };
  const unsigned lead = at[0];
  *broken = 1;
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  if (lead < 0xE0) return is_in(1, 0x80, 0xBF) ? 2 : 0;
  if (lead < 0xF0) {
    if (!is_in(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF)) return 0;
    if (is_in(2, 0x80, 0xBF)) return 3;
    *broken = 2;
    return 0;
  }
  if (!is_in(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF)) return 0;
  *broken = is_in(2, 0x80, 0xBF) ? 3 : 2;
  return *broken == 3 && is_in(3, 0x80, 0xBF) ? 4 : 0;
}

const unsigned char* SkipAscii(const unsigned char* at, const unsigned char* end) {
  while (end - at >= 8) {
    uint64_t word;
    std::memcpy(&word, at, sizeof(word));
    if ((word & 0x8080808080808080u) != 0) break;
    at += 8;
  }
  while (at < end && *at < 0x80) ++at;
  return at;
}

Utf8Stats ScanUtf8(absl::string_view bytes) {
  Utf8Stats stats;
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const unsigned char* const end = at + bytes.size();
  for (at = SkipAscii(at, end); at < end;) {
    size_t broken = 0;
    const size_t length = Utf8Length(at, end, &broken);
    if (length == 0) {
      ++stats.errors;
      at += broken;
    } else {
      stats.pairs += length == 2;
      stats.longer += length > 2;
      at += length;
    }
    if (at < end && *at < 0x80) at = SkipAscii(at, end);
  }
  return stats;
}

DecodedText RepairUtf8(absl::string_view bytes, size_t errors) {
  std::string text;
  text.reserve(bytes.size() + 2 * errors);
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const unsigned char* const end = at + bytes.size();
  while (at < end) {
    const unsigned char* const valid = at;
    size_t length = 1;
    size_t broken = 0;
    while (at < end && (length = Utf8Length(at, end, &broken)) > 0) at += length;
    text.append(reinterpret_cast<const char*>(valid), at - valid);
    if (at < end) {
      text.append(kReplacementUtf8.data(), kReplacementUtf8.size());
      at += broken;
    }
  }
  DecodedText decoded = DecodedText::Owning(std::move(text), "utf-8");
  decoded.errors = errors;
  return decoded;
}

DecodedText DecodeUtf16(absl::string_view bytes, bool big_endian) {
  const auto unit_at = [&](size_t i) -> char32_t {
    const auto first = static_cast<unsigned char>(bytes[i]);
    const auto second = static_cast<unsigned char>(bytes[i + 1]);
    return big_endian ? first << 8 | second : second << 8 | first;
  };
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 2);
  size_t errors = bytes.size() % 2;
  const size_t size = bytes.size() - errors;
  for (size_t i = 0; i < size; i += 2) {
    char32_t code = unit_at(i);
    if (code >= 0xD800 && code < 0xE000) {
      const char32_t low = code < 0xDC00 && i + 2 < size ? unit_at(i + 2) : 0;
      if (low >= 0xDC00 && low < 0xE000) {
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        i += 2;
      } else {
        code = kReplacement;
        ++errors;
      }
    }
    AppendUtf8(code, &text);
  }
  if (size < bytes.size()) AppendUtf8(kReplacement, &text);
  DecodedText decoded = DecodedText::Owning(std::move(text), big_endian ? "utf-16be" : "utf-16le");
  decoded.errors = errors;
  return decoded;
}

DecodedText DecodeDoubleByte(absl::string_view bytes, DoubleByteCharset charset) {
  std::string text;
  const size_t errors = gongkai::DecodeDoubleByte(bytes, charset, &text);
  DecodedText decoded = DecodedText::Owning(
      std::move(text), charset == DoubleByteCharset::kBig5 ? "big5" : "gb18030");
  decoded.errors = errors;
  return decoded;
}

enum class ByteOrder { kNotUtf16, kLittle, kBig };

// Of 16-bit units: how many are ASCII, and how many are anything that a Chinese text consists of.
struct UnitCounts {
  size_t ascii = 0;
  size_t plausible = 0;
};

UnitCounts CountUnits(absl::string_view bytes, bool big_endian) {
  UnitCounts counts;
  for (size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const auto high = static_cast<unsigned char>(bytes[big_endian ? i : i + 1]);
    const auto low = static_cast<unsigned char>(bytes[big_endian ? i + 1 : i]);
    const bool ascii = high == 0 && low >= '\t' && low < 0x7F;
    counts.ascii += ascii;
    counts.plausible +=
        ascii || (high >= 0x4E && high <= 0x9F) || high == 0x30 || high == 0xFF || high == 0x20;
  }
  return counts;
}

// The order of bytes that are UTF-16 without a mark. Such text has zero bytes, half of each digit
// and line end, and other bytes that are not ASCII unless every second one is zero.
ByteOrder GuessByteOrder(absl::string_view bytes) {
  bytes = bytes.substr(0, kSample);
  if (bytes.size() < 2 || std::memchr(bytes.data(), 0, bytes.size()) == nullptr) {
    return ByteOrder::kNotUtf16;
  }
  const UnitCounts little = CountUnits(bytes, false);
  const UnitCounts big = CountUnits(bytes, true);
  const UnitCounts& better = little.plausible >= big.plausible ? little : big;
  const size_t units = bytes.size() / 2;
  const bool is_ascii = std::all_of(bytes.begin(), bytes.end(),
                                    [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (better.plausible * 20 < units * 19 || better.ascii * 50 < units ||
      (is_ascii && better.ascii * 2 < units)) {
    return ByteOrder::kNotUtf16;
  }
  return &better == &little ? ByteOrder::kLittle : ByteOrder::kBig;
}

// The byte that windows-1252 shows as this character, or -1.
int WesternByte(char32_t c) {
  static constexpr char16_t kSigns[32] = {
      0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  if (c < 0x100) return static_cast<int>(c);
  const auto* const found = std::find(std::begin(kSigns), std::end(kSigns), c);
  return found == std::end(kSigns) ? -1 : static_cast<int>(0x80 + (found - std::begin(kSigns)));
}

// Whether nearly all that is not ASCII are marks and the more frequent characters of GB 2312.
bool IsGb2312(absl::string_view bytes) {
  size_t frequent = 0;
  size_t others = 0;
  for (size_t i = 0; i < bytes.size(); ++i) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    if (lead < 0x80) continue;
    const auto trail = i + 1 < bytes.size() ? static_cast<unsigned char>(bytes[i + 1]) : 0;
    const bool known = (lead >= 0xA1 && lead <= 0xA3) || (lead >= 0xB0 && lead <= 0xD7);
    ++(known && trail >= 0xA1 ? frequent : others);
    ++i;
  }
  return frequent > 20 * others;
}

// Text whose UTF-8 or GB 2312 was once taken for windows-1252 and encoded as UTF-8, as what it was
// meant to be; empty if it is no such text. `bytes` are UTF-8 without an error.
std::string UndoSecondEncoding(absl::string_view bytes, const Utf8Stats& stats) {
  if (stats.pairs < kMinPairsOfTwice || stats.pairs < stats.longer) return {};
  std::string once;
  once.reserve(bytes.size() / 2);
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const unsigned char* const end = at + bytes.size();
  while (at < end) {
    size_t broken = 0;
    const size_t length = Utf8Length(at, end, &broken);
    char32_t code = length == 1 ? at[0] : at[0] & (length == 2 ? 0x1Fu : 0x0Fu);
    for (size_t i = 1; i < length; ++i) code = code << 6 | (at[i] & 0x3Fu);
    const int byte = length > 3 ? -1 : WesternByte(code);
    if (byte < 0) return {};
    once.push_back(static_cast<char>(byte));
    at += length;
  }
  const Utf8Stats of_once = ScanUtf8(once);
  if (of_once.errors == 0 && of_once.longer > of_once.pairs) return once;
  std::string text;
  const bool chinese =
      IsGb2312(once) && gongkai::DecodeDoubleByte(once, DoubleByteCharset::kGb18030, &text) == 0;
  return chinese ? text : std::string();
}

bool IsGbLabel(absl::string_view label) {
  return absl::StartsWithIgnoreCase(label, "gb") || absl::StartsWithIgnoreCase(label, "x-gbk") ||
         absl::EqualsIgnoreCase(label, "cp936") || absl::EqualsIgnoreCase(label, "chinese");
}

}  // namespace

DecodedText DecodedText::Of(absl::string_view utf8, absl::string_view charset) {
  DecodedText decoded;
  decoded.view_ = utf8;
  decoded.charset_ = std::string(charset);
  return decoded;
}

DecodedText DecodedText::Owning(std::string utf8, absl::string_view charset) {
  DecodedText decoded;
  decoded.storage_ = std::move(utf8);
  decoded.owned_ = true;
  decoded.charset_ = std::string(charset);
  return decoded;
}

std::string DecodedText::TakeString() && {
  return owned_ ? std::move(storage_) : std::string(view_);
}

bool IsUtf16(absl::string_view bytes) {
  return absl::StartsWith(bytes, "\xFF\xFE") || absl::StartsWith(bytes, "\xFE\xFF") ||
         GuessByteOrder(bytes) != ByteOrder::kNotUtf16;
}

DecodedText DecodeText(absl::string_view bytes, absl::string_view declared) {
  if (absl::StartsWith(bytes, "\xFF\xFE")) return DecodeUtf16(bytes.substr(2), false);
  if (absl::StartsWith(bytes, "\xFE\xFF")) return DecodeUtf16(bytes.substr(2), true);
  if (const ByteOrder order = GuessByteOrder(bytes); order != ByteOrder::kNotUtf16) {
    DecodedText decoded = DecodeUtf16(bytes, order == ByteOrder::kBig);
    if (decoded.errors == bytes.size() % 2) return decoded;
  }
  const bool marked = absl::ConsumePrefix(&bytes, kUtf8Mark);
  const Utf8Stats utf8 = ScanUtf8(bytes);
  const bool utf8_likely = marked || utf8.longer > 0 || utf8.pairs == 0;
  if (utf8.errors == 0) {
    std::string once = UndoSecondEncoding(bytes, utf8);
    if (!once.empty()) return DecodedText::Owning(std::move(once), "utf-8");
    if (utf8_likely) return DecodedText::Of(bytes, "utf-8");
  }
  // A file that is UTF-8 but for a few bytes, such as a character cut in two at the end. GB18030
  // would turn it into other characters without an error.
  if (marked || utf8.longer > 20 * utf8.errors || (utf8.errors == 1 && utf8.longer >= 3)) {
    return RepairUtf8(bytes, utf8.errors);
  }

  if (absl::StartsWithIgnoreCase(declared, "big5")) {
    DecodedText big5 = DecodeDoubleByte(bytes, DoubleByteCharset::kBig5);
    if (big5.errors == 0) return big5;
  }
  DecodedText gb18030 = DecodeDoubleByte(bytes, DoubleByteCharset::kGb18030);
  if (utf8.errors == 0) {
    return gb18030.errors == 0 && !absl::StartsWithIgnoreCase(declared, "utf-8")
               ? std::move(gb18030)
               : DecodedText::Of(bytes, "utf-8");
  }
  const bool prefers_gb18030 = IsGbLabel(declared) || utf8.longer <= utf8.errors;
  if (gb18030.errors == 0 || gb18030.errors < utf8.errors ||
      (gb18030.errors == utf8.errors && prefers_gb18030)) {
    return gb18030;
  }
  return RepairUtf8(bytes, utf8.errors);
}

DecodedText ReadUtf8(absl::string_view bytes) {
  const Utf8Stats stats = ScanUtf8(bytes);
  return stats.errors == 0 ? DecodedText::Of(bytes, "utf-8") : RepairUtf8(bytes, stats.errors);
}

bool IsGarbage(const DecodedText& decoded) {
  const absl::string_view sample = decoded.text().substr(0, kSample);
  size_t control = 0;
  for (const char c : sample) {
    const auto byte = static_cast<unsigned char>(c);
    control += byte < 0x20 && !(byte >= '\t' && byte <= '\r') && byte != 0x1A;
  }
  return control * 10 > CountChars(sample) ||
         (decoded.errors > 0 && decoded.errors * 10 > CountChars(decoded.text()));
}

}  // namespace gongkai
