#include "services/database/sqlite_database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "tests/services/database/temporary_folder.h"

namespace gongkai::database {
namespace {

using testing::ElementsAre;

class SqliteDatabaseTest : public testing::Test {
 protected:
  SqliteDatabaseTest() : database_(Open()) {
    EXPECT_TRUE(Write("CREATE TABLE t (k BIGINT PRIMARY KEY, v TEXT)").ok());
  }

  std::unique_ptr<Database> Open() {
    auto database = OpenSqlite(folder_.File("a.db"), SqliteOptions());
    EXPECT_TRUE(database.ok()) << database.status();
    return *std::move(database);
  }

  absl::Status Write(absl::string_view sql, absl::Span<const Value> parameters = {}) {
    return database_->Commit([&](Connection& connection) {
      return connection.Execute(sql, parameters, nullptr).status();
    });
  }

  absl::Status Insert(int64_t key) { return Write("INSERT INTO t (k) VALUES (?)", {key}); }

  std::vector<int64_t> Keys() {
    std::vector<int64_t> keys;
    const absl::Status status = database_->Read([&](Connection& connection) {
      return connection
          .Execute("SELECT k FROM t ORDER BY k", {},
                   [&](const Row& row) { keys.push_back(row.Int(0)); })
          .status();
    });
    EXPECT_TRUE(status.ok()) << status;
    return keys;
  }

