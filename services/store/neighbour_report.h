// What a report is to the reports that are checked against it.
#pragma once

#include "gongkai/internal/v1/sandbox.pb.h"
#include "gongkai/v1/report.pb.h"

namespace gongkai {

// The numbers and the prose of `report`, without places and findings.
internal::v1::NeighbourReport NeighbourOf(v1::Report report);

}  // namespace gongkai
