// gongkai-gateway: the gRPC server in front of the database and the queue.
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "embedded/form_files.h"
#include "embedded/rule_files.h"
#include "services/base/clock.h"
#include "services/base/error.h"
#include "services/base/flag_defaults.h"
#include "services/base/log.h"
#include "services/base/memory.h"
#include "services/base/shutdown.h"
#include "services/base/status_macros.h"
#include "services/catalog/form_codes.h"
#include "services/catalog/rule_catalog.h"
#include "services/catalog/rule_files.h"
#include "services/database/database.h"
#include "services/gateway/server.h"
#include "services/queue/reconciler.h"
#include "services/queue/redis_announcer.h"
#include "services/queue/redis_check_exchange.h"
#include "services/queue/redis_job_queue.h"
#include "services/queue/redis_leader_lock.h"
#include "services/redis/connection_pool.h"
#include "services/redis/redis_address.h"
#include "services/store/agency_store.h"
#include "services/store/review_store.h"
#include "services/store/store.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:50051",
          "address to serve on: HOST:PORT (port 0: any free one) or unix:PATH; "
          "default from GONGKAI_LISTEN / 服务监听地址：主机:端口（端口 0 表示任选空闲端口）或 "
          "unix:路径；默认取环境变量 GONGKAI_LISTEN");
ABSL_FLAG(std::string, store, "sqlite:gongkai.db",
          "database: sqlite:PATH; default from GONGKAI_STORE / "
          "数据库：sqlite:路径；默认取环境变量 GONGKAI_STORE");
ABSL_FLAG(std::string, redis, "127.0.0.1:6379",
          "Redis of the queue: HOST:PORT or unix:PATH; default from GONGKAI_REDIS / "
          "队列所用 Redis：主机:端口或 unix:路径；默认取环境变量 GONGKAI_REDIS");
ABSL_FLAG(int64_t, max_document_bytes, 16 << 20,
          "largest document that is accepted, in bytes / 接受文件的最大字节数");
ABSL_FLAG(int, pool_threads, 32,
          "threads for calls that use the database or Redis / 访问数据库和 Redis 的工作线程数");
ABSL_FLAG(std::vector<std::string>, rules, {},
          "rule files of the organisation, separated by commas; the same for gateway and workers; "
          "default from GONGKAI_RULES / 本单位自定的规则文件，以逗号分隔，网关与工作进程须一致；"
          "默认取环境变量 GONGKAI_RULES");
ABSL_FLAG(std::string, port_file, "",
          "file to write the port into once it is served / 开始服务后写入端口号的文件");

