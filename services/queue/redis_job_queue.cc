#include "services/queue/redis_job_queue.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/base/backoff.h"
#include "services/base/digest.h"
#include "services/base/log.h"
#include "services/base/status_macros.h"
#include "services/queue/job_stream.h"
#include "services/redis/redis_error.h"

namespace gongkai {
namespace {

using redis::Connection;
using redis::Deadline;
using redis::PooledConnection;
using redis::Reply;
using redis::ReplyView;

constexpr size_t kPage = 1000;
constexpr absl::Duration kForgetInterval = absl::Minutes(10);
// How often one Claim makes the group anew before it gives up.
constexpr int kMaxRecreations = 10;

std::string NewConsumerName() {
  char host[256] = "";
  gethostname(host, sizeof(host) - 1);
  return absl::StrCat(host, "-", getpid(), "-", RandomHex(4));
}

RedisJobQueueOptions WithDefaults(RedisJobQueueOptions options) {
  if (options.consumer.empty()) options.consumer = NewConsumerName();
  if (options.takeover_interval <= absl::ZeroDuration()) {
    options.takeover_interval = options.lease / 6;
  }
  return options;
}

}  // namespace

class RedisJobQueue::Acknowledgement : public Lease::Backend {
 public:
  Acknowledgement(RedisJobQueue* queue, Lane lane, std::string id)
      : queue_(queue), lane_(lane), id_(std::move(id)) {}

  absl::Status Ack() override {
    ASSIGN_OR_RETURN(const PooledConnection connection, queue_->pool_->Acquire());
    return queue_->Remove(*connection, lane_, absl::MakeConstSpan(&id_, 1));
  }

