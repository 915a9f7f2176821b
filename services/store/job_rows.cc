#include "services/store/job_rows.h"

#include <google/protobuf/util/time_util.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/base/digest.h"
#include "services/store/names.h"

namespace gongkai {

v1::Job JobFromRow(const database::Row& row) {
  using google::protobuf::util::TimeUtil;
  const auto text = [&row](int column) { return std::string(row.Text(column)); };
  const auto number = [&row](int column) { return static_cast<int32_t>(row.Int(column)); };
  v1::Job job;
  job.set_name(JobName(row.Text(0)));
  job.set_document(DocumentName(row.Text(1)));
  job.set_filename(text(2));
  job.set_request_id(text(3));
  job.set_state(static_cast<v1::Job::State>(number(4)));
  job.set_priority(static_cast<v1::Job::Priority>(number(5)));
  job.set_requested_year(number(6));
  job.set_worker(text(7));
  job.set_lost_workers(number(8));
  if (job.state() == v1::Job::SUCCEEDED) {
    job.set_report(ReportName(row.Text(9), number(10)));
    job.set_verdict(static_cast<v1::Report::Verdict>(number(11)));
    job.set_error_count(number(12));
    job.set_warning_count(number(13));
  }
  if (job.state() == v1::Job::FAILED) {
    job.mutable_error()->set_reason(text(14));
    job.mutable_error()->set_message(text(15));
    job.mutable_error()->set_message_en(text(16));
  }
  *job.mutable_create_time() = TimeUtil::MicrosecondsToTimestamp(row.Int(17));
  if (IsFinal(job.state())) {
    *job.mutable_end_time() = TimeUtil::MicrosecondsToTimestamp(row.Int(18));
  }
  return job;
}

std::string TimeOfJobId(int64_t micros) { return absl::StrFormat("%012x", micros / 1000); }

std::string NewJobId(int64_t micros) { return absl::StrCat(TimeOfJobId(micros), RandomHex(6)); }

bool IsFinal(v1::Job::State state) {
  return state == v1::Job::SUCCEEDED || state == v1::Job::FAILED || state == v1::Job::CANCELLED;
}

}  // namespace gongkai