namespace gongkai {
namespace {

// protobuf messages cannot be larger than 2 GiB, and a document is held several times over.
constexpr int64_t kMaxMaxDocumentBytes = int64_t{1} << 30;
constexpr int kMaxPoolThreads = 1024;

absl::Status BadFlag(absl::string_view flag, absl::string_view en, absl::string_view zh) {
  return MakeError(absl::StatusCode::kInvalidArgument, "BAD_FLAG",
                   absl::StrCat("--", flag, ": ", en), absl::StrCat("--", flag, "：", zh));
}

absl::StatusOr<GatewayOptions> OptionsOfFlags() {
  GatewayOptions options;
  options.listen = absl::GetFlag(FLAGS_listen);
  const size_t colon = options.listen.rfind(':');
  uint32_t port = 0;
  if (!absl::StartsWith(options.listen, "unix:") &&
      (colon == std::string::npos || colon == 0 ||
       !absl::SimpleAtoi(options.listen.substr(colon + 1), &port) || port > 65535)) {
    return BadFlag("listen", absl::StrCat("\"", options.listen, "\" is no HOST:PORT or unix:PATH"),
                   absl::StrCat("“", options.listen, "”不是 主机:端口 或 unix:路径"));
  }
  options.ingestion.max_document_bytes = absl::GetFlag(FLAGS_max_document_bytes);
  if (options.ingestion.max_document_bytes < 1 ||
      options.ingestion.max_document_bytes > kMaxMaxDocumentBytes) {
    return BadFlag("max_document_bytes", absl::StrCat("must be 1..", kMaxMaxDocumentBytes),
                   absl::StrCat("应为 1 至 ", kMaxMaxDocumentBytes));
  }
  options.calls.threads = absl::GetFlag(FLAGS_pool_threads);
  if (options.calls.threads < 1 || options.calls.threads > kMaxPoolThreads) {
    return BadFlag("pool_threads", absl::StrCat("must be 1..", kMaxPoolThreads),
                   absl::StrCat("应为 1 至 ", kMaxPoolThreads));
  }
  return options;
}

// All of it or nothing is seen by others.
absl::Status WritePortFile(const std::string& path, int port) {
  const std::string temporary = absl::StrCat(path, ".", getpid());
  std::ofstream out(temporary);
  out << port << "\n";
  out.close();
  if (!out || std::rename(temporary.c_str(), path.c_str()) != 0) {
    const std::string why = std::strerror(errno);
    unlink(temporary.c_str());
    return BadFlag("port_file", absl::StrCat("cannot write ", path, ": ", why),
                   absl::StrCat("无法写入 ", path, "：", why));
  }
  return absl::OkStatus();
}

std::vector<QueueEntry> EntriesOf(const std::vector<UnfinishedJob>& jobs) {
  std::vector<QueueEntry> entries;
  entries.reserve(jobs.size());
  for (const UnfinishedJob& job : jobs) {
    entries.push_back(
        {job.id, job.priority == v1::Job::BULK ? Lane::kBulk : Lane::kInteractive, Task::kJob});
  }
  return entries;
}

// Serves until a signal comes.
absl::Status Run() {
  ASSIGN_OR_RETURN(const GatewayOptions options, OptionsOfFlags());
  ASSIGN_OR_RETURN(const std::vector<RuleText> own_rules,
                   ReadRuleTexts(absl::GetFlag(FLAGS_rules)));
  ASSIGN_OR_RETURN(RuleCatalog rules, ReadRuleCatalog(WithOwnRules(RuleFiles(), own_rules)));
  ASSIGN_OR_RETURN(const FormCodes forms, FormCodes::Read(FormFiles()));
  ASSIGN_OR_RETURN(const RedisAddress redis_address, ParseRedisAddress(absl::GetFlag(FLAGS_redis)));
  ASSIGN_OR_RETURN(const std::unique_ptr<database::Database> database,
                   database::OpenDatabase(absl::GetFlag(FLAGS_store)));
  RETURN_IF_ERROR(MigrateStore(*database));
  const std::unique_ptr<JobStore> jobs = NewSqlJobStore(database.get(), &Clock::Real());
  const std::unique_ptr<ReportStore> reports = NewSqlReportStore(database.get());
  const std::unique_ptr<ReviewStore> reviews = NewSqlReviewStore(database.get(), &Clock::Real());
  const std::unique_ptr<AgencyStore> agencies = NewSqlAgencyStore(database.get(), &Clock::Real());

  redis::ConnectionPool redis_pool(redis_address);
  RedisJobQueue queue(&redis_pool);
  RedisCheckExchange exchange(&redis_pool);
  RedisLeaderLock leader_lock(&redis_pool);
  Reconciler reconciler(
      [&jobs](absl::Time before, int limit) -> absl::StatusOr<std::vector<QueueEntry>> {
        ASSIGN_OR_RETURN(const std::vector<UnfinishedJob> unfinished,
                         jobs->Unfinished(before, limit));
        return EntriesOf(unfinished);
      },
      &queue, &leader_lock, &Clock::Real());

  GatewayParts parts;
  parts.jobs = jobs.get();
  parts.reports = reports.get();
  parts.reviews = reviews.get();
  parts.agencies = agencies.get();
  parts.queue = &queue;
  parts.exchange = &exchange;
  parts.forms = &forms;
  ASSIGN_OR_RETURN(const std::unique_ptr<GatewayServer> server,
                   GatewayServer::Start(parts, std::move(rules), options));
  {
    AnnouncementListener listener(
        redis_address,
        "gongkai:", [&server](std::vector<std::string> ids) { server->Announce(ids); },
        [&server] { server->AnnouncementsLost(); });
    reconciler.Start();
    if (const std::string path = absl::GetFlag(FLAGS_port_file); !path.empty()) {
      RETURN_IF_ERROR(WritePortFile(path, server->port()));
    }
    LogInfo("serving on ", options.listen, " (port ", server->port(), "), store ",
            absl::GetFlag(FLAGS_store), ", redis ", redis_address.ToString());
    WaitForShutdownSignal();
    LogInfo("shutting down");
  }
  server->Shutdown();
  reconciler.Stop();
  for (const std::string& line : server->stats().Summary()) LogInfo(line);
  return absl::OkStatus();
}

int Main(int argc, char** argv) {
  KeepFreedMemory();
  BlockShutdownSignals();
  SetLogProgram("gateway");
  absl::SetProgramUsageMessage(
      "the gRPC gateway of Gongkai: takes in reports, serves results.\n"
      "公开：年度报告核查服务的 gRPC 网关，接收报告、提供结果。\n"
      "gongkai-gateway [--flagfile=FILE] [flags]");
  absl::FlagsUsageConfig usage;
  usage.contains_help_flags = [](absl::string_view file) {
    return absl::EndsWith(file, "gateway_main.cc");
  };
  usage.version_string = [] { return std::string("gongkai-gateway " GONGKAI_VERSION "\n"); };
  absl::SetFlagsUsageConfig(usage);
  SetDefaultFromEnvironment("GONGKAI_LISTEN", &FLAGS_listen);
  SetDefaultFromEnvironment("GONGKAI_STORE", &FLAGS_store);
  SetDefaultFromEnvironment("GONGKAI_REDIS", &FLAGS_redis);
  SetDefaultFromEnvironment("GONGKAI_RULES", &FLAGS_rules);
  const std::vector<char*> rest = absl::ParseCommandLine(argc, argv);
  const absl::Status status =
      rest.size() > 1 ? MakeError(absl::StatusCode::kInvalidArgument, "BAD_FLAG",
                                  absl::StrCat("unexpected argument \"", rest[1], "\"; see --help"),
                                  absl::StrCat("多余的参数“", rest[1], "”；用法见 --help"))
                      : Run();
  if (status.ok()) return 0;
  std::cerr << "gongkai-gateway: " << status.message() << "\n";
  if (const std::string zh = DetailOf(status).message_zh; !zh.empty()) {
    std::cerr << "gongkai-gateway: " << zh << "\n";
  }
  return absl::IsInvalidArgument(status) ? 2 : 1;
}

}  // namespace
}  // namespace gongkai

int main(int argc, char** argv) { return gongkai::Main(argc, argv); }
