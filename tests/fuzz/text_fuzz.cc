// Plain text to blocks.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/fuzz.h"
#include "workers/document/charset.h"
#include "workers/document/read_budget.h"
#include "workers/document/text_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace gongkai;
  Document document;
  ReadBudget budget((ReadLimits()));
  const absl::string_view source = document.Keep(
      DecodeText(absl::string_view(reinterpret_cast<const char*>(data), size), "").TakeString());
  CheckUtf8(source);
  if (ReadText(source, &budget, &document).ok()) CheckDocument(document);
  return 0;
}
