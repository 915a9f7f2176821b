// What people decide about findings, and how reports changed from revision to revision.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gongkai/v1/job.pb.h"
#include "gongkai/v1/report.pb.h"
#include "services/base/clock.h"
#include "services/database/database.h"

namespace gongkai {

struct DispositionChange {
  absl::string_view agency_id;
  int year = 0;
  absl::string_view fingerprint;
  v1::Finding::Disposition decision = v1::Finding::OPEN;
  absl::string_view reason;
  absl::string_view actor;
  absl::string_view etag;  // of the report the decision was based on; empty: any
};

struct AmendmentChange {
  absl::string_view agency_id;
  int year = 0;
  absl::string_view indicator;
  absl::string_view applicant;
  absl::string_view value;  // exact decimal; empty: withdraw
  absl::string_view reason;
  absl::string_view actor;
  absl::string_view etag;  // of the report the correction was based on; empty: any
};

// Which reports to check again; empty and 0: all.
struct RevalidationFilter {
  absl::string_view agency_id;
  int year = 0;
  absl::string_view other_than_rules_version;
};

// Which findings to list; empty, 0 and unspecified: all.
struct FindingFilter {
  absl::string_view agency_id;
  int year = 0;
  v1::Finding::Severity severity = v1::Finding::SEVERITY_UNSPECIFIED;
  absl::string_view rule_id;
  v1::Finding::Disposition disposition = v1::Finding::DISPOSITION_UNSPECIFIED;
};

struct FindingPage {
  struct Entry {
    std::string report;  // agencies/{agency}/reports/{year}
    std::string agency_name;
    v1::Finding finding;
  };
  std::vector<Entry> entries;
  std::string next_page_token;
};

struct RevisionPage {
  std::vector<v1::Report> reports;  // newest first; the last is one more than the page shows,
                                    // where there is an older one to compare with
  size_t shown = 0;                 // how many of `reports` the page shows
  std::string next_page_token;
};

// Thread-safe. Errors of every call, beside those named: UNAVAILABLE.
class ReviewStore {
 public:
  virtual ~ReviewStore() = default;

  // Records the decision in the newest revision, works out its verdict again, and adds an audit
  // entry, all in one transaction. Returns the finding as it is then. NOT_FOUND with reason
  // REPORT_NOT_FOUND or FINDING_NOT_FOUND, ABORTED with reason ETAG_MISMATCH.
  virtual absl::StatusOr<v1::Finding> SetDisposition(const DispositionChange& change) = 0;

  // Keeps or withdraws the correction, makes a job that checks the report again, and adds an audit
  // entry, all in one transaction. Returns the job; it may have been waiting already. NOT_FOUND
  // with reason REPORT_NOT_FOUND or FACT_NOT_FOUND, ABORTED with reason ETAG_MISMATCH.
  virtual absl::StatusOr<v1::Job> Amend(const AmendmentChange& change) = 0;

  // Makes a job of priority BULK for each report, unless one waits for it. Returns their ids.
  virtual absl::StatusOr<std::vector<std::string>> Revalidate(const RevalidationFilter& filter) = 0;

  // Of the newest revisions, ordered by agency id, year and place in the report. A page may hold
  // fewer than asked for. INVALID_ARGUMENT with reason INVALID_PAGE_TOKEN, field page_token.
  virtual absl::StatusOr<FindingPage> ListFindings(const FindingFilter& filter, int page_size,
                                                   absl::string_view page_token) = 0;

  // NOT_FOUND with reason REPORT_NOT_FOUND; INVALID_ARGUMENT as above.
  virtual absl::StatusOr<RevisionPage> ListRevisions(absl::string_view agency_id, int year,
                                                     int page_size,
                                                     absl::string_view page_token) = 0;
};

// `database` and `clock` must outlive the store.
std::unique_ptr<ReviewStore> NewSqlReviewStore(database::Database* database, const Clock* clock);

}  // namespace gongkai
