// The life of a reader process, whatever it reads with.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "gongkai/internal/v1/sandbox.pb.h"

namespace gongkai {

using AnswerFunction =
    std::function<internal::v1::ProcessReply(const internal::v1::ProcessRequest&)>;

// main() of a reader after it has loaded what it needs: confines this process to the limits given
// as arguments (bytes of memory, seconds of CPU), writes one empty frame to say that it is ready,
// then answers request after request from descriptor 0 on descriptor 1 until the worker closes.
// Files below `readable_folders` stay readable (Confinement). Returns the exit code. Descriptor 1
// must not be written to before or by `answer`.
int RunReader(int argc, char** argv, std::vector<std::string> readable_folders,
              const AnswerFunction& answer);

}  // namespace gongkai
