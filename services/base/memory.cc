#include "services/base/memory.h"

#include <malloc.h>

namespace gongkai {

void KeepFreedMemory() {
  mallopt(M_TRIM_THRESHOLD, 8 << 20);
  // Left alone it would grow by itself, but not once the other is set.
  mallopt(M_MMAP_THRESHOLD, 2 << 20);
}

}  // namespace gongkai
