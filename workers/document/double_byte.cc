#include "workers/document/double_byte.h"

#include <iconv.h>

#include <cstdint>
#include <vector>

namespace gongkai {
namespace {

constexpr unsigned kFirstLead = 0x81;
constexpr unsigned kLeads = 0xFE - kFirstLead + 1;
constexpr unsigned kFourByteBmp = 39420;          // four-byte codes below U+10000
constexpr unsigned kFourByteSupplement = 189000;  // where U+10000 stands among them
constexpr char32_t kReplacement = 0xFFFD;

// One iconv descriptor to UTF-32; converts single characters.
class Converter {
 public:
  explicit Converter(const char* charset) : iconv_(iconv_open("UTF-32LE", charset)) {}
  ~Converter() {
    if (valid()) iconv_close(iconv_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  // The code point below U+10000 of one character; 0 if there is none.
  uint16_t Convert(const unsigned char* bytes, size_t size) {
    if (!valid()) return 0;
    char in[4];
    for (size_t i = 0; i < size; ++i) in[i] = static_cast<char>(bytes[i]);
    unsigned char out[16];
    char* in_at = in;
    char* out_at = reinterpret_cast<char*>(out);
    size_t in_left = size;
    size_t out_left = sizeof(out);
    if (iconv(iconv_, &in_at, &in_left, &out_at, &out_left) == static_cast<size_t>(-1) ||
        iconv(iconv_, nullptr, nullptr, &out_at, &out_left) == static_cast<size_t>(-1)) {
      iconv(iconv_, nullptr, nullptr, nullptr, nullptr);
      return 0;
    }
    if (out_left != sizeof(out) - 4 || out[2] != 0 || out[3] != 0) return 0;
    return static_cast<uint16_t>(out[0] | out[1] << 8);
  }

 private:
  bool valid() const { return iconv_ != reinterpret_cast<iconv_t>(-1); }

  iconv_t iconv_;
};

std::vector<uint16_t> LoadTwoByte(const char* charset) {
  Converter converter(charset);
  std::vector<uint16_t> table(kLeads * 256);
  for (unsigned lead = 0; lead < kLeads; ++lead) {
    for (unsigned trail = 0x40; trail <= 0xFE; ++trail) {
      const unsigned char bytes[] = {static_cast<unsigned char>(kFirstLead + lead),
                                     static_cast<unsigned char>(trail)};
      table[lead * 256 + trail] = converter.Convert(bytes, 2);
    }
  }
  return table;
}

std::vector<uint16_t> LoadFourByte() {
  Converter converter("GB18030");
  std::vector<uint16_t> table(kFourByteBmp);
  for (unsigned i = 0; i < kFourByteBmp; ++i) {
    const unsigned char bytes[] = {static_cast<unsigned char>(0x81 + i / 12600),
                                   static_cast<unsigned char>(0x30 + i / 1260 % 10),
                                   static_cast<unsigned char>(0x81 + i / 10 % 126),
                                   static_cast<unsigned char>(0x30 + i % 10)};
    table[i] = converter.Convert(bytes, 4);
  }
  return table;
}

const uint16_t* TwoByteTable(DoubleByteCharset charset) {
  if (charset == DoubleByteCharset::kBig5) {
    static const auto& big5 = *new std::vector<uint16_t>(LoadTwoByte("BIG5"));
    return big5.data();
  }
  static const auto& gb18030 = *new std::vector<uint16_t>(LoadTwoByte("GB18030"));
  return gb18030.data();
}

const uint16_t* FourByteTable() {
  static const auto& table = *new std::vector<uint16_t>(LoadFourByte());
  return table.data();
}

char32_t FourByteCode(const unsigned char* bytes) {
  if (bytes[1] < 0x30 || bytes[1] > 0x39 || bytes[2] < 0x81 || bytes[2] > 0xFE || bytes[3] < 0x30 ||
      bytes[3] > 0x39) {
    return 0;
  }
  const unsigned index = (bytes[0] - 0x81u) * 12600 + (bytes[1] - 0x30u) * 1260 +
                         (bytes[2] - 0x81u) * 10 + (bytes[3] - 0x30u);
  if (index < kFourByteBmp) return FourByteTable()[index];
  if (index < kFourByteSupplement) return 0;
  const char32_t code = 0x10000 + (index - kFourByteSupplement);
  return code <= 0x10FFFF ? code : 0;
}

}  // namespace

void AppendUtf8(char32_t code, std::string* out) {
  if (code < 0x80) {
    *out += static_cast<char>(code);
    return;
  }
  char bytes[4];
  size_t size = 0;
  if (code < 0x800) {
    bytes[size++] = static_cast<char>(0xC0 | code >> 6);
  } else {
    if (code < 0x10000) {
      bytes[size++] = static_cast<char>(0xE0 | code >> 12);
    } else {
      bytes[size++] = static_cast<char>(0xF0 | code >> 18);
      bytes[size++] = static_cast<char>(0x80 | (code >> 12 & 0x3F));
    }
    bytes[size++] = static_cast<char>(0x80 | (code >> 6 & 0x3F));
  }
  bytes[size++] = static_cast<char>(0x80 | (code & 0x3F));
  out->append(bytes, size);
}

size_t DecodeDoubleByte(absl::string_view bytes, DoubleByteCharset charset, std::string* out) {
  const uint16_t* const two_byte = TwoByteTable(charset);
  out->reserve(out->size() + bytes.size() + bytes.size() / 2);
  const auto* at = reinterpret_cast<const unsigned char*>(bytes.data());
  const unsigned char* const end = at + bytes.size();
  size_t errors = 0;
  while (at < end) {
    if (*at < 0x80) {
      const unsigned char* const ascii = at;
      while (at < end && *at < 0x80) ++at;
      out->append(reinterpret_cast<const char*>(ascii), at - ascii);
      continue;
    }
    char32_t code = 0;
    size_t length = 1;
    if (*at >= kFirstLead && *at < kFirstLead + kLeads && end - at >= 2) {
      code = two_byte[(*at - kFirstLead) * 256 + at[1]];
      if (code != 0) {
        length = 2;
      } else if (charset == DoubleByteCharset::kGb18030 && end - at >= 4) {
        code = FourByteCode(at);
        if (code != 0) length = 4;
      }
      // What follows a broken lead is kept if it is ASCII: a '<' must not vanish.
      if (code == 0 && at[1] >= 0x80) length = 2;
    }
    if (code == 0) {
      ++errors;
      code = kReplacement;
    }
    AppendUtf8(code, out);
    at += length;
  }
  return errors;
}

}  // namespace gongkai
