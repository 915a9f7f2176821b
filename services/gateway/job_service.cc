#include "services/gateway/job_service.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/strip.h"
#include "google/protobuf/util/time_util.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "services/gateway/parked_call.h"
#include "services/gateway/request_checks.h"
#include "services/store/job_rows.h"

namespace gongkai {
namespace {

constexpr absl::Duration kMaxWait = absl::Minutes(10);

absl::StatusOr<absl::Duration> TimeoutOf(const v1::WaitJobRequest& request) {
  if (!request.has_timeout()) return kMaxWait;
  const absl::Duration timeout =
      absl::Seconds(request.timeout().seconds()) + absl::Nanoseconds(request.timeout().nanos());
  if (timeout < absl::ZeroDuration()) {
    return InvalidField("timeout", "INVALID_TIMEOUT", "timeout is negative", "timeout 不能为负");
  }
  return std::min(timeout, kMaxWait);
}

class WaitCall final : public ParkedCall {
 public:
  WaitCall(CallRunner* runner, WaiterRegistry* waiters, grpc::CallbackServerContext* context,
           JobStore* jobs, const v1::WaitJobRequest* request, v1::Job* response)
      : ParkedCall(runner, waiters, context, "JobService.WaitJob"),
        jobs_(jobs),
        request_(request),
        response_(response) {}

 private:
  absl::Status Start() override {
    ASSIGN_OR_RETURN(const absl::string_view id, JobIdIn(request_->name()));
    id_ = std::string(id);
    ASSIGN_OR_RETURN(const absl::Duration timeout, TimeoutOf(*request_));
    // Parked first, so that an end between reading and waiting is not missed.
    RETURN_IF_ERROR(Park(id_, TimeToWait(timeout)));
    absl::StatusOr<v1::Job> job = jobs_->Get(id_);
    if (job.ok() && !IsFinal(job->state())) return absl::OkStatus();
    if (!Unpark()) return absl::OkStatus();
    if (!job.ok()) return job.status();
    *response_ = *std::move(job);
    End(absl::OkStatus());
    return absl::OkStatus();
  }

  absl::Status OnEnded(absl::string_view result) override {
    if (!response_->ParseFromArray(result.data(), static_cast<int>(result.size()))) {
      return absl::InternalError("wait: a job does not survive serialisation");
    }
    return absl::OkStatus();
  }

  absl::Status OnTimeout() override {
    ASSIGN_OR_RETURN(*response_, jobs_->Get(id_));
    return absl::OkStatus();
  }

  JobStore* const jobs_;
  const v1::WaitJobRequest* const request_;
  v1::Job* const response_;
  std::string id_;  // set before the call is parked
};

}  // namespace

WaiterRegistry::Lookup JobLookup(JobStore* jobs) {
  return
      [jobs](
          absl::Span<const std::string> ids) -> absl::StatusOr<std::vector<WaiterRegistry::Ended>> {
        ASSIGN_OR_RETURN(const std::vector<v1::Job> finished, jobs->GetFinished(ids));
        std::vector<WaiterRegistry::Ended> ended;
        ended.reserve(finished.size());
        for (const v1::Job& job : finished) {
          ended.push_back(
              {std::string(absl::StripPrefix(job.name(), "jobs/")), job.SerializeAsString()});
        }
        return ended;
      };
}

grpc::ServerUnaryReactor* JobService::GetJob(grpc::CallbackServerContext* context,
                                             const v1::GetJobRequest* request, v1::Job* response) {
  return runner_->RunUnary(context, "JobService.GetJob",
                           [this, request, response]() -> absl::Status {
                             ASSIGN_OR_RETURN(const absl::string_view id, JobIdIn(request->name()));
                             ASSIGN_OR_RETURN(*response, jobs_->Get(id));
                             return absl::OkStatus();
                           });
}

grpc::ServerUnaryReactor* JobService::ListJobs(grpc::CallbackServerContext* context,
                                               const v1::ListJobsRequest* request,
                                               v1::ListJobsResponse* response) {
  return runner_->RunUnary(
      context, "JobService.ListJobs", [this, request, response]() -> absl::Status {
        ASSIGN_OR_RETURN(const int page_size, PageSize(request->page_size()));
        RETURN_IF_ERROR(CheckState(request->state()));
        ASSIGN_OR_RETURN(JobPage page,
                         jobs_->List(page_size, request->page_token(), request->state()));
        for (v1::Job& job : page.jobs) *response->add_jobs() = std::move(job);
        response->set_next_page_token(std::move(page.next_page_token));
        return absl::OkStatus();
      });
}

grpc::ServerUnaryReactor* JobService::WaitJob(grpc::CallbackServerContext* context,
                                              const v1::WaitJobRequest* request,
                                              v1::Job* response) {
  return ParkedCall::Launch(
      std::make_shared<WaitCall>(runner_, waiters_, context, jobs_, request, response));
}

}  // namespace gongkai
