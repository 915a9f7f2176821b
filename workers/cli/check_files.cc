#include "workers/cli/check_files.h"

#include <algorithm>
#include <map>
#include <memory>
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

// Files whose results may wait for an earlier file, for each reader.
constexpr size_t kAheadPerReader = 8;

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

  void Put(size_t file, absl::Status result) {
    MutexLock lock(mutex_);
    results_.emplace(file, std::move(result));
    changed_.NotifyAll();
  }

  // The result for the first file that has not been given.
  absl::Status Give() {
    MutexLock lock(mutex_);
    while (results_.count(given_) == 0) changed_.Wait(mutex_);
    absl::Status result = std::move(results_.extract(given_).mapped());
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
  std::map<size_t, absl::Status> results_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

absl::StatusOr<v1::Report> CheckBytes(std::string content, const CheckFilesOptions& options,
                                      Sandbox& sandbox) {
  internal::v1::ProcessRequest request;
  request.set_content(std::move(content));
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

absl::Status ReadInParallel(size_t files, const CheckFilesOptions& options,
                            const ReadFunction& read, const ReadDoneFunction& done) {
  const size_t cores = std::max(1u, std::thread::hardware_concurrency());
  const size_t readers =
      std::min(files, options.readers > 0 ? static_cast<size_t>(options.readers) : cores);
  Work work(files, readers * kAheadPerReader);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < readers; ++i) {
    // A reader process dies with the thread that started it.
    threads.emplace_back([&options, &read, &work] {
      Sandbox sandbox(options.sandbox);
      for (size_t file; work.Take(&file);) work.Put(file, read(file, sandbox));
    });
  }
  absl::Status status;
  for (size_t file = 0; file < files && status.ok(); ++file) {
    absl::Status result = work.Give();
    const std::string reason = DetailOf(result).reason;
    if (reason == "SANDBOX_UNAVAILABLE" || reason == "FAULTY_RULE_FILE") {
      status = std::move(result);
    } else {
      done(file, std::move(result));
    }
  }
  work.Stop();
  for (std::thread& thread : threads) thread.join();
  return status;
}

absl::Status CheckFiles(const std::vector<std::string>& files, const CheckFilesOptions& options,
                        const CheckedFunction& checked) {
  std::vector<std::unique_ptr<v1::Report>> reports(files.size());
  const auto read = [&](size_t file, Sandbox& sandbox) -> absl::Status {
    ASSIGN_OR_RETURN(std::string content, ReadInput(files[file], kMaxInputBytes));
    ASSIGN_OR_RETURN(v1::Report report, CheckBytes(std::move(content), options, sandbox));
    reports[file] = std::make_unique<v1::Report>(std::move(report));
    return absl::OkStatus();
  };
  const auto done = [&](size_t file, absl::Status status) {
    if (!status.ok()) return checked(file, std::move(status));
    checked(file, std::move(*reports[file]));
    reports[file].reset();
  };
  return ReadInParallel(files.size(), options, read, done);
}

}  // namespace gongkai
