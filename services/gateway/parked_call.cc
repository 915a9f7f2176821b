#include "services/gateway/parked_call.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "services/base/error.h"

namespace gongkai {
namespace {

// Kept back from the deadline of a call for the way of the answer.
constexpr absl::Duration kAnswerMargin = absl::Milliseconds(100);

absl::Status Cancelled() {
  return MakeError(absl::StatusCode::kCancelled, "CANCELLED", "the call was cancelled",
                   "调用已取消");
}

}  // namespace

grpc::ServerUnaryReactor* ParkedCall::Launch(std::shared_ptr<ParkedCall> call) {
  ParkedCall* const reactor = call.get();
  reactor->self_ = call;
  const absl::Status accepted = reactor->runner_->RunStep([call] {
    if (const absl::Status awaited = CheckAwaited(*call->context_); !awaited.ok()) {
      call->End(awaited);
    } else if (const absl::Status started = call->Start(); !started.ok()) {
      call->End(started);
    }
  });
  if (!accepted.ok()) reactor->End(accepted);
  return reactor;
}

absl::Duration ParkedCall::TimeToWait(absl::Duration at_most) const {
  const absl::Duration remaining = RemainingTime(*context_);
  return std::min(at_most, remaining - std::min(kAnswerMargin, remaining / 10));
}

absl::Status ParkedCall::Park(absl::string_view id, absl::Duration timeout) {
  absl::StatusOr<WaiterRegistry::Token> token = registry_->Park(
      id, timeout, [self = self_](WaiterRegistry::Event event, absl::string_view result) {
        self->OnEvent(event, result);
      });
  if (!token.ok()) return token.status();
  token_.store(*token);
  // OnCancel may have come too early to see the token.
  if (cancelled_.load() && registry_->Remove(*token)) return Cancelled();
  return absl::OkStatus();
}

void ParkedCall::OnCancel() {
  cancelled_.store(true);
  const WaiterRegistry::Token token = token_.load();
  if (token != 0 && registry_->Remove(token)) Abandon(Cancelled());
}

void ParkedCall::OnDone() {
  // May destroy this object.
  const std::shared_ptr<ParkedCall> self = std::move(self_);
}

void ParkedCall::OnEvent(WaiterRegistry::Event event, absl::string_view result) {
  switch (event) {
    case WaiterRegistry::Event::kEnded:
      End(OnEnded(result));
      return;
    case WaiterRegistry::Event::kTimeout: {
      const absl::Status accepted =
          runner_->RunStep([self = self_] { self->End(self->OnTimeout()); });
      if (!accepted.ok()) End(accepted);
      return;
    }
    case WaiterRegistry::Event::kShutdown:
      Abandon(UnavailableFor(absl::Seconds(1), "SHUTTING_DOWN", "this gateway is shutting down",
                             "网关正在关闭"));
      return;
  }
}

void ParkedCall::Abandon(const absl::Status& status) {
  const std::shared_ptr<ParkedCall> self = self_;
  End(status);
  // When the pool has no room, what is left behind expires by itself.
  runner_->RunStep([self] { self->OnAbandoned(); }).IgnoreError();
}

}  // namespace gongkai
