// Several processes on one store, and processes that are killed.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/store/names.h"
#include "tests/services/store/test_store.h"

namespace gongkai {
namespace {

// A store on a file that others also use.
struct OpenStore {
  std::unique_ptr<database::Database> database;
  std::unique_ptr<JobStore> jobs;
  std::unique_ptr<ReportStore> reports;
};

OpenStore Open(const std::string& folder) {
  OpenStore store;
  auto database = database::OpenDatabase(absl::StrCat("sqlite:", folder, "/gongkai.db"));
  if (!database.ok() || !MigrateStore(**database).ok()) _exit(100);
  store.database = *std::move(database);
  store.jobs = NewSqlJobStore(store.database.get(), &Clock::Real());
  store.reports = NewSqlReportStore(store.database.get());
  return store;
}

std::string Id(const v1::Job& job) { return std::string(*ParseJobName(job.name())); }

class StoreProcessTest : public testing::Test {
 protected:
  ~StoreProcessTest() override { std::filesystem::remove_all(folder_); }
  const std::string folder_ = NewTemporaryFolder();
};

TEST_F(StoreProcessTest, TwoGatewaysAndThreeWorkersLoseNothing) {
  constexpr int kPerGateway = 40;
  int ids[2];
  ASSERT_EQ(pipe(ids), 0);
  std::vector<pid_t> children;
  for (int gateway = 0; gateway < 2; ++gateway) {
    children.push_back(fork());
    if (children.back() != 0) continue;
    close(ids[0]);
    {
      const OpenStore store = Open(folder_);
      std::vector<std::thread> threads;
      for (int t = 0; t < 2; ++t) {
        threads.emplace_back([&, t] {
          for (int i = t; i < kPerGateway; i += 2) {
            const std::string content = absl::StrCat("document ", gateway, " ", i);
            const auto submitted = store.jobs->Submit({.content = content});
            if (!submitted.ok()) _exit(2);
            const std::string id = Id(submitted->job);
            // Every job goes to all workers: each tries to be the first to finish.
            for (int copies = 0; copies < 3; ++copies) {
              if (write(ids[1], id.data(), 24) != 24) _exit(3);
            }
          }
        });
      }
      for (std::thread& thread : threads) thread.join();
    }
    _exit(0);
  }
  int wins[2];
  ASSERT_EQ(pipe(wins), 0);
  for (int worker = 0; worker < 3; ++worker) {
    children.push_back(fork());
    if (children.back() != 0) continue;
    close(ids[1]);
    {
      const OpenStore store = Open(folder_);
      char id[24];
      while (read(ids[0], id, sizeof(id)) == sizeof(id)) {
        const absl::string_view job(id, sizeof(id));
        const auto input = store.jobs->Load(job);
        if (!input.ok()) _exit(4);
        if (input->finished) continue;
        const auto first =
            store.jobs->Finish(job, "w", MakeReply(input->content, "", 2019, 3000), "");
        if (!first.ok()) _exit(5);
        if (first->first && write(wins[1], "x", 1) != 1) _exit(6);
      }
    }
    _exit(0);
  }
  close(ids[0]);
  close(ids[1]);
  close(wins[1]);
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0) << WEXITSTATUS(status);
  }
  int won = 0;
  for (char x = 0; read(wins[0], &x, 1) == 1;) ++won;
  close(wins[0]);
  EXPECT_EQ(won, 2 * kPerGateway);
  const OpenStore store = Open(folder_);
  EXPECT_EQ(store.jobs->Unfinished(absl::InfiniteFuture(), 1000)->size(), 0u);
  const auto reports = store.reports->List("", 2019, v1::Report::VERDICT_UNSPECIFIED, 1000, "");
  ASSERT_EQ(reports->reports.size(), static_cast<size_t>(2 * kPerGateway));
  for (const v1::Report& report : reports->reports) EXPECT_EQ(report.revision(), 1);
}

TEST_F(StoreProcessTest, WhatAKilledGatewayAcceptedIsThere) {
  int accepted[2];
  ASSERT_EQ(pipe(accepted), 0);
  const pid_t child = fork();
  if (child == 0) {
    const OpenStore store = Open(folder_);
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0;; ++i) {
          const std::string content = absl::StrCat(t, " ", i, std::string(5000, '.'));
          const auto submitted = store.jobs->Submit({.content = content});
          if (!submitted.ok()) _exit(2);
          if (write(accepted[1], Id(submitted->job).data(), 24) != 24) _exit(3);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  close(accepted[1]);
  std::vector<std::string> ids;
  std::string id(24, ' ');
  while (ids.size() < 100 && read(accepted[0], id.data(), 24) == 24) ids.push_back(id);
  kill(child, SIGKILL);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
  while (read(accepted[0], id.data(), 24) == 24) ids.push_back(id);
  close(accepted[0]);
  EXPECT_GE(ids.size(), 100u);

  const OpenStore store = Open(folder_);
  for (const std::string& wanted : ids) {
    const auto input = store.jobs->Load(wanted);
    ASSERT_TRUE(input.ok()) << input.status();
    EXPECT_GT(input->content.size(), 5000u);
  }
  EXPECT_GE(store.jobs->Unfinished(absl::InfiniteFuture(), 1000000)->size(), ids.size());
}

}  // namespace
}  // namespace gongkai
