// One core, no I/O: reading, recognition and rules, apart and together, over reports of about
// 15 KB. items_per_second is reports per second.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "embedded/form_files.h"
#include "embedded/rule_files.h"
#include "services/base/memory.h"
#include "tests/data/render/render.h"
#include "workers/document/pdf_reader.h"
#include "workers/document/reader.h"
#include "workers/form/recognizer.h"
#include "workers/narrative/narrative.h"
#include "workers/pipeline/pipeline.h"
#include "workers/rules/rules.h"

namespace gongkai {
namespace {

template <typename T>
T Must(absl::StatusOr<T> value) {
  if (!value.ok()) {
    std::cerr << value.status() << "\n";
    std::exit(1);
  }
  return *std::move(value);
}

const FormSet& Forms() {
  static const auto& forms = *new FormSet(Must(FormSet::Load(FormFiles())));
  return forms;
}

std::string PdfReport() {
  std::stringstream bytes;
  bytes << std::ifstream(GONGKAI_SOURCE_DIR "/tests/data/sample-2019.pdf").rdbuf();
  return bytes.str();
}

FormatReaders Readers() {
  FormatReaders readers;
  readers.pdf = ReadPdf;
  return readers;
}

// A report with the figures of the sample and prose that brings it to about 15 KB.
std::string MakeReport(Layout layout) {
  std::stringstream figures;
  figures << std::ifstream(GONGKAI_SOURCE_DIR "/tests/data/sample-2019.facts.tsv").rdbuf();
  ReportToRender report = ReportWithFigures(*Forms().Find("2019"), figures.str());
  std::string prose;
  while (prose.size() < 8000) {
    prose +=
        "本年度各单位按照要求逐项公开办事依据、条件、程序和结果，全年主动公开信息1.3万条，"
        "回应来信来电5200余件，政策解读与文件同步发布。\n";
  }
  report.prose[0] = prose;
  report.title = "清河市人民政府2019年政府信息公开工作年度报告";  // such figures as only a city has
  return Render(report, layout);
}

void ReportRate(benchmark::State& state, const std::string& bytes) {
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(bytes.size()));
  state.SetLabel(std::to_string(bytes.size()) + " bytes");
}

void Read(benchmark::State& state, Layout layout) {
  const std::string bytes = MakeReport(layout);
  for (auto _ : state) benchmark::DoNotOptimize(ReadDocument(bytes));
  ReportRate(state, bytes);
}

// Six pages with a text layer and embedded fonts.
void ReadPdfReport(benchmark::State& state) {
  const std::string bytes = PdfReport();
  for (auto _ : state) benchmark::DoNotOptimize(ReadDocument(bytes, {}, Readers()));
  ReportRate(state, bytes);
}

void Recognise(benchmark::State& state, Layout layout) {
  const std::string bytes = MakeReport(layout);
  const Document document = Must(ReadDocument(bytes));
  for (auto _ : state) benchmark::DoNotOptimize(Recognize(document, Forms()));
  ReportRate(state, bytes);
}

// Claims of a report with 20 KB of prose that is full of numbers.
void Narrate(benchmark::State& state) {
  std::string prose;
  while (prose.size() < 20000) {
    prose +=
        "本年度各单位按照要求逐项公开办事依据、条件、程序和结果，全年主动公开信息1."
        "3万条，其中网站9000条、"
        "公众号4000条。\n全市共收到政府信息公开申请7522件，办理7498件，办结率99.7%，同比增长12.5%"
        "。\n";
  }
  Reading reading;
  reading.sections.emplace_back().text = prose;
  for (auto _ : state) benchmark::DoNotOptimize(ReadNarrative(reading));
  ReportRate(state, prose);
}

void Check(benchmark::State& state) {
  const Document document = Must(ReadDocument(MakeReport(Layout::kPipeCells)));
  const Reading reading = Must(Recognize(document, Forms()));
  const RuleSet rules = Must(RuleSet::Load(RuleFiles(), Forms()));
  const Narrative narrative = ReadNarrative(reading);
  RuleContext context;
  context.narrative = &narrative;
  for (auto _ : state) benchmark::DoNotOptimize(rules.Evaluate(reading, context));
  state.SetItemsProcessed(state.iterations());
}

// The rules over a report with mistakes, diagnosis included: 0: one total, 1: a shifted row, 2: so
// many wrong cells that every cause that can be told is.
void Diagnose(benchmark::State& state) {
  const Document document = Must(ReadDocument(MakeReport(Layout::kPipeCells)));
  Reading reading = Must(Recognize(document, Forms()));
  const auto fact = [&](const char* indicator, const char* applicant) -> Fact& {
    return reading.facts[static_cast<size_t>(reading.form->FindCell(indicator, applicant))];
  };
  const auto add = [](Fact& changed, int64_t more) {
    changed.value = *Decimal::Add(changed.value, Decimal(more));
    changed.raw_text = changed.value.ToString();
  };
  const char* const columns[] = {"natural_person",       "business",
                                 "research_institution", "public_interest_organization",
                                 "legal_services",       "other_organization"};
  if (state.range(0) == 0) {
    add(fact("requests.granted", "total"), 9);
  } else if (state.range(0) == 1) {
    for (int i = 5; i > 0; --i) {
      fact("requests.received", columns[i]) = fact("requests.received", columns[i - 1]);
    }
    add(fact("requests.received", columns[0]), 1);
  } else {
    int64_t more = 1;
    for (const char* row : {"requests.granted", "requests.partially_granted",
                            "requests.denied.state_secret", "requests.unavailable.not_held",
                            "requests.not_processed.petition", "requests.carried_out"}) {
      for (const char* column : {"natural_person", "business", "legal_services"}) {
        add(fact(row, column), more += 7);
      }
    }
  }
  const RuleSet rules = Must(RuleSet::Load(RuleFiles(), Forms()));
  RuleContext context;
  const Evaluation evaluation = rules.Evaluate(reading, context);
  if (evaluation.diagnoses.empty()) return state.SkipWithError("nothing was diagnosed");
  for (auto _ : state) benchmark::DoNotOptimize(rules.Evaluate(reading, context));
  state.SetLabel(std::to_string(evaluation.findings.size()) + " findings, " +
                 std::to_string(evaluation.diagnoses.back().cause) + " causes");
  state.SetItemsProcessed(state.iterations());
}

void ProcessBytes(benchmark::State& state, const std::string& bytes) {
  const Pipeline pipeline = Must(Pipeline::Create(Readers()));
  internal::v1::ProcessRequest request;
  request.set_content(bytes);
  if (!pipeline.Answer(request).has_summary()) {
    state.SkipWithError("the report was not read");
    return;
  }
  for (auto _ : state) benchmark::DoNotOptimize(pipeline.Answer(request));
  ReportRate(state, bytes);
}

void Process(benchmark::State& state, Layout layout) { ProcessBytes(state, MakeReport(layout)); }
void ProcessPdfReport(benchmark::State& state) { ProcessBytes(state, PdfReport()); }

BENCHMARK_CAPTURE(Read, text, Layout::kPipeCells)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Read, html, Layout::kHtmlManyTables)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Read, docx, Layout::kDocx)->Unit(benchmark::kMicrosecond);
BENCHMARK(ReadPdfReport)->Name("Read/pdf")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Recognise, text, Layout::kPipeCells)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Recognise, html, Layout::kHtmlManyTables)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Recognise, docx, Layout::kDocx)->Unit(benchmark::kMicrosecond);
BENCHMARK(Narrate)->Unit(benchmark::kMicrosecond);
BENCHMARK(Check)->Unit(benchmark::kMicrosecond);
BENCHMARK(Diagnose)->DenseRange(0, 2)->Unit(benchmark::kMicrosecond);
// The whole thought: read, recognise, check, serialise.
BENCHMARK_CAPTURE(Process, text, Layout::kPipeCells)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Process, html, Layout::kHtmlManyTables)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Process, html_gb18030, Layout::kHtmlGb18030)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Process, docx, Layout::kDocx)->Unit(benchmark::kMicrosecond);
BENCHMARK(ProcessPdfReport)->Name("Process/pdf")->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(Process, html_word, Layout::kHtmlWord)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace gongkai

int main(int argc, char** argv) {
  gongkai::KeepFreedMemory();  // as the reader does
  gongkai::WarmUpPdf();
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  benchmark::RunSpecifiedBenchmarks();
}
