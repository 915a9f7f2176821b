// The text of one cell to what it says.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "gongkai/internal/v1/form_file.pb.h"
#include "services/base/decimal.h"
#include "workers/form/doubt.h"
#include "workers/form/reading.h"

namespace gongkai {

struct CellValue {
  Presence presence = Presence::kBlank;
  Decimal value;  // base unit; only for kReported
  std::string note;
  float confidence = 1.0f;
  Doubt doubt;
};

// Reads a cell. `exponent` is the power of ten for an AMOUNT without a printed unit. A negative or
// broken count is kReported: to judge it is a rule's business. Text that is no number and no known
// empty mark is kUnreadable. Never kMissing.
CellValue ParseCell(absl::string_view text, internal::v1::CellSpec::Kind kind, int exponent);

// A quick look: the text is empty, an empty mark, or starts with a number or with a sign or word
// of change before a number. Labels and prose are not.
bool LooksLikeValue(absl::string_view text);

// The power of ten that a column header states for its amounts (万元 is 4), or -1.
int UnitExponentIn(absl::string_view header);

}  // namespace gongkai
