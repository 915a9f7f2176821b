// Bytes of any format to blocks: sniffing, charsets, and whichever reader they lead to.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/fuzz.h"
#include "workers/document/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace gongkai;
  const auto document = ReadDocument(absl::string_view(reinterpret_cast<const char*>(data), size));
  if (document.ok()) {
    FUZZ_CHECK(!document->blocks.empty());
    CheckDocument(*document);
  }
  return 0;
}
