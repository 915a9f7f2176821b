// Frames between a worker and its reader: a 4-byte little-endian length, then that many bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace gongkai {

// Longest frame either side accepts. A document fits with room to spare.
inline constexpr size_t kMaxFrameBytes = 64u << 20;
inline constexpr size_t kFrameHeaderBytes = 4;

// Writes the header of a frame of `length` bytes to `header`.
void EncodeFrameLength(uint32_t length, char header[kFrameHeaderBytes]);
uint32_t DecodeFrameLength(const char header[kFrameHeaderBytes]);

enum class FrameResult {
  kOk,
  kEnd,     // the other side has closed, between two frames
  kBroken,  // error, end inside a frame, or a frame too long
};

// For blocking descriptors; wait without limit. `content` is replaced.
FrameResult ReadFrame(int fd, std::string* content);
FrameResult WriteFrame(int fd, absl::string_view content);

}  // namespace gongkai
