// The drawing operations of pages to blocks, pages with a byte 1 between them. The file around them
// is sound: to take files apart is poppler's part, which is not instrumented.
#include <cstddef>
#include <cstdint>

#include "absl/strings/str_split.h"
#include "tests/fuzz/fuzz.h"
#include "tests/workers/document/pdf_writer.h"
#include "workers/document/pdf_reader.h"
#include "workers/document/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace gongkai;
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  PdfWriter pdf;
  for (const absl::string_view page : absl::StrSplit(input, absl::MaxSplits('\1', 7))) {
    pdf.AddPage().Raw(page);
  }
  FormatReaders readers;
  readers.pdf = ReadPdf;
  const auto document = ReadDocument(pdf.Finish(), {}, readers);
  if (document.ok()) CheckDocument(*document);
  return 0;
}
