// Bytes to Document: sniffs the format, decodes the charset, reads.
#pragma once

#include <cstddef>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "workers/document/document.h"

namespace gongkai {

// Budgets for everything that comes from outside. A document that exceeds one is refused with the
// reason that stands beside it, TOO_COMPLEX where none does.
struct ReadLimits {
  size_t max_bytes = 32u << 20;       // source: FILE_TOO_LARGE
  size_t max_text_bytes = 16u << 20;  // decoded text that is kept: TOO_MUCH_TEXT
  size_t max_cells = 200'000;         // all grids together, spans expanded: TOO_MANY_CELLS
  int max_depth = 400;                // nesting of elements: TOO_DEEP
  size_t max_elements = 2'000'000;    // elements of one XML part
  int max_pages = 1'000;              // of a PDF file: TOO_MANY_PAGES
  // Of a ZIP container (DOCX, or an archive with a report inside):
  size_t max_entries = 10'000;            // files, read or not: TOO_MANY_ENTRIES
  size_t max_part_bytes = 32u << 20;      // one file, unpacked: EXPANDS_TOO_MUCH
  size_t max_unpacked_bytes = 64u << 20;  // all files that are read: EXPANDS_TOO_MUCH
  size_t max_expansion = 250;             // unpacked by packed bytes of a file: EXPANDS_TOO_MUCH
};

class ReadBudget;

// Readers that are not linked into this library. A null one: the format is refused.
struct FormatReaders {
  // Appends the blocks of a PDF file: ReadPdf (workers/document/pdf_reader.h).
  absl::Status (*pdf)(absl::string_view bytes, ReadBudget* budget, Document* document) = nullptr;
  // Of a PNG, JPEG or TIFF file: ReadScannedImage (workers/document/ocr_reader.h).
  absl::Status (*image)(absl::string_view bytes, ReadBudget* budget, Document* document) = nullptr;
};

// Reads a document of any supported format; the type is found out from the bytes. Pure and
// thread-safe. A document without blocks is a page whose text a script or a linked file holds.
// Errors (services/base/error.h), all INVALID_ARGUMENT: EMPTY_DOCUMENT, UNSUPPORTED_FORMAT (names
// what was found: "a GIF image"), ENCRYPTED, DAMAGED_FILE; of archives SEVERAL_REPORTS and
// NO_REPORT_INSIDE (the files inside are named) and NESTED_ARCHIVE; and those of ReadLimits and of
// `readers`.
absl::StatusOr<Document> ReadDocument(absl::string_view bytes, const ReadLimits& limits = {},
                                      const FormatReaders& readers = {});

}  // namespace gongkai
