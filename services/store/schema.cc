#include "services/store/schema.h"

#include "services/store/store.h"

namespace gongkai {
namespace {

// A report has one row in `reports`, with what lists show of its newest revision, and one in
// `report_revisions` for each revision, with everything. Texts are ordered byte by byte. `state <
// 3` is "not final" and is written the same way in every statement, so that the index serves them.
constexpr char kTables[] = R"sql(
CREATE TABLE documents (
  sha256 TEXT NOT NULL PRIMARY KEY,
  size_bytes BIGINT NOT NULL,
  filename TEXT NOT NULL,
  create_time BIGINT NOT NULL,
  content {blob} NOT NULL
);
CREATE TABLE jobs (
  id TEXT NOT NULL PRIMARY KEY,
  document TEXT NOT NULL REFERENCES documents (sha256),
  filename TEXT NOT NULL,
  request_id TEXT UNIQUE,
  state BIGINT NOT NULL,
  priority BIGINT NOT NULL,
  requested_year BIGINT NOT NULL,
  worker TEXT NOT NULL DEFAULT '',
  lost_workers BIGINT NOT NULL DEFAULT 0,
  report_agency TEXT NOT NULL DEFAULT '',
  report_year BIGINT NOT NULL DEFAULT 0,
  verdict BIGINT NOT NULL DEFAULT 0,
  error_count BIGINT NOT NULL DEFAULT 0,
  warning_count BIGINT NOT NULL DEFAULT 0,
  error_reason TEXT NOT NULL DEFAULT '',
  error_message TEXT NOT NULL DEFAULT '',
  error_message_en TEXT NOT NULL DEFAULT '',
  create_time BIGINT NOT NULL,
  end_time BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX jobs_unfinished ON jobs (id) WHERE state < 3;
CREATE INDEX jobs_failed ON jobs (id) WHERE state = 4;
CREATE TABLE agencies (
  id TEXT NOT NULL PRIMARY KEY,
  display_name TEXT NOT NULL,
  code TEXT UNIQUE,
  create_time BIGINT NOT NULL
);
CREATE TABLE agency_names (
  name TEXT NOT NULL,
  agency TEXT NOT NULL REFERENCES agencies (id),
  PRIMARY KEY (name, agency)
);
CREATE TABLE reports (
  agency TEXT NOT NULL REFERENCES agencies (id),
  year BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  document TEXT NOT NULL,
  rules_version TEXT NOT NULL,
  forms_version TEXT NOT NULL,
  verdict BIGINT NOT NULL,
  form_version TEXT NOT NULL,
  title TEXT NOT NULL,
  published_date TEXT NOT NULL,
  error_count BIGINT NOT NULL,
  warning_count BIGINT NOT NULL,
  create_time BIGINT NOT NULL,
  basic {blob} NOT NULL,
  PRIMARY KEY (agency, year)
);
CREATE TABLE report_revisions (
  agency TEXT NOT NULL,
  year BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  job TEXT NOT NULL,
  document TEXT NOT NULL REFERENCES documents (sha256),
  create_time BIGINT NOT NULL,
  report {blob} NOT NULL,
  PRIMARY KEY (agency, year, revision)
);
)sql";

// Decisions are kept by fingerprint and outlive revisions. `kind` is 1 for a submission, 2 for a
// job that checks the stored report of `target_agency` and `target_year` again; at most one of the
// latter waits for a report. `context` says which neighbours a report was checked against.
constexpr char kReviews[] = R"sql(
CREATE TABLE finding_dispositions (
  agency TEXT NOT NULL,
  year BIGINT NOT NULL,
  fingerprint TEXT NOT NULL,
  disposition BIGINT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  update_time BIGINT NOT NULL,
  PRIMARY KEY (agency, year, fingerprint)
);
CREATE TABLE amendments (
  agency TEXT NOT NULL,
  year BIGINT NOT NULL,
  indicator TEXT NOT NULL,
  applicant TEXT NOT NULL,
  value TEXT NOT NULL,
  reason TEXT NOT NULL,
  actor TEXT NOT NULL,
  update_time BIGINT NOT NULL,
  PRIMARY KEY (agency, year, indicator, applicant)
);
CREATE TABLE audit_entries (
  time BIGINT NOT NULL,
  serial BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  resource TEXT NOT NULL,
  detail TEXT NOT NULL,
  PRIMARY KEY (time, serial)
);
ALTER TABLE agencies ADD COLUMN parent TEXT NOT NULL DEFAULT '';
ALTER TABLE agencies ADD COLUMN region_code TEXT NOT NULL DEFAULT '';
ALTER TABLE agencies ADD COLUMN region_wide BIGINT NOT NULL DEFAULT 0;
CREATE INDEX agencies_parent ON agencies (parent, id) WHERE parent <> '';
ALTER TABLE jobs ADD COLUMN kind BIGINT NOT NULL DEFAULT 1;
ALTER TABLE jobs ADD COLUMN target_agency TEXT NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN target_year BIGINT NOT NULL DEFAULT 0;
CREATE INDEX jobs_waiting_target ON jobs (target_agency, target_year)
  WHERE state < 3 AND kind = 2;
ALTER TABLE reports ADD COLUMN context TEXT NOT NULL DEFAULT '';
)sql";

constexpr database::Migration kMigrations[] = {
    {1, "documents, jobs, agencies, reports", kTables},
    {2, "dispositions, amendments, audit, parents, jobs that check again", kReviews},
};

}  // namespace

absl::Span<const database::Migration> StoreMigrations() { return kMigrations; }

absl::Status MigrateStore(database::Database& database) {
  return database::Migrate(database, StoreMigrations());
}

}  // namespace gongkai
