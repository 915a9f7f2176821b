// The bodies that have to report, and who is below whom.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gongkai/v1/report.pb.h"
#include "services/base/clock.h"
#include "services/database/database.h"

namespace gongkai {

struct AgencyPage {
  std::vector<v1::Agency> agencies;
  std::string next_page_token;
};

// Which fields of an agency an update takes over.
struct AgencyFields {
  bool display_name = false;
  bool aliases = false;  // added to those known
  bool region_code = false;
  bool parent = false;
  bool region_wide = false;
};

// Thread-safe. Errors of every call, beside those named: UNAVAILABLE.
class AgencyStore {
 public:
  virtual ~AgencyStore() = default;

  // NOT_FOUND with reason AGENCY_NOT_FOUND.
  virtual absl::StatusOr<v1::Agency> Get(absl::string_view id) = 0;

  // Ordered by id; parent_id empty: all. INVALID_ARGUMENT with reason INVALID_PAGE_TOKEN, field
  // page_token.
  virtual absl::StatusOr<AgencyPage> List(absl::string_view parent_id, int page_size,
                                          absl::string_view page_token) = 0;

  // The agency must have a display_name; a code must be right, a parent well-formed. The id is the
  // code, or made from the name. ALREADY_EXISTS with reason AGENCY_EXISTS, NOT_FOUND with reason
  // PARENT_NOT_FOUND, field agency.parent.
  virtual absl::StatusOr<v1::Agency> Create(const v1::Agency& agency) = 0;

  struct Updated {
    v1::Agency agency;
    // Jobs that were made because reports have other children now; to be enqueued.
    std::vector<std::string> jobs;
  };
  // NOT_FOUND as above; FAILED_PRECONDITION with reason AGENCY_CYCLE.
  virtual absl::StatusOr<Updated> Update(const v1::Agency& agency, const AgencyFields& fields) = 0;
};

// `database` and `clock` must outlive the store.
std::unique_ptr<AgencyStore> NewSqlAgencyStore(database::Database* database, const Clock* clock);

}  // namespace gongkai
