// How many jobs a second the store takes in, finishes and gives back. Times include the disk.
#include <benchmark/benchmark.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/store/names.h"
#include "tests/services/store/test_store.h"

namespace gongkai {
namespace {

constexpr size_t kReportBytes = 25000;
constexpr int kIterations = 8000;

// Shared by the threads of one run; set up and torn down by the library, outside the time.
std::unique_ptr<TestStore> store;
std::vector<std::string> ids;
std::atomic<size_t> next;

std::string Content(size_t number) {
  return absl::StrCat("document ", number, std::string(12000, '.'));
}

void OpenEmpty(const benchmark::State&) {
  store = std::make_unique<TestStore>();
  ids.clear();
  next = 0;
}

void OpenWithJobs(const benchmark::State& state) {
  OpenEmpty(state);
  // Submitted by several at once, to have it done sooner.
  ids.resize(kIterations + 1000);
  std::vector<std::thread> threads;
  for (size_t t = 0; t < 16; ++t) {
    threads.emplace_back([t] {
      for (size_t i = t; i < ids.size(); i += 16) {
        const std::string content = absl::StrCat("document ", i);
        ids[i] = std::string(*ParseJobName(store->jobs().Submit({.content = content})->job.name()));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

void OpenWithReports(const benchmark::State& state) {
  OpenWithJobs(state);
  for (size_t i = 0; i < 200; ++i) {
    (void)store->jobs().Finish(ids[i], "w",
                               MakeReply(absl::StrCat("agency ", i), "", 2019, kReportBytes), "");
  }
}

void Close(const benchmark::State&) { store.reset(); }

void BM_Submit(benchmark::State& state) {
  for (auto _ : state) {
    const std::string content = Content(next++);
    if (!store->jobs().Submit({.content = content}).ok()) state.SkipWithError("Submit");
  }
  state.SetItemsProcessed(state.iterations());
}

void BM_Finish(benchmark::State& state) {
  internal::v1::ProcessReply reply = MakeReply("agency", "", 2019, kReportBytes);
  for (auto _ : state) {
    const size_t number = next++;
    reply.mutable_summary()->set_agency_name(absl::StrCat("agency ", number));
    const auto first = store->jobs().Finish(ids[number], "w", reply, "");
    if (!first.ok() || !first->first) state.SkipWithError("Finish");
  }
  state.SetItemsProcessed(state.iterations());
}

void BM_GetReport(benchmark::State& state) {
  std::string agency;
  for (auto _ : state) {
    agency = AgencyIdOfName(absl::StrCat("agency ", next++ % 200));
    if (!store->reports().Get(agency, 2019).ok()) state.SkipWithError("Get");
  }
  state.SetItemsProcessed(state.iterations());
}

void BM_GetJob(benchmark::State& state) {
  for (auto _ : state) {
    if (!store->jobs().Get(ids[next++ % 200]).ok()) state.SkipWithError("Get");
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(BM_Submit)->Setup(OpenEmpty)->Teardown(Close)->UseRealTime()->Threads(1)->Threads(8);
BENCHMARK(BM_Finish)
    ->Setup(OpenWithJobs)
    ->Teardown(Close)
    ->UseRealTime()
    ->Threads(1)
    ->Iterations(2000);
BENCHMARK(BM_Finish)
    ->Setup(OpenWithJobs)
    ->Teardown(Close)
    ->UseRealTime()
    ->Threads(8)
    ->Iterations(kIterations / 8);
BENCHMARK(BM_Finish)
    ->Setup(OpenWithJobs)
    ->Teardown(Close)
    ->UseRealTime()
    ->Threads(32)
    ->Iterations(kIterations / 32);
BENCHMARK(BM_GetReport)->Setup(OpenWithReports)->Teardown(Close)->UseRealTime()->Threads(1);
BENCHMARK(BM_GetReport)->Setup(OpenWithReports)->Teardown(Close)->UseRealTime()->Threads(4);
BENCHMARK(BM_GetJob)->Setup(OpenWithReports)->Teardown(Close)->UseRealTime()->Threads(1);

}  // namespace
}  // namespace gongkai

BENCHMARK_MAIN();
