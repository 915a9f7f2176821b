#include "services/gateway/check_call.h"

#include <utility>
#include <vector>

#include "services/base/error.h"
#include "services/base/log.h"
#include "services/base/status_macros.h"

namespace gongkai {
namespace {

// A check stays in the exchange a little longer than anybody waits for it.
constexpr absl::Duration kExchangeMargin = absl::Seconds(5);
// A remaining time beyond this means that the call has no deadline.
constexpr absl::Duration kNoDeadline = absl::Hours(24 * 365);

absl::Status QueueUnavailable(const absl::Status& cause) {
  LogWarning("check: the queue does not answer: ", cause.message());
  return UnavailableFor(absl::Seconds(2), "QUEUE_UNAVAILABLE",
                        "documents cannot be passed to the workers at the moment; try again later",
                        "暂时无法将文件交给处理节点，请稍后重试");
}

}  // namespace

WaiterRegistry::Lookup CheckLookup(CheckExchange* exchange) {
  return
      [exchange](
          absl::Span<const std::string> ids) -> absl::StatusOr<std::vector<WaiterRegistry::Ended>> {
        std::vector<WaiterRegistry::Ended> ended;
        for (const std::string& id : ids) {
          absl::StatusOr<std::string> reply = exchange->TakeReply(id);
          if (reply.ok()) {
            ended.push_back({id, *std::move(reply)});
          } else if (!absl::IsNotFound(reply.status())) {
            // Replies already taken are nowhere else.
            if (ended.empty()) return reply.status();
            break;
          }
        }
        return ended;
      };
}

absl::Status CheckCall::Start() {
  RETURN_IF_ERROR(runner().TakeBytes(RequestBytes(), &taken_));
  std::string message;
  {
    ASSIGN_OR_RETURN(const internal::v1::ProcessRequest request, MakeRequest());
    message = request.SerializeAsString();
  }
  const absl::Duration time =
      TimeToWait(RemainingTime(context()) > kNoDeadline ? parts_.times.without_deadline
                                                        : parts_.times.at_most);
  absl::StatusOr<std::string> id = parts_.exchange->PutRequest(message, time + kExchangeMargin);
  if (!id.ok()) return QueueUnavailable(id.status());
  id_ = *std::move(id);
  if (const absl::Status parked = Park(id_, time); !parked.ok()) {
    parts_.exchange->Discard(id_).IgnoreError();
    return parked;
  }
  const QueueEntry entry{id_, Lane::kInteractive, Task::kCheck};
  const absl::Status enqueued = parts_.queue->Enqueue({&entry, 1});
  if (!enqueued.ok() && Unpark()) {
    parts_.exchange->Discard(id_).IgnoreError();
    return QueueUnavailable(enqueued);
  }
  return absl::OkStatus();
}

absl::Status CheckCall::OnEnded(absl::string_view result) {
  internal::v1::ProcessReply reply;
  if (!reply.ParseFromArray(result.data(), static_cast<int>(result.size()))) {
    return absl::InternalError("check: the worker's reply is malformed");
  }
  if (reply.has_error()) {
    return MakeError(absl::StatusCode::kFailedPrecondition, reply.error().reason(),
                     reply.error().message_en(), reply.error().message());
  }
  return TakeReply(std::move(reply));
}

absl::Status CheckCall::OnTimeout() {
  OnAbandoned();
  return MakeError(absl::StatusCode::kDeadlineExceeded, "CHECK_TIMED_OUT",
                   "no worker has checked the document in time; try again later",
                   "处理节点未能在规定时间内完成核查，请稍后重试");
}

void CheckCall::OnAbandoned() { parts_.exchange->Discard(id_).IgnoreError(); }

}  // namespace gongkai
