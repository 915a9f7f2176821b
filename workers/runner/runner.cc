#include "workers/runner/runner.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/base/backoff.h"
#include "services/base/log.h"
#include "services/base/status_macros.h"

namespace gongkai {
namespace {

using internal::v1::ProcessReply;
using internal::v1::ProcessRequest;

constexpr absl::Duration kFirstWait = absl::Milliseconds(50);
constexpr absl::Duration kLongestWait = absl::Seconds(5);

ProcessReply WorkerLostReply(int lost) {
  ProcessReply reply;
  reply.mutable_error()->set_reason("WORKER_LOST");
  reply.mutable_error()->set_message_en(
      absl::StrCat(lost, " workers were lost while they had this document"));
  reply.mutable_error()->set_message(absl::StrCat("处理该文件时已有 ", lost, " 个工作进程失联"));
  return reply;
}

RunnerOptions Completed(RunnerOptions options) {
  if (options.slots <= 0) {
    options.slots = 2 * static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  }
  return options;
}

}  // namespace

Runner::Runner(const RunnerParts& parts, RunnerOptions options)
    : parts_(parts), options_(Completed(std::move(options))) {}

Runner::~Runner() { Stop(absl::InfiniteDuration()); }

void Runner::Start() {
  {
    MutexLock lock(mutex_);
    claiming_ = true;
    running_slots_ = options_.slots;
  }
  for (int i = 0; i < options_.slots; ++i) threads_.emplace_back(&Runner::SlotLoop, this);
  threads_.emplace_back(&Runner::ClaimLoop, this);
  threads_.emplace_back(&Runner::HeartbeatLoop, this);
}

bool Runner::AllEnded() const { return !claiming_ && running_slots_ == 0; }

bool Runner::Stop(absl::Duration grace) {
  const SteadyTime start = std::chrono::steady_clock::now();
  {
    MutexLock lock(mutex_);
    stopping_ = true;
    stop_.NotifyAll();
    slot_free_.NotifyAll();
    entry_claimed_.NotifyAll();
    while (!AllEnded()) {
      const absl::Duration left =
          grace - absl::FromChrono(std::chrono::steady_clock::now() - start);
      if (left <= absl::ZeroDuration()) return false;
      stop_.WaitFor(mutex_, std::min(left, absl::Hours(1)));
    }
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
  return true;
}

bool Runner::SleepUnlessStopped(absl::Duration duration) {
  const SteadyTime end = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(duration);
  MutexLock lock(mutex_);
  while (!stopping_) {
    const auto left = end - std::chrono::steady_clock::now();
    if (left.count() <= 0) return true;
    stop_.WaitFor(mutex_, absl::FromChrono(left));
  }
  return false;
}

absl::Status Runner::Persist(absl::string_view what, const std::function<absl::Status()>& attempt) {
  absl::Status status = attempt();
  if (!absl::IsUnavailable(status)) return status;
  Backoff backoff(kFirstWait, kLongestWait);
  LogWarning(what, ": trying again: ", status.message());
  while (absl::IsUnavailable(status) && SleepUnlessStopped(backoff.Next())) status = attempt();
  if (status.ok()) LogInfo(what, ": works again");
  return status;
}

void Runner::ClaimLoop() {
  Backoff backoff(kFirstWait, kLongestWait);
  bool failing = false;
  while (true) {
    int wanted = 0;
    {
      MutexLock lock(mutex_);
      while (!stopping_ && free_slots_ <= static_cast<int>(claimed_.size())) {
        slot_free_.Wait(mutex_);
      }
      if (stopping_) break;
      wanted = free_slots_ - static_cast<int>(claimed_.size());
    }
    absl::StatusOr<std::vector<Lease>> leases = parts_.queue->Claim(wanted, options_.claim_wait);
    if (!leases.ok()) {
      if (!failing) LogWarning("queue: trying again: ", leases.status().message());
      failing = true;
      SleepUnlessStopped(backoff.Next());
      continue;
    }
    if (failing) LogInfo("queue: works again");
    failing = false;
    backoff.Reset();
    if (leases->empty()) continue;
    const SteadyTime now = std::chrono::steady_clock::now();
    MutexLock lock(mutex_);
    for (Lease& lease : *leases) {
      active_.push_back({lease.token(), lease.entry().id, lease.entry().task, now, now});
      claimed_.push_back(std::move(lease));
      entry_claimed_.NotifyOne();
    }
  }
  MutexLock lock(mutex_);
  claiming_ = false;
  entry_claimed_.NotifyAll();
  stop_.NotifyAll();
}

std::optional<Lease> Runner::NextLease() {
  MutexLock lock(mutex_);
  ++free_slots_;
  slot_free_.NotifyOne();
  while (claimed_.empty() && claiming_) entry_claimed_.Wait(mutex_);
  --free_slots_;
  if (claimed_.empty()) return std::nullopt;
  std::optional<Lease> lease(std::move(claimed_.front()));
  claimed_.pop_front();
  return lease;
}

void Runner::Forget(absl::string_view token) {
  MutexLock lock(mutex_);
  active_.erase(std::find_if(active_.begin(), active_.end(),
                             [token](const Active& active) { return active.token == token; }));
}

void Runner::SlotLoop() {
  Sandbox sandbox(options_.sandbox);
  // Entries are claimed only for slots whose reader is ready.
  while (Persist("reader", [&sandbox] { return sandbox.Start(); }).ok()) {
    std::optional<Lease> lease = NextLease();
    if (!lease.has_value()) break;
    const std::string token = lease->token();
    if (lease->entry().task == Task::kJob) {
      RunJob(sandbox, *std::move(lease));
    } else {
      RunCheck(sandbox, *std::move(lease));
    }
    Forget(token);
  }
  MutexLock lock(mutex_);
  --running_slots_;
  stop_.NotifyAll();
}

void Runner::RunJob(Sandbox& sandbox, Lease lease) {
  const std::string id = lease.entry().id;
  JobInput input;
  absl::Status status = Persist("store", [&]() -> absl::Status {
    ASSIGN_OR_RETURN(input, parts_.store->Load(id));
    return absl::OkStatus();
  });
  if (absl::IsNotFound(status)) {
    LogWarning("job ", id, " is in the queue and not in the database: acknowledged");
    return Close(std::move(lease), /*announce=*/false);
  }
  if (status.ok() && input.finished) return Close(std::move(lease), /*announce=*/true);

  int lost = 0;
  if (status.ok() && lease.deliveries() > 1) {
    status = Persist("store", [&]() -> absl::Status {
      ASSIGN_OR_RETURN(lost, parts_.store->CountLostWorker(id));
      return absl::OkStatus();
    });
  }
  Processed processed;
  if (status.ok() && lost >= options_.max_lost_workers) {
    processed.reply = WorkerLostReply(lost);
  } else if (status.ok()) {
    ProcessRequest request;
    request.set_content(std::move(input.content));
    request.set_requested_year(input.requested_year);
    ReportSubject subject;
    subject.agency_id = input.target_agency;
    subject.year = input.target_year;
    status = ProcessInContext(sandbox, subject, &request, &processed);
  }
  std::vector<std::string> follow_ups;
  if (status.ok()) {
    status = Persist("store", [&]() -> absl::Status {
      ASSIGN_OR_RETURN(
          JobStore::Finished finished,
          parts_.store->Finish(id, options_.name, processed.reply, processed.context_stamp));
      follow_ups = std::move(finished.follow_ups);
      return absl::OkStatus();
    });
  }
  if (!status.ok()) {
    LogError("job ", id, " is left to the next worker: ", status.message());
    return;
  }
  EnqueueFollowUps(follow_ups);
  Close(std::move(lease), /*announce=*/true);
}

absl::Status Runner::ProcessOnce(Sandbox& sandbox, const ProcessRequest& request,
                                 ProcessReply* reply) {
  return Persist("reader", [&]() -> absl::Status {
    ASSIGN_OR_RETURN(*reply, sandbox.Process(request));
    return absl::OkStatus();
  });
}

absl::Status Runner::ProcessInContext(Sandbox& sandbox, ReportSubject subject,
                                      ProcessRequest* request, Processed* processed) {
  // Figures bring their context along.
  if (request->has_figures()) return ProcessOnce(sandbox, *request, &processed->reply);
  const bool known = !subject.agency_id.empty();
  if (!known) {
    RETURN_IF_ERROR(ProcessOnce(sandbox, *request, &processed->reply));
    if (processed->reply.has_error()) return absl::OkStatus();
    const internal::v1::ReportSummary& summary = processed->reply.summary();
    subject.agency_name = summary.agency_name();
    subject.code = summary.unified_social_credit_code();
    subject.year = summary.year();
  }
  LoadedContext loaded;
  RETURN_IF_ERROR(Persist("store", [&]() -> absl::Status {
    ASSIGN_OR_RETURN(loaded, parts_.store->LoadContext(subject));
    return absl::OkStatus();
  }));
  processed->context_stamp = std::move(loaded.stamp);
  if (!loaded.empty) *request->mutable_context() = std::move(loaded.context);
  if (known || !loaded.empty) return ProcessOnce(sandbox, *request, &processed->reply);
  return absl::OkStatus();
}

void Runner::EnqueueFollowUps(const std::vector<std::string>& jobs) {
  if (jobs.empty()) return;
  std::vector<QueueEntry> entries;
  entries.reserve(jobs.size());
  for (const std::string& job : jobs) entries.push_back({job, Lane::kBulk, Task::kJob});
  if (const absl::Status status = parts_.queue->Enqueue(entries); !status.ok()) {
    LogWarning("queue: follow-up jobs are left to the reconciler: ", status.message());
  }
}

void Runner::RunCheck(Sandbox& sandbox, Lease lease) {
  const std::string id = lease.entry().id;
  Processed processed;
  absl::Status status;
  if (lease.deliveries() > options_.max_lost_workers) {
    processed.reply = WorkerLostReply(options_.max_lost_workers);
  } else {
    ProcessRequest request;
    status = Persist("queue", [&] {
      const absl::StatusOr<std::string> bytes = parts_.exchange->GetRequest(id);
      if (bytes.ok() && !request.ParseFromString(*bytes)) {
        return absl::InvalidArgumentError("the request cannot be parsed");
      }
      return bytes.status();
    });
    // Nobody waits for it any more.
    if (absl::IsNotFound(status)) return Close(std::move(lease), /*announce=*/false);
    if (status.ok()) status = ProcessInContext(sandbox, ReportSubject(), &request, &processed);
  }
  if (status.ok()) {
    status = Persist("queue", [&] {
      return parts_.exchange->PutReply(id, processed.reply.SerializeAsString(),
                                       options_.check_reply_ttl);
    });
  }
  if (!status.ok()) LogError("check ", id, " is given up: ", status.message());
  if (absl::IsUnavailable(status)) return;
  Close(std::move(lease), /*announce=*/status.ok());
}

void Runner::Close(Lease lease, bool announce) {
  absl::Status status;
  if (announce) status = parts_.announcer->Announce({lease.entry().id});
  status.Update(std::move(lease).Ack());
  if (!status.ok()) LogWarning("queue: ", status.message());
}

void Runner::HeartbeatLoop() {
  const absl::Duration tick = std::min(options_.lease / 6, options_.running_after / 2);
  const auto renew_after = absl::ToChronoNanoseconds(options_.lease / 3);
  const auto running_after = absl::ToChronoNanoseconds(options_.running_after);
  bool failing = false;
  while (true) {
    std::vector<std::string> tokens;
    std::vector<std::string> running;
    const SteadyTime now = std::chrono::steady_clock::now();
    {
      MutexLock lock(mutex_);
      if (stopping_ && AllEnded()) return;
      for (const Active& active : active_) {
        if (now - active.renewed >= renew_after) tokens.push_back(active.token);
        if (active.task == Task::kJob && !active.marked_running &&
            now - active.claimed >= running_after) {
          running.push_back(active.id);
        }
      }
    }
    bool renewed = true;
    bool marked = true;
    if (!tokens.empty()) {
      const absl::Status status = parts_.queue->Renew(tokens);
      renewed = status.ok();
      if (!renewed && !failing) LogWarning("queue: cannot renew leases: ", status.message());
      failing = !renewed;
    }
    if (!running.empty()) marked = parts_.store->MarkRunning(running, options_.name).ok();

    MutexLock lock(mutex_);
    for (Active& active : active_) {
      if (renewed && std::find(tokens.begin(), tokens.end(), active.token) != tokens.end()) {
        active.renewed = now;
      }
      if (marked && std::find(running.begin(), running.end(), active.id) != running.end()) {
        active.marked_running = true;
      }
    }
    if (!(stopping_ && AllEnded())) stop_.WaitFor(mutex_, tick);
  }
}

}  // namespace gongkai
