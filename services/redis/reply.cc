#include "services/redis/reply.h"

#include <hiredis/hiredis.h>

#include "absl/strings/str_cat.h"
#include "services/redis/redis_error.h"

namespace gongkai::redis {

bool ReplyView::IsNil() const { return reply_ != nullptr && reply_->type == REDIS_REPLY_NIL; }

bool ReplyView::IsArray() const { return reply_ != nullptr && reply_->type == REDIS_REPLY_ARRAY; }

absl::Status ReplyView::status() const {
  if (reply_ == nullptr || reply_->type != REDIS_REPLY_ERROR) return absl::OkStatus();
  return StatusOfErrorReply(absl::string_view(reply_->str, reply_->len));
}

absl::Status ReplyView::Expected(const char* what) const {
  if (absl::Status error = status(); !error.ok()) return error;
  const char* found = "nothing";
  if (reply_ != nullptr) {
    switch (reply_->type) {
      case REDIS_REPLY_STRING:
        found = "a string";
        break;
      case REDIS_REPLY_ARRAY:
        found = "an array";
        break;
      case REDIS_REPLY_INTEGER:
        found = "an integer";
        break;
      case REDIS_REPLY_NIL:
        found = "nil";
        break;
      case REDIS_REPLY_STATUS:
        found = "a status";
        break;
      default:
        found = "something unknown";
    }
  }
  return absl::InternalError(
      absl::StrCat("Redis answered ", found, " where ", what, " was expected"));
}

absl::StatusOr<int64_t> ReplyView::Integer() const {
  if (reply_ == nullptr || reply_->type != REDIS_REPLY_INTEGER) return Expected("an integer");
  return reply_->integer;
}

absl::StatusOr<absl::string_view> ReplyView::String() const {
  if (reply_ == nullptr ||
      (reply_->type != REDIS_REPLY_STRING && reply_->type != REDIS_REPLY_STATUS)) {
    return Expected("a string");
  }
  return absl::string_view(reply_->str, reply_->len);
}

absl::Status ReplyView::ExpectArray() const {
  return IsArray() ? absl::OkStatus() : Expected("an array");
}

size_t ReplyView::size() const { return IsArray() ? reply_->elements : 0; }

ReplyView ReplyView::operator[](size_t index) const {
  return index < size() ? ReplyView(reply_->element[index]) : ReplyView();
}

void Reply::Free::operator()(redisReply* reply) const { freeReplyObject(reply); }

}  // namespace gongkai::redis
