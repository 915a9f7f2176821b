#include "workers/document/legacy_format.h"

#include "absl/strings/match.h"

namespace gongkai {
namespace {

constexpr absl::string_view kCompoundFile = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
// "WordDocument" in UTF-16: the stream that holds the text.
constexpr absl::string_view kWordStream("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", 24);

}  // namespace

absl::string_view LegacyFormat(absl::string_view bytes) {
  if (absl::StartsWith(bytes, "{\\rtf")) return "rtf";
  if (absl::StartsWith(bytes, kCompoundFile) && absl::StrContains(bytes, kWordStream)) return "doc";
  return "";
}

}  // namespace gongkai
