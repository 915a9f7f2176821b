#include "services/client/errors.h"

#include <gtest/gtest.h>

#include "services/base/error.h"
#include "tests/services/client/wire_error.h"

namespace gongkai::client {
namespace {

constexpr char kServer[] = "gateway.example:50051";

TEST(ErrorsTest, EveryDetailArrives) {
  const absl::Status status =
      FromGrpcStatus(OnWire({grpc::StatusCode::INVALID_ARGUMENT, "too large", "CONTENT_TOO_LARGE",
                             "文件过大", "content", 0}),
                     kServer);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(status.message(), "too large");
  const ErrorDetail detail = DetailOf(status);
  EXPECT_EQ(detail.reason, "CONTENT_TOO_LARGE");
  EXPECT_EQ(detail.message_zh, "文件过大");
  EXPECT_EQ(detail.field, "content");
  EXPECT_EQ(detail.retry_after, absl::ZeroDuration());
}

TEST(ErrorsTest, RetryTimeArrivesWithAnyCode) {
  for (const auto code : {grpc::StatusCode::UNAVAILABLE, grpc::StatusCode::RESOURCE_EXHAUSTED}) {
    const absl::Status status =
        FromGrpcStatus(OnWire({code, "busy", "BUSY", "繁忙", "", 1250}), kServer);
    EXPECT_EQ(static_cast<int>(status.code()), static_cast<int>(code));
    EXPECT_EQ(status.message(), "busy");
    EXPECT_EQ(DetailOf(status).reason, "BUSY");
    EXPECT_EQ(DetailOf(status).message_zh, "繁忙");
    EXPECT_EQ(DetailOf(status).retry_after, absl::Milliseconds(1250));
  }
}

TEST(ErrorsTest, ErrorsOfTheConnectionNameTheAddress) {
  struct Case {
    grpc::StatusCode code;
    const char* reason;
  };
  for (const Case& c : {Case{grpc::StatusCode::UNAVAILABLE, "SERVER_UNREACHABLE"},
                        Case{grpc::StatusCode::DEADLINE_EXCEEDED, "SERVER_TIMEOUT"},
                        Case{grpc::StatusCode::UNIMPLEMENTED, "NOT_OFFERED"},
                        Case{grpc::StatusCode::INTERNAL, ""}}) {
    const absl::Status status = FromGrpcStatus(grpc::Status(c.code, "connection reset"), kServer);
    EXPECT_EQ(static_cast<int>(status.code()), static_cast<int>(c.code));
    EXPECT_NE(status.message().find(kServer), absl::string_view::npos) << status;
    EXPECT_EQ(DetailOf(status).reason, c.reason);
    if (*c.reason != '\0') {
      EXPECT_NE(DetailOf(status).message_zh.find(kServer), std::string::npos);
    }
  }
}

TEST(ErrorsTest, DamagedDetailsDoNotHideTheError) {
  const absl::Status status = FromGrpcStatus(
      grpc::Status(grpc::StatusCode::NOT_FOUND, "no such job", "\xff\xff\xff not a message"),
      kServer);
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_NE(status.message().find("no such job"), absl::string_view::npos);
}

TEST(ErrorsTest, OkIsOk) { EXPECT_TRUE(FromGrpcStatus(grpc::Status::OK, kServer).ok()); }

}  // namespace
}  // namespace gongkai::client
