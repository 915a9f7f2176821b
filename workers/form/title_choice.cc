#include "workers/form/title_choice.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "workers/document/characters.h"
#include "workers/form/date.h"
#include "workers/form/label.h"
#include "workers/form/metadata_field.h"
#include "workers/form/title.h"

namespace gongkai {
namespace {

struct Candidate {
  TitleChoice choice;
  int year = 0;
  bool has_agency = false;
  bool heading = false;
  bool field = false;
  bool page = false;    // of <title> alone
  bool listed = false;  // with a date behind it, as lists of reports have
};

// How much each speaks for a candidate or against it.
constexpr int kIsPageTitle = 8;
constexpr int kIsField = 6;
constexpr int kOnlyPageTitle = 5;
constexpr int kOfPeriod = 4;
constexpr int kNotOfPeriod = -6;
constexpr int kIsHeading = 3;
constexpr int kIsListed = -4;
constexpr int kHasYear = 2;
constexpr int kHasAgency = 1;

// A link to the page before or behind this one.
bool IsLinkToNeighbour(absl::string_view line) {
  line = StripMarks(line);
  for (const absl::string_view word : {"上一篇", "下一篇", "上一条", "下一条", "上篇", "下篇",
                                       "前一篇", "后一篇", "上一页", "下一页", "相关", "附件"}) {
    if (absl::StartsWith(line, word)) return true;
  }
  return false;
}

bool EndsInDate(absl::string_view line) {
  constexpr size_t kDate = 10;  // bytes of 2023-01-20
  line = StripBrackets(line);
  if (line.size() <= kDate) return false;
  size_t end = 0;
  const absl::string_view last = line.substr(line.size() - kDate);
  return FindDate(last, &end).year != 0 && end == last.size();
}

class TitleChooser {
 public:
  TitleChooser(const std::vector<Token>& tokens, size_t body, const TitleClues& clues)
      : tokens_(tokens), body_(body), clues_(clues) {}

  TitleChoice Choose() {
    if (!clues_.field.empty()) AddField();
    AddLines();
    if (!clues_.page_title.empty()) AddPageTitle();
    links_ = YearsDiffer() || AgenciesDiffer();
    const Candidate* best = nullptr;
    for (const Candidate& candidate : candidates_) {
      // Of equal ones the last stands next to the report.
      const bool better = best == nullptr || Score(candidate) > Score(*best) ||
                          (Score(candidate) == Score(*best) && !SameTitle(candidate, *best));
      if (better) best = &candidate;
    }
    if (best == nullptr) return TitleChoice();
    const bool of_others = best->year != 0 && clues_.period_year != 0 &&
                           best->year != clues_.period_year && YearsDiffer();
    return of_others ? TitleChoice() : best->choice;
  }

 private:
  Candidate& Add(absl::string_view text, size_t token, size_t below) {
    Candidate& candidate = candidates_.emplace_back();
    candidate.choice.text = std::string(StripMarks(text));
    std::string& line = candidate.choice.text;
    std::replace(line.begin(), line.end(), '\n', ' ');
    candidate.choice.in_text = true;
    candidate.choice.token = token;
    candidate.choice.below = below;
    candidate.year = YearOfTitle(line);
    candidate.has_agency = !AgencyInTitle(line).empty();
    return candidate;
  }

  void AddField() { Add(clues_.field, clues_.field_token, 0).field = true; }

  void AddPageTitle() {
    Candidate& candidate = Add(clues_.page_title, 0, 0);
    candidate.choice.in_text = false;
    candidate.page = true;
  }

  void AddLines() {
    for (size_t i = 0; i < std::min(tokens_.size(), body_ + 1); ++i) {
      const Token& token = tokens_[i];
      if (token.kind != Token::Kind::kText) continue;
      std::string plain;
      absl::string_view text = token.text;
      if (text.size() < kMaxHeadLine && absl::StrContains(text, "(")) {
        plain = RemovePinyin(text);
        text = plain;
      }
      size_t lines = 1;
      if (std::string both = OverTwoLines(i); !both.empty()) {
        plain = std::move(both);
        text = plain;
        lines = 2;
      } else if (!LooksLikeTitle(text)) {
        continue;
      }
      if (IsLinkToNeighbour(text)) continue;
      Candidate& candidate = Add(text, i, i + lines);
      candidate.heading = token.heading;
      candidate.has_agency |= i > 0 && LooksLikeAgency(tokens_[i - 1].text);
      candidate.listed = EndsInDate(text) || HasDateBeside(i + lines - 1);
      i += lines - 1;
    }
  }

