#include "services/queue/job_stream.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/base/status_macros.h"
#include "services/redis/redis_error.h"

namespace gongkai {

using redis::Connection;
using redis::Reply;
using redis::ReplyView;

absl::string_view TaskName(Task task) { return task == Task::kJob ? "job" : "check"; }

std::optional<QueueEntry> ParseEntry(Lane lane, ReplyView fields) {
  QueueEntry entry;
  entry.lane = lane;
  bool has_task = false;
  for (size_t i = 0; i + 1 < fields.size(); i += 2) {
    const auto name = fields[i].String();
    const auto value = fields[i + 1].String();
    if (!name.ok() || !value.ok()) return std::nullopt;
    if (*name == "id") {
      entry.id = std::string(*value);
    } else if (*name == "task") {
      if (*value != "job" && *value != "check") return std::nullopt;
      entry.task = *value == "job" ? Task::kJob : Task::kCheck;
      has_task = true;
    }
  }
  if (entry.id.empty() || !has_task) return std::nullopt;
  return entry;
}

std::string LeaseToken(Lane lane, absl::string_view id) {
  return absl::StrCat(lane == Lane::kInteractive ? "i" : "b", id);
}

bool IsLeaseToken(absl::string_view text) {
  return text.size() >= 2 && (text[0] == 'i' || text[0] == 'b');
}

Lane LaneOfToken(absl::string_view token) {
  return token[0] == 'i' ? Lane::kInteractive : Lane::kBulk;
}

absl::string_view EntryIdOfToken(absl::string_view token) { return token.substr(1); }

absl::StatusOr<StreamId> LastDelivered(Connection& connection, absl::string_view key) {
  StreamId last_delivered(0, 0);
  const auto groups = connection.Command({"XINFO", "GROUPS", key});
  if (!groups.ok()) {
    // "ERR no such key"
    if (redis::ErrorWord(groups.status()) == "ERR") return last_delivered;
    return groups.status();
  }
  for (size_t i = 0; i < groups->size(); ++i) {
    const ReplyView group = (*groups)[i];
    absl::string_view name;
    absl::string_view last;
    for (size_t field = 0; field + 1 < group.size(); field += 2) {
      ASSIGN_OR_RETURN(const absl::string_view field_name, group[field].String());
      if (field_name == "name") {
        ASSIGN_OR_RETURN(name, group[field + 1].String());
      } else if (field_name == "last-delivered-id") {
        ASSIGN_OR_RETURN(last, group[field + 1].String());
      }
    }
    if (name == kGroup) last_delivered = ParseStreamId(last).value_or(last_delivered);
  }
  return last_delivered;
}

bool IsLostGroup(const absl::Status& status) {
  const std::string word = redis::ErrorWord(status);
  return word == "NOGROUP" || word == "UNBLOCKED";
}

absl::Status FirstError(absl::Span<const Reply> replies) {
  for (const Reply& reply : replies) RETURN_IF_ERROR(reply.status());
  return absl::OkStatus();
}

}  // namespace gongkai
