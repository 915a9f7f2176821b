// gongkai-reader: opens documents for a worker, locked in. Started by the worker, never by hand.
#include "services/base/log.h"
#include "workers/document/pdf_reader.h"
#include "workers/sandbox/reader_program.h"

namespace gongkai {
namespace {

absl::StatusOr<FormatReaders> Load() {
  FormatReaders readers;
  readers.pdf = ReadPdf;
  return readers;
}

}  // namespace
}  // namespace gongkai

int main(int argc, char** argv) {
  gongkai::SetLogProgram("reader");
  return gongkai::RunReaderProgram(argc, argv, gongkai::Load);
}
