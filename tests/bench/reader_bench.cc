// The time that our reader takes over files: for each FILE one line of its name, then microseconds
// of CPU to read it and to process it (read, recognise, check, serialise), the least of several
// rounds. peers.py sets them beside those of other readers.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <limits>
#include <sstream>
#include <string>

#include "absl/functional/function_ref.h"
#include "workers/document/pdf_reader.h"
#include "workers/document/reader.h"
#include "workers/pipeline/pipeline.h"

namespace gongkai {
namespace {

constexpr int kRounds = 10;
constexpr double kRoundMicroseconds = 100'000;  // at least, so that the clock is fine enough

double CpuMicroseconds() {
  timespec time = {};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

// Of one call in the quickest round.
double Measure(absl::FunctionRef<void()> work) {
  double least = std::numeric_limits<double>::max();
  for (int round = 0; round < kRounds; ++round) {
    const double start = CpuMicroseconds();
    int times = 0;
    double took = 0;
    while (took < kRoundMicroseconds) {
      work();
      ++times;
      took = CpuMicroseconds() - start;
    }
    least = std::min(least, took / times);
  }
  return least;
}

[[noreturn]] void Fail(const std::string& what) {
  std::cerr << what << "\n";
  std::exit(1);
}

int Main(int argc, char** argv) {
  FormatReaders readers;
  readers.pdf = ReadPdf;
  WarmUpPdf();
  const absl::StatusOr<Pipeline> pipeline = Pipeline::Create(readers);
  if (!pipeline.ok()) Fail(pipeline.status().ToString());
  for (int i = 1; i < argc; ++i) {
    std::stringstream content;
    content << std::ifstream(argv[i], std::ios::binary).rdbuf();
    internal::v1::ProcessRequest request;
    request.set_content(content.str());
    const internal::v1::ProcessReply reply = pipeline->Answer(request);
    if (!reply.has_summary()) Fail(std::string(argv[i]) + ": " + reply.error().message_en());
    const double read = Measure([&] {
      if (!ReadDocument(request.content(), {}, readers).ok()) Fail(argv[i]);
    });
    const double process = Measure([&] {
      if (!pipeline->Answer(request).has_summary()) Fail(argv[i]);
    });
    std::printf("%s\t%.1f\t%.1f\n", argv[i], read, process);
  }
  return 0;
}

}  // namespace
}  // namespace gongkai

int main(int argc, char** argv) { return gongkai::Main(argc, argv); }
