#include "services/store/context_rows.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/base/digest.h"
#include "services/base/status_macros.h"
#include "services/store/neighbour_report.h"
#include "services/store/report_rows.h"

namespace gongkai {
namespace {

using database::Connection;
using database::Row;
using internal::v1::NeighbourReport;

constexpr size_t kStampDigits = 32;

struct Child {
  std::string agency_id;
  std::string display_name;
  bool reported = false;
};

// The children of a region-wide agency, ordered by id; *parts gets what stands for their reports.
absl::StatusOr<std::vector<Child>> ReadChildren(Connection& connection, absl::string_view agency_id,
                                                int64_t year, std::string* parts) {
  std::vector<Child> children;
  RETURN_IF_ERROR(
      connection
          .Execute("SELECT c.id, c.display_name, r.document, r.forms_version FROM agencies c LEFT "
                   "JOIN reports r ON r.agency = c.id AND r.year = ? WHERE c.parent = ? AND "
                   "c.parent <> '' ORDER BY c.id",
                   {year, agency_id},
                   [&](const Row& row) {
                     children.push_back(
                         {std::string(row.Text(0)), std::string(row.Text(1)), !row.IsNull(2)});
                     absl::StrAppend(parts, ";child ", row.Text(0), " ", row.Text(1), " ",
                                     row.Text(2), " ", row.Text(3));
                   })
          .status());
  return children;
}

absl::StatusOr<bool> IsRegionWide(Connection& connection, absl::string_view agency_id) {
  bool region_wide = false;
  RETURN_IF_ERROR(connection
                      .Execute("SELECT region_wide FROM agencies WHERE id = ?", {agency_id},
                               [&](const Row& row) { region_wide = row.Int(0) != 0; })
                      .status());
  return region_wide;
}

// What goes into the stamp, in words; empty where there is no context.
absl::StatusOr<std::string> StampParts(Connection& connection, absl::string_view agency_id,
                                       int64_t year, std::vector<Child>* children) {
  std::string parts;
  RETURN_IF_ERROR(
      connection
          .Execute("SELECT document, forms_version FROM reports WHERE agency = ? AND year = ?",
                   {agency_id, year - 1},
                   [&](const Row& row) {
                     absl::StrAppend(&parts, ";prior ", row.Text(0), " ", row.Text(1));
                   })
          .status());
  RETURN_IF_ERROR(
      connection
          .Execute("SELECT indicator, applicant, value, update_time FROM amendments WHERE agency "
                   "= ? AND year = ? ORDER BY indicator, applicant",
                   {agency_id, year},
                   [&](const Row& row) {
                     absl::StrAppend(&parts, ";amended ", row.Text(0), " ", row.Text(1), " ",
                                     row.Text(2), " ", row.Int(3));
                   })
          .status());
  ASSIGN_OR_RETURN(const bool region_wide, IsRegionWide(connection, agency_id));
  if (region_wide) {
    parts += ";region";
    ASSIGN_OR_RETURN(*children, ReadChildren(connection, agency_id, year, &parts));
  }
  return parts;
}

std::string Digested(absl::string_view parts) {
  return parts.empty() ? std::string() : Sha256Hex(parts).substr(0, kStampDigits);
}

// *found is false where there is no such report.
absl::Status ReadNeighbour(Connection& connection, absl::string_view agency_id, int64_t year,
                           NeighbourReport* neighbour, bool* found) {
  absl::StatusOr<v1::Report> report = ReadNewest(connection, agency_id, static_cast<int>(year));
  *found = report.ok();
  if (absl::IsNotFound(report.status())) return absl::OkStatus();
  RETURN_IF_ERROR(report.status());
  *neighbour = NeighbourOf(*std::move(report));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::string> ContextStamp(Connection& connection, absl::string_view agency_id,
                                         int64_t year) {
  std::vector<Child> children;
  ASSIGN_OR_RETURN(const std::string parts, StampParts(connection, agency_id, year, &children));
  return Digested(parts);
}

absl::StatusOr<LoadedContext> ReadContext(Connection& connection, absl::string_view agency_id,
                                          int64_t year) {
  LoadedContext loaded;
  std::vector<Child> children;
  ASSIGN_OR_RETURN(const std::string parts, StampParts(connection, agency_id, year, &children));
  if (parts.empty()) return loaded;
  loaded.empty = false;
  loaded.stamp = Digested(parts);
  internal::v1::ReportContext& context = loaded.context;
  bool found = false;
  RETURN_IF_ERROR(
      ReadNeighbour(connection, agency_id, year - 1, context.mutable_prior_year(), &found));
  if (!found) context.clear_prior_year();
  ASSIGN_OR_RETURN(const bool region_wide, IsRegionWide(connection, agency_id));
  context.set_region_wide(region_wide);
  for (const Child& child : children) {
    internal::v1::ChildReport* entry = context.add_children();
    entry->set_agency_name(child.display_name);
    if (!child.reported) continue;
    RETURN_IF_ERROR(
        ReadNeighbour(connection, child.agency_id, year, entry->mutable_report(), &found));
  }
  RETURN_IF_ERROR(connection
                      .Execute("SELECT indicator, applicant, value, reason, actor, update_time "
                               "FROM amendments WHERE agency = ? AND year = ? ORDER BY "
                               "indicator, applicant",
                               {agency_id, year},
                               [&](const Row& row) {
                                 internal::v1::Amendment* amendment = context.add_amendments();
                                 amendment->set_indicator(std::string(row.Text(0)));
                                 amendment->set_applicant(std::string(row.Text(1)));
                                 amendment->set_value(std::string(row.Text(2)));
                                 amendment->set_reason(std::string(row.Text(3)));
                                 amendment->set_actor(std::string(row.Text(4)));
                                 amendment->set_update_time_micros(row.Int(5));
                               })
                      .status());
  return loaded;
}

}  // namespace gongkai
