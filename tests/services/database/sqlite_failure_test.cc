// Full disks, locks of other processes and damaged files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "services/base/error.h"
#include "services/database/sqlite_database.h"
#include "tests/services/database/temporary_folder.h"

namespace gongkai::database {
namespace {

std::unique_ptr<Database> Open(const TemporaryFolder& folder,
                               const SqliteOptions& options = SqliteOptions()) {
  auto database = OpenSqlite(folder.File("a.db"), options);
  EXPECT_TRUE(database.ok()) << database.status();
  return *std::move(database);
}

absl::Status Write(Database& database, absl::string_view sql,
                   absl::Span<const Value> parameters = {}) {
  return database.Commit([&](Connection& connection) {
    return connection.Execute(sql, parameters, nullptr).status();
  });
}

absl::Status Insert(Database& database, size_t bytes) {
  const std::string blob(bytes, 'x');
  return Write(database, "INSERT INTO t (b) VALUES (?)", {Blob{blob}});
}

int64_t Rows(Database& database) {
  int64_t rows = -1;
  (void)database.Read([&](Connection& connection) {
    return connection
        .Execute("SELECT count(*), sum(length(b)) FROM t", {},
                 [&](const Row& row) { rows = row.Int(0); })
        .status();
  });
  return rows;
}

TEST(SqliteFailureTest, AFullDiskIsUnavailableAndHarmsNothing) {
  TemporaryFolder folder;
  SqliteOptions options;
  options.max_pages = 100;
  auto database = Open(folder, options);
  ASSERT_TRUE(Write(*database, "CREATE TABLE t (b {blob})").ok());
  ASSERT_TRUE(Insert(*database, 200000).ok());
  const absl::Status full = Insert(*database, 300000);
  EXPECT_EQ(full.code(), absl::StatusCode::kUnavailable) << full;
  EXPECT_EQ(DetailOf(full).reason, "DATABASE_FULL");
  EXPECT_GT(DetailOf(full).retry_after, absl::ZeroDuration());
  EXPECT_THAT(DetailOf(full).message_zh, testing::HasSubstr("磁盘空间不足"));
  EXPECT_EQ(Rows(*database), 1);
  EXPECT_TRUE(Insert(*database, 100).ok());
  EXPECT_EQ(Rows(*database), 2);
}

TEST(SqliteFailureTest, WhatDoesNotFitFailsAloneInASharedCommit) {
  TemporaryFolder folder;
  SqliteOptions options;
  options.max_pages = 100;
  auto database = Open(folder, options);
  ASSERT_TRUE(Write(*database, "CREATE TABLE t (b {blob})").ok());
  std::promise<void> held;
  std::promise<void> go;
  std::thread holder([&] {
    EXPECT_TRUE(database
                    ->Commit([&](Connection&) {
                      held.set_value();
                      go.get_future().wait();
                      return absl::OkStatus();
                    })
                    .ok());
  });
  held.get_future().wait();
  std::vector<std::future<absl::Status>> small;
  for (int i = 0; i < 5; ++i) {
    small.push_back(std::async(std::launch::async, [&] { return Insert(*database, 100); }));
  }
  auto big = std::async(std::launch::async, [&] { return Insert(*database, 600000); });
  go.set_value();
  holder.join();
  EXPECT_EQ(DetailOf(big.get()).reason, "DATABASE_FULL");
  for (auto& result : small) EXPECT_TRUE(result.get().ok());
  EXPECT_EQ(Rows(*database), 5);
}

TEST(SqliteFailureTest, WritesThatTheSystemRefusesLoseNothingAcknowledged) {
  TemporaryFolder folder;
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit small = {1 << 20, RLIM_INFINITY};
    rlimit before = {};
    std::atomic<int> acknowledged = 0;
    std::atomic<int> refused = 0;
    std::atomic<int> wrong = 0;
    auto database = Open(folder);
    if (!Write(*database, "CREATE TABLE t (b {blob})").ok()) _exit(3);
    getrlimit(RLIMIT_FSIZE, &before);
    if (setrlimit(RLIMIT_FSIZE, &small) != 0) _exit(4);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 30; ++i) {
          const absl::Status status = Insert(*database, 20000);
          if (status.ok()) {
            ++acknowledged;
          } else {
            (absl::IsUnavailable(status) ? refused : wrong) += 1;
          }
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    if (wrong != 0) _exit(5);
    if (refused == 0 || acknowledged == 0) _exit(6);
    if (Rows(*database) != acknowledged) _exit(7);
    // There is room again.
    setrlimit(RLIMIT_FSIZE, &before);
    if (!Insert(*database, 20000).ok()) _exit(8);
    database = Open(folder);
    _exit(Rows(*database) == acknowledged + 1 ? 0 : 9);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(SqliteFailureTest, ALockThatIsNotGivenBackIsUnavailable) {
  TemporaryFolder folder;
  SqliteOptions hasty;
  hasty.busy_timeout = absl::Milliseconds(30);
  auto first = Open(folder);
  auto second = Open(folder, hasty);
  ASSERT_TRUE(Write(*first, "CREATE TABLE t (b {blob})").ok());
  ASSERT_TRUE(first
                  ->Commit([&](Connection&) {
                    const absl::Status status = Insert(*second, 10);
                    EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
                    EXPECT_EQ(DetailOf(status).reason, "DATABASE_BUSY");
                    EXPECT_THAT(DetailOf(status).message_zh, testing::HasSubstr("锁定"));
                    // Reading needs no lock.
                    EXPECT_EQ(Rows(*second), 0);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_TRUE(Insert(*second, 10).ok());
  EXPECT_EQ(Rows(*first), 1);
}

TEST(SqliteFailureTest, ALockThatIsGivenBackIsWaitedFor) {
  TemporaryFolder folder;
  auto first = Open(folder);
  auto second = Open(folder);
  ASSERT_TRUE(Write(*first, "CREATE TABLE t (b {blob})").ok());
  std::future<absl::Status> waiting;
  ASSERT_TRUE(first
                  ->Commit([&](Connection&) {
                    std::promise<void> started;
                    waiting = std::async(std::launch::async, [&] {
                      started.set_value();
                      return Insert(*second, 10);
                    });
                    started.get_future().wait();
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_TRUE(waiting.get().ok());
}

TEST(SqliteFailureTest, ADamagedFileIsDataLoss) {
  TemporaryFolder folder;
  {
    auto database = Open(folder);
    ASSERT_TRUE(Write(*database, "CREATE TABLE t (b {blob})").ok());
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(Insert(*database, 1000).ok());
  }
  std::fstream file(folder.File("a.db"), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096);
  file << std::string(20000, '\xee');
  file.close();
  auto database = Open(folder);
  const absl::Status read = database->Read([](Connection& connection) {
    return connection.Execute("SELECT sum(length(b)) FROM t", {}, nullptr).status();
  });
  EXPECT_EQ(read.code(), absl::StatusCode::kDataLoss) << read;
  EXPECT_EQ(DetailOf(read).reason, "DATABASE_DAMAGED");
  EXPECT_EQ(Insert(*database, 10).code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace gongkai::database
