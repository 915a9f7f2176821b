// Checks a reading and the claims of its prose against the rules. This layer knows facts, claims
// and formulas; it knows no file format, no wire model and no connection.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "gongkai/internal/v1/rule_file.pb.h"
#include "services/base/decimal.h"
#include "services/base/embedded_file.h"
#include "workers/form/form.h"
#include "workers/form/reading.h"
#include "workers/narrative/narrative.h"
#include "workers/rules/neighbours.h"
#include "workers/rules/slip.h"

namespace gongkai {

enum class Severity { kInfo, kWarning, kError };

// A number that took part in a judgement: a fact or a subtotal of the reading, or a claim of the
// prose, by its index (exactly one of the three is >= 0).
struct CellUse {
  int fact = -1;
  int subtotal = -1;
  int claim = -1;
};

struct RuleFinding {
  std::string rule_id;
  Severity severity = Severity::kError;
  std::string subject;  // "requests.granted", "total", "review", "section 5"
  std::string message_zh;
  std::string message_en;
  std::string expected;
  std::string actual;
  std::string difference;      // actual - expected where both are numbers
  std::vector<CellUse> cells;  // the total last
  std::string fingerprint;     // 16 hexadecimal digits over rule id and subject
  bool reading_doubt = false;  // Finding.Origin READING
};

struct RuleNotEvaluated {
  std::string rule_id;
  std::string subject;
  std::string reason_zh;
  std::string reason_en;
};

// A cell and the number that it should perhaps hold.
struct CellEdit {
  CellUse cell;
  std::optional<Decimal> printed;  // nothing: the cell holds no number
  Decimal proposed;
};

// One proposal for what is behind some of the findings.
struct Diagnosis {
  struct Identity {
    std::string rule_id;
    std::string subject;
  };
  int cause = 0;    // from 1: causes are mistakes apart from each other
  int rank = 0;     // from 1: place among the proposals for the same cause
  float score = 0;  // 0..1: its share of the weight of all proposals for the cause
  Slip slip = Slip::kValue;
  std::vector<CellEdit> edits;   // in the order of the form
  std::vector<Identity> mended;  // do not hold, or could not be judged, and then would hold
  std::vector<std::string> fingerprints;  // of the findings that it explains
  std::string message_zh;
  std::string message_en;
};

struct Evaluation {
  // By severity (ERROR first), then rule in catalogue order, then place on the form.
  std::vector<RuleFinding> findings;
  std::vector<RuleNotEvaluated> not_evaluated;
  std::vector<Diagnosis> diagnoses;  // by cause, then rank
};

// What a rule may know beside the reading.
struct RuleContext {
  int requested_year = 0;  // year the submitter asked for, 0: none
  // There is no document behind the reading: rules about one are NOT_EVALUATED.
  bool figures_only = false;
  // The claims of the same reading; null: none were read. Not owned.
  const Narrative* narrative = nullptr;
  const Neighbours* neighbours = nullptr;  // not owned; null: no other report is at hand
};

// The rule catalogue, compiled once. Immutable, thread-safe.
class RuleSet {
 public:
  // Compiles rule files (protobuf text format) against the forms. INVALID_ARGUMENT names file,
  // line or rule id, and fault. `forms` must outlive the set.
  static absl::StatusOr<RuleSet> Load(absl::Span<const EmbeddedFile> files, const FormSet& forms);

  RuleSet(RuleSet&&) noexcept;
  RuleSet& operator=(RuleSet&&) noexcept;
  ~RuleSet();

  // The forms of `reading` must be those of Load. Pure.
  Evaluation Evaluate(const Reading& reading, const RuleContext& context) const;

  // Digest over the files: Report.rules_version.
  const std::string& version() const;

 private:
  struct Compiled;
  explicit RuleSet(std::unique_ptr<const Compiled> compiled);
  std::unique_ptr<const Compiled> compiled_;
};

}  // namespace gongkai
