// A call whose work a worker does through the exchange, and of which nothing is stored.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "gongkai/internal/v1/sandbox.pb.h"
#include "services/gateway/parked_call.h"
#include "services/gateway/rpc.h"
#include "services/gateway/waiter_registry.h"
#include "services/queue/job_queue.h"

namespace gongkai {

// Looks for replies in the exchange; `exchange` must outlive it.
WaiterRegistry::Lookup CheckLookup(CheckExchange* exchange);

// How long a check waits: for a call without a deadline, and at most.
struct CheckTimes {
  absl::Duration without_deadline = absl::Seconds(30);
  absl::Duration at_most = absl::Minutes(2);
};

// What a check works with; all of it must outlive the calls. `waiters` looks with CheckLookup.
struct CheckParts {
  CallRunner* runner = nullptr;
  WaiterRegistry* waiters = nullptr;
  JobQueue* queue = nullptr;
  CheckExchange* exchange = nullptr;
  CheckTimes times;
};

// Puts a request into the exchange ahead of bulk work and waits for the reply, within the deadline
// of the call.
class CheckCall : public ParkedCall {
 protected:
  CheckCall(const CheckParts& parts, grpc::CallbackServerContext* context, absl::string_view method)
      : ParkedCall(parts.runner, parts.waiters, context, method), parts_(parts) {}

  // Bytes of the caller's request.
  virtual int64_t RequestBytes() const = 0;
  // What a worker is to do; on the pool.
  virtual absl::StatusOr<internal::v1::ProcessRequest> MakeRequest() = 0;
  // Takes the reply, which is no error; must not block.
  virtual absl::Status TakeReply(internal::v1::ProcessReply reply) = 0;

 private:
  absl::Status Start() final;
  absl::Status OnEnded(absl::string_view result) final;
  absl::Status OnTimeout() final;
  void OnAbandoned() final;

  const CheckParts parts_;
  ByteBudget::Taken taken_;
  std::string id_;  // set before the call is parked
};

}  // namespace gongkai
