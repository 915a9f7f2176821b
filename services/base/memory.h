// What the process does with memory that it has freed.
#pragma once

namespace gongkai {

// Keeps up to 64 MiB of freed memory for the next use. Without this, buffers of some 10 KB that
// come and go at the end of the heap are given back to the system and asked for again each time.
// Call first in main.
void KeepFreedMemory();

}  // namespace gongkai
