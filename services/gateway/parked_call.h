// A unary call that waits for an event without holding a thread.
#pragma once

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <memory>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/gateway/rpc.h"
#include "services/gateway/waiter_registry.h"

namespace gongkai {

// Lives from Launch until gRPC is done with the call. Exactly one of the ways to end it wins: what
// Start decides, the event, the time, the client's cancelling, the shutdown. Whoever wins may use
// the response and calls End once.
class ParkedCall : public grpc::ServerUnaryReactor {
 public:
  // Runs Start on the pool. The returned reactor is gRPC's.
  static grpc::ServerUnaryReactor* Launch(std::shared_ptr<ParkedCall> call);

 protected:
  // All must outlive the call. `method` must live for ever.
  ParkedCall(CallRunner* runner, WaiterRegistry* registry, grpc::CallbackServerContext* context,
             absl::string_view method)
      : runner_(runner), registry_(registry), context_(context), method_(method) {}

  // On the pool: either ends the call, or parks it and leaves the end to others. On an error it has
  // done neither, and the call ends with that.
  virtual absl::Status Start() = 0;
  // What the waiter registry found, in a thread of the registry: must not block. The call ends with
  // the returned status.
  virtual absl::Status OnEnded(absl::string_view result) = 0;
  // The time is over; on the pool. The call ends with the returned status.
  virtual absl::Status OnTimeout() = 0;
  // Nobody waits any more (the client is gone or the gateway shuts down); on the pool, if that has
  // room. The call has ended: neither context nor request nor response may be used.
  virtual void OnAbandoned() {}

  // On an error the call was not parked, and the caller ends it.
  absl::Status Park(absl::string_view id, absl::Duration timeout);
  // After Park: true when the caller now has to end the call.
  bool Unpark() { return registry_->Remove(token_.load()); }
  void End(const absl::Status& status) { Finish(runner_->Close(method_, begin_, status)); }

  CallRunner& runner() { return *runner_; }
  // Only before the call has ended.
  const grpc::CallbackServerContext& context() const { return *context_; }
  // How long to wait at most, so that the answer still arrives before the deadline of the call.
  absl::Duration TimeToWait(absl::Duration at_most) const;

 private:
  void OnCancel() override;
  void OnDone() override;
  void OnEvent(WaiterRegistry::Event event, absl::string_view result);
  void Abandon(const absl::Status& status);

  CallRunner* const runner_;
  WaiterRegistry* const registry_;
  grpc::CallbackServerContext* const context_;
  const absl::string_view method_;
  const absl::Time begin_ = absl::Now();

  std::atomic<WaiterRegistry::Token> token_{0};
  std::atomic<bool> cancelled_{false};
  std::shared_ptr<ParkedCall> self_;  // until OnDone
};

}  // namespace gongkai
