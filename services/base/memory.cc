#include "services/base/memory.h"

#include <malloc.h>

namespace gongkai {

void KeepFreedMemory() { mallopt(M_TRIM_THRESHOLD, 8 << 20); }

}  // namespace gongkai
