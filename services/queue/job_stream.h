// How the entries of the job queue look in a Redis stream, and what Redis says of the group that
// reads it.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/queue/job_queue.h"
#include "services/queue/stream_id.h"
#include "services/redis/connection.h"
#include "services/redis/reply.h"

namespace gongkai {

inline constexpr absl::string_view kGroup = "workers";
inline constexpr std::array<Lane, 2> kLanes = {Lane::kInteractive, Lane::kBulk};

// Value of an entry's field "task".
absl::string_view TaskName(Task task);

// The entry of these fields; nothing where they are not ours to understand.
std::optional<QueueEntry> ParseEntry(Lane lane, redis::ReplyView fields);

// Lease::token of an entry: its lane and its id in the stream.
std::string LeaseToken(Lane lane, absl::string_view id);
bool IsLeaseToken(absl::string_view text);
Lane LaneOfToken(absl::string_view token);
absl::string_view EntryIdOfToken(absl::string_view token);

// The last entry that the group has delivered; 0-0 for none, no group or no stream.
absl::StatusOr<StreamId> LastDelivered(redis::Connection& connection, absl::string_view key);

// The stream or its group is gone, which the next XGROUP CREATE mends.
bool IsLostGroup(const absl::Status& status);

// The first error among the replies.
absl::Status FirstError(absl::Span<const redis::Reply> replies);

}  // namespace gongkai
