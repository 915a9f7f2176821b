#include "services/gateway/rpc.h"

#include <memory>
#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "services/base/error.h"
#include "services/base/log.h"
#include "services/gateway/error_details.h"

namespace gongkai {
namespace {

absl::Status Overloaded() {
  return MakeError(absl::StatusCode::kResourceExhausted, "SERVER_OVERLOADED",
                   "the gateway has more calls than it can handle; try again later",
                   "网关当前请求过多，请稍后重试");
}

}  // namespace

absl::Duration RemainingTime(const grpc::CallbackServerContext& context) {
  return absl::FromChrono(context.deadline()) - absl::Now();
}

absl::Status CheckAwaited(const grpc::CallbackServerContext& context) {
  if (context.IsCancelled()) {
    return MakeError(absl::StatusCode::kCancelled, "CANCELLED", "the call was cancelled",
                     "调用已取消");
  }
  if (RemainingTime(context) <= absl::ZeroDuration()) {
    return MakeError(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
                     "the deadline of the call has passed", "调用已超时");
  }
  return absl::OkStatus();
}

grpc::ServerUnaryReactor* CallRunner::RunUnary(grpc::CallbackServerContext* context,
                                               absl::string_view method,
                                               absl::AnyInvocable<absl::Status()> handler,
                                               int64_t document_bytes) {
  const absl::Time begin = absl::Now();
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  ByteBudget::Taken taken;
  absl::Status accepted = TakeBytes(document_bytes, &taken);
  if (accepted.ok()) {
    accepted = RunStep([this, context, method, begin, reactor, taken = std::move(taken),
                        handler = std::move(handler)]() mutable {
      absl::Status status = CheckAwaited(*context);
      if (status.ok()) status = handler();
      taken = {};  // before the caller can send the next
      reactor->Finish(Close(method, begin, status));
    });
  }
  if (!accepted.ok()) reactor->Finish(Close(method, begin, accepted));
  return reactor;
}

grpc::ServerUnaryReactor* CallRunner::RunBrief(grpc::CallbackServerContext* context,
                                               absl::string_view method,
                                               absl::AnyInvocable<absl::Status()> handler) {
  if (brief_runs_.exchange(true)) return RunUnary(context, method, std::move(handler));
  const absl::Time begin = absl::Now();
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  absl::Status status = CheckAwaited(*context);
  if (status.ok()) status = handler();
  brief_runs_ = false;
  reactor->Finish(Close(method, begin, status));
  return reactor;
}

absl::Status CallRunner::RunStep(absl::AnyInvocable<void()> step) {
  return pool_.TryRun(step) ? absl::OkStatus() : Overloaded();
}

absl::Status CallRunner::TakeBytes(int64_t bytes, ByteBudget::Taken* taken) {
  std::optional<ByteBudget::Taken> got = budget_.TryTake(bytes);
  if (!got.has_value()) return Overloaded();
  *taken = std::move(*got);
  return absl::OkStatus();
}

grpc::Status CallRunner::Close(absl::string_view method, absl::Time begin,
                               const absl::Status& status) {
  stats_.Record(method, status.code(), absl::Now() - begin);
  return ToGrpcStatus(status, method);
}

}  // namespace gongkai
