// Early returns for absl::Status and absl::StatusOr.
#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define GONGKAI_CONCAT_INNER(a, b) a##b
#define GONGKAI_CONCAT(a, b) GONGKAI_CONCAT_INNER(a, b)

// Returns from the enclosing function if `expr` is an error.
#define RETURN_IF_ERROR(expr)                                                              \
  do {                                                                                     \
    if (absl::Status gongkai_status = (expr); !gongkai_status.ok()) return gongkai_status; \
  } while (false)

// ASSIGN_OR_RETURN(auto x, F()): x is the value, or the function returns the error.
#define ASSIGN_OR_RETURN(lhs, expr) \
  ASSIGN_OR_RETURN_INNER(GONGKAI_CONCAT(gongkai_status_or_, __LINE__), lhs, expr)
#define ASSIGN_OR_RETURN_INNER(temp, lhs, expr)    \
  auto temp = (expr);                              \
  if (!temp.ok()) return std::move(temp).status(); \
  lhs = *std::move(temp)
