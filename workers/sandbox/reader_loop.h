// The life of a reader process, whatever it reads with.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gongkai/internal/v1/sandbox.pb.h"

namespace gongkai {

using AnswerFunction =
    std::function<internal::v1::ProcessReply(const internal::v1::ProcessRequest&)>;
// Makes the answering function; whatever has to be loaded is loaded here. An error is told to the
// worker.
using SetUpFunction =
    std::function<absl::StatusOr<AnswerFunction>(const internal::v1::ReaderSetup&)>;

// main() of a reader: reads the setup from descriptor 0, sets up, confines this process to the
// limits given as arguments (bytes of memory, seconds of CPU), writes one empty frame to say that
// it is ready, then answers request after request from descriptor 0 on descriptor 1 until the
// worker closes. Files below `readable_folders` stay readable (Confinement). Returns the exit code.
// Descriptor 1 must not be written to before or by `set_up` and its answers.
int RunReader(int argc, char** argv, std::vector<std::string> readable_folders,
              const SetUpFunction& set_up);

}  // namespace gongkai
