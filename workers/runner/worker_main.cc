// gongkai-worker: takes jobs from the queue, has their documents read, stores the results.
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/flags/usage_config.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/base/backoff.h"
#include "services/base/clock.h"
#include "services/base/digest.h"
#include "services/base/error.h"
#include "services/base/flag_defaults.h"
#include "services/base/log.h"
#include "services/base/memory.h"
#include "services/base/shutdown.h"
#include "services/base/status_macros.h"
#include "services/catalog/rule_files.h"
#include "services/database/database.h"
#include "services/queue/redis_announcer.h"
#include "services/queue/redis_check_exchange.h"
#include "services/queue/redis_job_queue.h"
#include "services/redis/connection_pool.h"
#include "services/redis/redis_address.h"
#include "services/store/store.h"
#include "workers/runner/runner.h"
#include "workers/sandbox/sandbox.h"

ABSL_FLAG(std::string, store, "",
          "database: sqlite:PATH; default: $GONGKAI_STORE / 数据库,默认取 $GONGKAI_STORE");
ABSL_FLAG(std::string, redis, "127.0.0.1:6379",
          "queue: host:port, unix:PATH or redis://...; default from $GONGKAI_REDIS / "
          "队列所在的 Redis,默认取 $GONGKAI_REDIS");
ABSL_FLAG(int, slots, 0,
          "documents at the same time; 0: two a core / 同时处理的文件数,0 为每核两个");
ABSL_FLAG(int, lease_seconds, 10,
          "after so long without a sign of life another worker takes a job over; the same for all "
          "workers / 工作进程失联多久后由其他进程接手,各进程须一致");
ABSL_FLAG(bool, ocr, false,
          "recognise the text of scans and images (low trust, seconds a page); the same for all "
          "workers / 识别扫描件和图片中的文字(可信度低,每页需数秒),各进程须一致");
ABSL_FLAG(int, time_limit_seconds, 0,
          absl::Substitute("for one document; 0: $0, with --ocr $1 / "
                           "单个文件的处理时限(秒),0 为 $0,开启 --ocr 时为 $1",
                           absl::ToInt64Seconds(gongkai::kTimeLimit),
                           absl::ToInt64Seconds(gongkai::kOcrTimeLimit)));
ABSL_FLAG(int, memory_limit_mb, 900, "for one document / 单个文件的内存上限(MB)");
ABSL_FLAG(int, grace_seconds, 30,
          "how long running jobs may take after SIGTERM / 收到 SIGTERM 后等待在办文件的时间(秒)");
ABSL_FLAG(std::string, reader, "",
          "program that opens the documents; default: gongkai-reader (with --ocr "
          "gongkai-ocr-reader) beside this program / "
          "打开文件的阅读程序,默认为同目录下的 gongkai-reader(开启 --ocr 时为 gongkai-ocr-reader)");
ABSL_FLAG(std::vector<std::string>, rules, {},
          "rule files of the organisation, separated by commas; the same for gateway and workers; "
          "default: $GONGKAI_RULES / 本单位自定的规则文件,以逗号分隔,网关与工作进程须一致,"
          "默认取 $GONGKAI_RULES");
ABSL_FLAG(std::string, name, "",
          "name of this worker in jobs; default: host and process id / "
          "本工作进程的名称");

