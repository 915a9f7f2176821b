// Reading PDF files in one call.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/base/error.h"
#include "workers/document/pdf_reader.h"
#include "workers/document/reader.h"

namespace gongkai {

inline absl::StatusOr<Document> ReadPdfDocument(absl::string_view bytes,
                                                const ReadLimits& limits = {}) {
  FormatReaders readers;
  readers.pdf = ReadPdf;
  return ReadDocument(bytes, limits, readers);
}

// The lines of DebugDump joined by " / ", or the reason of the error.
inline std::string ReadPdfDump(absl::string_view bytes, const ReadLimits& limits = {}) {
  const absl::StatusOr<Document> document = ReadPdfDocument(bytes, limits);
  if (!document.ok()) return DetailOf(document.status()).reason;
  std::vector<std::string> lines =
      absl::StrSplit(DebugDump(*document), '\n', absl::SkipWhitespace());
  for (std::string& line : lines) absl::StripAsciiWhitespace(&line);
  return absl::StrJoin(lines, " / ");
}

}  // namespace gongkai
