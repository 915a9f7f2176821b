// The parser of the command line, and what is said of a line that it does not understand.
#pragma once

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
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

// RULE_NOT_FOUND, with the nearest of the ids that there are.
absl::Status NoSuchRule(const std::string& id, const std::vector<std::string>& ids);

// Words that stand for a value, in the order in which they are offered.
template <typename Value>
using Choices = std::vector<std::pair<std::string, Value>>;

// An option whose argument is one of `choices`, in any case of letters. `value` must outlive the
// parser.
template <typename Value>
void AddChoice(CLI::App& command, const std::string& name, Value& value,
               const Choices<Value>& choices, const std::string& description,
               const std::string& type_name) {
  const auto find = [choices](const std::string& word) {
    return std::find_if(
               choices.begin(), choices.end(),
               [&](const auto& choice) { return absl::EqualsIgnoreCase(choice.first, word); }) -
           choices.begin();
  };
  const auto check = [choices, find](const std::string& word) -> std::string {
    if (find(word) < static_cast<ptrdiff_t>(choices.size())) return "";
    std::string text = word + " is none of";
    for (const auto& choice : choices) text += " " + choice.first;
    return text;
  };
  command
      .add_option_function<std::string>(
          name,
          [&value, choices, find](const std::string& word) { value = choices[find(word)].second; },
          description)
      ->check(check, "")
      ->type_name(type_name);
}

// --lang zh|en|both.
void AddLanguageOption(CLI::App& command, Language& language);

// --explain, which does not go with `json`.
void AddExplainOption(CLI::App& command, bool& explain, CLI::Option* json);

// --year YEAR, a year that a report can have.
void AddYearOption(CLI::App& command, int& year, const std::string& description);

}  // namespace gongkai
