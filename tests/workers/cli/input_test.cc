#include "workers/cli/input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
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

TEST(NameToSubmitTest, IsWhatAGatewayTakes) {
  EXPECT_EQ(NameToSubmit("-"), "");
  EXPECT_EQ(NameToSubmit("in/年报.txt"), "年报.txt");
  EXPECT_EQ(NameToSubmit("\xC4\xEA/\xB1\xA8.txt"), "\uFFFD\uFFFD.txt") << "GBK";
  EXPECT_EQ(NameToSubmit("a\nb"), "a b");
  EXPECT_EQ(NameToSubmit(std::string(255, 'x')), std::string(255, 'x'));
  // Three bytes for each: 85 fit, and 84 behind one x.
  EXPECT_EQ(NameToSubmit(std::string(200, '\xC4')).size(), 255u);
  EXPECT_EQ(NameToSubmit("x" + std::string(200, '\xC4')).size(), 1u + 84 * 3);
}

// The files, then what is unusable with its reason.
std::vector<std::string> Found(const std::string& path) {
  const FoundFiles found = FilesUnder(path);
  std::vector<std::string> dump = found.files;
  for (const FoundFiles::Unusable& unusable : found.unusable) {
    dump.push_back(absl::StrCat(unusable.path, " ", DetailOf(unusable.status).reason));
  }
  return dump;
}

TEST(FilesUnderTest, WalksFoldersInOrderWithoutHiddenOnes) {
  TemporaryFolder folder;
  const std::string b = folder.Write("in/b.txt", "");
  const std::string a = folder.Write("in/a/z.txt", "");
  const std::string c = folder.Write("in/c.html", "");
  folder.Write("in/.hidden", "");
  folder.Write("in/.git/x", "");
  std::filesystem::create_directory_symlink(folder.Path("in"), folder.Path("in/again"));
  EXPECT_THAT(Found(folder.Path("in")), ElementsAre(a, b, c));
  EXPECT_THAT(Found(b), ElementsAre(b));
  EXPECT_THAT(Found("-"), ElementsAre("-"));
  EXPECT_THAT(Found(folder.Path("absent")), ElementsAre(folder.Path("absent") + " FILE_NOT_FOUND"));
  EXPECT_THAT(Found(folder.Path("none/")), ElementsAre(folder.Path("none/") + " EMPTY_DIRECTORY"));
}

TEST(FilesUnderTest, AFolderThatCannotBeReadIsNamedAndDoesNotHideTheOthers) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  TemporaryFolder folder;
  const std::string a = folder.Write("in/a.txt", "");
  const std::string locked = folder.Path("in/locked");
  const std::string z = folder.Write("in/z/z.txt", "");
  std::filesystem::create_directory(locked);
  chmod(locked.c_str(), 0);
  EXPECT_THAT(Found(folder.Path("in")), ElementsAre(a, z, locked + " PERMISSION_DENIED"));
  chmod(locked.c_str(), 0700);
}

}  // namespace
}  // namespace gongkai