  TemporaryFolder folder_;
  std::unique_ptr<Database> database_;
};

TEST_F(SqliteDatabaseTest, ValuesComeBackAsTheyWere) {
  ASSERT_TRUE(Write("CREATE TABLE v (i BIGINT, t TEXT, b {blob}, n TEXT, e TEXT, eb {blob})").ok());
  const std::string text("件\0x", 5);
  ASSERT_TRUE(Write("INSERT INTO v VALUES (?, ?, ?, ?, ?, ?)",
                    {int64_t{-9000000000000000000}, text, Blob{"\xff"}, Null(), absl::string_view(),
                     Blob{}})
                  .ok());
  int rows = 0;
  ASSERT_TRUE(database_
                  ->Read([&](Connection& connection) {
                    return connection
                        .Execute("SELECT * FROM v", {},
                                 [&](const Row& row) {
                                   ++rows;
                                   EXPECT_EQ(row.Int(0), -9000000000000000000);
                                   EXPECT_EQ(row.Text(0), "");
                                   EXPECT_EQ(row.Text(1), text);
                                   EXPECT_EQ(row.Int(1), 0);
                                   EXPECT_EQ(row.Text(2), "\xff");
                                   EXPECT_TRUE(row.IsNull(3));
                                   EXPECT_EQ(row.Text(3), "");
                                   EXPECT_FALSE(row.IsNull(4));
                                   EXPECT_EQ(row.Text(4), "");
                                   EXPECT_FALSE(row.IsNull(5));
                                 })
                        .status();
                  })
                  .ok());
  EXPECT_EQ(rows, 1);
}

TEST_F(SqliteDatabaseTest, QueriesWithOneStatement) {
  ASSERT_TRUE(Write("INSERT INTO t (k, v) VALUES (1, 'a'), (2, 'b'), (3, 'c')").ok());
  std::vector<std::string> values;
  const RowCallback add = [&](const Row& row) { values.emplace_back(row.Text(0)); };
  ASSERT_TRUE(database_->Query("SELECT v FROM t WHERE k > ? ORDER BY k", {int64_t{1}}, add).ok());
  EXPECT_THAT(values, ElementsAre("b", "c"));
  EXPECT_EQ(database_->Query("SELECT nonsense", {}, add).code(), absl::StatusCode::kInternal);
  EXPECT_FALSE(database_->Query("INSERT INTO t (k) VALUES (4)", {}, nullptr).ok());
  // What was read before does not stay: the next query sees what was written meanwhile.
  ASSERT_TRUE(Write("UPDATE t SET v = 'B' WHERE k = 2").ok());
  ASSERT_TRUE(database_->Query("SELECT v FROM t WHERE k = 2", {}, add).ok());
  EXPECT_THAT(values, ElementsAre("b", "c", "B"));
}

TEST_F(SqliteDatabaseTest, CountsChangedRows) {
  std::vector<int64_t> changes;
  ASSERT_TRUE(database_
                  ->Commit([&](Connection& connection) -> absl::Status {
                    changes.clear();
                    for (const char* sql : {
                             "INSERT INTO t (k) VALUES (1), (2), (3)",
                             "UPDATE t SET v = 'x' WHERE k > 1",
                             "SELECT * FROM t",
                             "INSERT INTO t (k) VALUES (1) ON CONFLICT DO NOTHING",
                             "CREATE TABLE u (k BIGINT)",
                             "DELETE FROM t WHERE k = 9",
                             "DELETE FROM t WHERE k = 3 RETURNING k",
                         }) {
                      changes.push_back(*connection.Execute(sql, {}, nullptr));
                    }
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_THAT(changes, ElementsAre(3, 2, 0, 0, 0, 0, 1));
}

TEST_F(SqliteDatabaseTest, BrokenStatementsAreInternalErrors) {
  EXPECT_EQ(Write("NONSENSE").code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Write("SELECT * FROM nowhere").code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Write("").code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Write("DELETE FROM t; DELETE FROM t").code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Write("INSERT INTO t (k) VALUES (?)").code(), absl::StatusCode::kInternal);
  EXPECT_EQ(Write("INSERT INTO t (k) VALUES (1)", {int64_t{1}}).code(),
            absl::StatusCode::kInternal);
  EXPECT_THAT(Keys(), ElementsAre());
}

TEST_F(SqliteDatabaseTest, AFailedTransactionLeavesNothing) {
  const absl::Status status = database_->Commit([&](Connection& connection) -> absl::Status {
    EXPECT_TRUE(connection.Execute("INSERT INTO t (k) VALUES (1)", {}, nullptr).ok());
    return absl::FailedPreconditionError("mine");
  });
  EXPECT_EQ(status, absl::FailedPreconditionError("mine"));
  EXPECT_THAT(Keys(), ElementsAre());
}

// Holds the writer in a transaction, so that everything sent meanwhile waits for one commit.
class HeldWriter {
 public:
  explicit HeldWriter(Database& database)
      : thread_([this, &database] {
          EXPECT_TRUE(database
                          .Commit([this](Connection&) {
                            held_.set_value();
                            go_.get_future().wait();
                            return absl::OkStatus();
                          })
                          .ok());
        }) {
    held_.get_future().wait();
  }
  void Release() {
    go_.set_value();
    thread_.join();
  }

 private:
  std::promise<void> held_;
  std::promise<void> go_;
  std::thread thread_;
};

TEST_F(SqliteDatabaseTest, InASharedCommitEachFailsAlone) {
  ASSERT_TRUE(Insert(3).ok());
  HeldWriter held(*database_);
  std::vector<std::future<absl::Status>> results;
  for (int64_t key = 0; key < 8; ++key) {
    results.push_back(std::async(std::launch::async, [this, key]() {
      return database_->Commit([key](Connection& connection) -> absl::Status {
        // Key 3 exists; key 5 gives up after its work.
        const absl::Status status =
            connection.Execute("INSERT INTO t (k) VALUES (?)", {key}, nullptr).status();
        return key == 5 ? absl::AbortedError("no") : status;
      });
    }));
  }
  held.Release();
  for (int64_t key = 0; key < 8; ++key) {
    const absl::StatusCode expected = key == 3   ? absl::StatusCode::kInternal
                                      : key == 5 ? absl::StatusCode::kAborted
                                                 : absl::StatusCode::kOk;
    EXPECT_EQ(results[key].get().code(), expected) << key;
  }
  EXPECT_THAT(Keys(), ElementsAre(0, 1, 2, 3, 4, 6, 7));
}

TEST_F(SqliteDatabaseTest, ATransactionThatEndsTheSharedOneDoesNotHarmTheOthers) {
  for (int round = 0; round < 20; ++round) {
    HeldWriter held(*database_);
    std::vector<std::future<absl::Status>> results;
    for (int64_t i = 0; i < 6; ++i) {
      const int64_t key = round * 10 + i;
      results.push_back(std::async(std::launch::async, [this, key]() {
        return database_->Commit([key](Connection& connection) {
          return connection
              .Execute(key % 10 == 4 ? "INSERT OR ROLLBACK INTO t (k) VALUES (?), (1 / 1), (1)"
                                     : "INSERT INTO t (k) VALUES (?)",
                       {key + 1000}, nullptr)
              .status();
        });
      }));
    }
    held.Release();
    for (int64_t i = 0; i < 6; ++i) EXPECT_EQ(results[i].get().ok(), i != 4) << i;
  }
  EXPECT_EQ(Keys().size(), 100u);
}

TEST_F(SqliteDatabaseTest, ManyThreadsLoseNothing) {
  constexpr int kThreads = 16;
  constexpr int kEach = 50;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < kEach; ++i) {
        const int64_t key = t * 1000 + i;
        EXPECT_TRUE(Insert(key).ok());
        // What was acknowledged can be read.
        const std::vector<int64_t> keys = Keys();
        EXPECT_TRUE(std::binary_search(keys.begin(), keys.end(), key));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Keys().size(), static_cast<size_t>(kThreads * kEach));
}

TEST_F(SqliteDatabaseTest, ReadsSeeOneSnapshot) {
  ASSERT_TRUE(Insert(1).ok());
  ASSERT_TRUE(database_
                  ->Read([&](Connection& connection) -> absl::Status {
                    const auto count = [&] {
                      int64_t result = -1;
                      EXPECT_TRUE(connection
                                      .Execute("SELECT count(*) FROM t", {},
                                               [&](const Row& row) { result = row.Int(0); })
                                      .ok());
                      return result;
                    };
                    EXPECT_EQ(count(), 1);
                    std::thread([this] { EXPECT_TRUE(Insert(2).ok()); }).join();
                    EXPECT_EQ(count(), 1);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_THAT(Keys(), ElementsAre(1, 2));
}

TEST_F(SqliteDatabaseTest, ReadsMustNotWrite) {
  const absl::Status status = database_->Read([](Connection& connection) {
    return connection.Execute("INSERT INTO t (k) VALUES (1)", {}, nullptr).status();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(Keys(), ElementsAre());
}

TEST_F(SqliteDatabaseTest, AReadReturnsItsOwnErrorAndTheConnectionStaysGood) {
  EXPECT_EQ(database_->Read([](Connection&) { return absl::OutOfRangeError("x"); }),
            absl::OutOfRangeError("x"));
  EXPECT_THAT(Keys(), ElementsAre());
}

TEST_F(SqliteDatabaseTest, TheSameStatementMayRunInsideItself) {
  ASSERT_TRUE(Write("INSERT INTO t (k) VALUES (1), (2)").ok());
  std::vector<int64_t> seen;
  ASSERT_TRUE(database_
                  ->Read([&](Connection& connection) {
                    const char* sql = "SELECT k FROM t ORDER BY k";
                    return connection
                        .Execute(sql, {},
                                 [&](const Row& outer) {
                                   seen.push_back(outer.Int(0));
                                   EXPECT_TRUE(connection
                                                   .Execute(sql, {},
                                                            [&](const Row& inner) {
                                                              seen.push_back(inner.Int(0) * 10);
                                                            })
                                                   .ok());
                                 })
                        .status();
                  })
                  .ok());
  EXPECT_THAT(seen, ElementsAre(1, 10, 20, 2, 10, 20));
}

TEST_F(SqliteDatabaseTest, MoreReadersThanConnectionsTakeTurns) {
  std::atomic<int> done = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 40; ++i) {
    threads.emplace_back([&] {
      Keys();
      ++done;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, 40);
}

TEST_F(SqliteDatabaseTest, ClosingFinishesWhatHasBegun) {
  HeldWriter held(*database_);
  std::promise<void> started;
  std::future<absl::Status> result = std::async(std::launch::async, [&, raw = database_.get()] {
    started.set_value();
    return raw->Commit([](Connection& connection) {
      return connection.Execute("INSERT INTO t (k) VALUES (7)", {}, nullptr).status();
    });
  });
  started.get_future().wait();
  held.Release();
  EXPECT_TRUE(result.get().ok());
  database_.reset();
  database_ = Open();
  EXPECT_THAT(Keys(), ElementsAre(7));
}

}  // namespace
}  // namespace gongkai::database
