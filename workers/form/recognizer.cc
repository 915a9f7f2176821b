#include "workers/form/recognizer.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/base/error.h"
#include "workers/form/assemble.h"
#include "workers/form/doubt.h"
#include "workers/form/grid_reader.h"
#include "workers/form/label_index.h"
#include "workers/form/metadata.h"
#include "workers/form/sections.h"
#include "workers/form/sequence_reader.h"
#include "workers/form/table_reading.h"
#include "workers/form/title.h"
#include "workers/form/token.h"

namespace gongkai {
namespace {

constexpr int kMinTableLabels = 3;  // of a document with a table of a form
constexpr int kMinOwnVotes = 2;     // of a table that breaks off before it, under its heading
constexpr int kMostMenuVotes = 2;   // own votes of a form that a menu may cast
constexpr int kMinOldLabels = 8;    // the same of a year before any form, which had other tables
constexpr size_t kMinProse = 400;   // bytes of a report that has neither tables nor sections
constexpr int kMinTitlesOfList = 4;

// How much speaks for a form.
struct Votes {
  int labels = 0;  // different labels of tables
  // Two for a label that no other form has, one for a label that others have as a variant only.
  int own = 0;
};

// What the labels of the tokens say for each form. `in_grids`: those in grids only.
std::vector<Votes> CountVotes(const FormSet& forms, const std::vector<Token>& tokens,
                              bool in_grids) {
  const LabelIndex& index = forms.labels();
  std::vector<Votes> votes(forms.forms().size());
  std::vector<bool> counted(index.entries().size(), false);
  std::vector<int> kinds(votes.size());  // 0: not a label of the form, 1: a variant, 2: official
  for (const Token& token : tokens) {
    if (token.kind != Token::Kind::kLabel || counted[token.entry]) continue;
    if (in_grids && !token.in_grid) continue;
    counted[token.entry] = true;
    std::fill(kinds.begin(), kinds.end(), 0);
    // 其他 in the head of table 3 says nothing about the row 3.其他.
    const auto& refs = index.entries()[token.entry].refs;
    if (std::any_of(refs.begin(), refs.end(),
                    [](const LabelRef& ref) { return ref.kind == LabelRef::Kind::kApplicant; })) {
      continue;
    }
    for (const LabelRef& ref : refs) {
      const bool of_table =
          ref.kind == LabelRef::Kind::kRow || ref.kind == LabelRef::Kind::kColumn ||
          ref.kind == LabelRef::Kind::kCaption || ref.kind == LabelRef::Kind::kDisputeGroup ||
          ref.kind == LabelRef::Kind::kRequestGroup;
      if (ref.form < 0 || !of_table) continue;
      kinds[ref.form] = std::max(kinds[ref.form], ref.official ? 2 : 1);
    }
    const auto having = std::count_if(kinds.begin(), kinds.end(), [](int k) { return k > 0; });
    const auto official = std::count(kinds.begin(), kinds.end(), 2);
    for (size_t f = 0; f < votes.size(); ++f) {
      votes[f].labels += kinds[f] > 0 ? 1 : 0;
      if (kinds[f] > 0 && having == 1) {
        votes[f].own += 2;
      } else if (kinds[f] == 2 && official == 1) {
        votes[f].own += 1;
      }
    }
  }
  return votes;
}

// By how much one form has more labels of its own than another.
int Lead(const std::vector<Votes>& votes) {
  const auto [least, most] = std::minmax_element(
      votes.begin(), votes.end(), [](const Votes& a, const Votes& b) { return a.own < b.own; });
  return votes.empty() ? 0 : most->own - least->own;
}

bool HasTable(const Votes& votes) { return votes.labels >= kMinTableLabels; }

// Index of the form whose labels the tokens carry, or -1: no table of any form.
int DecideForm(const FormSet& forms, const std::vector<Token>& tokens, int year,
               bool has_sections) {
  // The menu of a site may name 行政规范性文件 as one of the forms does: where there are tables
  // they count alone, unless all that decides stands outside of them.
  std::vector<Votes> votes = CountVotes(forms, tokens, true);
  const bool tables = std::any_of(votes.begin(), votes.end(), HasTable);
  if (const std::vector<Votes> all = CountVotes(forms, tokens, false);
      !tables || (Lead(votes) == 0 && Lead(all) > kMostMenuVotes)) {
    votes = all;
  }
  const auto prescribed = [&](size_t f) {
    const internal::v1::FormFile& file = forms.forms()[f]->file();
    return year >= file.first_year() && (file.last_year() == 0 || year <= file.last_year());
  };
  const bool before =
      year > 0 && std::all_of(forms.forms().begin(), forms.forms().end(), [year](const auto& form) {
        return year < form->file().first_year();
      });
  int best = -1;
  for (size_t f = 0; f < votes.size(); ++f) {
    const bool own = votes[f].own >= kMinOwnVotes;
    const bool begun = has_sections && votes[f].labels > 0 && own;
    if (!HasTable(votes[f]) && !begun) continue;
    if (before && (votes[f].labels < kMinOldLabels || !own)) continue;
    if (best < 0 || votes[f].own > votes[best].own ||
        (votes[f].own == votes[best].own && prescribed(f) && !prescribed(best))) {
      best = static_cast<int>(f);
    }
  }
  return best;
}

absl::Status NotAReport(absl::string_view found_en, absl::string_view found_zh) {
  return MakeError(
      absl::StatusCode::kInvalidArgument, "NOT_A_REPORT",
      absl::StrCat("the document is no annual report on information disclosure: ", found_en),
      absl::StrCat("该文件不是政府信息公开工作年度报告：", found_zh));
}

// Says what a document is that holds no report.
absl::Status DescribeOther(const Document& document, const std::vector<Token>& tokens) {
  int titles = 0;
  size_t bytes = 0;
  int short_lines = 0;
  bool attachment = false;
  for (const Token& token : tokens) {
    bytes += token.text.size();
    if (LooksLikeTitle(token.text)) ++titles;
    if (!token.text.empty() && token.text.size() < 120) ++short_lines;
    for (const absl::string_view word :
         {"附件", ".pdf", ".PDF", ".doc", "下载", "点击查看", "全文见"}) {
      attachment |= token.text.size() < 300 && absl::StrContains(token.text, word);
    }
  }
  const bool elsewhere = document.scripted || !document.linked_files.empty();
  if (bytes == 0 && !elsewhere) return NotAReport("it holds no text", "文件中没有文字");
  if (titles >= kMinTitlesOfList) {
    return NotAReport(absl::StrCat("it is a list with ", titles, " titles of reports"),
                      absl::StrCat("这是列表页，列出 ", titles, " 个报告标题"));
  }
  if (!document.linked_files.empty()) {
    const std::string names = absl::StrJoin(document.linked_files, ", ");
    return NotAReport(absl::StrCat("the page only links to ", names, "; submit that file"),
                      absl::StrCat("页面只链接到文件 ", names, "，请提交该文件"));
  }
  if (attachment) {
    return NotAReport("it refers to an attachment or another file; submit that file",
                      "页面只指向附件或其他文件，请提交该文件");
  }
  if (document.scripted && bytes < kMinProse) {
    return NotAReport(
        "its content is loaded by a script; save the page as the browser shows it and submit that",
        "页面内容由脚本加载，请提交浏览器中显示的完整网页");
  }
  if (bytes < kMinProse) {
    return NotAReport(absl::StrCat("it holds only ", bytes, " bytes of text"),
                      absl::StrCat("文件中只有 ", bytes, " 字节文字"));
  }
  if (short_lines >= 20 && static_cast<size_t>(short_lines) * 10 > tokens.size() * 9) {
    return NotAReport(
        "it holds many short lines, as a list or a menu does, and no section or table",
        "内容多为短行，像列表或菜单，没有报告的章节和表格");
  }
  return NotAReport("it holds text without a report's title, sections or tables",
                    "有文字，但没有报告的标题、章节和表格");
}

// What was recognised from a picture is never as sure as what was written, whatever spoke for it.
void LowerTrust(Reading* reading) {
  constexpr float kMost = 0.9f;
  constexpr absl::string_view kUnknownCharacter = "\xEF\xBF\xBD";
  for (size_t i = 0; i < reading->facts.size(); ++i) {
    Fact& fact = reading->facts[i];
    fact.confidence = std::min(fact.confidence, kMost * fact.where.place.certainty);
    // A speck between the digits of a count.
    const bool broken = fact.presence == Presence::kReported && !fact.value.IsWhole() &&
                        reading->form->cells()[i].kind != internal::v1::CellSpec::AMOUNT;
    if (broken) {
      fact.presence = Presence::kUnreadable;
      fact.value = Decimal();
      fact.confidence = 0;
    }
    if (broken || absl::StrContains(fact.raw_text, kUnknownCharacter)) {
      fact.doubt = doubts::kDigitsUnclear;
    } else if (fact.doubt.empty()) {
      fact.doubt = doubts::kRecognised;
    }
  }
}

size_t ProseBytes(const std::vector<Token>& tokens) {
  size_t bytes = 0;
  for (const Token& token : tokens) {
    if (token.text.size() >= 120) bytes += token.text.size();
  }
  return bytes;
}

}  // namespace

absl::StatusOr<Reading> Recognize(const Document& document, const FormSet& forms) {
  const LabelIndex& labels = forms.labels();
  std::vector<Token> tokens = Tokenize(document, labels);
  std::vector<SectionHeading> headings = FindSections(tokens, labels);
  Reading reading;
  reading.metadata =
      ReadMetadata(document, tokens, headings.empty() ? tokens.size() : headings.front().token);
  const auto official =
      std::count_if(headings.begin(), headings.end(),
                    [](const SectionHeading& heading) { return heading.number > 0; });
  const int form_index = DecideForm(forms, tokens, reading.metadata.year, official > 0);
  if (form_index >= 0) {
    const Form& form = *forms.forms()[form_index];
    TableReadings tables;
    ReadGrids(document, form, form_index, labels, &tokens, &tables);
    ReadSequences(document, form, form_index, labels, &tokens, &tables);
    // A list of labels is no form: a blank one has a title or sections.
    const bool has_values =
        std::any_of(tables.rows.begin(), tables.rows.end(), [](const RowReading& row) {
          return row.state != RowReading::State::kNoValues && !row.slots.empty();
        });
    if (official > 0 || has_values || (!tables.rows.empty() && !reading.metadata.title.empty())) {
      AssembleFacts(forms, form, tables, &reading);
    }
  }
  if (reading.form == nullptr) {
    const bool has_title = !reading.metadata.title.empty();
    if (official < 2 && !(has_title && ProseBytes(tokens) >= kMinProse)) {
      return DescribeOther(document, tokens);
    }
  }
  reading.recognised = document.recognised;
  if (reading.recognised) LowerTrust(&reading);
  // Headings that turned out to be rows of tables are none.
  headings = FindSections(tokens, labels, reading.form == nullptr);
  reading.sections = ReadSections(document, tokens, headings);
  reading.opening = ReadOpening(document, tokens, headings);
  return reading;
}

}  // namespace gongkai
