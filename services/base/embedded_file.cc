#include "services/base/embedded_file.h"

#include "services/base/digest.h"

namespace gongkai {

std::string FilesVersion(absl::Span<const EmbeddedFile> files) {
  std::string all;
  for (const EmbeddedFile& file : files) {
    // A byte that no text file holds keeps ("ab", "c") and ("a", "bc") apart.
    all.append(file.name.data(), file.name.size()).push_back('\0');
    all.append(file.text.data(), file.text.size()).push_back('\0');
  }
  return Sha256Hex(all).substr(0, 12);
}

}  // namespace gongkai
