// The parser of the command line, and what is said of a line that it does not understand.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "workers/cli/commands.h"
#include "workers/cli/names.h"

namespace gongkai {

// All options and subcommands; their values go into `session`, which must outlive the parser.
std::unique_ptr<CLI::App> MakeParser(Session& session);

// What was wrong in `arguments` (without the program's name), in Chinese and in English, with the
// nearest command or option that there is.
std::string UsageErrorText(const CLI::App& app, const std::vector<std::string>& arguments,
                           const CLI::ParseError& error);

// The candidate with the fewest changes to `word`; empty if none is near.
std::string Nearest(absl::string_view word, const std::vector<std::string>& candidates);

// --lang zh|en|both.
void AddLanguageOption(CLI::App& command, Language& language);

}  // namespace gongkai
