#include "services/catalog/rule_files.h"

#include <google/protobuf/text_format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "services/base/text_proto_error.h"
#include "services/base/utf8.h"

namespace gongkai {
namespace {

using google::protobuf::TextFormat;
using internal::v1::RuleFile;
using internal::v1::RuleSpec;

constexpr size_t kMaxFileBytes = size_t{1} << 20;

struct Fault {
  std::string en, zh;
};

Fault Missing(absl::string_view field) {
  return {absl::StrCat(field, " is missing"), absl::StrCat("缺少 ", field)};
}

// What the rule lacks in itself; empty: nothing.
Fault FaultOf(const RuleSpec& spec) {
  if (spec.severity() == RuleSpec::SEVERITY_UNSPECIFIED) return Missing("severity");
  const std::pair<const char*, const std::string*> texts[] = {
      {"scope", &spec.scope()},
      {"description_zh", &spec.description_zh()},
      {"description_en", &spec.description_en()},
      {"message_zh", &spec.message_zh()},
      {"message_en", &spec.message_en()}};
  for (const auto& [name, text] : texts) {
    if (text->empty()) return Missing(name);
  }
  if (spec.form_versions().empty()) return Missing("form_versions");
  if (spec.check_case() == RuleSpec::CHECK_NOT_SET) {
    return {"neither identity nor builtin", "既没有 identity 也没有 builtin"};
  }
  const bool in_order = spec.first_year() >= 0 && spec.last_year() >= 0 &&
                        (spec.last_year() == 0 || spec.first_year() <= spec.last_year());
  if (!in_order) return {"first_year is after last_year", "first_year 晚于 last_year"};
  return {};
}

}  // namespace

absl::Status FaultyRule(absl::string_view place, absl::string_view fault_en,
                        absl::string_view fault_zh) {
  return MakeError(absl::StatusCode::kInvalidArgument, "FAULTY_RULE_FILE",
                   absl::StrCat(place, ": ", fault_en),
                   absl::StrCat("规则文件有误：", place, "：", fault_zh));
}

absl::StatusOr<std::vector<RuleText>> ReadRuleTexts(absl::Span<const std::string> paths) {
  std::vector<RuleText> files;
  for (const std::string& path : paths) {
    RuleText file{RepairUtf8(path.substr(path.rfind('/') + 1)), {}};
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
      return FaultyRule(path, "this is a directory; name the files in it",
                        "这是一个目录，请给出其中的文件");
    }
    if (!std::filesystem::exists(path, error)) {
      return FaultyRule(path, "there is no such file", "文件不存在");
    }
    std::ifstream in(path, std::ios::binary);
    if (!in) {
      return FaultyRule(path, "the file cannot be read", "文件无法读取");
    }
    file.text.assign(std::istreambuf_iterator<char>(in), {});
    if (file.text.empty()) return FaultyRule(path, "the file is empty", "文件为空");
    if (file.text.size() > kMaxFileBytes) {
      return FaultyRule(path, "the file is larger than 1 MiB", "文件大于 1 MiB");
    }
    const bool twice = std::any_of(files.begin(), files.end(),
                                   [&](const RuleText& other) { return other.name == file.name; });
    if (twice) return FaultyRule(path, "there are two files of this name", "有两个同名的文件");
    files.push_back(std::move(file));
  }
  return files;
}

std::vector<EmbeddedFile> WithOwnRules(absl::Span<const EmbeddedFile> built_in,
                                       absl::Span<const RuleText> own) {
  std::vector<EmbeddedFile> files(built_in.begin(), built_in.end());
  for (const RuleText& file : own) files.push_back({file.name, file.text});
  return files;
}

absl::StatusOr<std::vector<PlacedRule>> ParseRules(absl::Span<const EmbeddedFile> files) {
  std::vector<PlacedRule> rules;
  absl::flat_hash_map<std::string, std::string> places;
  const auto* rules_field = RuleFile::descriptor()->FindFieldByNumber(RuleFile::kRulesFieldNumber);
  for (const EmbeddedFile& embedded : files) {
    RuleFile file;
    TextProtoError errors;
    TextFormat::ParseInfoTree locations;
    TextFormat::Parser parser;
    parser.RecordErrorsTo(&errors);
    parser.WriteLocationsTo(&locations);
    if (!parser.ParseFromString(std::string(embedded.text), &file)) {
      return FaultyRule(absl::StrCat(embedded.name, ":", errors.place()), errors.message(),
                        absl::StrCat("格式有误（", errors.message(), "）"));
    }
    for (int i = 0; i < file.rules_size(); ++i) {
      RuleSpec& spec = *file.mutable_rules(i);
      const int line = locations.GetLocation(rules_field, i).line + 1;
      const std::string place = absl::StrCat(embedded.name, ":", line, ": ",
                                             spec.id().empty() ? "rule without id" : spec.id());
      if (spec.id().empty()) return FaultyRule(place, "id is missing", "缺少 id");
      const auto [known, is_new] = places.try_emplace(spec.id(), place);
      if (!is_new) {
        return FaultyRule(place, absl::StrCat("the id is already that of ", known->second),
                          absl::StrCat("id 与 ", known->second, " 重复"));
      }
      const Fault fault = FaultOf(spec);
      if (!fault.en.empty()) return FaultyRule(place, fault.en, fault.zh);
      rules.push_back({std::move(spec), std::string(embedded.name), place});
    }
  }
  return rules;
}

}  // namespace gongkai
