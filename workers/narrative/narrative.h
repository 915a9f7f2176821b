// Quantities that a report states in its prose, and what it says of them. This layer knows Chinese
// numbers and the words around them; it knows no rule, no wire model and does no I/O.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/base/decimal.h"
#include "workers/form/reading.h"
#include "workers/narrative/cell_name.h"

namespace gongkai {

// Whom a number speaks for, by the nearest words before it in its sentence.
enum class ScopeKind {
  kUnstated,
  kWhole,  // 全市, 各级行政机关, 我区: a region with all its bodies
  kOwn,    // 本机关, 我局: the reporting body itself
  kPart,   // 市本级, 区县, 市政府办公室: some of the bodies
};

struct Claim {
  enum class Qualifier { kExact, kApproximate, kAtLeast, kAtMost, kRange };

  std::string text;  // the words of the quantity, white space left out: "133.6万条", "150次以上"
  Decimal value;     // 万 and 亿 resolved; of a range the lower end
  Decimal upper_value;  // only for kRange
  // The last printed digit stands for 10^exponent: 3 for 133.6万, 0 for 7522, -1 for 99.7%.
  int exponent = 0;
  std::string unit;  // counting word without 万 and 亿; "%" for a rate; empty where none is printed
  Qualifier qualifier = Qualifier::kExact;
  std::string subject;  // what is counted, in the words of the sentence; may be empty
  ScopeKind scope_kind = ScopeKind::kUnstated;
  std::string scope;  // the words that say so; empty for kUnstated

  // In the text that was read, in bytes; the sentence with its closing mark.
  size_t begin = 0, end = 0;
  size_t sentence_begin = 0, sentence_end = 0;
  std::string sentence;  // white space left out
  int section = -1;      // index into Reading.sections; -1: the opening, or a text on its own

  // The last year named before it in its sentence, 0: none.
  int year = 0;
  bool last_year = false;          // 去年, 上年 in its clause: a number of the year before
  bool part_year = false;          // 上半年, 季度 before it in its sentence
  bool is_change = false;          // 增长12%, 减少35件: by how much, not how many
  bool is_growth = false;          // such a change against the year before: 同比, 较上年
  bool is_decrease = false;        // a change for less: 下降, 减少
  const CellName* name = nullptr;  // what of the tables it names; null: nothing that is known
};

// "133.6万条，其中市本级55.2万条，区县78.4万条". Indices into Narrative.claims; all of one unit.
struct StatedSum {
  int whole = -1;
  std::vector<int> parts;
  bool says_parts = false;  // 其中, 含, 包括: every part is said to be within the whole
  bool complete = false;  // the parts are said to be all: the last is 其他, or 合计 closes them
};

// "收到7522件，办理7498件，办结率99.7%". Indices into Narrative.claims.
struct StatedRatio {
  int rate = -1;
  int part = -1;
  int whole = -1;
};

struct Narrative {
  std::vector<Claim> claims;  // in the order of the text
  std::vector<StatedSum> sums;
  std::vector<StatedRatio> ratios;
};

// A text is read until it has stated more: each claim repeats its sentence, and no report states as
// much. Who serves what was read refuses such a report.
inline constexpr size_t kMostClaims = 20'000;

// What `text` states, in one pass. `text` is UTF-8, one paragraph a line; lines that were wrapped
// in the middle of a sentence are put together. Broken UTF-8 is no number.
Narrative ReadProse(absl::string_view text);

// The prose of a reading: its opening, then its sections.
Narrative ReadNarrative(const Reading& reading);

// One claim a line, for tests and for people: "133.6万条 = 1336000 条 EXACT".
std::string DebugDump(const Claim& claim);

}  // namespace gongkai
