// Reads documents in a locked-in child process, so that nothing a document does to its reader can
// reach the worker or the documents beside it. This layer knows processes and limits; it knows no
// queue, no database and no document format.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gongkai/internal/v1/sandbox.pb.h"

namespace gongkai {

class ReaderProcess;

// For one document, all tries together. With what starting and ending a child takes it stays below
// 20 s, on a busy machine too.
inline constexpr absl::Duration kTimeLimit = absl::Seconds(16);
inline constexpr absl::Duration kOcrTimeLimit = absl::Seconds(180);

struct SandboxOptions {
  // Empty: gongkai-reader (gongkai-ocr-reader with `ocr`) and gongkai-confined in the folder of the
  // running program.
  std::string reader_path;
  std::string confined_path;
  bool ocr = false;  // recognise scans, which takes seconds a page: see UseOcr()
  absl::Duration time_limit = kTimeLimit;
  int64_t memory_limit_bytes = int64_t{900} << 20;  // address space of the child, all included
  int max_documents = 500;                          // a child is replaced after so many
  absl::Duration start_limit = absl::Seconds(60);   // until a new child is ready
  internal::v1::ReaderSetup setup;                  // for every child
  bool log_losses = true;  // a line in the log for every child that is lost
};

// Turns recognition on and gives one document the time that it needs.
void UseOcr(SandboxOptions* options);

// Owns one child at a time, and its successor shortly before it is needed. One thread uses and
// destroys it; it may be made by another.
class Sandbox {
 public:
  explicit Sandbox(SandboxOptions options);
  // Kills the child.
  ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  // Returns once a child is ready, at once if one is. UNAVAILABLE with reason SANDBOX_UNAVAILABLE
  // when none can be started; nothing is wrong with any document then. INVALID_ARGUMENT
  // (FAULTY_RULE_FILE) when the setup is at fault.
  absl::Status Start();

  // Has the child process the document; one of a legacy format is converted by LibreOffice first.
  // What the document does to its reader is in the reply:
  // TIME_LIMIT, MEMORY_LIMIT, READER_CRASHED, FILE_TOO_LARGE (longer than a frame), and those of
  // ConvertToOpenXml(). A crash counts
  // only when it happens again in a fresh child. Errors: as Start().
  absl::StatusOr<internal::v1::ProcessReply> Process(const internal::v1::ProcessRequest& request);

  // Process id of the child, 0 if there is none now.
  pid_t reader_pid() const;

 private:
  // One question to the child, with tries as often as it makes sense, until `left` is used up.
  absl::StatusOr<internal::v1::ProcessReply> Ask(const internal::v1::ProcessRequest& request,
                                                 absl::Duration* left);
  // `request` with the converted document; an error of ConvertToOpenXml().
  absl::StatusOr<internal::v1::ProcessRequest> Convert(const internal::v1::ProcessRequest& request,
                                                       absl::string_view from,
                                                       absl::Duration* left) const;
  absl::StatusOr<std::unique_ptr<ReaderProcess>> NewReader() const;
  // Starts the successor if there is none; failing is no harm.
  void StartAhead();
  // Lets the child go when it has served long enough.
  void RetireIfDue();

  const SandboxOptions options_;
  std::unique_ptr<ReaderProcess> reader_;  // ready; null: none
  std::unique_ptr<ReaderProcess> next_;    // perhaps not ready yet; null: none
  int documents_ = 0;                      // given to reader_
  absl::Duration busy_;                    // time reader_ spent on them
};

}  // namespace gongkai
