#include "workers/cli/input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "services/base/error.h"
#include "tests/workers/cli/temporary_folder.h"

namespace gongkai {
namespace {

using ::testing::ElementsAre;

TEST(ReadInputTest, ReadsFilesOfAnySize) {
  TemporaryFolder folder;
  for (const size_t size : {0u, 1u, 65535u, 65536u, 65537u, 1000000u}) {
    const std::string content(size, 'x');
    const auto read = ReadInput(folder.Write("file", content), 1000000);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(*read, content);
  }
}

TEST(ReadInputTest, Refusals) {
  TemporaryFolder folder;
  const std::string large = folder.Write("large", std::string(11, 'x'));
  const std::string secret = folder.Write("secret", "x");
  chmod(secret.c_str(), 0);
  EXPECT_EQ(DetailOf(ReadInput(folder.Path("absent"), 10).status()).reason, "FILE_NOT_FOUND");
  EXPECT_EQ(DetailOf(ReadInput(large + "/x", 10).status()).reason, "FILE_NOT_FOUND");
  EXPECT_EQ(DetailOf(ReadInput(folder.Path(""), 10).status()).reason, "IS_A_DIRECTORY");
  EXPECT_EQ(DetailOf(ReadInput(large, 10).status()).reason, "FILE_TOO_LARGE");
  EXPECT_TRUE(ReadInput(large, 11).ok());
  // Endless, and without a size that could be asked for.
  EXPECT_EQ(DetailOf(ReadInput("/dev/zero", 1 << 20).status()).reason, "FILE_TOO_LARGE");
  if (geteuid() != 0) {
    EXPECT_EQ(DetailOf(ReadInput(secret, 10).status()).reason, "PERMISSION_DENIED");
  }
}

TEST(FilesUnderTest, WalksFoldersInOrderWithoutHiddenOnes) {
  TemporaryFolder folder;
  const std::string b = folder.Write("in/b.txt", "");
  const std::string a = folder.Write("in/a/z.txt", "");
  const std::string c = folder.Write("in/c.html", "");
  folder.Write("in/.hidden", "");
  folder.Write("in/.git/x", "");
  const auto files = FilesUnder(folder.Path("in"));
  ASSERT_TRUE(files.ok()) << files.status();
  EXPECT_THAT(*files, ElementsAre(a, b, c));
  EXPECT_THAT(*FilesUnder(b), ElementsAre(b));
  EXPECT_THAT(*FilesUnder("-"), ElementsAre("-"));
  EXPECT_EQ(DetailOf(FilesUnder(folder.Path("absent")).status()).reason, "FILE_NOT_FOUND");
}

}  // namespace
}  // namespace gongkai
