#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "services/base/error.h"
#include "services/database/database.h"
#include "tests/services/database/temporary_folder.h"

namespace gongkai::database {
namespace {

constexpr Migration kOne = {1, "one", "CREATE TABLE a (x BIGINT, y {blob});\n"};
constexpr Migration kTwo = {2, "two",
                            "CREATE TABLE b (x BIGINT);\nINSERT INTO b (x) VALUES (7);\n\n"};
constexpr Migration kBroken = {2, "broken", "CREATE TABLE c (x BIGINT);\nCREATE NONSENSE;\n"};

std::unique_ptr<Database> Open(const TemporaryFolder& folder) {
  auto database = OpenDatabase(absl::StrCat("sqlite:", folder.File("a.db")));
  EXPECT_TRUE(database.ok()) << database.status();
  return *std::move(database);
}

int64_t Count(Database& database, absl::string_view sql) {
  int64_t count = -1;
  const absl::Status status = database.Read([&](Connection& connection) {
    return connection.Execute(sql, {}, [&](const Row& row) { count = row.Int(0); }).status();
  });
  EXPECT_TRUE(status.ok()) << status;
  return count;
}

TEST(MigrateTest, AppliesEachStepOnce) {
  TemporaryFolder folder;
  auto database = Open(folder);
  ASSERT_TRUE(Migrate(*database, {kOne}).ok());
  ASSERT_TRUE(Migrate(*database, {kOne, kTwo}).ok());
  ASSERT_TRUE(Migrate(*database, {kOne, kTwo}).ok());
  EXPECT_EQ(Count(*database, "SELECT count(*) FROM b WHERE x = 7"), 1);
  EXPECT_EQ(Count(*database, "SELECT count(*) FROM schema_migrations"), 2);
}

TEST(MigrateTest, ABlobColumnTakesBytes) {
  TemporaryFolder folder;
  auto database = Open(folder);
  ASSERT_TRUE(Migrate(*database, {kOne}).ok());
  const std::string bytes("\0\xff\x80", 3);
  ASSERT_TRUE(database
                  ->Commit([&](Connection& connection) {
                    return connection
                        .Execute("INSERT INTO a (x, y) VALUES (1, ?)", {Blob{bytes}}, nullptr)
                        .status();
                  })
                  .ok());
  EXPECT_EQ(Count(*database, "SELECT length(y) FROM a"), 3);
}

TEST(MigrateTest, AFailedStepLeavesNothing) {
  TemporaryFolder folder;
  auto database = Open(folder);
  EXPECT_EQ(Migrate(*database, {kOne, kBroken}).code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Count(*database, "SELECT max(version) FROM schema_migrations"), 1);
  EXPECT_EQ(Count(*database, "SELECT count(*) FROM sqlite_master WHERE name = 'c'"), 0);
}

TEST(MigrateTest, RefusesADatabaseOfANewerProgram) {
  TemporaryFolder folder;
  auto database = Open(folder);
  ASSERT_TRUE(Migrate(*database, {kOne, kTwo}).ok());
  const absl::Status status = Migrate(*database, {kOne});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailOf(status).reason, "DATABASE_TOO_NEW");
  EXPECT_THAT(DetailOf(status).message_zh, testing::HasSubstr("升级"));
}

TEST(MigrateTest, ManyAtTheSameTime) {
  TemporaryFolder folder;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&folder] {
      auto database = Open(folder);
      EXPECT_TRUE(Migrate(*database, {kOne, kTwo}).ok());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Count(*Open(folder), "SELECT count(*) FROM b"), 1);
}

}  // namespace
}  // namespace gongkai::database
