// Reading in one call, for tables of small literals.
#pragma once

#include <iconv.h>

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/base/error.h"
#include "workers/document/reader.h"

namespace gongkai {

// The lines of DebugDump joined by " / ", or the reason of the error.
inline std::string Read(absl::string_view bytes, const ReadLimits& limits = {}) {
  const absl::StatusOr<Document> document = ReadDocument(bytes, limits);
  if (!document.ok()) return DetailOf(document.status()).reason;
  std::vector<std::string> lines =
      absl::StrSplit(DebugDump(*document), '\n', absl::SkipWhitespace());
  for (std::string& line : lines) absl::StripAsciiWhitespace(&line);
  return absl::StrJoin(lines, " / ");
}

// UTF-8 text in another charset.
inline std::string Encode(absl::string_view utf8, const char* charset) {
  const iconv_t converter = iconv_open(charset, "UTF-8");
  std::string in(utf8);
  std::string out(utf8.size() * 4 + 16, '\0');
  char* in_at = in.data();
  char* out_at = out.data();
  size_t in_left = in.size();
  size_t out_left = out.size();
  iconv(converter, &in_at, &in_left, &out_at, &out_left);
  iconv_close(converter);
  out.resize(out.size() - out_left);
  return out;
}

}  // namespace gongkai
