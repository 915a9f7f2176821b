#include "workers/sandbox/sandbox.h"

#include <unistd.h>

#include <chrono>
#include <csignal>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/base/digest.h"
#include "services/base/error.h"
#include "services/base/log.h"
#include "services/base/status_macros.h"
#include "workers/sandbox/confine.h"
#include "workers/sandbox/converter.h"
#include "workers/sandbox/frame.h"
#include "workers/sandbox/reader_process.h"

namespace gongkai {
namespace {

using internal::v1::ProcessReply;
using internal::v1::ProcessRequest;
using Io = ReaderProcess::Io;

// The successor is started this many documents before it is needed.
constexpr int kDocumentsAhead = 10;
// A child that has been busy for so long in all is replaced; its CPU limit is this and the time
// limit of one document, so that the limit is only ever met by a document that takes too long.
constexpr absl::Duration kMaxBusy = absl::Minutes(1);
// One more try, in a fresh child, for a document whose reader died.
constexpr int kAttempts = 2;

std::string BesideThisProgram(absl::string_view name) {
  char path[4096];
  const ssize_t length = readlink("/proc/self/exe", path, sizeof(path));
  const absl::string_view program(path, length > 0 ? static_cast<size_t>(length) : 0);
  return absl::StrCat(program.substr(0, program.rfind('/') + 1), name);
}

ReaderProcess::Deadline After(absl::Duration limit) {
  return std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(limit);
}

ProcessReply ErrorReply(absl::string_view reason, absl::string_view message_en,
                        absl::string_view message_zh) {
  ProcessReply reply;
  reply.mutable_error()->set_reason(std::string(reason));
  reply.mutable_error()->set_message_en(std::string(message_en));
  reply.mutable_error()->set_message(std::string(message_zh));
  return reply;
}

ProcessReply TimeLimitReply(absl::Duration limit) {
  const double seconds = absl::ToDoubleSeconds(limit);
  return ErrorReply("TIME_LIMIT",
                    absl::StrCat("reading the document took longer than ", seconds, " seconds"),
                    absl::StrCat("读取文件超过 ", seconds, " 秒的时限"));
}

ProcessReply MemoryLimitReply(int64_t limit_bytes) {
  const int64_t megabytes = limit_bytes >> 20;
  return ErrorReply(
      "MEMORY_LIMIT",
      absl::StrCat("reading the document needs more than ", megabytes, " MB of memory"),
      absl::StrCat("读取文件所需内存超过 ", megabytes, " MB 的上限"));
}

// What to say of a document whose reader closed the channel and ended like this.
ProcessReply ReplyForEnding(const ReaderProcess::Ending& ending, const SandboxOptions& options) {
  if (ending.signal == SIGXCPU) return TimeLimitReply(options.time_limit);
  // A C library that is refused memory may crash, and the system kills those who have most.
  const bool grown = ending.peak_memory_bytes >= options.memory_limit_bytes / 4 * 3;
  if (ending.exit_code == kReaderExitMemory || (ending.signal != 0 && grown)) {
    return MemoryLimitReply(options.memory_limit_bytes);
  }
  return ErrorReply("READER_CRASHED",
                    absl::StrCat("the reader crashed on the document: ", ending.ToString()),
                    absl::StrCat("阅读程序在读取该文件时崩溃(", ending.ToString(), ")"));
}

ProcessReply NonsenseReply() {
  return ErrorReply("READER_CRASHED", "the reader gave an answer that makes no sense",
                    "阅读程序在读取该文件时给出了无法识别的结果");
}

bool IsReply(const std::string& frame, ProcessReply* reply) {
  return reply->ParseFromString(frame) && int{!reply->report().empty()} + int{reply->has_error()} +
                                                  int{!reply->convert_from().empty()} ==
                                              1;
}

}  // namespace

void UseOcr(SandboxOptions* options) {
  options->ocr = true;
  options->time_limit = kOcrTimeLimit;
}

Sandbox::Sandbox(SandboxOptions options)
    : options_([&options] {
        if (options.reader_path.empty()) {
          options.reader_path =
              BesideThisProgram(options.ocr ? "gongkai-ocr-reader" : "gongkai-reader");
        }
        if (options.confined_path.empty()) {
          options.confined_path = BesideThisProgram("gongkai-confined");
        }
        return std::move(options);
      }()) {}

Sandbox::~Sandbox() = default;

pid_t Sandbox::reader_pid() const { return reader_ == nullptr ? 0 : reader_->pid(); }

absl::StatusOr<std::unique_ptr<ReaderProcess>> Sandbox::NewReader() const {
  if (options_.ocr && access(options_.reader_path.c_str(), X_OK) != 0) {
    return MakeError(
        absl::StatusCode::kUnavailable, "SANDBOX_UNAVAILABLE",
        absl::StrCat("cannot run ", options_.reader_path,
                     ", which recognises text (OCR); it is built where the packages "
                     "libtesseract-dev and libleptonica-dev are installed"),
        absl::StrCat("无法运行文字识别(OCR)程序 ", options_.reader_path,
                     "；编译时装有软件包 libtesseract-dev 和 libleptonica-dev 才会生成该程序"));
  }
  ASSIGN_OR_RETURN(std::unique_ptr<ReaderProcess> reader,
                   ReaderProcess::Start(options_.reader_path, options_.memory_limit_bytes,
                                        absl::ToInt64Seconds(options_.time_limit + kMaxBusy) + 1));
  // One that does not take it will not get ready, and is told of then.
  reader->Send(options_.setup.SerializeAsString(), After(options_.start_limit));
  return reader;
}

void Sandbox::StartAhead() {
  if (next_ != nullptr) return;
  if (auto reader = NewReader(); reader.ok()) next_ = *std::move(reader);
}

absl::Status Sandbox::Start() {
  // One that died between two documents, or speaks without being asked, is replaced.
  if (reader_ != nullptr && reader_->IsIdle()) return absl::OkStatus();
  reader_ = std::move(next_);
  if (reader_ == nullptr) {
    ASSIGN_OR_RETURN(reader_, NewReader());
  }
  documents_ = 0;
  busy_ = absl::ZeroDuration();
  std::string ready;
  const Io io = reader_->Receive(&ready, After(options_.start_limit));
  if (io == Io::kOk && ready.empty()) return absl::OkStatus();
  internal::v1::ReaderReady refusal;
  if (io == Io::kOk && refusal.ParseFromString(ready) && refusal.has_error()) {
    reader_.reset();
    return MakeError(absl::StatusCode::kInvalidArgument, refusal.error().reason(),
                     refusal.error().message_en(), refusal.error().message());
  }
  const ReaderProcess::Ending ending = reader_->End();
  reader_.reset();
  const std::string why =
      io == Io::kClosed ? ending.ToString()
      : io == Io::kDeadline
          ? absl::StrCat("not ready after ", absl::FormatDuration(options_.start_limit))
          : "it does not speak as a reader";
  return MakeError(absl::StatusCode::kUnavailable, "SANDBOX_UNAVAILABLE",
                   absl::StrCat(options_.reader_path, " did not start: ", why),
                   absl::StrCat("阅读程序 ", options_.reader_path, " 未能启动(", why, ")"));
}

void Sandbox::RetireIfDue() {
  if (documents_ >= options_.max_documents || busy_ > kMaxBusy) {
    StartAhead();
    reader_.reset();
  } else if (documents_ + kDocumentsAhead >= options_.max_documents) {
    StartAhead();
  }
}

absl::StatusOr<ProcessReply> Sandbox::Process(const ProcessRequest& request) {
  absl::Duration left = options_.time_limit;
  ASSIGN_OR_RETURN(ProcessReply reply, Ask(request, &left));
  if (reply.convert_from().empty()) return reply;
  const auto converted = Convert(request, reply.convert_from(), &left);
  if (absl::IsUnavailable(converted.status())) return converted.status();
  if (!converted.ok()) {
    const ErrorDetail detail = DetailOf(converted.status());
    return ErrorReply(detail.reason, converted.status().message(), detail.message_zh);
  }
  ASSIGN_OR_RETURN(reply, Ask(*converted, &left));
  if (!reply.convert_from().empty()) return NonsenseReply();
  return reply;
}

absl::StatusOr<ProcessRequest> Sandbox::Convert(const ProcessRequest& request,
                                                absl::string_view from,
                                                absl::Duration* left) const {
  ConverterOptions converter;
  converter.confined_path = options_.confined_path;
  converter.memory_limit_bytes = options_.memory_limit_bytes;
  const auto start = std::chrono::steady_clock::now();
  ProcessRequest converted;
  ASSIGN_OR_RETURN(*converted.mutable_content(),
                   ConvertToOpenXml(request.content(), from, converter,
                                    start + absl::ToChronoNanoseconds(*left)));
  *left -= absl::FromChrono(std::chrono::steady_clock::now() - start);
  converted.set_requested_year(request.requested_year());
  if (request.has_context()) *converted.mutable_context() = request.context();
  converted.mutable_conversion()->set_from(std::string(from));
  converted.mutable_conversion()->set_sha256(Sha256Hex(request.content()));
  return converted;
}

absl::StatusOr<ProcessReply> Sandbox::Ask(const ProcessRequest& request, absl::Duration* left) {
  if (request.ByteSizeLong() > kMaxFrameBytes) {
    return ErrorReply("FILE_TOO_LARGE",
                      absl::StrCat("the document is larger than ", kMaxFrameBytes >> 20, " MB"),
                      absl::StrCat("文件大于 ", kMaxFrameBytes >> 20, " MB"));
  }
  const std::string question = request.SerializeAsString();
  ProcessReply reply;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    RETURN_IF_ERROR(Start());
    ++documents_;
    std::string answer;
    const auto start = std::chrono::steady_clock::now();
    const auto deadline = start + absl::ToChronoNanoseconds(*left);
    Io io = reader_->Send(question, deadline);
    if (io == Io::kOk) io = reader_->Receive(&answer, deadline);
    const absl::Duration took = absl::FromChrono(std::chrono::steady_clock::now() - start);
    busy_ += took;
    *left -= took;
    if (io == Io::kOk && IsReply(answer, &reply)) {
      RetireIfDue();
      return reply;
    }
    const ReaderProcess::Ending ending = reader_->End();
    reader_.reset();
    StartAhead();
    if (io == Io::kDeadline) {
      reply = TimeLimitReply(options_.time_limit);
    } else if (io == Io::kClosed) {
      reply = ReplyForEnding(ending, options_);
    } else {
      reply = NonsenseReply();
    }
    if (options_.log_losses) LogWarning("reader lost: ", reply.error().message_en());
    if (reply.error().reason() == "TIME_LIMIT") break;
  }
  return reply;
}

}  // namespace gongkai
