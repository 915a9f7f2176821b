// Against a running cluster: bulk throughput, latency, and GetReport beside an empty handler that
// answers with the same bytes.
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gongkai/v1/report_service.grpc.pb.h"
#include "services/client/client.h"

ABSL_FLAG(std::string, server, "127.0.0.1:50051", "The gateway to measure");
ABSL_FLAG(int, reports, 3000, "Reports of the bulk run");
ABSL_FLAG(int, round_trips, 300, "Submissions of the latency run");
ABSL_FLAG(double, seconds, 3, "Length of one GetReport run");
ABSL_FLAG(std::string, get_report, "",
          "Measure only GetReport, of this one: agencies/{id}/reports/{year}");
ABSL_FLAG(std::string, serve_file, "",
          "Internal: be the empty handler that answers with this file");

extern char** environ;

namespace gongkai {
namespace {

constexpr char kGetReport[] = "/gongkai.v1.ReportService/GetReport";

std::string ReadFile(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

template <typename T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::cerr << value.status() << "\n";
    std::exit(1);
  }
  return *std::move(value);
}

// The sample as the report of another body, with a name and a code of its own.
std::string ReportOf(int number) {
  static const auto& sample =
      *new std::string(ReadFile(GONGKAI_SOURCE_DIR "/tests/data/sample-2019.txt"));
  const std::string alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  std::string code = absl::StrFormat("11500101%09d", number);
  int sum = 0;
  int weight = 1;
  for (const char c : code) {
    sum += static_cast<int>(alphabet.find(c)) * weight;
    weight = weight * 3 % 31;
  }
  code.push_back(alphabet[(31 - sum % 31) % 31]);
  return absl::StrReplaceAll(
      sample, {{"11500000009275780L", code}, {"重庆市", absl::StrCat("第", number, "县")}});
}

absl::Time EndTime(const v1::Job& job) {
  return absl::FromUnixSeconds(job.end_time().seconds()) +
         absl::Nanoseconds(job.end_time().nanos());
}

void MeasureBulk(client::Client& client) {
  const int count = absl::GetFlag(FLAGS_reports);
  // Numbers that no earlier run has used: equal documents would make no new work.
  const int base = static_cast<int>(absl::ToUnixSeconds(absl::Now()) % 100'000) * 5000;
  std::vector<std::string> names;
  int next = 0;
  const absl::Time start = absl::Now();
  client.SubmitAll(
      [&]() -> std::optional<client::Submission> {
        if (next == count) return std::nullopt;
        client::Submission submission;
        submission.content = ReportOf(base + next++);
        submission.priority = v1::Job::BULK;
        return submission;
      },
      64,
      [&](size_t, absl::StatusOr<v1::Job> job) { names.push_back(Must(std::move(job)).name()); });
  const absl::Duration submitted = absl::Now() - start;
  absl::Time end = start;
  int failed = 0;
  for (const std::string& name : names) {
    const v1::Job job = Must(client.WaitJob(name, absl::Minutes(2)));
    failed += job.state() != v1::Job::SUCCEEDED;
    end = std::max(end, EndTime(job));
  }
  std::printf("bulk, submitted                 %8.0f reports/s\n",
              count / absl::ToDoubleSeconds(submitted));
  std::printf("bulk, submit to validated       %8.0f reports/s  (%d reports, %d not succeeded)\n",
              count / absl::ToDoubleSeconds(end - start), count, failed);
}

// Returns the name of the last report.
std::string MeasureLatency(client::Client& client) {
  const int count = absl::GetFlag(FLAGS_round_trips);
  const int base =
      500'000'000 + static_cast<int>(absl::ToUnixSeconds(absl::Now()) % 100'000) * 1000;
  std::vector<double> millis;
  std::string report;
  for (int i = 0; i < count; ++i) {
    client::Submission submission;
    submission.content = ReportOf(base + i);
    submission.priority = v1::Job::INTERACTIVE;
    const absl::Time start = absl::Now();
    const v1::Job job = Must(client.Submit(std::move(submission)));
    const v1::Job done = Must(client.WaitJob(job.name(), absl::Seconds(30)));
    millis.push_back(absl::ToDoubleMilliseconds(absl::Now() - start));
    report = done.report();
  }
  std::sort(millis.begin(), millis.end());
  std::printf("submit to WaitJob's answer      %8.2f ms median, %.2f ms p99\n", millis[count / 2],
              millis[count * 99 / 100]);
  return report;
}

// Calls per second of GetReport with 16 calls in flight; answers are not parsed.
double CallsPerSecond(const std::string& server, const grpc::ByteBuffer& request) {
  grpc::ChannelArguments arguments;
  arguments.SetInt("grpc.use_local_subchannel_pool", 1);
  auto channel = grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments);
  grpc::GenericStub stub(channel);
  struct Call {
    std::unique_ptr<grpc::ClientContext> context;
    grpc::ByteBuffer response;
  };
  std::vector<Call> calls(16);
  std::mutex mutex;
  std::condition_variable all_done;
  int running = static_cast<int>(calls.size());
  std::atomic<int64_t> finished{0};
  const auto start = std::chrono::steady_clock::now();
  const auto end = start + std::chrono::duration<double>(absl::GetFlag(FLAGS_seconds));
  std::function<void(Call&)> begin = [&](Call& call) {
    call.context = std::make_unique<grpc::ClientContext>();
    stub.UnaryCall(call.context.get(), kGetReport, {}, &request, &call.response,
                   [&](grpc::Status status) {
                     if (!status.ok()) {
                       std::cerr << status.error_message() << "\n";
                       std::_Exit(1);
                     }
                     ++finished;
                     if (std::chrono::steady_clock::now() < end) return begin(call);
                     const std::lock_guard<std::mutex> lock(mutex);
                     if (--running == 0) all_done.notify_one();
                   });
  };
  for (Call& call : calls) begin(call);
  std::unique_lock<std::mutex> lock(mutex);
  all_done.wait(lock, [&] { return running == 0; });
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  return static_cast<double>(finished) / took.count();
}

// A gateway that does nothing but answer.
class EmptyService
    : public v1::ReportService::WithRawCallbackMethod_GetReport<v1::ReportService::Service> {
 public:
  explicit EmptyService(const std::string& answer) {
    const grpc::Slice slice(answer);
    answer_ = grpc::ByteBuffer(&slice, 1);
  }
  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context, const grpc::ByteBuffer*,
                                      grpc::ByteBuffer* response) override {
    *response = answer_;
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  grpc::ByteBuffer answer_;
};

// Prints the port and serves until it is killed.
[[noreturn]] void ServeFile(const std::string& path) {
  EmptyService service(ReadFile(path));
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  const auto server = builder.BuildAndStart();
  std::cout << port << std::endl;
  server->Wait();
  std::exit(0);
}

void MeasureGetReport(client::Client& client, const std::string& name) {
  const v1::Report report = Must(client.GetReport(name));
  char path[] = "/tmp/gongkai-bench-XXXXXX";
  const int file = mkstemp(path);
  const std::string payload = report.SerializeAsString();
  if (file < 0 || write(file, payload.data(), payload.size()) < 0) std::exit(1);
  close(file);
  int out[2];
  if (pipe(out) != 0) std::exit(1);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  std::string flag = absl::StrCat("--serve_file=", path);
  char self[] = "/proc/self/exe";
  char* arguments[] = {self, flag.data(), nullptr};
  pid_t child = 0;
  if (posix_spawn(&child, self, &actions, nullptr, arguments, environ) != 0) std::exit(1);
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  char port[16] = {};
  if (read(out[0], port, sizeof(port) - 1) <= 0) std::exit(1);
  const std::string empty = absl::StrCat("127.0.0.1:", std::atoi(port));

  v1::GetReportRequest message;
  message.set_name(name);
  const grpc::Slice slice(message.SerializeAsString());
  const grpc::ByteBuffer request(&slice, 1);
  std::vector<double> ours, theirs, ratios;
  for (int round = 0; round < 3; ++round) {
    theirs.push_back(CallsPerSecond(empty, request));
    ours.push_back(CallsPerSecond(absl::GetFlag(FLAGS_server), request));
    ratios.push_back(ours.back() / theirs.back());
  }
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  unlink(path);
  for (auto* values : {&ours, &theirs, &ratios}) std::sort(values->begin(), values->end());
  std::printf("GetReport                       %8.0f calls/s (%zu bytes)\n", ours[1],
              payload.size());
  std::printf("empty handler, same bytes       %8.0f calls/s\n", theirs[1]);
  std::printf("GetReport / empty handler       %8.2f\n", ratios[1]);
}

}  // namespace
}  // namespace gongkai

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  if (const std::string path = absl::GetFlag(FLAGS_serve_file); !path.empty()) {
    gongkai::ServeFile(path);
  }
  gongkai::client::ClientOptions options;
  options.server = absl::GetFlag(FLAGS_server);
  const auto client = gongkai::Must(gongkai::client::Client::Connect(options));
  if (const std::string name = absl::GetFlag(FLAGS_get_report); !name.empty()) {
    gongkai::MeasureGetReport(*client, name);
    return 0;
  }
  gongkai::MeasureBulk(*client);
  gongkai::MeasureGetReport(*client, gongkai::MeasureLatency(*client));
}
