#include "services/gateway/reflection_v1_service.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/descriptor.pb.h"

namespace gongkai {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using Request = grpc::reflection::v1::ServerReflectionRequest;
using Response = grpc::reflection::v1::ServerReflectionResponse;

// One stream: answers request by request; lives until gRPC is done with it.
class Stream final : public grpc::ServerBidiReactor<Request, Response> {
 public:
  explicit Stream(const std::vector<std::string>& services) : services_(services) {
    StartRead(&request_);
  }

 private:
  void OnReadDone(bool ok) override {
    if (!ok) {
      Finish(grpc::Status::OK);
      return;
    }
    Answer();
    StartWrite(&response_);
  }

  void OnWriteDone(bool ok) override {
    if (!ok) {
      Finish(grpc::Status::OK);
      return;
    }
    StartRead(&request_);
  }

  void OnDone() override { delete this; }

  void Answer() {
    const DescriptorPool& pool = *DescriptorPool::generated_pool();
    response_.Clear();
    response_.set_valid_host(request_.host());
    *response_.mutable_original_request() = request_;
    switch (request_.message_request_case()) {
      case Request::kListServices:
        for (const std::string& service : services_) {
          response_.mutable_list_services_response()->add_service()->set_name(service);
        }
        return;
      case Request::kFileByFilename:
        AnswerFile(pool.FindFileByName(request_.file_by_filename()), request_.file_by_filename());
        return;
      case Request::kFileContainingSymbol:
        AnswerFile(pool.FindFileContainingSymbol(request_.file_containing_symbol()),
                   request_.file_containing_symbol());
        return;
      case Request::kFileContainingExtension: {
        const auto& wanted = request_.file_containing_extension();
        const Descriptor* type = pool.FindMessageTypeByName(wanted.containing_type());
        const FieldDescriptor* extension =
            type == nullptr ? nullptr : pool.FindExtensionByNumber(type, wanted.extension_number());
        AnswerFile(
            extension == nullptr ? nullptr : extension->file(),
            absl::StrCat(wanted.containing_type(), " extension ", wanted.extension_number()));
        return;
      }
      case Request::kAllExtensionNumbersOfType:
        AnswerExtensionNumbers(request_.all_extension_numbers_of_type());
        return;
      case Request::MESSAGE_REQUEST_NOT_SET:
        AnswerError(grpc::StatusCode::INVALID_ARGUMENT, "the request asks for nothing");
        return;
    }
  }

  void AnswerError(grpc::StatusCode code, absl::string_view message) {
    auto* error = response_.mutable_error_response();
    error->set_error_code(code);
    error->set_error_message(std::string(message));
  }

  // The file and all it needs that was not sent on this stream yet.
  void AnswerFile(const FileDescriptor* file, absl::string_view what) {
    if (file == nullptr) {
      AnswerError(grpc::StatusCode::NOT_FOUND, absl::StrCat("not found: ", what));
      return;
    }
    auto* answer = response_.mutable_file_descriptor_response();
    std::vector<const FileDescriptor*> open = {file};
    // The file asked for is always sent, also a second time.
    sent_.erase(file->name());
    while (!open.empty()) {
      const FileDescriptor* next = open.back();
      open.pop_back();
      if (!sent_.insert(next->name()).second) continue;
      google::protobuf::FileDescriptorProto proto;
      next->CopyTo(&proto);
      // Without it tools that print JSON fall back to the names of the .proto file.
      next->CopyJsonNameTo(&proto);
      *answer->add_file_descriptor_proto() = proto.SerializeAsString();
      for (int i = 0; i < next->dependency_count(); ++i) open.push_back(next->dependency(i));
    }
  }

  void AnswerExtensionNumbers(const std::string& type_name) {
    const DescriptorPool& pool = *DescriptorPool::generated_pool();
    const Descriptor* type = pool.FindMessageTypeByName(type_name);
    if (type == nullptr) {
      AnswerError(grpc::StatusCode::NOT_FOUND, absl::StrCat("not found: ", type_name));
      return;
    }
    auto* answer = response_.mutable_all_extension_numbers_response();
    answer->set_base_type_name(type_name);
    std::vector<const FieldDescriptor*> extensions;
    pool.FindAllExtensions(type, &extensions);
    for (const FieldDescriptor* extension : extensions) {
      answer->add_extension_number(extension->number());
    }
  }

  const std::vector<std::string>& services_;
  Request request_;
  Response response_;
  std::set<std::string> sent_;
};

}  // namespace

grpc::ServerBidiReactor<Request, Response>* ReflectionV1Service::ServerReflectionInfo(
    grpc::CallbackServerContext* context) {
  return new Stream(services_);
}

}  // namespace gongkai