 private:
  RedisJobQueue* const queue_;
  const Lane lane_;
  const std::string id_;
};

RedisJobQueue::RedisJobQueue(redis::ConnectionPool* pool, RedisJobQueueOptions options)
    : pool_(pool),
      options_(WithDefaults(std::move(options))),
      interactive_key_(absl::StrCat(options_.prefix, "jobs:interactive")),
      bulk_key_(absl::StrCat(options_.prefix, "jobs:bulk")),
      lease_millis_(absl::StrCat(absl::ToInt64Milliseconds(options_.lease))),
      next_takeover_(absl::ZeroDuration()),
      next_forgetting_(RandomBetween(absl::ZeroDuration(), kForgetInterval)) {}

absl::Status RedisJobQueue::Enqueue(absl::Span<const QueueEntry> entries) {
  if (entries.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const PooledConnection connection, pool_->Acquire());
  for (const QueueEntry& entry : entries) {
    connection->Append(
        {"XADD", Key(entry.lane), "*", "id", entry.id, "task", TaskName(entry.task)});
  }
  ASSIGN_OR_RETURN(const std::vector<Reply> replies, connection->Exchange());
  return FirstError(replies);
}

absl::StatusOr<std::vector<Lease>> RedisJobQueue::Claim(int max, absl::Duration wait) {
  std::vector<Lease> leases;
  if (max <= 0) return leases;
  const Deadline deadline(wait);
  int recreations = 0;
  while (true) {
    const absl::Status status = ClaimOnce(static_cast<size_t>(max), deadline, leases);
    if (!leases.empty()) return leases;
    if (!status.ok()) {
      if (!IsLostGroup(status) || ++recreations > kMaxRecreations) return status;
      RETURN_IF_ERROR(CreateGroups());
    } else if (deadline.IsOver()) {
      return leases;
    }
  }
}

absl::Status RedisJobQueue::CreateGroups() {
  ASSIGN_OR_RETURN(const PooledConnection connection, pool_->Acquire());
  for (const Lane lane : kLanes) {
    connection->Append({"XGROUP", "CREATE", Key(lane), kGroup, "0", "MKSTREAM"});
  }
  ASSIGN_OR_RETURN(const std::vector<Reply> replies, connection->Exchange());
  for (const Reply& reply : replies) {
    if (absl::Status status = reply.status();
        !status.ok() && redis::ErrorWord(status) != "BUSYGROUP") {
      return status;
    }
  }
  return absl::OkStatus();
}

absl::Status RedisJobQueue::ClaimOnce(size_t max, const Deadline& deadline,
                                      std::vector<Lease>& leases) {
  ASSIGN_OR_RETURN(const PooledConnection connection, pool_->Acquire());
  if (TakeOverIsDue()) RETURN_IF_ERROR(TakeOver(*connection, max, leases));
  for (const Lane lane : kLanes) {
    if (leases.size() < max) {
      RETURN_IF_ERROR(ReadNew(*connection, lane, max - leases.size(), leases));
    }
  }
  if (ForgettingIsDue()) RETURN_IF_ERROR(ForgetConsumers());
  const absl::Duration wait = std::min(deadline.Left(), UntilTakeOver());
  if (!leases.empty() || wait < absl::Milliseconds(1)) return absl::OkStatus();
  return WaitForNew(*connection, max, wait, leases);
}

absl::Status RedisJobQueue::TakeOver(Connection& connection, size_t max,
                                     std::vector<Lease>& leases) {
  for (const Lane lane : kLanes) {
    // The filter by idle time looks at every pending entry in one command, however many fresh ones
    // stand before an old one.
    connection.Append(
        {"XPENDING", Key(lane), kGroup, "IDLE", lease_millis_, "-", "+", absl::StrCat(max)});
  }
  ASSIGN_OR_RETURN(const std::vector<Reply> pending, connection.Exchange());
  RETURN_IF_ERROR(FirstError(pending));
  size_t room = max;
  bool more = false;
  std::vector<Lane> lanes;
  std::map<std::string, int> deliveries[kLanes.size()];
  for (size_t i = 0; i < kLanes.size(); ++i) {
    more = more || pending[i].size() >= room;
    const size_t count = std::min(room, pending[i].size());
    if (count == 0) continue;
    std::vector<std::string> ids;
    for (size_t row = 0; row < count; ++row) {
      ASSIGN_OR_RETURN(const absl::string_view id, pending[i][row][0].String());
      ASSIGN_OR_RETURN(const int64_t before, pending[i][row][3].Integer());
      ids.emplace_back(id);
      deliveries[i][ids.back()] = static_cast<int>(std::min<int64_t>(before, 1 << 30)) + 1;
    }
    std::vector<absl::string_view> claim = {"XCLAIM", Key(kLanes[i]), kGroup, options_.consumer,
                                            lease_millis_};
    claim.insert(claim.end(), ids.begin(), ids.end());
    connection.Append(claim);
    lanes.push_back(kLanes[i]);
    room -= count;
  }
  if (more) TakeOverSoon();
  if (lanes.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<Reply> claimed, connection.Exchange());
  for (size_t i = 0; i < claimed.size(); ++i) {
    RETURN_IF_ERROR(AppendLeases(connection, lanes[i], claimed[i],
                                 deliveries[lanes[i] == Lane::kInteractive ? 0 : 1], leases));
  }
  return absl::OkStatus();
}

absl::Status RedisJobQueue::ReadNew(Connection& connection, Lane lane, size_t max,
                                    std::vector<Lease>& leases) {
  ASSIGN_OR_RETURN(const Reply reply,
                   connection.Command({"XREADGROUP", "GROUP", kGroup, options_.consumer, "COUNT",
                                       absl::StrCat(max), "STREAMS", Key(lane), ">"}));
  if (reply.IsNil()) return absl::OkStatus();
  return AppendLeases(connection, lane, reply[0][1], {}, leases);
}

absl::Status RedisJobQueue::WaitForNew(Connection& connection, size_t max, absl::Duration wait,
                                       std::vector<Lease>& leases) {
  // COUNT holds for each stream; both answer together only if both got entries just now.
  ASSIGN_OR_RETURN(const Reply reply,
                   connection.Command({"XREADGROUP", "GROUP", kGroup, options_.consumer, "COUNT",
                                       absl::StrCat((max + 1) / 2), "BLOCK",
                                       absl::StrCat(absl::ToInt64Milliseconds(wait)), "STREAMS",
                                       interactive_key_, bulk_key_, ">", ">"},
                                      wait));
  for (const Lane lane : kLanes) {
    for (size_t i = 0; i < reply.size(); ++i) {
      const ReplyView stream = reply[i];
      ASSIGN_OR_RETURN(const absl::string_view key, stream[0].String());
      if (key == Key(lane)) {
        RETURN_IF_ERROR(AppendLeases(connection, lane, stream[1], {}, leases));
      }
    }
  }
  if (leases.size() > max) {
    const absl::Status given_back = GiveBack(connection, absl::MakeConstSpan(leases).subspan(max));
    if (!given_back.ok()) LogWarning("entries wait for their lease: ", given_back.message());
    while (leases.size() > max) leases.pop_back();
  }
  return absl::OkStatus();
}

absl::Status RedisJobQueue::AppendLeases(Connection& connection, Lane lane, ReplyView entries,
                                         const std::map<std::string, int>& deliveries,
                                         std::vector<Lease>& leases) {
  RETURN_IF_ERROR(entries.ExpectArray());
  std::vector<std::string> broken;
  for (size_t i = 0; i < entries.size(); ++i) {
    const auto id = entries[i][0].String();
    // Nil stands for an entry deleted meanwhile.
    if (!id.ok()) continue;
    const std::string entry_id(*id);
    std::optional<QueueEntry> entry = ParseEntry(lane, entries[i][1]);
    if (!entry.has_value()) {
      broken.push_back(entry_id);
      continue;
    }
    const auto delivered = deliveries.find(entry_id);
    leases.emplace_back(*std::move(entry), delivered == deliveries.end() ? 1 : delivered->second,
                        LeaseToken(lane, entry_id),
                        std::make_unique<Acknowledgement>(this, lane, entry_id));
  }
  if (broken.empty()) return absl::OkStatus();
  LogWarning("removed ", broken.size(), " entries of ", Key(lane), " that are not ours, the first ",
             broken[0]);
  return Remove(connection, lane, broken);
}

absl::Status RedisJobQueue::GiveBack(Connection& connection, absl::Span<const Lease> leases) {
  for (const Lease& lease : leases) {
    connection.Append({"XCLAIM", Key(lease.entry().lane), kGroup, options_.consumer, "0",
                       EntryIdOfToken(lease.token()), "IDLE", lease_millis_, "RETRYCOUNT", "0",
                       "JUSTID"});
  }
  TakeOverSoon();
  ASSIGN_OR_RETURN(const std::vector<Reply> replies, connection.Exchange());
  return FirstError(replies);
}

absl::Status RedisJobQueue::Remove(Connection& connection, Lane lane,
                                   absl::Span<const std::string> ids) {
  // Delete first: what is pending without an entry is cleared by the next takeover, but an entry
  // that is no longer pending would stay for ever.
  std::vector<absl::string_view> remove = {"XDEL", Key(lane)};
  remove.insert(remove.end(), ids.begin(), ids.end());
  std::vector<absl::string_view> acknowledge = {"XACK", Key(lane), kGroup};
  acknowledge.insert(acknowledge.end(), ids.begin(), ids.end());
  connection.Append(remove);
  connection.Append(acknowledge);
  ASSIGN_OR_RETURN(const std::vector<Reply> replies, connection.Exchange());
  return FirstError(replies);
}

absl::Status RedisJobQueue::Renew(absl::Span<const std::string> tokens) {
  if (tokens.empty()) return absl::OkStatus();
  std::set<absl::string_view> wanted;
  for (const std::string& token : tokens) {
    if (!IsLeaseToken(token)) {
      return absl::InvalidArgumentError(absl::StrCat("not a lease token: ", token));
    }
    wanted.insert(token);
  }
  ASSIGN_OR_RETURN(const PooledConnection connection, pool_->Acquire());
  // XCLAIM would take back what others hold by now, so ask first what is still ours.
  std::vector<Lane> lanes;
  for (const Lane lane : kLanes) {
    if (std::none_of(tokens.begin(), tokens.end(),
                     [lane](const std::string& token) { return LaneOfToken(token) == lane; })) {
      continue;
    }
    connection->Append({"XPENDING", Key(lane), kGroup, "-", "+", "1000000", options_.consumer});
    lanes.push_back(lane);
  }
  ASSIGN_OR_RETURN(const std::vector<Reply> pending, connection->Exchange());
  bool any = false;
  for (size_t i = 0; i < pending.size(); ++i) {
    const absl::Status status = pending[i].status();
    if (IsLostGroup(status)) continue;
    RETURN_IF_ERROR(status);
    std::vector<absl::string_view> claim = {"XCLAIM", Key(lanes[i]), kGroup, options_.consumer,
                                            "0"};
    const size_t fixed = claim.size();
    for (size_t row = 0; row < pending[i].size(); ++row) {
      ASSIGN_OR_RETURN(const absl::string_view id, pending[i][row][0].String());
      if (wanted.count(LeaseToken(lanes[i], id)) > 0) claim.push_back(id);
    }
    if (claim.size() == fixed) continue;
    claim.push_back("JUSTID");
    connection->Append(claim);
    any = true;
  }
  if (!any) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<Reply> renewed, connection->Exchange());
  for (const Reply& reply : renewed) {
    if (absl::Status status = reply.status(); !status.ok() && !IsLostGroup(status)) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> RedisJobQueue::JobIds() {
  ASSIGN_OR_RETURN(const PooledConnection connection, pool_->Acquire());
  std::vector<std::string> ids;
  for (const Lane lane : kLanes) RETURN_IF_ERROR(AppendJobIds(*connection, lane, ids));
  return ids;
}

absl::Status RedisJobQueue::AppendJobIds(Connection& connection, Lane lane,
                                         std::vector<std::string>& ids) {
  // An entry up to the group's last delivery that is not pending will never come again: it was
  // acknowledged and not deleted, or went with its consumer. Read in this order, an entry that is
  // merely being acknowledged or delivered is never taken for one.
  ASSIGN_OR_RETURN(const StreamId last_delivered, LastDelivered(connection, Key(lane)));
  std::set<StreamId> pending;
  if (last_delivered != StreamId(0, 0)) {
    for (std::string from = "-";;) {
      auto page =
          connection.Command({"XPENDING", Key(lane), kGroup, from, "+", absl::StrCat(kPage)});
      if (!page.ok()) {
        if (IsLostGroup(page.status())) break;
        return page.status();
      }
      for (size_t i = 0; i < page->size(); ++i) {
        ASSIGN_OR_RETURN(const absl::string_view id, (*page)[i][0].String());
        if (const auto parsed = ParseStreamId(id); parsed.has_value()) pending.insert(*parsed);
        if (i + 1 == page->size()) from = absl::StrCat("(", id);
      }
      if (page->size() < kPage) break;
    }
  }
  std::vector<std::string> forgotten;
  for (std::string from = "-";;) {
    ASSIGN_OR_RETURN(const Reply page, connection.Command({"XRANGE", Key(lane), from, "+", "COUNT",
                                                           absl::StrCat(kPage)}));
    for (size_t i = 0; i < page.size(); ++i) {
      ASSIGN_OR_RETURN(const absl::string_view id, page[i][0].String());
      if (i + 1 == page.size()) from = absl::StrCat("(", id);
      const auto parsed = ParseStreamId(id);
      if (parsed.has_value() && *parsed <= last_delivered && pending.count(*parsed) == 0) {
        forgotten.emplace_back(id);
        continue;
      }
      auto entry = ParseEntry(lane, page[i][1]);
      if (entry.has_value() && entry->task == Task::kJob) ids.push_back(std::move(entry->id));
    }
    if (page.size() < kPage) break;
  }
  if (forgotten.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const StreamId last_delivered_now, LastDelivered(connection, Key(lane)));
  if (last_delivered_now < last_delivered) {
    return absl::UnavailableError(
        absl::StrCat("the group of ", Key(lane), " was made anew while its entries were listed"));
  }
  LogWarning("removed ", forgotten.size(), " entries of ", Key(lane),
             " that nobody would have got, the first ", forgotten[0]);
  return Remove(connection, lane, forgotten);
}

absl::StatusOr<QueueStats> RedisJobQueue::Stats() {
  ASSIGN_OR_RETURN(const PooledConnection connection, pool_->Acquire());
  for (const Lane lane : kLanes) {
    connection->Append({"XLEN", Key(lane)});
    connection->Append({"XPENDING", Key(lane), kGroup});
  }
  ASSIGN_OR_RETURN(const std::vector<Reply> replies, connection->Exchange());
  QueueStats stats;
  for (size_t i = 0; i + 1 < replies.size(); i += 2) {
    ASSIGN_OR_RETURN(const int64_t length, replies[i].Integer());
    int64_t leased = 0;
    if (absl::Status status = replies[i + 1].status(); !IsLostGroup(status)) {
      RETURN_IF_ERROR(status);
      ASSIGN_OR_RETURN(leased, replies[i + 1][0].Integer());
    }
    stats.leased += leased;
    stats.waiting += std::max<int64_t>(0, length - leased);
  }
  return stats;
}

absl::Status RedisJobQueue::ForgetConsumers() {
  ASSIGN_OR_RETURN(const PooledConnection connection, pool_->Acquire());
  for (const Lane lane : kLanes) {
    connection->Append({"XINFO", "CONSUMERS", Key(lane), kGroup});
  }
  ASSIGN_OR_RETURN(const std::vector<Reply> replies, connection->Exchange());
  RETURN_IF_ERROR(FirstError(replies));
  bool any = false;
  for (size_t lane = 0; lane < kLanes.size(); ++lane) {
    for (size_t i = 0; i < replies[lane].size(); ++i) {
      const ReplyView consumer = replies[lane][i];
      absl::string_view name;
      int64_t held = 1;
      int64_t idle = 0;
      for (size_t field = 0; field + 1 < consumer.size(); field += 2) {
        ASSIGN_OR_RETURN(const absl::string_view field_name, consumer[field].String());
        if (field_name == "name") {
          ASSIGN_OR_RETURN(name, consumer[field + 1].String());
        } else if (field_name == "pending") {
          ASSIGN_OR_RETURN(held, consumer[field + 1].Integer());
        } else if (field_name == "idle") {
          ASSIGN_OR_RETURN(idle, consumer[field + 1].Integer());
        }
      }
      if (held != 0 || absl::Milliseconds(idle) < options_.forget_consumer_after ||
          name == options_.consumer) {
        continue;
      }
      connection->Append({"XGROUP", "DELCONSUMER", Key(kLanes[lane]), kGroup, name});
      any = true;
    }
  }
  if (!any) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<Reply> removed, connection->Exchange());
  return FirstError(removed);
}

bool RedisJobQueue::TakeOverIsDue() {
  MutexLock lock(mutex_);
  if (!next_takeover_.IsOver()) return false;
  next_takeover_ =
      Deadline(RandomBetween(options_.takeover_interval / 2, options_.takeover_interval));
  return true;
}

bool RedisJobQueue::ForgettingIsDue() {
  MutexLock lock(mutex_);
  if (!next_forgetting_.IsOver()) return false;
  next_forgetting_ = Deadline(RandomBetween(kForgetInterval / 2, kForgetInterval));
  return true;
}

void RedisJobQueue::TakeOverSoon() {
  MutexLock lock(mutex_);
  next_takeover_ = Deadline(absl::ZeroDuration());
}

absl::Duration RedisJobQueue::UntilTakeOver() {
  MutexLock lock(mutex_);
  return next_takeover_.Left();
}

}  // namespace gongkai
