#include "services/gateway/revalidation_queue.h"

#include <vector>

#include "services/base/log.h"

namespace gongkai {

void EnqueueRevalidations(JobQueue* queue, absl::Span<const std::string> jobs) {
  if (jobs.empty()) return;
  std::vector<QueueEntry> entries;
  entries.reserve(jobs.size());
  for (const std::string& id : jobs) entries.push_back({id, Lane::kBulk, Task::kJob});
  if (const absl::Status status = queue->Enqueue(entries); !status.ok()) {
    LogWarning(jobs.size(), " jobs are left to the reconciler: ", status.message());
  }
}

}  // namespace gongkai