  // The list is a table: titles beside dates.
  bool HasDateBeside(size_t i) const {
    if (i + 1 >= tokens_.size() || tokens_[i + 1].line != tokens_[i].line) return false;
    size_t end = 0;
    const absl::string_view text = StripBrackets(tokens_[i + 1].text);
    return FindDate(text, &end).year != 0 && end == text.size();
  }

  // 2023年政府信息公开 / 工作年度报告: the line at `i` and the next, if only both are a title, or
  // if the first ends in the year of the second: 某县统计局2023年 / 政府信息公开工作年度报告.
  std::string OverTwoLines(size_t i) const {
    const absl::string_view first = tokens_[i].text;
    if (i + 1 >= body_ || CountCharacters(first) > kMaxTitle || LooksLikeTitle(first)) return "";
    const Token& next = tokens_[i + 1];
    if (next.kind != Token::Kind::kText || next.in_grid || tokens_[i].in_grid ||
        CountCharacters(next.text) > kMaxTitle) {
      return "";
    }
    if (LooksLikeTitle(next.text)) {
      size_t begin = 0;
      size_t end = 0;
      const bool of_next = FindYear(first, &begin, &end) != 0 && end == first.size() &&
                           YearOfTitle(next.text) == 0 && AgencyInTitle(next.text).empty();
      if (!of_next) return "";
    }
    std::string both = absl::StrCat(first, next.text);
    return LooksLikeTitle(both) && YearOfTitle(both) != 0 ? both : "";
  }

  static bool SameTitle(const Candidate& a, const Candidate& b) {
    return RemoveSpace(a.choice.text) == RemoveSpace(b.choice.text);
  }

  // Titles of several years stand there.
  bool YearsDiffer() const {
    int year = 0;
    for (const Candidate& candidate : candidates_) {
      if (candidate.year == 0 || candidate.page) continue;
      if (year != 0 && candidate.year != year) return true;
      year = candidate.year;
    }
    return false;
  }

  // Titles of several bodies stand there.
  bool AgenciesDiffer() const {
    std::string agency;
    for (const Candidate& candidate : candidates_) {
      std::string other = AgencyInTitle(candidate.choice.text);
      if (other.empty() || candidate.page) continue;
      if (!agency.empty() && other != agency) return true;
      agency = std::move(other);
    }
    return false;
  }

  int Score(const Candidate& candidate) const {
    int score = 0;
    const bool is_page_title =
        !candidate.page && !clues_.page_title.empty() &&
        (RemoveSpace(candidate.choice.text) == RemoveSpace(clues_.page_title) ||
         (candidate.year != 0 && candidate.year == YearOfTitle(clues_.page_title) &&
          AgreesWithPage(candidate)));
    if (is_page_title) score += kIsPageTitle;
    if (candidate.page) score += kOnlyPageTitle;
    if (candidate.field) score += kIsField;
    if (candidate.heading) score += kIsHeading;
    if (candidate.listed) score += kIsListed;
    if (candidate.has_agency) score += kHasAgency;
    const bool known = clues_.period_year != 0;
    if (candidate.year == 0) return score + (known && links_ ? kOfPeriod : 0);
    if (!links_) score += kHasYear;
    if (known) {
      score += candidate.year == clues_.period_year ? kOfPeriod : kNotOfPeriod;
    }
    return score;
  }

  // <title> names no other body.
  bool AgreesWithPage(const Candidate& candidate) const {
    const std::string page = AgencyInTitle(clues_.page_title);
    const std::string here = AgencyInTitle(candidate.choice.text);
    return page.empty() || here.empty() || page == here;
  }

  const std::vector<Token>& tokens_;
  const size_t body_;
  const TitleClues& clues_;
  std::vector<Candidate> candidates_;
  bool links_ = false;  // some are of other reports: having a year says nothing then
};

}  // namespace

TitleChoice ChooseTitle(const std::vector<Token>& tokens, size_t body, const TitleClues& clues) {
  return TitleChooser(tokens, body, clues).Choose();
}

}  // namespace gongkai
