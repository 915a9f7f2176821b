// What Redis answered. Reading a reply as something it is not gives an error, never a crash.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct redisReply;

namespace gongkai::redis {

// A reply or a part of one; valid as long as its Reply. Cheap to copy.
class ReplyView {
 public:
  ReplyView() = default;
  explicit ReplyView(const redisReply* reply) : reply_(reply) {}

  bool IsNil() const;
  bool IsArray() const;
  // OK unless this is an error reply; see StatusOfErrorReply.
  absl::Status status() const;

  // Each: INTERNAL naming what was expected and what was there, or status() of an error reply.
  absl::StatusOr<int64_t> Integer() const;
  absl::StatusOr<absl::string_view> String() const;  // also of status replies
  absl::Status ExpectArray() const;

  // Elements of an array; 0 for everything else.
  size_t size() const;
  // A part that is not there reads as "nothing".
  ReplyView operator[](size_t index) const;

 private:
  absl::Status Expected(const char* what) const;

  const redisReply* reply_ = nullptr;
};

// Owns a whole reply. Move-only.
class Reply : public ReplyView {
 public:
  Reply() = default;
  // Takes over `reply`.
  explicit Reply(redisReply* reply) : ReplyView(reply), owned_(reply) {}

 private:
  struct Free {
    void operator()(redisReply* reply) const;
  };
  std::unique_ptr<redisReply, Free> owned_;
};

}  // namespace gongkai::redis
