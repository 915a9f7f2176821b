// Announcements by Redis' publish and subscribe.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "services/queue/job_queue.h"
#include "services/redis/connection_pool.h"
#include "services/redis/subscriber.h"

namespace gongkai {

class RedisAnnouncer : public Announcer {
 public:
  // `pool` must outlive the announcer.
  explicit RedisAnnouncer(redis::ConnectionPool* pool, absl::string_view prefix = "gongkai:");

  // One message however many ids. Ids must not contain line breaks.
  absl::Status Announce(absl::Span<const std::string> ids) override;

 private:
  redis::ConnectionPool* const pool_;
  const std::string channel_;
};

// Hears what RedisAnnouncers with the same prefix say, from construction to destruction; reconnects
// for ever.
class AnnouncementListener {
 public:
  // Both run on the listener's thread. `on_subscribed` (may be empty): announcements before this
  // may have been missed, so waiters should look for themselves.
  AnnouncementListener(RedisAddress address, absl::string_view prefix,
                       std::function<void(std::vector<std::string> ids)> on_announced,
                       std::function<void()> on_subscribed = nullptr);

 private:
  redis::Subscriber subscriber_;
};

}  // namespace gongkai