namespace gongkai {
namespace {

constexpr char kUsage[] =
    "reads and checks the reports that wait in the queue, and stores the results.\n"
    "读取并校验队列中的年度报告,保存结果。\n\n"
    "  gongkai-worker --store=sqlite:/var/lib/gongkai/gongkai.db --redis=127.0.0.1:6379\n\n"
    "Stops on SIGTERM when the running jobs are done; any number of workers may run.\n"
    "收到 SIGTERM 后办完手头文件即退出;可同时运行任意多个。";

absl::Status AddRules(internal::v1::ReaderSetup* setup) {
  ASSIGN_OR_RETURN(const std::vector<RuleText> files, ReadRuleTexts(absl::GetFlag(FLAGS_rules)));
  for (const RuleText& file : files) {
    internal::v1::ReaderSetup::RuleFile* rules = setup->add_rules();
    rules->set_name(file.name);
    rules->set_text(file.text);
  }
  return absl::OkStatus();
}

std::string DefaultName() {
  char host[256] = "";
  gethostname(host, sizeof(host) - 1);
  return absl::StrCat(host, "-", getpid());
}

absl::Status InvalidFlag(absl::string_view flag, absl::string_view en, absl::string_view zh) {
  return InvalidField(flag, "INVALID_FLAG", absl::StrCat("--", flag, " ", en),
                      absl::StrCat("--", flag, " ", zh));
}

absl::Status CheckFlags(const std::vector<char*>& arguments) {
  if (arguments.size() > 1) {
    return MakeError(absl::StatusCode::kInvalidArgument, "INVALID_ARGUMENTS",
                     absl::StrCat("unexpected argument: ", arguments[1]),
                     absl::StrCat("多余的参数:", arguments[1]));
  }
  const struct {
    const char* name;
    int value, low, high;
  } numbers[] = {
      {"slots", absl::GetFlag(FLAGS_slots), 0, 1024},
      {"lease_seconds", absl::GetFlag(FLAGS_lease_seconds), 1, 3600},
      {"time_limit_seconds", absl::GetFlag(FLAGS_time_limit_seconds), 0, 3600},
      {"memory_limit_mb", absl::GetFlag(FLAGS_memory_limit_mb), 128, 1 << 20},
      {"grace_seconds", absl::GetFlag(FLAGS_grace_seconds), 0, 3600},
  };
  for (const auto& number : numbers) {
    if (number.value < number.low || number.value > number.high) {
      return InvalidFlag(number.name,
                         absl::StrCat("must be from ", number.low, " to ", number.high),
                         absl::StrCat("须在 ", number.low, " 至 ", number.high, " 之间"));
    }
  }
  return absl::OkStatus();
}

// Opens the store and brings its tables up to date; goes on trying while it is not there.
// CANCELLED when told to stop meanwhile.
absl::StatusOr<std::unique_ptr<database::Database>> OpenStore(const std::string& url) {
  Backoff backoff(absl::Milliseconds(100), absl::Seconds(5));
  while (true) {
    absl::StatusOr<std::unique_ptr<database::Database>> database = database::OpenDatabase(url);
    absl::Status status = database.status();
    if (status.ok()) status = MigrateStore(**database);
    if (status.ok()) return database;
    if (!absl::IsUnavailable(status)) return status;
    LogWarning("store: trying again: ", status.message());
    if (ShutdownWithin(backoff.Next())) return absl::CancelledError("stopped");
  }
}

int Fail(const absl::Status& status, int exit_code) {
  const std::string chinese = DetailOf(status).message_zh;
  LogError(status.message(), chinese.empty() ? "" : " / ", chinese);
  return exit_code;
}

int Main(int argc, char** argv) {
  KeepFreedMemory();
  BlockShutdownSignals();
  SetLogProgram("worker");
  absl::SetProgramUsageMessage(kUsage);
  absl::FlagsUsageConfig usage;
  const auto ours = [](absl::string_view file) { return absl::EndsWith(file, "worker_main.cc"); };
  usage.contains_helpshort_flags = ours;
  usage.contains_help_flags = ours;
  usage.version_string = [] { return std::string("gongkai-worker " GONGKAI_VERSION "\n"); };
  absl::SetFlagsUsageConfig(usage);
  SetDefaultFromEnvironment("GONGKAI_STORE", &FLAGS_store);
  SetDefaultFromEnvironment("GONGKAI_REDIS", &FLAGS_redis);
  SetDefaultFromEnvironment("GONGKAI_RULES", &FLAGS_rules);
  const std::vector<char*> arguments = absl::ParseCommandLine(argc, argv);
  if (const absl::Status status = CheckFlags(arguments); !status.ok()) return Fail(status, 2);

  const std::string store_url = absl::GetFlag(FLAGS_store);
  if (store_url.empty()) {
    return Fail(InvalidFlag("store", "or GONGKAI_STORE must name the database",
                            "或环境变量 GONGKAI_STORE 须指明数据库"),
                2);
  }
  const absl::StatusOr<RedisAddress> address = ParseRedisAddress(absl::GetFlag(FLAGS_redis));
  if (!address.ok()) return Fail(address.status(), 2);

  RunnerOptions options;
  options.name = absl::GetFlag(FLAGS_name);
  if (options.name.empty()) options.name = DefaultName();
  options.slots = absl::GetFlag(FLAGS_slots);
  options.lease = absl::Seconds(absl::GetFlag(FLAGS_lease_seconds));
  options.sandbox.reader_path = absl::GetFlag(FLAGS_reader);
  if (absl::GetFlag(FLAGS_ocr)) UseOcr(&options.sandbox);
  if (const int seconds = absl::GetFlag(FLAGS_time_limit_seconds); seconds > 0) {
    options.sandbox.time_limit = absl::Seconds(seconds);
  }
  options.sandbox.memory_limit_bytes = int64_t{absl::GetFlag(FLAGS_memory_limit_mb)} << 20;

  if (const absl::Status status = AddRules(&options.sandbox.setup); !status.ok()) {
    return Fail(status, 2);
  }

  // Later on a reader that cannot be started is tried for ever; one that never could is a mistake.
  if (const absl::Status status = Sandbox(options.sandbox).Start(); !status.ok()) {
    return Fail(status, absl::IsInvalidArgument(status) ? 2 : 1);
  }

  const auto database = OpenStore(store_url);
  if (absl::IsCancelled(database.status())) return 0;
  if (!database.ok()) {
    return Fail(database.status(), absl::IsInvalidArgument(database.status()) ? 2 : 1);
  }
  const std::unique_ptr<JobStore> store = NewSqlJobStore(database->get(), &Clock::Real());

  redis::ConnectionPool pool(*address);
  RedisJobQueueOptions queue_options;
  // Two workers may have been given the same name.
  queue_options.consumer = absl::StrCat(options.name, "-", RandomHex(4));
  queue_options.lease = options.lease;
  RedisJobQueue queue(&pool, queue_options);
  RedisAnnouncer announcer(&pool);
  RedisCheckExchange exchange(&pool);

  Runner runner({&queue, &announcer, &exchange, store.get()}, options);
  runner.Start();
  LogInfo("worker ", options.name, " is ready, queue at ", address->ToString());
  WaitForShutdownSignal();
  LogInfo("stopping: waiting for the running jobs");
  if (!runner.Stop(absl::Seconds(absl::GetFlag(FLAGS_grace_seconds)))) {
    LogWarning("jobs are still running: they are left to another worker");
    _exit(0);
  }
  LogInfo("stopped");
  return 0;
}

}  // namespace
}  // namespace gongkai

int main(int argc, char** argv) { return gongkai::Main(argc, argv); }
