#include "workers/sandbox/reader_program.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "gongkai/internal/v1/sandbox.pb.h"
#include "services/base/embedded_file.h"
#include "services/base/memory.h"
#include "services/base/status_macros.h"
#include "workers/document/pdf_reader.h"
#include "workers/pipeline/pipeline.h"
#include "workers/sandbox/reader_loop.h"

namespace gongkai {
namespace {

// Reads one small document in every charset whose converter is loaded from a file, and one HTML
// document, so that nothing has to be loaded once files are out of reach.
void WarmUp(const Pipeline& pipeline) {
  constexpr absl::string_view kDocuments[] = {
      "\xd5\xfe\xb8\xae\xd0\xc5\xcf\xa2\xb9\xab\xbf\xaa",  // GB18030: 政府信息公开
      "<html><meta charset=\"big5\"><body><p>\xac\x46\xa9\xb2</p></body></html>",  // Big5: 政府
      absl::string_view("\xff\xfe\x3f\x65\x9c\x5e", 6),  // UTF-16LE: 政府
      absl::string_view("\xfe\xff\x65\x3f\x5e\x9c", 6),  // UTF-16BE: 政府
      "<html><meta "
      "charset=\"gb2312\"><body><table><tr><td>\xd5\xfe</td></tr></table></body></html>",
      "2019年政府信息公开工作年度报告\n一、总体情况\n",
  };
  for (const absl::string_view document : kDocuments) {
    internal::v1::ProcessRequest request;
    request.set_content(std::string(document));
    pipeline.Answer(request);
  }
}

absl::StatusOr<AnswerFunction> SetUp(const internal::v1::ReaderSetup& setup,
                                     const FormatReaders& readers) {
  std::vector<EmbeddedFile> own_rules;
  for (const auto& file : setup.rules()) own_rules.push_back({file.name(), file.text()});
  ASSIGN_OR_RETURN(Pipeline created, Pipeline::Create(readers, own_rules));
  const auto pipeline = std::make_shared<const Pipeline>(std::move(created));
  WarmUp(*pipeline);
  WarmUpPdf();
  return
      [pipeline](const internal::v1::ProcessRequest& request) { return pipeline->Answer(request); };
}

}  // namespace

int RunReaderProgram(int argc, char** argv, absl::StatusOr<FormatReaders> (*load)()) {
  KeepFreedMemory();
  return RunReader(
      argc, argv, {kPdfDataFolder},
      [load](const internal::v1::ReaderSetup& setup) -> absl::StatusOr<AnswerFunction> {
        ASSIGN_OR_RETURN(const FormatReaders readers, load());
        return SetUp(setup, readers);
      });
}

}  // namespace gongkai
