// The command line.
#include <csignal>
#include <cstdio>
#include <iostream>

#include "services/base/error.h"
#include "workers/cli/arguments.h"
#include "workers/cli/commands.h"
#include "workers/cli/messages.h"

int main(int argc, char** argv) {
  // `gongkai ... | head` ends quietly, also where the parent has signals ignored.
  std::signal(SIGPIPE, SIG_DFL);
  gongkai::Session session;
  const std::unique_ptr<CLI::App> parser = gongkai::MakeParser(session);
  try {
    parser->parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return parser->exit(error, std::cout, std::cerr);
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    std::fputs(gongkai::UsageErrorText(*parser, arguments, error).c_str(), stderr);
    return gongkai::kExitTrouble;
  }
  const int exit_code = session.run();
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    gongkai::PrintError("标准输出 standard output",
                        gongkai::MakeError(absl::StatusCode::kDataLoss, "OUTPUT_LOST",
                                           "could not be written", "无法写入"));
    return gongkai::kExitTrouble;
  }
  return exit_code;
}
