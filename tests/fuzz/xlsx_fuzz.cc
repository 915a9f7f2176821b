// The parts of a workbook to blocks: a sheet, shared strings and styles, with bytes 1 between them.
// The container around them is sound; what is wrong with containers is document_fuzz's.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "tests/data/container/container.h"
#include "tests/fuzz/fuzz.h"
#include "workers/document/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace gongkai;
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> parts = absl::StrSplit(input, absl::MaxSplits('\1', 2));
  parts.resize(3);
  const std::string xlsx =
      MakeZip(XlsxFiles({{"a", parts[0]}}, parts[1], parts[2]), {.store = true});
  const auto document = ReadDocument(xlsx);
  if (document.ok()) CheckDocument(*document);
  return 0;
}
