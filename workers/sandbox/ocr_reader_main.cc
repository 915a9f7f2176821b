// gongkai-ocr-reader: as gongkai-reader, and recognises the text of scans. Started by the worker,
// never by hand.
#include "services/base/log.h"
#include "services/base/status_macros.h"
#include "workers/document/ocr_reader.h"
#include "workers/sandbox/reader_program.h"

namespace gongkai {
namespace {

absl::StatusOr<FormatReaders> Load() {
  RETURN_IF_ERROR(LoadOcr());
  FormatReaders readers;
  readers.pdf = ReadPdfOrScan;
  readers.image = ReadScannedImage;
  return readers;
}

}  // namespace
}  // namespace gongkai

int main(int argc, char** argv) {
  gongkai::SetLogProgram("ocr-reader");
  return gongkai::RunReaderProgram(argc, argv, gongkai::Load);
}
