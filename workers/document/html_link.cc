#include "workers/document/html_link.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "workers/document/characters.h"
#include "workers/document/charset.h"

namespace gongkai {
namespace {

constexpr size_t kMaxAddress = 2000;  // bytes
constexpr size_t kMaxName = 200;      // bytes

constexpr absl::string_view kExtensions[] = {".pdf",  ".doc", ".docx", ".wps", ".ofd", ".xls",
                                             ".xlsx", ".rtf", ".odt",  ".zip", ".rar"};

std::string AddressOf(const GumboNode* element, GumboTag tag, const HtmlTree& tree) {
  switch (tag) {
    case GUMBO_TAG_A:
      return tree.AttributeText(element, "href");
    case GUMBO_TAG_EMBED:
    case GUMBO_TAG_IFRAME:
      return tree.AttributeText(element, "src");
    case GUMBO_TAG_OBJECT:
      return tree.AttributeText(element, "data");
    default:
      return "";
  }
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string Decode(absl::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    const int high = i + 2 < text.size() && text[i] == '%' ? HexDigit(text[i + 1]) : -1;
    const int low = high >= 0 ? HexDigit(text[i + 2]) : -1;
    if (low >= 0) {
      decoded.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      decoded.push_back(text[i]);
    }
  }
  return decoded;
}

}  // namespace

std::string LinkedFile(const GumboNode* element, GumboTag tag, const HtmlTree& tree) {
  const std::string value = AddressOf(element, tag, tree);
  const absl::string_view address = value;
  if (address.empty() || address.size() > kMaxAddress) return "";
  // A viewer is given its file behind a question mark: viewer.html?file=/files/2023.pdf.
  for (size_t begin = 0; begin <= address.size();) {
    const size_t end = std::min(address.find_first_of("?#&=", begin), address.size());
    const absl::string_view part = address.substr(begin, end - begin);
    begin = end + 1;
    const bool is_file = std::any_of(
        std::begin(kExtensions), std::end(kExtensions),
        [&](absl::string_view extension) { return absl::EndsWithIgnoreCase(part, extension); });
    if (!is_file) continue;
    const std::string bytes = Decode(part);
    const DecodedText decoded = DecodeText(bytes, "");
    const absl::string_view path = decoded.text();
    const absl::string_view name = path.substr(path.find_last_of("/\\") + 1);
    if (name.size() > kMaxName) continue;
    TextFolder folder;  // takes away what is no text
    folder.Append(name);
    return std::string(folder.text());
  }
  return "";
}

}  // namespace gongkai
