// The one way every unary call goes: measured, kept from doing work nobody waits for, run on the
// thread pool, and its errors turned into what clients see.
#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/gateway/byte_budget.h"
#include "services/gateway/call_stats.h"
#include "services/gateway/thread_pool.h"

namespace gongkai {

// Thread-safe. Must outlive all calls that go through it.
class CallRunner {
 public:
  struct Options {
    int threads = 32;
    int max_queued = 1024;
    // Bytes of documents in requests that are being handled.
    int64_t max_document_bytes_in_flight = int64_t{512} << 20;
  };

  explicit CallRunner(const Options& options)
      : budget_(options.max_document_bytes_in_flight), pool_(options.threads, options.max_queued) {}

  // Runs `handler` on the pool and finishes the call with what it returns. Request and response
  // stay valid while it runs. `method` ("JobService.GetJob") must live for ever. `document_bytes`
  // is what the request holds of documents. The returned reactor is gRPC's.
  grpc::ServerUnaryReactor* RunUnary(grpc::CallbackServerContext* context, absl::string_view method,
                                     absl::AnyInvocable<absl::Status()> handler,
                                     int64_t document_bytes = 0);

  // The same for a handler that only reads what is most likely in memory: microseconds, unless a
  // disk is slow. Runs in the calling thread of gRPC while no other such handler does, so that one
  // of gRPC's threads, of which there are at least two, is always free; else on the pool.
  grpc::ServerUnaryReactor* RunBrief(grpc::CallbackServerContext* context, absl::string_view method,
                                     absl::AnyInvocable<absl::Status()> handler);

  // For calls that wait without a thread: their steps and their end.

  // RESOURCE_EXHAUSTED when the pool is full; `step` is dropped then.
  absl::Status RunStep(absl::AnyInvocable<void()> step);
  // RESOURCE_EXHAUSTED when too many bytes are held already.
  absl::Status TakeBytes(int64_t bytes, ByteBudget::Taken* taken);
  // Counts the call that began at `begin` and converts its status.
  grpc::Status Close(absl::string_view method, absl::Time begin, const absl::Status& status);

  const CallStats& stats() const { return stats_; }

  // Runs what was taken; from then on every call is refused.
  void Drain() { pool_.Drain(); }

 private:
  ByteBudget budget_;
  CallStats stats_;
  std::atomic<bool> brief_runs_{false};
  ThreadPool pool_;
};

// CANCELLED or DEADLINE_EXCEEDED when nobody waits for the answer any more.
absl::Status CheckAwaited(const grpc::CallbackServerContext& context);

// Until the deadline of the call; centuries when it has none.
absl::Duration RemainingTime(const grpc::CallbackServerContext& context);

}  // namespace gongkai
