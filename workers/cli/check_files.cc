#include "workers/cli/check_files.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/base/mutex.h"
#include "services/base/status_macros.h"
#include "workers/cli/input.h"
#include "workers/cli/messages.h"

namespace gongkai {
namespace {

// Results that may wait for an earlier file, for each reader.
constexpr size_t kAheadPerReader = 8;

absl::StatusOr<v1::Report> Check(const std::string& file, const CheckFilesOptions& options,
                                 Sandbox& sandbox) {
  internal::v1::ProcessRequest request;
  ASSIGN_OR_RETURN(*request.mutable_content(), ReadInput(file, kMaxInputBytes));
  if (file != "-") request.set_filename(std::filesystem::path(file).filename().string());
  request.set_requested_year(options.requested_year);
  if (options.context.ByteSizeLong() > 0) *request.mutable_context() = options.context;
  ASSIGN_OR_RETURN(const internal::v1::ProcessReply reply, sandbox.Process(request));
  if (reply.has_error()) return StatusOf(reply.error());
  v1::Report report;
  if (!report.ParseFromString(reply.report())) {
    return MakeError(absl::StatusCode::kInternal, "READER_CRASHED",
                     "the reader gave an answer that makes no sense",
                     "阅读程序在读取该文件时给出了无法识别的结果");
  }
  return report;
}

// What the readers' threads and the one that hands out share.
class Work {
 public:
  Work(size_t files, size_t ahead) : files_(files), ahead_(ahead) {}

  // The next file to check; false when there is none. Waits while too many results do.
  bool Take(size_t* file) {
    MutexLock lock(mutex_);
    while (!stopped_ && taken_ < files_ && taken_ >= given_ + ahead_) changed_.Wait(mutex_);
    if (stopped_ || taken_ == files_) return false;
    *file = taken_++;
    return true;
  }

  void Put(size_t file, absl::StatusOr<v1::Report> result) {
    MutexLock lock(mutex_);
    results_.emplace(file, std::move(result));
    changed_.NotifyAll();
  }

  // The result for the first file that has not been given.
  absl::StatusOr<v1::Report> Give() {
    MutexLock lock(mutex_);
    while (results_.count(given_) == 0) changed_.Wait(mutex_);
    absl::StatusOr<v1::Report> result = std::move(results_.extract(given_).mapped());
    ++given_;
    changed_.NotifyAll();
    return result;
  }

  void Stop() {
    MutexLock lock(mutex_);
    stopped_ = true;
    changed_.NotifyAll();
  }

 private:
  const size_t files_;
  const size_t ahead_;
  Mutex mutex_;
  CondVar changed_;
  size_t taken_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t given_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::map<size_t, absl::StatusOr<v1::Report>> results_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

absl::Status CheckFiles(const std::vector<std::string>& files, const CheckFilesOptions& options,
                        const CheckedFunction& checked) {
  const size_t cores = std::max(1u, std::thread::hardware_concurrency());
  const size_t readers =
      std::min(files.size(), options.readers > 0 ? static_cast<size_t>(options.readers) : cores);
  Work work(files.size(), readers * kAheadPerReader);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < readers; ++i) {
    // A reader process dies with the thread that started it.
    threads.emplace_back([&files, &options, &work] {
      Sandbox sandbox(options.sandbox);
      for (size_t file; work.Take(&file);) {
        work.Put(file, Check(files[file], options, sandbox));
      }
    });
  }
  absl::Status status;
  for (size_t file = 0; file < files.size() && status.ok(); ++file) {
    absl::StatusOr<v1::Report> report = work.Give();
    const std::string reason = DetailOf(report.status()).reason;
    if (reason == "SANDBOX_UNAVAILABLE" || reason == "FAULTY_RULE_FILE") {
      status = report.status();
    } else {
      checked(file, std::move(report));
    }
  }
  work.Stop();
  for (std::thread& thread : threads) thread.join();
  return status;
}

}  // namespace gongkai
