#include "services/gateway/reflection_v1_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <set>
#include <string>

#include "google/protobuf/descriptor.pb.h"
#include "tests/services/gateway/test_gateway.h"

namespace gongkai {
namespace {

using grpc::reflection::v1::ServerReflection;
using grpc::reflection::v1::ServerReflectionRequest;
using grpc::reflection::v1::ServerReflectionResponse;
using testing::Contains;
using testing::IsSupersetOf;

class ReflectionV1Test : public testing::Test {
 protected:
  void SetUp() override {
    stub_ = ServerReflection::NewStub(gateway_.channel);
    stream_ = stub_->ServerReflectionInfo(&context_);
  }

  ServerReflectionResponse Ask(const ServerReflectionRequest& request) {
    ServerReflectionResponse response;
    EXPECT_TRUE(stream_->Write(request));
    EXPECT_TRUE(stream_->Read(&response));
    return response;
  }
  ServerReflectionResponse AskForSymbol(const std::string& symbol) {
    ServerReflectionRequest request;
    request.set_file_containing_symbol(symbol);
    return Ask(request);
  }
  static std::set<std::string> FilesIn(const ServerReflectionResponse& response) {
    std::set<std::string> names;
    for (const std::string& bytes : response.file_descriptor_response().file_descriptor_proto()) {
      google::protobuf::FileDescriptorProto file;
      EXPECT_TRUE(file.ParseFromString(bytes));
      EXPECT_TRUE(names.insert(file.name()).second) << file.name() << " twice";
    }
    return names;
  }

  TestGateway gateway_;
  grpc::ClientContext context_;
  std::unique_ptr<ServerReflection::Stub> stub_;
  std::unique_ptr<grpc::ClientReaderWriter<ServerReflectionRequest, ServerReflectionResponse>>
      stream_;
};

TEST_F(ReflectionV1Test, ListsAllServices) {
  ServerReflectionRequest request;
  request.set_host("here");
  request.set_list_services("*");
  const ServerReflectionResponse response = Ask(request);
  EXPECT_EQ(response.valid_host(), "here");
  EXPECT_EQ(response.original_request().list_services(), "*");
  std::set<std::string> names;
  for (const auto& service : response.list_services_response().service()) {
    names.insert(service.name());
  }
  EXPECT_EQ(names, (std::set<std::string>{"gongkai.v1.AgencyService", "gongkai.v1.IngestionService",
                                          "gongkai.v1.JobService", "gongkai.v1.ReportService",
                                          "gongkai.v1.ValidationService", "grpc.health.v1.Health",
                                          "grpc.reflection.v1.ServerReflection",
                                          "grpc.reflection.v1alpha.ServerReflection"}));
  // Whatever is listed can be described.
  for (const std::string& name : names) {
    EXPECT_FALSE(AskForSymbol(name).has_error_response()) << name;
  }
}

TEST_F(ReflectionV1Test, AFileComesWithWhatItNeedsOnce) {
  EXPECT_THAT(
      FilesIn(AskForSymbol("gongkai.v1.JobService.WaitJob")),
      IsSupersetOf({"gongkai/v1/job.proto", "gongkai/v1/report.proto",
                    "google/protobuf/duration.proto", "google/protobuf/timestamp.proto",
                    "google/api/field_behavior.proto", "google/protobuf/descriptor.proto"}));
  // What the stream has seen is not sent again, except when it is asked for.
  EXPECT_EQ(FilesIn(AskForSymbol("gongkai.v1.ReportService")),
            std::set<std::string>{"gongkai/v1/report_service.proto"});
  EXPECT_EQ(FilesIn(AskForSymbol("gongkai.v1.Report")),
            std::set<std::string>{"gongkai/v1/report.proto"});
}

TEST_F(ReflectionV1Test, KnowsFilesByNameAndWhatErrorsCarry) {
  ServerReflectionRequest request;
  request.set_file_by_filename("grpc/health/v1/health.proto");
  EXPECT_THAT(FilesIn(Ask(request)), Contains("grpc/health/v1/health.proto"));
  for (const char* detail : {"google.rpc.ErrorInfo", "google.rpc.BadRequest",
                             "google.rpc.RetryInfo", "google.rpc.LocalizedMessage"}) {
    EXPECT_THAT(FilesIn(AskForSymbol(detail)), Contains("google/rpc/error_details.proto"));
  }
}

TEST_F(ReflectionV1Test, KnowsExtensions) {
  ServerReflectionRequest request;
  request.set_all_extension_numbers_of_type("google.protobuf.FieldOptions");
  const auto numbers = Ask(request).all_extension_numbers_response();
  EXPECT_EQ(numbers.base_type_name(), "google.protobuf.FieldOptions");
  EXPECT_THAT(numbers.extension_number(), Contains(1052));  // google.api.field_behavior
  request.mutable_file_containing_extension()->set_containing_type("google.protobuf.FieldOptions");
  request.mutable_file_containing_extension()->set_extension_number(1052);
  EXPECT_THAT(FilesIn(Ask(request)), Contains("google/api/field_behavior.proto"));
}

TEST_F(ReflectionV1Test, WhatIsNotThereIsAnErrorInTheStreamWhichGoesOn) {
  ServerReflectionRequest by_name;
  by_name.set_file_by_filename("no.proto");
  ServerReflectionRequest extension;
  extension.mutable_file_containing_extension()->set_containing_type("gongkai.v1.Report");
  extension.mutable_file_containing_extension()->set_extension_number(7);
  ServerReflectionRequest numbers;
  numbers.set_all_extension_numbers_of_type("no.Type");
  for (const auto& request : {by_name, extension, numbers}) {
    EXPECT_EQ(Ask(request).error_response().error_code(), grpc::StatusCode::NOT_FOUND);
  }
  EXPECT_EQ(AskForSymbol("no.Symbol").error_response().error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Ask(ServerReflectionRequest()).error_response().error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_FALSE(FilesIn(AskForSymbol("gongkai.v1.Report")).empty());
  EXPECT_TRUE(stream_->WritesDone());
  EXPECT_TRUE(stream_->Finish().ok());
}

}  // namespace
}  // namespace gongkai
