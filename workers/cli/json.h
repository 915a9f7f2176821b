// What `--json` prints.
#pragma once

#include <string>

#include "google/protobuf/message.h"

namespace gongkai {

// proto3 JSON on one line, without the line end. All fields without presence are there, lists also
// when they are empty; only the `value` of a cell is left out where the cell has no number.
std::string ToJson(const google::protobuf::Message& message);

}  // namespace gongkai
