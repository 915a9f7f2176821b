// A migrated store in a temporary folder, for tests.
#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "gongkai/internal/v1/sandbox.pb.h"
#include "services/base/clock.h"
#include "services/database/database.h"
#include "services/store/agency_store.h"
#include "services/store/review_store.h"
#include "services/store/store.h"

namespace gongkai {

// Makes the folder, the database and the stores; removes them at the end. Aborts when it cannot.
class TestStore {
 public:
  explicit TestStore(const Clock& clock = Clock::Real());
  ~TestStore();
  TestStore(const TestStore&) = delete;
  TestStore& operator=(const TestStore&) = delete;

  database::Database& database() { return *database_; }
  JobStore& jobs() { return *jobs_; }
  ReportStore& reports() { return *reports_; }
  ReviewStore& reviews() { return *reviews_; }
  AgencyStore& agencies() { return *agencies_; }
  // For --store; the file may be opened a second time.
  std::string url() const;
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
  std::unique_ptr<database::Database> database_;
  std::unique_ptr<JobStore> jobs_;
  std::unique_ptr<ReportStore> reports_;
  std::unique_ptr<ReviewStore> reviews_;
  std::unique_ptr<AgencyStore> agencies_;
};

// A new empty folder below the system's temporary folder; the caller removes it.
std::string NewTemporaryFolder();

// Of the one finding of MakeReply's report, a WARNING.
inline constexpr absl::string_view kFingerprint = "00112233aabbccdd";

// A reply with a report of about `size` bytes (at least some hundred) and a summary that fits it.
// `code` may be empty.
internal::v1::ProcessReply MakeReply(absl::string_view agency_name, absl::string_view code,
                                     int year, size_t size = 0);

// A reply that says why there is no report.
internal::v1::ProcessReply MakeErrorReply(absl::string_view reason);

}  // namespace gongkai
