// Shows jobs and waits for their end.
#pragma once

#include <grpcpp/grpcpp.h>

#include "gongkai/v1/job.grpc.pb.h"
#include "services/gateway/rpc.h"
#include "services/gateway/waiter_registry.h"
#include "services/store/store.h"

namespace gongkai {

// Looks for jobs in a final state; `jobs` must outlive it.
WaiterRegistry::Lookup JobLookup(JobStore* jobs);

// Thread-safe. What it is given must outlive it.
class JobService final : public v1::JobService::CallbackService {
 public:
  // `waiters` looks with JobLookup.
  JobService(CallRunner* runner, JobStore* jobs, WaiterRegistry* waiters)
      : runner_(runner), jobs_(jobs), waiters_(waiters) {}

  grpc::ServerUnaryReactor* GetJob(grpc::CallbackServerContext* context,
                                   const v1::GetJobRequest* request, v1::Job* response) override;
  grpc::ServerUnaryReactor* ListJobs(grpc::CallbackServerContext* context,
                                     const v1::ListJobsRequest* request,
                                     v1::ListJobsResponse* response) override;
  grpc::ServerUnaryReactor* WaitJob(grpc::CallbackServerContext* context,
                                    const v1::WaitJobRequest* request, v1::Job* response) override;

 private:
  CallRunner* const runner_;
  JobStore* const jobs_;
  WaiterRegistry* const waiters_;
};

}  // namespace gongkai
