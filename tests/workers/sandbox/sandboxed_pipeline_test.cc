// The real reader, locked in, gives what the pipeline gives.
#include <gtest/gtest.h>
#include <sys/types.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gongkai/v1/report.pb.h"
#include "workers/pipeline/pipeline.h"
#include "workers/sandbox/sandbox.h"

namespace gongkai {
namespace {

using internal::v1::ProcessReply;
using internal::v1::ProcessRequest;

std::string Sample() {
  std::stringstream text;
  text << std::ifstream(GONGKAI_SOURCE_DIR "/tests/data/sample-2019.txt").rdbuf();
  return text.str();
}

class SandboxedPipelineTest : public testing::Test {
 protected:
  void ExpectSame(Sandbox& sandbox, const ProcessRequest& request) {
    const absl::StatusOr<ProcessReply> reply = sandbox.Process(request);
    ASSERT_TRUE(reply.ok()) << reply.status();
    EXPECT_EQ(reply->SerializeAsString(), pipeline_->Answer(request).SerializeAsString());
  }
  absl::StatusOr<Pipeline> pipeline_ = Pipeline::Create();
};

TEST_F(SandboxedPipelineTest, TheReaderIsFoundBesideTheProgramAndReadsTheSample) {
  ASSERT_TRUE(pipeline_.ok()) << pipeline_.status();
  Sandbox sandbox({});
  ProcessRequest request;
  request.set_content(Sample());
  request.set_requested_year(2019);
  ASSERT_FALSE(request.content().empty());
  ExpectSame(sandbox, request);

  const absl::StatusOr<ProcessReply> reply = sandbox.Process(request);
  ASSERT_TRUE(reply.ok()) << reply.status();
  v1::Report report;
  ASSERT_TRUE(report.ParseFromString(reply->report())) << reply->error().reason();
  EXPECT_EQ(report.facts_size(), 198);
  EXPECT_EQ(reply->summary().year(), 2019);
  EXPECT_EQ(reply->summary().agency_name(), report.agency_name());
}

// Converters of charsets are loaded from files, which are out of reach once the child is locked in.
TEST_F(SandboxedPipelineTest, EveryCharsetIsReadWithoutFiles) {
  ASSERT_TRUE(pipeline_.ok()) << pipeline_.status();
  const std::vector<std::string> documents = {
      // 政府信息公开工作年度报告 in GB18030, UTF-16 of both orders, Big5 and GBK by declaration.
      "2019\xc4\xea\xd5\xfe\xb8\xae\xd0\xc5\xcf\xa2\xb9\xab\xbf\xaa\xb9\xa4\xd7\xf7\xc4\xea\xb6\xc8"
      "\xb1\xa8\xb8\xe6\n",
      std::string("\xff\xfe\x3f\x65\x9c\x5e\xe1\x4f\x6f\x60\x6c\x51\x00\x5f\x0a\x00", 16),
      std::string("\xfe\xff\x65\x3f\x5e\x9c\x4f\xe1\x60\x6f\x51\x6c\x5f\x00\x00\x0a", 16),
      "<html><meta charset=\"big5\"><title>\xac\x46\xa9\xb2</title><p>\xac\x46\xa9\xb2</p></html>",
      "<html><meta charset=\"gbk\"><title>\xd5\xfe\xb8\xae</title><p>\xd5\xfe\xb8\xae</p></html>",
      "<html><meta charset=\"utf-16\"><p>x</p></html>",
      "<html><meta charset=\"no-such-charset\"><p>x</p></html>",
      "\xff\xff\xfe broken",
      "",
  };
  Sandbox sandbox({});
  ASSERT_TRUE(sandbox.Start().ok());
  const pid_t pid = sandbox.reader_pid();
  // More than once: a converter that is let go must not have to be loaded again.
  for (int round = 0; round < 10; ++round) {
    for (size_t i = 0; i < documents.size(); ++i) {
      SCOPED_TRACE(absl::StrCat("document ", i, " round ", round));
      ProcessRequest request;
      request.set_content(documents[i]);
      ExpectSame(sandbox, request);
    }
  }
  EXPECT_EQ(sandbox.reader_pid(), pid);
}

TEST_F(SandboxedPipelineTest, TheSampleTwoHundredTimesInOneChild) {
  ASSERT_TRUE(pipeline_.ok()) << pipeline_.status();
  Sandbox sandbox({});
  ProcessRequest request;
  request.set_content(Sample());
  const std::string expected = pipeline_->Answer(request).SerializeAsString();
  ASSERT_TRUE(sandbox.Start().ok());
  const pid_t pid = sandbox.reader_pid();
  for (int i = 0; i < 200; ++i) {
    const absl::StatusOr<ProcessReply> reply = sandbox.Process(request);
    ASSERT_TRUE(reply.ok()) << reply.status();
    ASSERT_EQ(reply->SerializeAsString(), expected);
  }
  EXPECT_EQ(sandbox.reader_pid(), pid);
}

}  // namespace
}  // namespace gongkai
