#include "workers/cli/own_rules.h"

#include <utility>

#include "workers/sandbox/sandbox.h"

namespace gongkai {

void AddOwnRulesOption(CLI::App& command, std::vector<std::string>& paths) {
  command
      .add_option("--rules", paths,
                  "本单位自定的规则文件 rule files of the organisation (GONGKAI_RULES)")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->envname("GONGKAI_RULES")
      ->type_name("FILE");
}

internal::v1::ReaderSetup SetupOf(absl::Span<const RuleText> own) {
  internal::v1::ReaderSetup setup;
  for (const RuleText& file : own) {
    internal::v1::ReaderSetup::RuleFile* rules = setup.add_rules();
    rules->set_name(file.name);
    rules->set_text(file.text);
  }
  return setup;
}

absl::Status CheckOwnRules(absl::Span<const RuleText> own) {
  if (own.empty()) return absl::OkStatus();
  SandboxOptions options;
  options.setup = SetupOf(own);
  return Sandbox(std::move(options)).Start();
}

}  // namespace gongkai
