#include "services/client/bulk_submit.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "services/base/digest.h"
#include "services/base/mutex.h"
#include "services/client/errors.h"
#include "services/client/retry.h"

namespace gongkai::client {
namespace {

// One submission and its tries. Belongs to the calling thread, except from Start() until the call
// has ended.
struct Call {
  Call(size_t number, Submission submission, const ClientOptions& options)
      : number(number),
        request(ToRequest(std::move(submission))),
        retries(options.first_backoff, options.max_backoff, absl::Now() + options.timeout) {}

  const size_t number;
  const v1::SubmitReportRequest request;
  Retries retries;
  // Of the present try.
  std::unique_ptr<grpc::ClientContext> context;
  v1::SubmitReportResponse response;
  grpc::Status status;
};

// Calls that have ended and wait for the calling thread. Thread-safe.
class Ended {
 public:
  void Add(Call* call) {
    MutexLock lock(mutex_);
    calls_.push_back(call);
    // Inside the lock: the waiting thread may destroy this as soon as it has the last call.
    condition_.NotifyOne();
  }

  // Waits for at least one, or until the time is over.
  std::vector<Call*> Take(absl::Time until) {
    MutexLock lock(mutex_);
    while (calls_.empty()) {
      const absl::Duration left = until - absl::Now();
      if (left <= absl::ZeroDuration()) break;
      if (left == absl::InfiniteDuration()) {
        condition_.Wait(mutex_);
      } else {
        condition_.WaitFor(mutex_, left);
      }
    }
    return std::exchange(calls_, {});
  }

 private:
  Mutex mutex_;
  CondVar condition_;
  std::vector<Call*> calls_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

v1::SubmitReportRequest ToRequest(Submission submission) {
  v1::SubmitReportRequest request;
  request.set_content(std::move(submission.content));
  request.set_filename(std::move(submission.filename));
  request.set_year(submission.year);
  request.set_priority(submission.priority);
  request.set_request_id(submission.request_id.empty() ? RandomHex(16)
                                                       : std::move(submission.request_id));
  return request;
}

void BulkSubmit(v1::IngestionService::Stub& stub, const ClientOptions& options,
                const std::function<std::optional<Submission>()>& next, int max_in_flight,
                const std::function<void(size_t, absl::StatusOr<v1::Job>)>& done) {
  Ended ended;
  std::map<size_t, std::unique_ptr<Call>> calls;  // by number
  std::multimap<absl::Time, Call*> waiting;       // for their next try
  size_t number = 0;
  bool more = true;

  const auto start = [&](Call* call) {
    call->context = std::make_unique<grpc::ClientContext>();
    call->context->set_deadline(absl::ToChronoTime(call->retries.deadline()));
    call->response.Clear();
    stub.async()->SubmitReport(call->context.get(), &call->request, &call->response,
                               [call, &ended](grpc::Status status) {
                                 call->status = std::move(status);
                                 ended.Add(call);
                               });
  };
  const auto finish = [&](Call* call) {
    const absl::Status error = FromGrpcStatus(call->status, options.server);
    const absl::Time now = absl::Now();
    if (const auto wait = call->retries.AfterError(error, now); wait.has_value()) {
      waiting.emplace(now + *wait, call);
      return;
    }
    const std::unique_ptr<Call> owned = std::move(calls.extract(call->number).mapped());
    if (error.ok()) {
      done(owned->number, std::move(*owned->response.mutable_job()));
    } else {
      done(owned->number, error);
    }
  };

  while (true) {
    while (more && calls.size() < static_cast<size_t>(std::max(1, max_in_flight))) {
      std::optional<Submission> submission = next();
      if (!submission.has_value()) {
        more = false;
        break;
      }
      auto call = std::make_unique<Call>(number, *std::move(submission), options);
      start(call.get());
      calls.emplace(number++, std::move(call));
    }
    if (calls.empty()) return;
    for (Call* call :
         ended.Take(waiting.empty() ? absl::InfiniteFuture() : waiting.begin()->first)) {
      finish(call);
    }
    while (!waiting.empty() && waiting.begin()->first <= absl::Now()) {
      start(waiting.extract(waiting.begin()).mapped());
    }
  }
}

}  // namespace gongkai::client
