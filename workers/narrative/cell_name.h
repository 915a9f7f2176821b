// What a number in the prose may name in the tables of the forms.
#pragma once

#include "absl/strings/string_view.h"
#include "workers/form/form.h"

namespace gongkai {

// One cell, or every cell below a group ("requests.denied.*"), always of the total column. An empty
// indicator is no term.
struct NamedTerm {
  absl::string_view indicator;
  bool negative = false;
};

// What the number may equal: the sum of the terms. No first term: no sum.
struct NamedSum {
  NamedTerm terms[2];
};

// The words of reports are loose: 受理 is what was newly received, or that and what was carried in.
// A number agrees with the tables if it equals one of the sums. Each form has its own columns; a
// sum with a cell that the form has not is none there.
struct CellName {
  absl::string_view zh;  // official words of the row, for messages
  NamedSum sums[4];
};

enum class Named {
  kReceived,
  kNewlyReceived,
  kReceivedAndCarriedIn,
  kHandled,
  kConcluded,
  kCarriedIn,
  kCarriedOut,
  kGranted,
  kPartlyGranted,
  kDenied,
  kUnavailable,
  kNotProcessed,
  kOtherHandling,
  kReviewTotal,
  kReviewUpheld,
  kReviewCorrected,
  kReviewOther,
  kReviewPending,
  kLitigationTotal,
  kLitigationUpheld,
  kLitigationCorrected,
  kLitigationOther,
  kLitigationPending,
  kDirectTotal,
  kAfterReviewTotal,
  kRegulationsIssued,
  kRegulationsRepealed,
  kRegulationsInForce,
  kDocumentsIssued,
  kDocumentsRepealed,
  kDocumentsInForce,
  kLicensing,
  kPenalties,
  kCoercion,
  kFees,
  kProcurementProjects,
  kProcurementAmount,
};

// Static; never null.
const CellName* NameOf(Named named);

// Whether `form` has every cell of the sum.
bool HasCells(const Form& form, const NamedSum& sum);

// The indicator code that the name stands for on `form`: that of the first sum's first term, for a
// group the code without ".*". With null, or where the form has none of it: of the first sum.
absl::string_view IndicatorOf(const CellName& name, const Form* form);

}  // namespace gongkai
