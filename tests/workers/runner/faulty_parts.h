// A queue and a store that fail on command.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/base/mutex.h"
#include "services/queue/job_queue.h"
#include "services/store/store.h"

namespace gongkai {

// Calls that fail next, by name. Thread-safe.
class Faults {
 public:
  // The next `times` calls of `call` return `status`.
  void Fail(const std::string& call, int times, absl::Status status) {
    MutexLock lock(mutex_);
    faults_[call] = {times, std::move(status)};
  }
  // What the call returns now; OK: let it through.
  absl::Status Next(const std::string& call) {
    MutexLock lock(mutex_);
    ++calls_[call];
    const auto fault = faults_.find(call);
    if (fault == faults_.end() || fault->second.times == 0) return absl::OkStatus();
    --fault->second.times;
    return fault->second.status;
  }
  int calls(const std::string& call) {
    MutexLock lock(mutex_);
    return calls_[call];
  }

 private:
  struct Fault {
    int times = 0;
    absl::Status status;
  };
  Mutex mutex_;
  std::map<std::string, Fault> faults_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, int> calls_ ABSL_GUARDED_BY(mutex_);
};

class FaultyJobQueue : public JobQueue {
 public:
  FaultyJobQueue(JobQueue* queue, Faults* faults) : queue_(queue), faults_(faults) {}
  absl::Status Enqueue(absl::Span<const QueueEntry> entries) override {
    return queue_->Enqueue(entries);
  }
  absl::StatusOr<std::vector<Lease>> Claim(int max, absl::Duration wait) override {
    if (const absl::Status status = faults_->Next("Claim"); !status.ok()) return status;
    return queue_->Claim(max, wait);
  }
  absl::Status Renew(absl::Span<const std::string> tokens) override {
    if (const absl::Status status = faults_->Next("Renew"); !status.ok()) return status;
    return queue_->Renew(tokens);
  }
  absl::StatusOr<std::vector<std::string>> JobIds() override { return queue_->JobIds(); }
  absl::StatusOr<QueueStats> Stats() override { return queue_->Stats(); }

 private:
  JobQueue* queue_;
  Faults* faults_;
};

class FaultyJobStore : public JobStore {
 public:
  FaultyJobStore(JobStore* store, Faults* faults) : store_(store), faults_(faults) {}
  absl::StatusOr<Submitted> Submit(const Submission& submission) override {
    return store_->Submit(submission);
  }
  absl::StatusOr<v1::Job> Get(absl::string_view id) override { return store_->Get(id); }
  absl::StatusOr<std::vector<v1::Job>> GetFinished(absl::Span<const std::string> ids) override {
    return store_->GetFinished(ids);
  }
  absl::StatusOr<JobPage> List(int page_size, absl::string_view page_token,
                               v1::Job::State state) override {
    return store_->List(page_size, page_token, state);
  }
  absl::StatusOr<std::vector<UnfinishedJob>> Unfinished(absl::Time before, int limit) override {
    return store_->Unfinished(before, limit);
  }
  absl::StatusOr<JobInput> Load(absl::string_view id) override {
    if (const absl::Status status = faults_->Next("Load"); !status.ok()) return status;
    return store_->Load(id);
  }
  absl::Status MarkRunning(absl::Span<const std::string> ids, absl::string_view worker) override {
    if (const absl::Status status = faults_->Next("MarkRunning"); !status.ok()) return status;
    return store_->MarkRunning(ids, worker);
  }
  absl::StatusOr<int> CountLostWorker(absl::string_view id) override {
    if (const absl::Status status = faults_->Next("CountLostWorker"); !status.ok()) return status;
    return store_->CountLostWorker(id);
  }
  absl::StatusOr<LoadedContext> LoadContext(const ReportSubject& subject) override {
    if (const absl::Status status = faults_->Next("LoadContext"); !status.ok()) return status;
    return store_->LoadContext(subject);
  }
  absl::StatusOr<Finished> Finish(absl::string_view id, absl::string_view worker,
                                  const internal::v1::ProcessReply& reply,
                                  absl::string_view context_stamp) override {
    if (const absl::Status status = faults_->Next("Finish"); !status.ok()) return status;
    return store_->Finish(id, worker, reply, context_stamp);
  }

 private:
  JobStore* store_;
  Faults* faults_;
};

}  // namespace gongkai
