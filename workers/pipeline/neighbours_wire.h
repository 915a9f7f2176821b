// The context of a report as the rules look at it.
#pragma once

#include "gongkai/internal/v1/sandbox.pb.h"
#include "workers/rules/neighbours.h"

namespace gongkai {

// Numbers that are no decimals count as not there.
Neighbours NeighboursOf(const internal::v1::ReportContext& context);

}  // namespace gongkai
