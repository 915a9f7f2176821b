// The loop of a worker: claims entries of the queue, has their documents read in sandboxes, stores
// what came of it, acknowledges. This layer knows the queue, the store and the sandbox; it knows no
// document format and no SQL.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gongkai/internal/v1/sandbox.pb.h"
#include "services/base/mutex.h"
#include "services/queue/job_queue.h"
#include "services/store/store.h"
#include "workers/sandbox/sandbox.h"

namespace gongkai {

struct RunnerOptions {
  std::string name;                              // names this worker in jobs
  int slots = 0;                                 // documents at the same time; 0: two a core
  absl::Duration lease = absl::Seconds(10);      // the queue's lease time
  absl::Duration claim_wait = absl::Seconds(1);  // longest wait for entries at a time
  absl::Duration running_after = absl::Milliseconds(500);  // longer jobs are shown as RUNNING
  int max_lost_workers = 3;  // a job is given up when so many workers were lost with it
  absl::Duration check_reply_ttl = absl::Minutes(1);
  SandboxOptions sandbox;
};

// What a runner works with. All must outlive it.
struct RunnerParts {
  JobQueue* queue = nullptr;
  Announcer* announcer = nullptr;
  CheckExchange* exchange = nullptr;
  JobStore* store = nullptr;
};

// Works until it is stopped, whatever fails: while the queue, the store or the reader is not there
// it tries again, holding the leases it has. A job is committed first, then announced and
// acknowledged; it is dropped unacknowledged, for another worker, only when the store refuses it
// for good or the runner is stopped.
//
// Start and Stop are for one thread.
class Runner {
 public:
  Runner(const RunnerParts& parts, RunnerOptions options);
  // Waits for the running jobs without limit.
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  void Start();

  // Claims no more and waits up to `grace` for the running jobs. False: some still run; a program
  // may then exit and leave them to the next worker.
  bool Stop(absl::Duration grace);

 private:
  using SteadyTime = std::chrono::steady_clock::time_point;

  // An entry that this runner has a lease on.
  struct Active {
    std::string token;
    std::string id;
    Task task = Task::kJob;
    SteadyTime claimed;
    SteadyTime renewed;
    bool marked_running = false;
  };

  void ClaimLoop();
  void SlotLoop();
  void HeartbeatLoop();

  // The next entry for the calling slot; nothing when the runner is being stopped.
  std::optional<Lease> NextLease();
  void Forget(absl::string_view token);
  bool AllEnded() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  // One entry, from loading to acknowledging.
  void RunJob(Sandbox& sandbox, Lease lease);
  void RunCheck(Sandbox& sandbox, Lease lease);
  // What came of a document, and the stamp of the context that it was checked in.
  struct Processed {
    internal::v1::ProcessReply reply;
    std::string context_stamp;
  };
  absl::Status ProcessOnce(Sandbox& sandbox, const internal::v1::ProcessRequest& request,
                           internal::v1::ProcessReply* reply);
  // Processes a document together with what the store knows about its report. Where `subject` names
  // no agency, whose report it is comes out by reading it once without.
  absl::Status ProcessInContext(Sandbox& sandbox, ReportSubject subject,
                                internal::v1::ProcessRequest* request, Processed* processed);
  // They are committed: what cannot be enqueued is left to the reconciler.
  void EnqueueFollowUps(const std::vector<std::string>& jobs);
  // Announces what is finished and acknowledges. Failing does no harm: waiters look for themselves,
  // and a finished job that is delivered again is only acknowledged.
  void Close(Lease lease, bool announce);

  // Calls `attempt` until it returns anything but UNAVAILABLE, or the runner is being stopped;
  // returns its last status. `what` is for the log.
  absl::Status Persist(absl::string_view what, const std::function<absl::Status()>& attempt);
  // False, at once, when the runner is being stopped.
  bool SleepUnlessStopped(absl::Duration duration);

  const RunnerParts parts_;
  const RunnerOptions options_;

  Mutex mutex_;
  CondVar slot_free_;
  CondVar entry_claimed_;
  CondVar stop_;  // stopping_ was set, or a loop has ended
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool claiming_ ABSL_GUARDED_BY(mutex_) = false;      // ClaimLoop runs
  int running_slots_ ABSL_GUARDED_BY(mutex_) = 0;      // SlotLoops that run
  int free_slots_ ABSL_GUARDED_BY(mutex_) = 0;         // slots in NextLease
  std::deque<Lease> claimed_ ABSL_GUARDED_BY(mutex_);  // for them, never more than there are
  std::vector<Active> active_ ABSL_GUARDED_BY(mutex_);

  std::vector<std::thread> threads_;  // touched by Start and Stop only
};

}  // namespace gongkai
