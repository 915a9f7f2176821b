#include "workers/cli/json.h"

#include "absl/strings/str_replace.h"
#include "google/protobuf/util/json_util.h"

namespace gongkai {

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  // Fails only for messages that hold no UTF-8, which the wire format refuses as well.
  if (!status.ok()) return "{}";
  // Quotes inside strings are escaped, so this can only be a field. That of a fact is never the
  // first; that of an amendment is, and is never empty.
  absl::StrReplaceAll({{R"(,"value":"")", ""}}, &json);
  return json;
}

}  // namespace gongkai
