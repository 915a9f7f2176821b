#include "services/database/sqlite_database.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/base/error.h"
#include "services/base/mutex.h"
#include "services/base/status_macros.h"
#include "services/database/sqlite_connection.h"

namespace gongkai::database {
namespace {

namespace fs = std::filesystem;

// Where commits take so long, a commit is put off for a while to let more join it.
constexpr absl::Duration kSlowCommit = absl::Milliseconds(1);
constexpr absl::Duration kMaxGatherTime = absl::Milliseconds(2);

using Transaction = std::function<absl::Status(Connection&)>;

class SqliteDatabase : public Database {
 public:
  SqliteDatabase(std::string path, const SqliteOptions& options,
                 std::unique_ptr<SqliteConnection> writer)
      : path_(std::move(path)), options_(options), writer_(std::move(writer)) {
    thread_ = std::thread([this] { RunWriter(); });
  }

  ~SqliteDatabase() override {
    {
      MutexLock lock(mutex_);
      stopping_ = true;
      work_.NotifyOne();
      while (calls_ > 0) idle_.Wait(mutex_);
    }
    thread_.join();
  }

  absl::Status Commit(const Transaction& transaction) override;
  absl::Status Read(const Transaction& query) override;
  absl::Status Query(absl::string_view sql, absl::Span<const Value> parameters,
                     const RowCallback& on_row) override;

 private:
  // One caller of Commit, on its stack.
  struct Pending {
    explicit Pending(const Transaction& transaction) : transaction(&transaction) {}
    const Transaction* const transaction;
    absl::Status status;
    bool done = false;  // guarded by mutex_
    CondVar finished;
  };

  void RunWriter();
  // Waits for callers; returns how many there are, 0 for the end.
  size_t Gather();
  // These run in the writer's thread. A transaction is open before the first two and none after.
  void CommitGroup(const std::vector<Pending*>& group);
  absl::Status CommitOne(const Transaction& transaction);
  absl::Status RunInSavepoint(const Transaction& transaction);

  absl::StatusOr<std::unique_ptr<SqliteConnection>> TakeReader();
  void ReturnReader(std::unique_ptr<SqliteConnection> reader);
  void EndCall() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string path_;
  const SqliteOptions options_;

  Mutex mutex_;
  CondVar work_;         // queue_ has wanted_ callers, or stopping_ is set
  CondVar reader_free_;  // a reader was returned
  CondVar idle_;         // calls_ is 0
  std::vector<Pending*> queue_ ABSL_GUARDED_BY(mutex_);
  size_t wanted_ ABSL_GUARDED_BY(mutex_) = 1;
  std::vector<std::unique_ptr<SqliteConnection>> readers_ ABSL_GUARDED_BY(mutex_);
  int readers_open_ ABSL_GUARDED_BY(mutex_) = 0;
  int calls_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;

  // Used by thread_ alone.
  const std::unique_ptr<SqliteConnection> writer_;
  size_t last_group_ = 1;
  absl::Duration last_time_;  // how long its commit took

  std::thread thread_;
};

void SqliteDatabase::EndCall() {
  if (--calls_ == 0 && stopping_) idle_.NotifyAll();
}

absl::Status SqliteDatabase::Commit(const Transaction& transaction) {
  Pending pending(transaction);
  MutexLock lock(mutex_);
  ++calls_;
  queue_.push_back(&pending);
  if (queue_.size() >= wanted_) work_.NotifyOne();
  while (!pending.done) pending.finished.Wait(mutex_);
  EndCall();
  return std::move(pending.status);
}

size_t SqliteDatabase::Gather() {
  MutexLock lock(mutex_);
  wanted_ = 1;
  while (queue_.empty() && !stopping_) work_.Wait(mutex_);
  if (last_time_ < kSlowCommit) return queue_.size();
  // The callers of the last commit are often back in a moment; without them there would be two
  // commits for each round of theirs.
  wanted_ = last_group_;
  const absl::Time deadline = absl::Now() + std::min(last_time_ / 4, kMaxGatherTime);
  while (queue_.size() < wanted_ && !stopping_) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration() || !work_.WaitFor(mutex_, left)) break;
  }
  return queue_.size();
}

void SqliteDatabase::RunWriter() {
  std::vector<Pending*> group;
  while (size_t waiting = Gather()) {
    const absl::Time start = absl::Now();
    absl::Status begun = writer_->Run("BEGIN IMMEDIATE");
    {
      MutexLock lock(mutex_);
      // Who came while another process was writing goes along; who came too late to have waited
      // the whole time does not fail with the others.
      if (begun.ok()) waiting = queue_.size();
      group.assign(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(waiting));
      queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(waiting));
    }
    if (begun.ok()) {
      CommitGroup(group);
    } else {
      for (Pending* pending : group) pending->status = begun;
      begun = absl::OkStatus();  // the callers' alone before they wake
    }
    last_group_ = group.size();
    last_time_ = absl::Now() - start;
    MutexLock lock(mutex_);
    for (Pending* pending : group) {
      pending->done = true;
      pending->finished.NotifyOne();
    }
  }
}

