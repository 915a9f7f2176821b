// Messages that pass through the gateway as bytes, so that what a worker has serialised is neither
// parsed nor serialised again.
#pragma once

#include <grpcpp/grpcpp.h>

#include <string>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace gongkai {

// INVALID_ARGUMENT when the bytes are no such message.
absl::Status ParseWire(const grpc::ByteBuffer& buffer, google::protobuf::Message* message);

// Takes the bytes over without copying them.
grpc::Slice SliceOf(std::string bytes);

// The bytes that introduce field `number` of wire type "length-delimited" with `length` bytes.
std::string FieldHeader(int number, size_t length);

}  // namespace gongkai
