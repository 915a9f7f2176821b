// The subcommands of `gongkai`. Each Add...Command() puts one into the parser; parsing its
// arguments sets `Session::run`, which does the work and gives the exit code.
//
// Exit codes: 0 done; 1 a report has findings of severity ERROR; 2 something could not be done.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/client/client.h"

namespace gongkai {

inline constexpr int kExitDone = 0;
inline constexpr int kExitFindings = 1;
inline constexpr int kExitTrouble = 2;

// What all subcommands share. Lives as long as the parser.
struct Session {
  std::string server = "127.0.0.1:50051";
  std::optional<absl::Duration> timeout;  // nothing: the defaults
  std::function<int()> run;

  absl::StatusOr<std::unique_ptr<client::Client>> Connect() const;
};

// What `gongkai version` prints: versions of the program, of its forms and of its rules.
std::string VersionText();

void AddCheckCommand(CLI::App& app, Session& session);
void AddSubmitCommand(CLI::App& app, Session& session);
void AddGetCommand(CLI::App& app, Session& session);
void AddListCommand(CLI::App& app, Session& session);
void AddJobsCommand(CLI::App& app, Session& session);
void AddFindingsCommand(CLI::App& app, Session& session);
void AddAgenciesCommand(CLI::App& app, Session& session);
void AddDecideCommand(CLI::App& app, Session& session);
void AddAmendCommand(CLI::App& app, Session& session);
void AddRulesCommand(CLI::App& app, Session& session);
void AddVersionCommand(CLI::App& app, Session& session);
void AddHelpCommand(CLI::App& app, Session& session);

}  // namespace gongkai
