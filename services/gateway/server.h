// The gateway: the services of package gongkai.v1 on one gRPC server, with health and reflection.
// This layer turns calls into work for stores and queue; it opens no document and knows neither SQL
// nor Redis.
#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "services/catalog/form_codes.h"
#include "services/catalog/rule_catalog.h"
#include "services/gateway/agency_service.h"
#include "services/gateway/ingestion_service.h"
#include "services/gateway/job_service.h"
#include "services/gateway/reflection_v1_service.h"
#include "services/gateway/report_service.h"
#include "services/gateway/rpc.h"
#include "services/gateway/validation_service.h"
#include "services/gateway/waiter_registry.h"
#include "services/queue/job_queue.h"
#include "services/store/agency_store.h"
#include "services/store/review_store.h"
#include "services/store/store.h"

namespace gongkai {

// What the gateway works with; all of it must outlive the server.
struct GatewayParts {
  JobStore* jobs = nullptr;
  ReportStore* reports = nullptr;
  ReviewStore* reviews = nullptr;
  AgencyStore* agencies = nullptr;
  JobQueue* queue = nullptr;
  CheckExchange* exchange = nullptr;
  const FormCodes* forms = nullptr;
};

struct GatewayOptions {
  std::string listen = "127.0.0.1:50051";  // host:port (port 0: any), or unix:PATH
  IngestionService::Options ingestion;
  CheckTimes check_times;
  CallRunner::Options calls;
  size_t max_waiting_jobs = 10'000;   // parked WaitJob calls
  size_t max_waiting_checks = 1'000;  // parked CheckReport and ValidateFacts calls
  absl::Duration sweep_interval = absl::Seconds(1);
  // How long calls may go on after Shutdown has begun.
  absl::Duration shutdown_grace = absl::Seconds(5);
};

// Serves from Start to Shutdown. Thread-safe.
class GatewayServer {
 public:
  // UNAVAILABLE with both languages when the address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<GatewayServer>> Start(const GatewayParts& parts,
                                                              RuleCatalog rules,
                                                              const GatewayOptions& options);
  ~GatewayServer() { Shutdown(); }

  int port() const { return port_; }

  // A channel without sockets, for tests.
  std::shared_ptr<grpc::Channel> InProcessChannel(const grpc::ChannelArguments& arguments = {}) {
    return server_->InProcessChannel(arguments);
  }

  // Jobs and checks that may have ended.
  void Announce(absl::Span<const std::string> ids);
  // Announcements may have been lost before this moment.
  void AnnouncementsLost();

  // Health says NOT_SERVING, waiting calls get UNAVAILABLE, others may go on for a while, new ones
  // are refused. Returns when all are gone. Later calls do nothing.
  void Shutdown();

  const CallStats& stats() const { return calls_.stats(); }
  size_t waiting_jobs() const { return job_waiters_.size(); }

 private:
  GatewayServer(const GatewayParts& parts, RuleCatalog rules, const GatewayOptions& options);
  CheckParts PartsOfChecks(const GatewayParts& parts);

  const GatewayOptions options_;
  CallRunner calls_;
  WaiterRegistry job_waiters_;
  WaiterRegistry check_waiters_;
  IngestionService ingestion_;
  JobService jobs_;
  ReportService reports_;
  ValidationService validation_;
  AgencyService agencies_;
  ReflectionV1Service reflection_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;

  Mutex shutdown_mutex_;
  bool shut_down_ ABSL_GUARDED_BY(shutdown_mutex_) = false;
};

}  // namespace gongkai
