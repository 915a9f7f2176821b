#include "workers/sandbox/frame.h"

#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>

namespace gongkai {
namespace {

// Bytes read: `size`, fewer at the end of the stream, -1 on error.
ssize_t ReadAll(int fd, char* to, size_t size) {
  size_t done = 0;
  while (done < size) {
    const ssize_t n = read(fd, to + done, size - done);
    if (n == 0) break;
    if (n < 0) {
      if (errno == EINTR) continue;
      return -1;
    }
    done += static_cast<size_t>(n);
  }
  return static_cast<ssize_t>(done);
}

}  // namespace

void EncodeFrameLength(uint32_t length, char header[kFrameHeaderBytes]) {
  for (size_t i = 0; i < kFrameHeaderBytes; ++i) header[i] = static_cast<char>(length >> (8 * i));
}

uint32_t DecodeFrameLength(const char header[kFrameHeaderBytes]) {
  uint32_t length = 0;
  for (size_t i = 0; i < kFrameHeaderBytes; ++i) {
    length |= static_cast<uint32_t>(static_cast<unsigned char>(header[i])) << (8 * i);
  }
  return length;
}

FrameResult ReadFrame(int fd, std::string* content) {
  char header[kFrameHeaderBytes];
  const ssize_t n = ReadAll(fd, header, sizeof(header));
  if (n == 0) return FrameResult::kEnd;
  if (n != static_cast<ssize_t>(sizeof(header))) return FrameResult::kBroken;
  const uint32_t length = DecodeFrameLength(header);
  if (length > kMaxFrameBytes) return FrameResult::kBroken;
  content->resize(length);
  return ReadAll(fd, content->data(), length) == static_cast<ssize_t>(length)
             ? FrameResult::kOk
             : FrameResult::kBroken;
}

FrameResult WriteFrame(int fd, absl::string_view content) {
  if (content.size() > kMaxFrameBytes) return FrameResult::kBroken;
  char header[kFrameHeaderBytes];
  EncodeFrameLength(static_cast<uint32_t>(content.size()), header);
  iovec parts[2] = {{header, sizeof(header)}, {const_cast<char*>(content.data()), content.size()}};
  size_t part = 0;
  while (part < 2) {
    const ssize_t n = writev(fd, parts + part, static_cast<int>(2 - part));
    if (n < 0) {
      if (errno == EINTR) continue;
      return FrameResult::kBroken;
    }
    size_t written = static_cast<size_t>(n);
    while (part < 2 && written >= parts[part].iov_len) written -= parts[part++].iov_len;
    if (part < 2) {
      parts[part].iov_base = static_cast<char*>(parts[part].iov_base) + written;
      parts[part].iov_len -= written;
    }
  }
  return FrameResult::kOk;
}

}  // namespace gongkai
