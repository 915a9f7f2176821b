#include "services/queue/redis_announcer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace gongkai {
namespace {

std::string Channel(absl::string_view prefix) { return absl::StrCat(prefix, "done"); }

}  // namespace

RedisAnnouncer::RedisAnnouncer(redis::ConnectionPool* pool, absl::string_view prefix)
    : pool_(pool), channel_(Channel(prefix)) {}

absl::Status RedisAnnouncer::Announce(absl::Span<const std::string> ids) {
  if (ids.empty()) return absl::OkStatus();
  return pool_->Command({"PUBLISH", channel_, absl::StrJoin(ids, "\n")}).status();
}

AnnouncementListener::AnnouncementListener(
    RedisAddress address, absl::string_view prefix,
    std::function<void(std::vector<std::string> ids)> on_announced,
    std::function<void()> on_subscribed)
    : subscriber_(
          std::move(address), redis::ConnectionOptions(), {Channel(prefix)},
          [on_announced = std::move(on_announced)](absl::string_view, absl::string_view message) {
            on_announced(absl::StrSplit(message, '\n', absl::SkipEmpty()));
          },
          std::move(on_subscribed)) {}

}  // namespace gongkai
