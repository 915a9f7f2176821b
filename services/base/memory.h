// What the process does with memory that it has freed.
#pragma once

namespace gongkai {

// Keeps up to 8 MiB of freed memory of each heap for the next use; a block of 2 MiB and more is
// still given back at once. Without this, buffers that come and go at the end of a heap are given
// back to the system and asked for again each time. Call first in main.
void KeepFreedMemory();

}  // namespace gongkai
