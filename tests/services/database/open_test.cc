#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/database/database.h"
#include "tests/services/database/temporary_folder.h"

namespace gongkai::database {
namespace {

std::string Write(const std::string& path, absl::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

TEST(OpenTest, RefusesWhatItCannotUse) {
  TemporaryFolder folder;
  struct Case {
    std::string url;
    absl::StatusCode code;
    std::string reason;
    std::string english;
    std::string chinese;
  };
  const Case cases[] = {
      {"", absl::StatusCode::kInvalidArgument, "STORE_URL_INVALID", "sqlite:PATH", "sqlite:路径"},
      {"gongkai.db", absl::StatusCode::kInvalidArgument, "STORE_URL_INVALID", "gongkai.db", "无效"},
      {"mysql://h/d", absl::StatusCode::kInvalidArgument, "STORE_URL_INVALID", "mysql", "无效"},
      {"postgresql://u:secret@h/d", absl::StatusCode::kInvalidArgument, "STORE_URL_UNSUPPORTED",
       "no PostgreSQL driver", "PostgreSQL"},
      {"postgres://h/d", absl::StatusCode::kInvalidArgument, "STORE_URL_UNSUPPORTED",
       "no PostgreSQL driver", "PostgreSQL"},
      {"sqlite:", absl::StatusCode::kInvalidArgument, "STORE_PATH_UNUSABLE", "empty", "路径为空"},
      {absl::StrCat("sqlite:", folder.path()), absl::StatusCode::kInvalidArgument,
       "STORE_PATH_UNUSABLE", "it is a folder", "文件夹"},
      {absl::StrCat("sqlite:", folder.File("none"), "/a.db"), absl::StatusCode::kInvalidArgument,
       "STORE_PATH_UNUSABLE", "there is no folder", "文件夹不存在"},
      {"sqlite:/dev/null", absl::StatusCode::kInvalidArgument, "STORE_PATH_UNUSABLE",
       "no regular file", "不是普通文件"},
      {absl::StrCat("sqlite:", Write(folder.File("text"), std::string(5000, 'x'))),
       absl::StatusCode::kDataLoss, "DATABASE_DAMAGED", "no database", "不是数据库"},
      {absl::StrCat("sqlite:", Write(folder.File("short"), "hello")), absl::StatusCode::kDataLoss,
       "DATABASE_DAMAGED", "no database", "不是数据库"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.url);
    const absl::Status status = OpenDatabase(c.url).status();
    EXPECT_EQ(status.code(), c.code) << status;
    EXPECT_EQ(DetailOf(status).reason, c.reason);
    EXPECT_THAT(std::string(status.message()), testing::HasSubstr(c.english));
    EXPECT_THAT(DetailOf(status).message_zh, testing::HasSubstr(c.chinese));
    EXPECT_THAT(std::string(status.message()), testing::Not(testing::HasSubstr("secret")));
  }
}

TEST(OpenTest, DoesNotTouchAFileThatIsNoDatabase) {
  TemporaryFolder folder;
  const std::string path = Write(folder.File("text"), std::string(5000, 'x'));
  EXPECT_FALSE(OpenDatabase(absl::StrCat("sqlite:", path)).ok());
  EXPECT_EQ(std::filesystem::file_size(path), 5000u);
}

TEST(OpenTest, SaysThatPermissionIsMissing) {
  TemporaryFolder folder;
  const std::string closed = folder.File("closed");
  ASSERT_EQ(mkdir(closed.c_str(), 0500), 0);
  // The superuser may write anywhere, so a child without privileges tries.
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && (chmod(folder.path().c_str(), 0755) != 0 ||
                           chmod(closed.c_str(), 0555) != 0 || setuid(65534) != 0)) {
      _exit(2);
    }
    const absl::Status status = OpenDatabase(absl::StrCat("sqlite:", closed, "/a.db")).status();
    _exit(DetailOf(status).reason == "STORE_PATH_UNUSABLE" &&
                  DetailOf(status).message_zh.find("权限") != std::string::npos
              ? 0
              : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(OpenTest, NamesThatMeanSomethingToSqliteAreFileNames) {
  TemporaryFolder folder;
  for (const char* name : {":memory:", "file:x?mode=memory", "空 格.db"}) {
    ASSERT_TRUE(OpenDatabase(absl::StrCat("sqlite:", folder.File(name))).ok()) << name;
    EXPECT_TRUE(std::filesystem::exists(folder.File(name))) << name;
  }
}

TEST(OpenTest, AnEmptyFileIsANewDatabase) {
  TemporaryFolder folder;
  EXPECT_TRUE(OpenDatabase(absl::StrCat("sqlite:", Write(folder.File("a.db"), ""))).ok());
}

}  // namespace
}  // namespace gongkai::database
