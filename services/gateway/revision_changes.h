// What one revision of a report changed against the one before.
#pragma once

#include "gongkai/v1/report.pb.h"
#include "gongkai/v1/report_service.pb.h"

namespace gongkai {

// `before` is null for the first revision. Facts differ when presence, value or note do; findings
// are matched by fingerprint.
v1::ReportRevision DescribeRevision(const v1::Report& report, const v1::Report* before);

}  // namespace gongkai
