#include "services/redis/redis_error.h"

#include <atomic>
#include <chrono>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "services/base/error.h"
#include "services/base/log.h"

namespace gongkai::redis {
namespace {

constexpr char kWordPayload[] = "gongkai/redis_error";

absl::StatusCode CodeOf(absl::string_view word, absl::string_view text) {
  for (const absl::string_view retryable :
       {"LOADING", "READONLY", "UNBLOCKED", "NOGROUP", "NOSCRIPT", "MASTERDOWN", "CLUSTERDOWN",
        "TRYAGAIN", "BUSY", "NOREPLICAS", "MISCONF"}) {
    if (word == retryable) return absl::StatusCode::kUnavailable;
  }
  for (const absl::string_view refused : {"WRONGTYPE", "NOPERM", "NOAUTH", "WRONGPASS"}) {
    if (word == refused) return absl::StatusCode::kFailedPrecondition;
  }
  if (word == "OOM") return absl::StatusCode::kResourceExhausted;
  if (absl::StartsWith(text, "ERR max number of clients")) return absl::StatusCode::kUnavailable;
  return absl::StatusCode::kInternal;
}

// At most one line in ten seconds: every write fails while this lasts.
void RaiseAlarm(absl::string_view text) {
  using std::chrono::steady_clock;
  static std::atomic<steady_clock::rep> next{steady_clock::duration::min().count()};
  const auto now = steady_clock::now().time_since_epoch();
  auto due = next.load();
  if (now.count() < due) return;
  if (next.compare_exchange_strong(due, (now + std::chrono::seconds(10)).count())) {
    LogError("Redis cannot write its data to disk: ", text);
  }
}

}  // namespace

absl::Status RedisUnavailable(absl::string_view message) {
  return UnavailableFor(absl::Seconds(1), "QUEUE_UNAVAILABLE", absl::StrCat("Redis: ", message),
                        "队列服务(Redis)暂时不可用,请稍后重试");
}

absl::Status StatusOfErrorReply(absl::string_view text) {
  const absl::string_view word = text.substr(0, text.find(' '));
  if (word == "MISCONF") RaiseAlarm(text);
  absl::Status status;
  switch (const absl::StatusCode code = CodeOf(word, text)) {
    case absl::StatusCode::kUnavailable:
      status = RedisUnavailable(text);
      break;
    case absl::StatusCode::kResourceExhausted:
      status = MakeError(code, "QUEUE_FULL", absl::StrCat("Redis: ", text),
                         "队列服务(Redis)内存已满,请稍后重试");
      break;
    case absl::StatusCode::kFailedPrecondition:
      status = MakeError(code, "QUEUE_REFUSED", absl::StrCat("Redis: ", text),
                         "队列服务(Redis)拒绝访问,请检查密码、权限和键的类型");
      break;
    default:
      status =
          MakeError(code, "QUEUE_ERROR", absl::StrCat("Redis: ", text), "队列服务(Redis)返回错误");
  }
  status.SetPayload(kWordPayload, absl::Cord(word));
  return status;
}

std::string ErrorWord(const absl::Status& status) {
  const auto word = status.GetPayload(kWordPayload);
  return word.has_value() ? std::string(*word) : std::string();
}

}  // namespace gongkai::redis
