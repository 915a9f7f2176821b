// What a report says: the result of recognition, before any rule. This layer knows forms and
// labels; it knows no file format, no rule and no wire model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/base/decimal.h"
#include "workers/document/document.h"
#include "workers/form/doubt.h"
#include "workers/form/form.h"

namespace gongkai {

enum class Presence { kReported, kBlank, kDash, kNotApplicable, kMissing, kUnreadable };

// Where a cell stands: its place, and its grid. grid is the 1-based ordinal of the grid in the
// document, row and column 1-based; all 0 when the cell stands in no grid.
struct CellPlace {
  Place place;
  int grid = 0;
  int row = 0;
  int column = 0;
};

// One cell of the form as filled in.
struct Fact {
  Presence presence = Presence::kMissing;
  Decimal value;         // base unit; only for kReported
  std::string raw_text;  // as printed, trimmed
  std::string note;      // words beside the number, without brackets and white space
  CellPlace where;       // not for kMissing
  float confidence = 1.0f;
  Doubt doubt;  // why confidence is below 1
};

// A printed subtotal: a row for one of the groups (三)-(六), or a 法人 column. No fact.
struct Subtotal {
  // The indicator prefix of the group ("requests.denied"), or the row's indicator for a 法人
  // column.
  std::string subject;
  std::string applicant;  // column of the subtotal; "legal_person" for the 法人 column
  Presence presence = Presence::kMissing;
  Decimal value;
  std::string raw_text;
  CellPlace where;
};

// A run of prose and where it stands: from `begin` in the text to the next piece.
struct ProsePiece {
  size_t begin = 0;
  size_t size = 0;
  CellPlace where;
};

struct SectionReading {
  int number = 0;                  // 1..6, 0: none of the official ones
  std::string heading;             // as printed
  int printed_ordinal = 0;         // the numeral in front of it (二 is 2), 0: none or damaged
  bool official_title = false;     // title as on the form (variants of the form file included)
  std::string text;                // prose, one paragraph a line
  std::vector<ProsePiece> pieces;  // of text, in order
  CellPlace where;
};

// A date as stated; year 0: not stated.
struct Date {
  int year = 0, month = 0, day = 0;
  std::string ToString() const;  // YYYY-MM-DD, empty for year 0
  friend bool operator==(const Date& a, const Date& b) {
    return a.year == b.year && a.month == b.month && a.day == b.day;
  }
};

struct MetadataReading {
  std::string title;
  std::string agency_name;   // reporting body, worked out from title, 发布机构 and text
  std::string title_agency;  // body named in the title, empty if none
  int year = 0;              // report year, worked out; 0: unknown
  int title_year = 0;        // year in the title, 0: none
  std::string index_code;    // 索引号
  std::string credit_code;   // first 18 characters of it where they look like a code
  std::string issuing_body;  // 发布机构
  std::string subject_category;
  std::string document_number;
  std::string validity;
  Date written;                   // 成文日期
  Date published;                 // 发布日期
  Date period_start, period_end;  // 统计期限
  CellPlace title_where, index_code_where, issuing_body_where, published_where, period_where;
};

// A table or part of one that the form has and the document has not.
struct MissingPart {
  enum class Kind { kTable, kRow, kColumn };
  Kind kind = Kind::kTable;
  int table = 0;        // 2, 3, 4
  std::string subject;  // label of the row or column; indicator or applicant code behind it
};

// The whole reading. form is null where no national form applies; facts is then empty, else it
// has one entry for each of form->cells(), in that order.
struct Reading {
  const Form* form = nullptr;  // not owned; outlives the reading
  std::vector<Fact> facts;
  std::vector<Subtotal> subtotals;
  std::vector<SectionReading> sections;
  // The paragraphs in front of the first section, without headings; of a document without sections
  // all of them. Only text and pieces are set.
  SectionReading opening;
  std::vector<MissingPart> missing;
  MetadataReading metadata;
  // 其他处理 was printed as one row though the form has three. `form` is then the variant of that
  // form which has requests.other beside its three sub-rows (FormSet::WithSingleOther); the
  // sub-rows are MISSING and no finding is made of that.
  bool single_other_row = false;
  bool recognised = false;  // from pictures: no fact is certain, and what is missing may be there
};

}  // namespace gongkai
