// Where a report's facts come from, as text for people.
#pragma once

#include <string>

#include "gongkai/v1/report.pb.h"
#include "workers/cli/names.h"
#include "workers/cli/text.h"
#include "workers/form/form.h"

namespace gongkai {

// "表格3 第4行第5列": the cell of the document's grid, of a workbook that of the sheet; empty where
// it stands in none.
std::string GridPlaceText(const v1::Provenance& place, Language language);

// The cell and all else that is known of the place: part, page and box, bytes.
std::string SourcePlaceText(const v1::Provenance& place, Language language);

// Table by table and row by row what each cell of `form` was read from, why a doubtful one was read
// as it was, what was not found; then the sections. `form` may be null.
std::string ExplainText(const v1::Report& report, const Form* form, Language language,
                        const Paint& paint);

}  // namespace gongkai
