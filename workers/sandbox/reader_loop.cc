#include "workers/sandbox/reader_loop.h"

#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/base/log.h"
#include "workers/sandbox/confine.h"
#include "workers/sandbox/frame.h"

namespace gongkai {
namespace {

internal::v1::ProcessReply TooLargeToSend() {
  internal::v1::ProcessReply reply;
  reply.mutable_error()->set_reason("TOO_COMPLEX");
  reply.mutable_error()->set_message_en(absl::StrCat(
      "what was read from the document takes more than ", kMaxFrameBytes >> 20, " MB"));
  reply.mutable_error()->set_message(
      absl::StrCat("从文件读取的内容超过 ", kMaxFrameBytes >> 20, " MB"));
  return reply;
}

}  // namespace

int RunReader(int argc, char** argv, std::vector<std::string> readable_folders,
              const SetUpFunction& set_up) {
  Confinement confinement;
  confinement.readable_folders = std::move(readable_folders);
  if (argc != 3 || !absl::SimpleAtoi(argv[1], &confinement.memory_bytes) ||
      !absl::SimpleAtoi(argv[2], &confinement.cpu_seconds) || confinement.memory_bytes <= 0 ||
      confinement.cpu_seconds <= 0) {
    LogError(
        "this program is started by gongkai-worker; 本程序由 gongkai-worker 启动,请勿直接运行");
    return kReaderExitStart;
  }
  std::string frame;
  internal::v1::ReaderSetup setup;
  if (ReadFrame(STDIN_FILENO, &frame) != FrameResult::kOk || !setup.ParseFromString(frame)) {
    return kReaderExitFrame;
  }
  const absl::StatusOr<AnswerFunction> answer = set_up(setup);
  if (!answer.ok()) {
    const ErrorDetail detail = DetailOf(answer.status());
    internal::v1::ReaderReady ready;
    ready.mutable_error()->set_reason(detail.reason.empty() ? "INTERNAL" : detail.reason);
    ready.mutable_error()->set_message_en(std::string(answer.status().message()));
    ready.mutable_error()->set_message(detail.message_zh);
    WriteFrame(STDOUT_FILENO, ready.SerializeAsString());
    return kReaderExitStart;
  }
  if (const absl::Status status = Confine(confinement); !status.ok()) {
    LogError("cannot confine the reader: ", status.message());
    return kReaderExitStart;
  }
  if (WriteFrame(STDOUT_FILENO, "") != FrameResult::kOk) return kReaderExitFrame;
  while (true) {
    switch (ReadFrame(STDIN_FILENO, &frame)) {
      case FrameResult::kOk:
        break;
      case FrameResult::kEnd:
        return 0;
      case FrameResult::kBroken:
        return kReaderExitFrame;
    }
    internal::v1::ProcessRequest request;
    if (!request.ParseFromString(frame)) return kReaderExitFrame;
    errno = 0;
    internal::v1::ProcessReply reply = (*answer)(request);
    if (reply.ByteSizeLong() > kMaxFrameBytes) reply = TooLargeToSend();
    if (!reply.SerializeToString(&frame) || WriteFrame(STDOUT_FILENO, frame) != FrameResult::kOk) {
      return kReaderExitFrame;
    }
  }
}

}  // namespace gongkai
