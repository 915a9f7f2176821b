// Errors as the gateway puts them on the wire.
#pragma once

#include <grpcpp/support/status.h>

#include <string>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace gongkai::client {

struct WireError {
  grpc::StatusCode code;
  std::string message;
  std::string reason;
  std::string zh = {};
  std::string field = {};
  int retry_millis = 0;
};

inline grpc::Status OnWire(const WireError& error) {
  google::rpc::Status rpc;
  rpc.set_code(error.code);
  rpc.set_message(error.message);
  google::rpc::ErrorInfo info;
  info.set_reason(error.reason);
  info.set_domain("gongkai");
  rpc.add_details()->PackFrom(info);
  if (!error.field.empty()) {
    google::rpc::BadRequest bad;
    bad.add_field_violations()->set_field(error.field);
    rpc.add_details()->PackFrom(bad);
  }
  if (error.retry_millis > 0) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(error.retry_millis / 1000);
    retry.mutable_retry_delay()->set_nanos(error.retry_millis % 1000 * 1'000'000);
    rpc.add_details()->PackFrom(retry);
  }
  if (!error.zh.empty()) {
    google::rpc::LocalizedMessage localized;
    localized.set_locale("zh-CN");
    localized.set_message(error.zh);
    rpc.add_details()->PackFrom(localized);
  }
  return grpc::Status(error.code, error.message, rpc.SerializeAsString());
}

}  // namespace gongkai::client
