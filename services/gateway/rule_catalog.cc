#include "services/gateway/rule_catalog.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gongkai/internal/v1/rule_file.pb.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/text_format.h"
#include "services/base/text_proto_error.h"

namespace gongkai {
namespace {

v1::Rule RuleOf(internal::v1::RuleSpec& spec) {
  v1::Rule rule;
  rule.set_rule_id(std::move(*spec.mutable_id()));
  // Both enums have the same numbers.
  rule.set_severity(static_cast<v1::Finding::Severity>(spec.severity()));
  rule.set_scope(std::move(*spec.mutable_scope()));
  rule.set_description(std::move(*spec.mutable_description_zh()));
  rule.set_description_en(std::move(*spec.mutable_description_en()));
  rule.mutable_form_versions()->Swap(spec.mutable_form_versions());
  rule.set_basis(std::move(*spec.mutable_basis()));
  return rule;
}

}  // namespace

absl::StatusOr<RuleCatalog> ReadRuleCatalog(absl::Span<const EmbeddedFile> files) {
  RuleCatalog catalog;
  for (const EmbeddedFile& file : files) {
    internal::v1::RuleFile rule_file;
    google::protobuf::io::ArrayInputStream input(file.text.data(),
                                                 static_cast<int>(file.text.size()));
    TextProtoError error;
    google::protobuf::TextFormat::Parser parser;
    parser.RecordErrorsTo(&error);
    parser.AllowUnknownField(true);
    if (!parser.Parse(&input, &rule_file)) {
      return absl::InternalError(
          absl::StrCat("rule file ", file.name, ":", error.place(), ": ", error.message()));
    }
    for (internal::v1::RuleSpec& spec : *rule_file.mutable_rules()) {
      catalog.rules.push_back(RuleOf(spec));
    }
  }
  catalog.version = FilesVersion(files);
  return catalog;
}

}  // namespace gongkai
