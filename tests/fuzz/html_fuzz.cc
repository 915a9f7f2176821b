// HTML to blocks.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/fuzz.h"
#include "workers/document/charset.h"
#include "workers/document/html_reader.h"
#include "workers/document/read_budget.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace gongkai;
  Document document;
  ReadBudget budget((ReadLimits()));
  const DecodedText decoded =
      DecodeText(absl::string_view(reinterpret_cast<const char*>(data), size), "utf-8");
  CheckUtf8(decoded.text());
  if (ReadHtml(decoded.text(), &budget, &document).ok()) CheckDocument(document);
  return 0;
}
