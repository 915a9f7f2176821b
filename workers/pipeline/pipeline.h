// The whole thought without I/O: bytes of a document to a validated report. The only place where
// documents, forms and rules meet the wire model.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "gongkai/internal/v1/sandbox.pb.h"
#include "gongkai/v1/report.pb.h"
#include "services/base/embedded_file.h"
#include "workers/document/reader.h"

namespace gongkai {

struct ProcessOptions {
  int requested_year = 0;  // year the submitter asked for, 0: none
  ReadLimits limits;
  // What is known beside the document; null: nothing. Not owned.
  const internal::v1::ReportContext* context = nullptr;
};

// Forms and rules, compiled once; immutable and thread-safe afterwards.
class Pipeline {
 public:
  // With the built-in forms and rules, and the rule files of an organisation. An error is a fault
  // of those files (FAULTY_RULE_FILE). Formats of which `readers` has no reader are refused.
  static absl::StatusOr<Pipeline> Create(const FormatReaders& readers = {},
                                         absl::Span<const EmbeddedFile> own_rules = {});

  Pipeline(Pipeline&&) noexcept;
  Pipeline& operator=(Pipeline&&) noexcept;
  ~Pipeline();

  // Deterministic: the same bytes, options, forms and rules give the same report. Errors are
  // those of ReadDocument and Recognize (reasons: see JobError.reason).
  absl::StatusOr<v1::Report> Process(absl::string_view bytes, const ProcessOptions& options) const;

  // Process() as the sandbox and the queue speak it; never fails, errors are in the reply.
  internal::v1::ProcessReply Answer(const internal::v1::ProcessRequest& request) const;

 private:
  struct Parts;
  explicit Pipeline(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace gongkai
