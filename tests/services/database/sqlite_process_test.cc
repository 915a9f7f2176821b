// Several processes on one file.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "services/database/sqlite_database.h"
#include "tests/services/database/temporary_folder.h"

namespace gongkai::database {
namespace {

std::unique_ptr<Database> Open(const TemporaryFolder& folder) {
  auto database = OpenSqlite(folder.File("a.db"), SqliteOptions());
  if (!database.ok()) return nullptr;
  return *std::move(database);
}

bool Insert(Database& database, int64_t key) {
  return database
      .Commit([&](Connection& connection) {
        return connection.Execute("INSERT INTO t (k) VALUES (?)", {key}, nullptr).status();
      })
      .ok();
}

bool CreateTable(Database& database) {
  return Migrate(database, {Migration{1, "t", "CREATE TABLE t (k BIGINT PRIMARY KEY)"}}).ok();
}

std::set<int64_t> Keys(Database& database) {
  std::set<int64_t> keys;
  EXPECT_TRUE(database
                  .Read([&](Connection& connection) {
                    return connection
                        .Execute("SELECT k FROM t", {},
                                 [&](const Row& row) { keys.insert(row.Int(0)); })
                        .status();
                  })
                  .ok());
  return keys;
}

TEST(SqliteProcessTest, FiveProcessesOpenMigrateAndCommitAtTheSameTime) {
  constexpr int kProcesses = 5;
  constexpr int kThreads = 3;
  constexpr int kEach = 40;
  TemporaryFolder folder;
  std::vector<pid_t> children;
  for (int process = 0; process < kProcesses; ++process) {
    const pid_t child = fork();
    if (child == 0) {
      auto database = Open(folder);
      if (database == nullptr || !CreateTable(*database)) _exit(2);
      std::atomic<bool> ok = true;
      std::vector<std::thread> threads;
      for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
          for (int i = 0; i < kEach; ++i) {
            if (!Insert(*database, process * 10000 + t * 1000 + i)) ok = false;
          }
        });
      }
      for (std::thread& thread : threads) thread.join();
      database.reset();
      _exit(ok ? 0 : 1);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  auto database = Open(folder);
  ASSERT_NE(database, nullptr);
  EXPECT_EQ(Keys(*database).size(), static_cast<size_t>(kProcesses * kThreads * kEach));
}

TEST(SqliteProcessTest, WhatAKilledProcessAcknowledgedIsThere) {
  TemporaryFolder folder;
  int acknowledged[2];
  ASSERT_EQ(pipe(acknowledged), 0);
  const pid_t child = fork();
  if (child == 0) {
    auto database = Open(folder);
    if (database == nullptr || !CreateTable(*database)) _exit(2);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (int64_t key = t;; key += 4) {
          if (!Insert(*database, key)) _exit(3);
          if (write(acknowledged[1], &key, sizeof(key)) != sizeof(key)) _exit(4);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  close(acknowledged[1]);
  std::vector<int64_t> keys;
  int64_t key = 0;
  while (keys.size() < 200 && read(acknowledged[0], &key, sizeof(key)) == sizeof(key)) {
    keys.push_back(key);
  }
  ASSERT_EQ(kill(child, SIGKILL), 0);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
  while (read(acknowledged[0], &key, sizeof(key)) == sizeof(key)) keys.push_back(key);
  close(acknowledged[0]);

  auto database = Open(folder);
  ASSERT_NE(database, nullptr);
  const std::set<int64_t> found = Keys(*database);
  EXPECT_GE(keys.size(), 200u);
  for (const int64_t wanted : keys) EXPECT_EQ(found.count(wanted), 1u) << wanted;
  // The dead process's lock does not stay.
  EXPECT_TRUE(Insert(*database, -1));
}

TEST(SqliteProcessTest, SeveralDatabasesInOneProcessShareTheFile) {
  TemporaryFolder folder;
  std::vector<std::unique_ptr<Database>> databases;
  for (int i = 0; i < 3; ++i) databases.push_back(Open(folder));
  ASSERT_TRUE(CreateTable(*databases[0]));
  std::vector<std::thread> threads;
  for (int i = 0; i < 9; ++i) {
    threads.emplace_back([&, i] {
      for (int64_t k = 0; k < 30; ++k) {
        EXPECT_TRUE(Insert(*databases[i % 3], i * 100 + k));
        EXPECT_EQ(Keys(*databases[(i + 1) % 3]).count(i * 100 + k), 1u);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Keys(*databases[0]).size(), 270u);
}

}  // namespace
}  // namespace gongkai::database
