// What comes over the channel between worker and reader: frames, and the messages in them.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "gongkai/internal/v1/sandbox.pb.h"
#include "gongkai/v1/report.pb.h"
#include "google/protobuf/stubs/logging.h"
#include "tests/fuzz/fuzz.h"
#include "workers/sandbox/frame.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace gongkai;
  static const auto quiet = google::protobuf::SetLogHandler(nullptr);
  (void)quiet;
  const int fd = memfd_create("frames", 0);
  FUZZ_CHECK(fd >= 0);
  FUZZ_CHECK(write(fd, data, size) == static_cast<ssize_t>(size));
  FUZZ_CHECK(lseek(fd, 0, SEEK_SET) == 0);
  std::string frame;
  size_t used = 0;
  FrameResult result;
  while ((result = ReadFrame(fd, &frame)) == FrameResult::kOk) {
    used += kFrameHeaderBytes + frame.size();
    FUZZ_CHECK(used <= size);
    internal::v1::ProcessReply reply;
    v1::Report report;
    if (reply.ParseFromString(frame)) report.ParseFromString(reply.report());
    internal::v1::ProcessRequest request;
    request.ParseFromString(frame);
  }
  FUZZ_CHECK((result == FrameResult::kEnd) == (used == size));
  close(fd);
  return 0;
}
