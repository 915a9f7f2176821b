// Turns documents of formats that no reader of ours knows into one that it does, by LibreOffice,
// confined to a folder of its own. This layer knows the name of a format and no more of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace gongkai {

struct ConverterOptions {
  std::string confined_path;  // gongkai-confined
  std::string office_path = "/usr/lib/libreoffice/program/soffice.bin";
  int64_t memory_limit_bytes = 0;  // address space of LibreOffice
};

// `bytes` as DOCX, a workbook as XLSX. `format` is what they are ("doc", "rtf", "odt", "fodt",
// "xls", "ods"): the extension that LibreOffice is to see. What the document does to LibreOffice is
// INVALID_ARGUMENT with reason TIME_LIMIT, MEMORY_LIMIT or CONVERSION_FAILED; that it is not
// installed or cannot be confined here is FAILED_PRECONDITION with reason CONVERTER_UNAVAILABLE.
// UNAVAILABLE: nothing could be started.
absl::StatusOr<std::string> ConvertToOpenXml(absl::string_view bytes, absl::string_view format,
                                             const ConverterOptions& options,
                                             std::chrono::steady_clock::time_point deadline);

}  // namespace gongkai
