#include "workers/sandbox/frame.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <thread>

namespace gongkai {
namespace {

class FrameTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(pipe(ends_), 0); }
  void TearDown() override {
    close(ends_[0]);
    CloseWriteEnd();
  }
  void CloseWriteEnd() {
    if (ends_[1] >= 0) close(ends_[1]);
    ends_[1] = -1;
  }
  void WriteRaw(const std::string& bytes) {
    ASSERT_EQ(write(ends_[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  int ends_[2];
};

TEST_F(FrameTest, LengthIsLittleEndian) {
  char header[kFrameHeaderBytes];
  EncodeFrameLength(0x01020384, header);
  EXPECT_EQ(std::string(header, 4), std::string("\x84\x03\x02\x01", 4));
  EXPECT_EQ(DecodeFrameLength(header), 0x01020384u);
}

TEST_F(FrameTest, FramesFollowEachOther) {
  // Longer than the pipe holds, so that reading and writing are in pieces.
  const std::string large(1 << 20, 'x');
  std::thread writer([&] {
    for (const std::string& content : {std::string("a"), std::string(), large}) {
      EXPECT_EQ(WriteFrame(ends_[1], content), FrameResult::kOk);
    }
    CloseWriteEnd();
  });
  std::string content = "left over";
  for (const std::string& expected : {std::string("a"), std::string(), large}) {
    EXPECT_EQ(ReadFrame(ends_[0], &content), FrameResult::kOk);
    EXPECT_EQ(content, expected);
  }
  EXPECT_EQ(ReadFrame(ends_[0], &content), FrameResult::kEnd);
  writer.join();
}

TEST_F(FrameTest, BrokenInput) {
  for (const std::string& bytes :
       {std::string("\x02"), std::string("\x02\0\0\0a", 5), std::string("\x01\0\0\x04", 4)}) {
    SetUp();
    WriteRaw(bytes);
    CloseWriteEnd();
    std::string content;
    EXPECT_EQ(ReadFrame(ends_[0], &content), FrameResult::kBroken);
    close(ends_[0]);
  }
  SetUp();
}

TEST_F(FrameTest, TooLongIsRefusedBeforeWriting) {
  EXPECT_EQ(WriteFrame(ends_[1], std::string(kMaxFrameBytes + 1, 'x')), FrameResult::kBroken);
  CloseWriteEnd();
  std::string content;
  EXPECT_EQ(ReadFrame(ends_[0], &content), FrameResult::kEnd);
}

}  // namespace
}  // namespace gongkai
