// The first thing wrong with a message in protobuf text format.
#pragma once

#include <google/protobuf/io/tokenizer.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace gongkai {

// Give it to TextFormat::Parser::RecordErrorsTo; it must outlive the parsing.
class TextProtoError final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!message_.empty()) return;
    place_ = absl::StrCat(line + 1, ":", column + 1);
    message_ = message;
  }
  void AddWarning(int /*line*/, google::protobuf::io::ColumnNumber /*column*/,
                  const std::string& /*message*/) override {}

  // "line:column", from 1. Both are empty when all was well.
  const std::string& place() const { return place_; }
  const std::string& message() const { return message_; }

 private:
  std::string place_;
  std::string message_;
};

}  // namespace gongkai
