#include "services/gateway/wire.h"

#include <grpcpp/support/proto_buffer_reader.h>

#include <utility>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/wire_format_lite.h"
#include "services/base/error.h"

namespace gongkai {

absl::Status ParseWire(const grpc::ByteBuffer& buffer, google::protobuf::Message* message) {
  grpc::ByteBuffer copy = buffer;  // counts references; copies no bytes
  grpc::ProtoBufferReader reader(&copy);
  if (!reader.status().ok() || !message->ParseFromZeroCopyStream(&reader)) {
    return MakeError(absl::StatusCode::kInvalidArgument, "MALFORMED_MESSAGE",
                     "the request is no well-formed protobuf message",
                     "请求不是有效的 protobuf 消息");
  }
  return absl::OkStatus();
}

grpc::Slice SliceOf(std::string bytes) {
  auto* owned = new std::string(std::move(bytes));
  return grpc::Slice(
      owned->data(), owned->size(), [](void* owner) { delete static_cast<std::string*>(owner); },
      owned);
}

std::string FieldHeader(int number, size_t length) {
  using google::protobuf::internal::WireFormatLite;
  std::string header;
  google::protobuf::io::StringOutputStream stream(&header);
  google::protobuf::io::CodedOutputStream out(&stream);
  out.WriteTag(WireFormatLite::MakeTag(number, WireFormatLite::WIRETYPE_LENGTH_DELIMITED));
  out.WriteVarint64(length);
  out.Trim();
  return header;
}

}  // namespace gongkai
