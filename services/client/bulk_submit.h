// Many submissions at a time without a thread for each.
#pragma once

#include <functional>
#include <optional>

#include "gongkai/v1/ingestion_service.grpc.pb.h"
#include "services/client/client.h"

namespace gongkai::client {

// Client::SubmitAll over `stub`, which must outlive the call. Returns when everything is done.
void BulkSubmit(v1::IngestionService::Stub& stub, const ClientOptions& options,
                const std::function<std::optional<Submission>()>& next, int max_in_flight,
                const std::function<void(size_t, absl::StatusOr<v1::Job>)>& done);

// The request that `submission` makes, with a request_id in any case.
v1::SubmitReportRequest ToRequest(Submission submission);

}  // namespace gongkai::client
