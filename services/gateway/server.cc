#include "services/gateway/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "grpc/health/v1/health.pb.h"
#include "services/base/error.h"

namespace gongkai {
namespace {

// A request beyond --max_document_bytes should still arrive, so that its sender gets our error with
// both sizes and not gRPC's.
constexpr int64_t kReceiveMargin = 16 << 20;
constexpr int kMaxConcurrentStreams = 4096;

const std::vector<std::string>& ApiServices() {
  static const auto& services = *new std::vector<std::string>{
      v1::IngestionService::service_full_name(), v1::JobService::service_full_name(),
      v1::ReportService::service_full_name(), v1::ValidationService::service_full_name(),
      v1::AgencyService::service_full_name()};
  return services;
}

std::vector<std::string> AllServices() {
  std::vector<std::string> services = ApiServices();
  services.push_back("grpc.health.v1.Health");
  services.push_back(grpc::reflection::v1::ServerReflection::service_full_name());
  services.push_back("grpc.reflection.v1alpha.ServerReflection");
  return services;
}

// Descriptors that only reflection needs would be left out by the linker otherwise.
void LinkDescriptors() {
  google::rpc::ErrorInfo::descriptor();
  grpc::health::v1::HealthCheckRequest::descriptor();
}

WaiterRegistry::Options WaiterOptions(const char* name, size_t max_waiters,
                                      absl::Duration sweep_interval) {
  WaiterRegistry::Options options;
  options.name = name;
  options.max_waiters = max_waiters;
  options.sweep_interval = sweep_interval;
  return options;
}

}  // namespace

GatewayServer::GatewayServer(const GatewayParts& parts, RuleCatalog rules,
                             const GatewayOptions& options)
    : options_(options),
      calls_(options.calls),
      job_waiters_(JobLookup(parts.jobs),
                   WaiterOptions("WaitJob", options.max_waiting_jobs, options.sweep_interval)),
      check_waiters_(
          CheckLookup(parts.exchange),
          WaiterOptions("CheckReport", options.max_waiting_checks, options.sweep_interval)),
      ingestion_(&calls_, parts.jobs, parts.queue, PartsOfChecks(parts), options.ingestion),
      jobs_(&calls_, parts.jobs, &job_waiters_),
      reports_(&calls_, parts.reports, parts.reviews),
      validation_(&calls_, parts.reviews, parts.queue, std::move(rules), parts.forms,
                  PartsOfChecks(parts)),
      agencies_(&calls_, parts.agencies, parts.queue),
      reflection_(AllServices()) {}

CheckParts GatewayServer::PartsOfChecks(const GatewayParts& parts) {
  return {&calls_, &check_waiters_, parts.queue, parts.exchange, options_.check_times};
}

absl::StatusOr<std::unique_ptr<GatewayServer>> GatewayServer::Start(const GatewayParts& parts,
                                                                    RuleCatalog rules,
                                                                    const GatewayOptions& options) {
  LinkDescriptors();
  grpc::EnableDefaultHealthCheckService(true);
  grpc::reflection::InitProtoReflectionServerBuilderPlugin();

  auto gateway =
      std::unique_ptr<GatewayServer>(new GatewayServer(parts, std::move(rules), options));
  grpc::ServerBuilder builder;
  // Without this two gateways could listen on one port and share its calls unnoticed.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // Clients may keep idle connections alive; we find out about clients that are gone.
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 60'000);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20'000);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxConcurrentStreams);
  builder.SetMaxReceiveMessageSize(static_cast<int>(std::min<int64_t>(
      options.ingestion.max_document_bytes + kReceiveMargin, std::numeric_limits<int>::max())));
  builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(), &gateway->port_);
  builder.RegisterService(&gateway->ingestion_);
  builder.RegisterService(&gateway->jobs_);
  builder.RegisterService(&gateway->reports_);
  builder.RegisterService(&gateway->validation_);
  builder.RegisterService(&gateway->agencies_);
  builder.RegisterService(&gateway->reflection_);
  gateway->server_ = builder.BuildAndStart();
  if (gateway->server_ == nullptr) {
    return UnavailableFor(
        absl::Seconds(1), "CANNOT_LISTEN",
        absl::StrCat("cannot listen on ", options.listen,
                     ": the address is in use, or is none of this machine"),
        absl::StrCat("无法监听 ", options.listen, "：地址已被占用，或不是本机地址"));
  }
  for (const std::string& service : ApiServices()) {
    gateway->server_->GetHealthCheckService()->SetServingStatus(service, true);
  }
  return gateway;
}

void GatewayServer::Announce(absl::Span<const std::string> ids) {
  job_waiters_.Announce(ids);
  check_waiters_.Announce(ids);
}

void GatewayServer::AnnouncementsLost() {
  job_waiters_.Sweep();
  check_waiters_.Sweep();
}

void GatewayServer::Shutdown() {
  MutexLock lock(shutdown_mutex_);
  if (shut_down_) return;
  shut_down_ = true;
  if (server_ != nullptr) server_->GetHealthCheckService()->Shutdown();
  job_waiters_.Shutdown();
  check_waiters_.Shutdown();
  if (server_ != nullptr) {
    server_->Shutdown(std::chrono::system_clock::now() +
                      absl::ToChronoMicroseconds(options_.shutdown_grace));
    server_->Wait();
  }
  calls_.Drain();
}

}  // namespace gongkai
