#include "services/gateway/error_details.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/base/error.h"

namespace gongkai {
namespace {

using testing::HasSubstr;
using testing::Not;

google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status rpc;
  EXPECT_TRUE(rpc.ParseFromString(status.error_details()));
  return rpc;
}

template <typename Detail>
Detail Find(const grpc::Status& status) {
  Detail detail;
  const google::rpc::Status rpc = DetailsOf(status);
  for (const auto& any : rpc.details()) {
    if (any.UnpackTo(&detail)) return detail;
  }
  return Detail();
}

std::string ReasonOf(const grpc::Status& status) {
  const auto info = Find<google::rpc::ErrorInfo>(status);
  EXPECT_EQ(info.domain(), "gongkai");
  return info.reason();
}

TEST(ErrorDetailsTest, OkIsOk) { EXPECT_TRUE(ToGrpcStatus(absl::OkStatus(), "A.Get").ok()); }

TEST(ErrorDetailsTest, CarriesReasonFieldRetryAndChinese) {
  const grpc::Status status = ToGrpcStatus(
      InvalidField("page_size", "INVALID_PAGE_SIZE", "page_size is negative", "不能为负"), "A.Get");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "page_size is negative");
  EXPECT_EQ(DetailsOf(status).code(), 3);
  EXPECT_EQ(DetailsOf(status).message(), "page_size is negative");
  EXPECT_EQ(ReasonOf(status), "INVALID_PAGE_SIZE");
  const auto bad_request = Find<google::rpc::BadRequest>(status);
  ASSERT_EQ(bad_request.field_violations_size(), 1);
  EXPECT_EQ(bad_request.field_violations(0).field(), "page_size");
  EXPECT_EQ(bad_request.field_violations(0).description(), "page_size is negative");
  const auto localized = Find<google::rpc::LocalizedMessage>(status);
  EXPECT_EQ(localized.locale(), "zh-CN");
  EXPECT_EQ(localized.message(), "不能为负");
  EXPECT_FALSE(Find<google::rpc::RetryInfo>(status).has_retry_delay());

  const grpc::Status later =
      ToGrpcStatus(UnavailableFor(absl::Milliseconds(2500), "GONE", "gone", "不在"), "A.Get");
  const auto delay = Find<google::rpc::RetryInfo>(later).retry_delay();
  EXPECT_EQ(delay.seconds(), 2);
  EXPECT_EQ(delay.nanos(), 500'000'000);
}

TEST(ErrorDetailsTest, WhatPassesIsAlwaysSaidToBeTriedAgain) {
  for (const auto code : {absl::StatusCode::kUnavailable, absl::StatusCode::kResourceExhausted}) {
    const grpc::Status status = ToGrpcStatus(MakeError(code, "FULL", "full", "已满"), "A.Get");
    EXPECT_EQ(Find<google::rpc::RetryInfo>(status).retry_delay().seconds(), 1);
    EXPECT_EQ(status.error_message(), "full");
  }
}

TEST(ErrorDetailsTest, InternalsStayInside) {
  for (const auto code : {absl::StatusCode::kInternal, absl::StatusCode::kUnknown,
                          absl::StatusCode::kDataLoss, absl::StatusCode::kUnavailable,
                          absl::StatusCode::kResourceExhausted, absl::StatusCode::kAborted}) {
    const grpc::Status status =
        ToGrpcStatus(absl::Status(code, "disk I/O error on /var/lib/secret.db"), "A.Get");
    EXPECT_EQ(static_cast<int>(status.error_code()), static_cast<int>(code));
    EXPECT_THAT(status.error_message(), Not(HasSubstr("secret")));
    EXPECT_THAT(status.error_details(), Not(HasSubstr("secret")));
    EXPECT_EQ(ReasonOf(status), absl::StatusCodeToString(code));
    EXPECT_NE(Find<google::rpc::LocalizedMessage>(status).message(), "");
  }
}

TEST(ErrorDetailsTest, TheClientsMistakeKeepsItsMessage) {
  const grpc::Status status = ToGrpcStatus(absl::NotFoundError("no such thing"), "A.Get");
  EXPECT_EQ(status.error_message(), "no such thing");
  EXPECT_EQ(ReasonOf(status), "NOT_FOUND");
}

TEST(ErrorDetailsTest, LongMessagesAreCutBetweenCharacters) {
  std::string chinese;
  for (int i = 0; i < 1000; ++i) chinese += "公";
  const grpc::Status status = ToGrpcStatus(
      MakeError(absl::StatusCode::kNotFound, "X", std::string(100'000, 'x'), chinese), "A.Get");
  EXPECT_EQ(status.error_message(), std::string(1024, 'x') + "…");
  EXPECT_EQ(Find<google::rpc::LocalizedMessage>(status).message(), chinese.substr(0, 1023) + "…");
}

}  // namespace
}  // namespace gongkai
