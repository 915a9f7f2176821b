#include "workers/cli/check_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "tests/workers/cli/temporary_folder.h"
#include "workers/sandbox/confine.h"

namespace gongkai {
namespace {

using ::testing::ElementsAre;

// With a reader that does what the first word of a file says, and else gives the file back as the
// title of a report.
CheckFilesOptions Options() {
  CheckFilesOptions options;
  options.readers = 3;
  options.sandbox.reader_path = GONGKAI_BINARY_DIR "/bin/faulty-reader";
  options.sandbox.log_losses = false;
  return options;
}

class CheckFilesTest : public ::testing::Test {
 protected:
  void Add(const std::string& content) {
    files_.push_back(folder_.Write(absl::StrCat(files_.size(), ".txt"), content));
  }

  absl::Status Check(const CheckFilesOptions& options) {
    return CheckFiles(files_, options, [this](size_t file, absl::StatusOr<v1::Report> report) {
      EXPECT_EQ(file, results_.size()) << "in the order of the files";
      results_.push_back(report.ok() ? report->metadata().title()
                                     : DetailOf(report.status()).reason);
      if (!report.ok()) {
        EXPECT_NE(DetailOf(report.status()).message_zh, "");
        EXPECT_NE(report.status().message(), "");
      }
    });
  }

  TemporaryFolder folder_;
  std::vector<std::string> files_;
  std::vector<std::string> results_;
};

TEST_F(CheckFilesTest, ResultsComeInTheOrderOfTheFiles) {
  std::vector<std::string> expected;
  for (int i = 0; i < 100; ++i) {
    // The first is the last to be ready.
    expected.push_back(absl::StrCat(i == 0 ? "slow " : "quick ", i));
    Add(expected.back());
  }
  ASSERT_TRUE(Check(Options()).ok());
  EXPECT_EQ(results_, expected);
}

TEST_F(CheckFilesTest, WhatAFileDoesToItsReaderIsItsOwnReason) {
  Add("one");
  Add("crash");
  Add("exit");
  Add("hang");
  Add("nonsense");
  files_.push_back(folder_.Path("absent"));
  files_.push_back(folder_.Path(""));
  Add("two");
  CheckFilesOptions options = Options();
  options.sandbox.time_limit = absl::Seconds(1);
  ASSERT_TRUE(Check(options).ok());
  EXPECT_THAT(results_, ElementsAre("one", "READER_CRASHED", "READER_CRASHED", "TIME_LIMIT",
                                    "READER_CRASHED", "FILE_NOT_FOUND", "IS_A_DIRECTORY", "two"));
}

TEST_F(CheckFilesTest, AFileThatWantsAllMemoryIsRefused) {
  if (!FullyConfined()) GTEST_SKIP() << "memory is not limited in this build";
  Add("memory");
  Add("after");
  CheckFilesOptions options = Options();
  options.sandbox.memory_limit_bytes = 200 << 20;
  ASSERT_TRUE(Check(options).ok());
  EXPECT_THAT(results_, ElementsAre("MEMORY_LIMIT", "after"));
}

TEST_F(CheckFilesTest, WithoutAReaderItStopsAtOnce) {
  for (int i = 0; i < 100; ++i) Add("x");
  CheckFilesOptions options = Options();
  options.sandbox.reader_path = folder_.Path("gongkai-reader");
  const absl::Status status = Check(options);
  EXPECT_EQ(DetailOf(status).reason, "SANDBOX_UNAVAILABLE");
  EXPECT_THAT(results_, ElementsAre());
}

TEST_F(CheckFilesTest, NoFilesAreNoTrouble) { EXPECT_TRUE(Check(Options()).ok()); }

}  // namespace
}  // namespace gongkai
