// Keeps the bodies that have to report.
#pragma once

#include <grpcpp/grpcpp.h>

#include "gongkai/v1/agency_service.grpc.pb.h"
#include "services/gateway/rpc.h"
#include "services/queue/job_queue.h"
#include "services/store/agency_store.h"

namespace gongkai {

// Thread-safe. What it is given must outlive it.
class AgencyService final : public v1::AgencyService::CallbackService {
 public:
  AgencyService(CallRunner* runner, AgencyStore* agencies, JobQueue* queue)
      : runner_(runner), agencies_(agencies), queue_(queue) {}

  grpc::ServerUnaryReactor* GetAgency(grpc::CallbackServerContext* context,
                                      const v1::GetAgencyRequest* request,
                                      v1::Agency* response) override;
  grpc::ServerUnaryReactor* ListAgencies(grpc::CallbackServerContext* context,
                                         const v1::ListAgenciesRequest* request,
                                         v1::ListAgenciesResponse* response) override;
  grpc::ServerUnaryReactor* CreateAgency(grpc::CallbackServerContext* context,
                                         const v1::CreateAgencyRequest* request,
                                         v1::Agency* response) override;
  grpc::ServerUnaryReactor* UpdateAgency(grpc::CallbackServerContext* context,
                                         const v1::UpdateAgencyRequest* request,
                                         v1::Agency* response) override;

 private:
  absl::Status Get(const v1::GetAgencyRequest& request, v1::Agency* response);
  absl::Status List(const v1::ListAgenciesRequest& request, v1::ListAgenciesResponse* response);
  absl::Status Create(const v1::Agency& agency, v1::Agency* response);
  absl::Status Update(const v1::UpdateAgencyRequest& request, v1::Agency* response);

  CallRunner* const runner_;
  AgencyStore* const agencies_;
  JobQueue* const queue_;
};

}  // namespace gongkai