void SqliteDatabase::CommitGroup(const std::vector<Pending*>& group) {
  if (group.size() == 1) {
    group[0]->status = CommitOne(*group[0]->transaction);
    return;
  }
  for (Pending* pending : group) {
    pending->status = RunInSavepoint(*pending->transaction);
    if (!writer_->InTransaction()) break;
  }
  if (writer_->InTransaction()) {
    if (writer_->Run("COMMIT").ok()) return;
    if (writer_->InTransaction()) (void)writer_->Run("ROLLBACK");
  }
  // Something failed that is not one transaction's own: each gets a commit for itself.
  for (Pending* pending : group) {
    pending->status = writer_->Run("BEGIN IMMEDIATE");
    if (pending->status.ok()) pending->status = CommitOne(*pending->transaction);
  }
}

absl::Status SqliteDatabase::CommitOne(const Transaction& transaction) {
  absl::Status status = transaction(*writer_);
  if (status.ok()) status = writer_->Run("COMMIT");
  if (writer_->InTransaction()) (void)writer_->Run("ROLLBACK");
  return status;
}

absl::Status SqliteDatabase::RunInSavepoint(const Transaction& transaction) {
  RETURN_IF_ERROR(writer_->Run("SAVEPOINT one"));
  absl::Status status = transaction(*writer_);
  if (!writer_->InTransaction()) return status;
  if (status.ok()) status = writer_->Run("RELEASE one");
  if (status.ok()) return status;
  const bool undone = writer_->Run("ROLLBACK TO one").ok() && writer_->Run("RELEASE one").ok();
  if (!undone && writer_->InTransaction()) (void)writer_->Run("ROLLBACK");
  return status;
}

absl::Status SqliteDatabase::Read(const Transaction& query) {
  ASSIGN_OR_RETURN(std::unique_ptr<SqliteConnection> reader, TakeReader());
  absl::Status status = reader->Run("BEGIN");
  if (status.ok()) status = query(*reader);
  if (reader->InTransaction()) {
    const absl::Status ended = reader->Run("COMMIT");
    if (status.ok()) status = ended;
  }
  ReturnReader(std::move(reader));
  return status;
}

absl::Status SqliteDatabase::Query(absl::string_view sql, absl::Span<const Value> parameters,
                                   const RowCallback& on_row) {
  ASSIGN_OR_RETURN(std::unique_ptr<SqliteConnection> reader, TakeReader());
  absl::Status status = reader->Execute(sql, parameters, on_row).status();
  ReturnReader(std::move(reader));
  return status;
}

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteDatabase::TakeReader() {
  {
    MutexLock lock(mutex_);
    ++calls_;
    while (readers_.empty() && readers_open_ >= options_.max_readers) reader_free_.Wait(mutex_);
    if (!readers_.empty()) {
      std::unique_ptr<SqliteConnection> reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
    ++readers_open_;
  }
  auto reader = SqliteConnection::Open(path_, options_, SqliteConnection::Access::kReadOnly);
  if (!reader.ok()) ReturnReader(nullptr);
  return reader;
}

void SqliteDatabase::ReturnReader(std::unique_ptr<SqliteConnection> reader) {
  // One that is stuck in its transaction would show old data for ever.
  if (reader != nullptr && reader->InTransaction()) reader.reset();
  MutexLock lock(mutex_);
  if (reader != nullptr) {
    readers_.push_back(std::move(reader));
  } else {
    --readers_open_;
  }
  reader_free_.NotifyOne();
  EndCall();
}

absl::Status Unusable(absl::string_view path, absl::string_view why_en, absl::string_view why_zh) {
  return MakeError(absl::StatusCode::kInvalidArgument, "STORE_PATH_UNUSABLE",
                   absl::StrCat("Cannot keep a database in \"", path, "\": ", why_en),
                   absl::StrCat("无法在“", path, "”保存数据库：", why_zh));
}

absl::Status CheckPath(const fs::path& path) {
  std::error_code error;
  const fs::path folder = path.parent_path();
  if (!fs::is_directory(folder, error)) {
    return Unusable(path.string(), absl::StrCat("there is no folder ", folder.string()),
                    absl::StrCat("文件夹不存在：", folder.string()));
  }
  if (fs::is_directory(path, error)) {
    return Unusable(path.string(), "it is a folder; name a file", "这是一个文件夹，请指定文件");
  }
  if (fs::exists(path, error)) {
    if (!fs::is_regular_file(path, error)) {
      return Unusable(path.string(), "it is no regular file", "不是普通文件");
    }
    if (access(path.c_str(), R_OK | W_OK) != 0) {
      return Unusable(path.string(), "no permission to read and write the file",
                      "没有读写该文件的权限");
    }
  }
  if (access(folder.c_str(), W_OK | X_OK) != 0) {
    return Unusable(path.string(), "no permission to create files in its folder",
                    "没有在其文件夹中创建文件的权限");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> OpenSqlite(absl::string_view path,
                                                     const SqliteOptions& options) {
  if (path.empty()) return Unusable(path, "the path is empty", "路径为空");
  // Absolute, so that it stays the same file and no name has a special meaning to SQLite.
  std::error_code error;
  const fs::path absolute = fs::absolute(std::string(path), error).lexically_normal();
  if (error) return Unusable(path, error.message(), error.message());
  RETURN_IF_ERROR(CheckPath(absolute));
  ASSIGN_OR_RETURN(auto writer, SqliteConnection::Open(absolute.string(), options,
                                                       SqliteConnection::Access::kReadWrite));
  return std::make_unique<SqliteDatabase>(absolute.string(), options, std::move(writer));
}

}  // namespace gongkai::database
