#include "services/gateway/wire.h"

#include <gtest/gtest.h>

#include "gongkai/v1/ingestion_service.pb.h"

namespace gongkai {
namespace {

TEST(WireTest, ParsesAMessageThatComesInPieces) {
  v1::CheckReportRequest request;
  request.set_content("content");
  request.set_filename("报告.html");
  const std::string bytes = request.SerializeAsString();
  const grpc::Slice slices[] = {SliceOf(bytes.substr(0, 5)), SliceOf(bytes.substr(5))};
  const grpc::ByteBuffer buffer(slices, 2);
  for (int i = 0; i < 2; ++i) {  // reading does not use the buffer up
    v1::CheckReportRequest parsed;
    ASSERT_TRUE(ParseWire(buffer, &parsed).ok());
    EXPECT_EQ(parsed.filename(), "报告.html");
  }
}

TEST(WireTest, RefusesWhatIsNoMessage) {
  for (const std::string bytes : {"\x0a\xff", "\xff\xff\xff", "\x12\x02\xff\xfe"}) {
    const grpc::Slice slice = SliceOf(bytes);
    v1::CheckReportRequest parsed;
    EXPECT_TRUE(absl::IsInvalidArgument(ParseWire(grpc::ByteBuffer(&slice, 1), &parsed)));
  }
}

TEST(WireTest, HeaderAndBytesMakeAField) {
  for (const size_t year : {1u, 2019u}) {
    v1::Report report;
    report.set_year(static_cast<int>(year));
    report.set_agency_name(std::string(year, 'x'));
    const std::string bytes = report.SerializeAsString();
    v1::CheckReportResponse response;
    ASSERT_TRUE(response.ParseFromString(FieldHeader(1, bytes.size()) + bytes));
    EXPECT_EQ(response.report().agency_name(), report.agency_name());
  }
}

}  // namespace
}  // namespace gongkai
