#include "workers/pipeline/figures.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/base/decimal.h"
#include "services/base/error.h"

namespace gongkai {
namespace {

constexpr absl::string_view kSingleRow = "requests.other";

Presence PresenceOf(v1::Fact::Presence presence) {
  switch (presence) {
    case v1::Fact::REPORTED:
      return Presence::kReported;
    case v1::Fact::BLANK:
      return Presence::kBlank;
    case v1::Fact::DASH:
      return Presence::kDash;
    case v1::Fact::NOT_APPLICABLE:
      return Presence::kNotApplicable;
    case v1::Fact::UNREADABLE:
      return Presence::kUnreadable;
    default:
      return Presence::kMissing;
  }
}

absl::Status Unusable(absl::string_view reason, absl::string_view what) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason,
                   absl::StrCat("the forms have no such thing: ", what),
                   absl::StrCat("表格中没有：", what));
}

void SetMissingTables(Reading* reading) {
  for (int table = 2; table <= 4; ++table) {
    bool given = false;
    for (size_t i = 0; i < reading->facts.size(); ++i) {
      given |= reading->form->cells()[i].table == table &&
               reading->facts[i].presence != Presence::kMissing;
    }
    if (!given) reading->missing.push_back({MissingPart::Kind::kTable, table, ""});
  }
}

}  // namespace

absl::StatusOr<Reading> ReadingOfFigures(const internal::v1::NeighbourReport& figures,
                                         const FormSet& forms) {
  Reading reading;
  reading.form = forms.Find(figures.form_version());
  if (reading.form == nullptr) return Unusable("UNKNOWN_FORM", figures.form_version());
  const bool single_row =
      reading.form->FindCell(kSingleRow, "total") < 0 &&
      std::any_of(figures.facts().begin(), figures.facts().end(),
                  [](const auto& fact) { return fact.indicator() == kSingleRow; });
  if (single_row) {
    reading.form = forms.WithSingleOther(reading.form);
    reading.single_other_row = true;
  }
  reading.metadata.agency_name = figures.agency_name();
  reading.metadata.year = figures.year();
  reading.facts.resize(reading.form->cells().size());
  for (const internal::v1::NeighbourFact& given : figures.facts()) {
    const int cell = reading.form->FindCell(given.indicator(), given.applicant());
    if (cell < 0) {
      return Unusable("UNKNOWN_CELL", absl::StrCat(given.indicator(), "/", given.applicant()));
    }
    Fact& fact = reading.facts[static_cast<size_t>(cell)];
    fact.presence = PresenceOf(given.presence());
    fact.raw_text = given.value();
    if (fact.presence != Presence::kReported) continue;
    const std::optional<Decimal> value = Decimal::Parse(given.value());
    if (!value.has_value()) return Unusable("INVALID_VALUE", given.value());
    fact.value = *value;
  }
  SetMissingTables(&reading);
  return reading;
}

}  // namespace gongkai
