#include "services/store/report_wire.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <cstdint>

#include "gongkai/v1/report.pb.h"

namespace gongkai {
namespace {

bool IsBasic(int field) {
  switch (field) {
    case v1::Report::kSectionsFieldNumber:
    case v1::Report::kFactsFieldNumber:
    case v1::Report::kClaimsFieldNumber:
    case v1::Report::kFindingsFieldNumber:
    case v1::Report::kNotEvaluatedFieldNumber:
    case v1::Report::kDiagnosesFieldNumber:
    case v1::Report::kAmendedFindingsFieldNumber:
      return false;
    default:
      return true;
  }
}

}  // namespace

absl::StatusOr<std::string> BasicFields(absl::string_view report) {
  using google::protobuf::internal::WireFormatLite;
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const uint8_t*>(report.data()),
                                               static_cast<int>(report.size()));
  std::string basic;
  while (true) {
    const int begin = input.CurrentPosition();
    const uint32_t tag = input.ReadTag();
    if (tag == 0) break;
    if (!WireFormatLite::SkipField(&input, tag)) {
      return absl::InvalidArgumentError("the serialised report is broken");
    }
    if (IsBasic(WireFormatLite::GetTagFieldNumber(tag))) {
      const absl::string_view field = report.substr(begin, input.CurrentPosition() - begin);
      basic.append(field.data(), field.size());
    }
  }
  if (!input.ConsumedEntireMessage()) {
    return absl::InvalidArgumentError("the serialised report is broken");
  }
  return basic;
}

}  // namespace gongkai
