#include "workers/form/metadata.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/base/credit_code.h"
#include "workers/form/date.h"
#include "workers/form/label.h"
#include "workers/form/metadata_field.h"
#include "workers/form/title.h"

namespace gongkai {
namespace {

constexpr size_t kMaxFieldValue = 300;  // bytes
constexpr size_t kSignature = 60;       // tokens at the end of a report, with the foot of a page
constexpr size_t kMaxDate = 45;         // bytes

class MetadataReader {
 public:
  MetadataReader(const Document& document, const std::vector<Token>& tokens, size_t body)
      : document_(document), tokens_(tokens), body_(std::min(body, tokens.size())) {}

  MetadataReading Run() {
    for (size_t i = 0; i < body_; ++i) ReadFields(i);
    ReadPeriod();
    ReadTitle();
    Take(kIndexCode, &m_.index_code, &m_.index_code_where);
    Take(kIssuingBody, &m_.issuing_body, &m_.issuing_body_where);
    Take(kSubject, &m_.subject_category, nullptr);
    Take(kNumber, &m_.document_number, nullptr);
    Take(kValidity, &m_.validity, nullptr);
    size_t end = 0;
    m_.written = FindDate(value_[kWritten], &end);
    m_.published = FindDate(value_[kPublished], &end);
    if (m_.published.year != 0)
      m_.published_where = PlaceOf(document_, tokens_[token_[kPublished]]);
    m_.index_code = RemoveSpace(m_.index_code);
    DropTornFields();
    const std::string code = absl::AsciiStrToUpper(m_.index_code.substr(0, 18));
    if (LooksLikeCreditCode(code)) m_.credit_code = code;
    WorkOutYear();
    WorkOutAgency();
    return std::move(m_);
  }

 private:
  void Set(MetadataField field, absl::string_view value, size_t token) {
    value = StripMarks(value);
    if (field >= kFieldCount || value.empty() || value.size() > kMaxFieldValue ||
        !value_[field].empty()) {
      return;
    }
    value_[field] = value;
    token_[field] = token;
  }

  void Take(MetadataField field, std::string* out, CellPlace* where) const {
    if (value_[field].empty()) return;
    *out = RemovePinyin(value_[field]);
    if (where != nullptr) *where = PlaceOf(document_, tokens_[token_[field]]);
  }

  void ReadFields(size_t i) {
    const Token& token = tokens_[i];
    if (token.kind == Token::Kind::kEmpty) return;
    const std::vector<FoundField> fields = FindFields(token.text, token.in_grid);
    for (size_t f = 0; f < fields.size(); ++f) {
      const size_t end = f + 1 < fields.size() ? fields[f + 1].begin : token.text.size();
      const absl::string_view value =
          TrimSpace(token.text.substr(fields[f].value, end - fields[f].value));
      if (!value.empty()) {
        Set(fields[f].field, value, i);
      } else if (f + 1 == fields.size() && i + 1 < body_) {
        const Token& next = tokens_[i + 1];
        const bool beside = token.in_grid && next.in_grid && next.block == token.block &&
                            (next.line == token.line || token.sequence);
        if (beside && FindFields(next.text, true).empty()) Set(fields[f].field, next.text, i + 1);
      }
    }
  }

  void ReadTitle() {
    Take(kTitle, &m_.title, &m_.title_where);
    if (!LooksLikeTitle(m_.title)) m_.title.clear();
    ReadPageTitle();
    size_t begin = 0;
    size_t end = 0;
    // Links to the reports of other years stand before the report on many pages.
    int own_year = FindYear(page_title_, &begin, &end);
    if (own_year == 0) own_year = m_.period_start.year;
    for (size_t i = 0; i < std::min(tokens_.size(), body_ + 1); ++i) {
      const Token& token = tokens_[i];
      if (token.kind != Token::Kind::kText) continue;
      std::string plain;
      absl::string_view text = token.text;
      if (text.size() < kMaxHeadLine && absl::StrContains(text, "(")) {
        plain = RemovePinyin(text);
        text = plain;
      }
      const bool two_lines = !LooksLikeTitle(text);
      if (two_lines) {
        plain = TitleOverTwoLines(i);
        if (plain.empty()) continue;
        text = plain;
      }
      const int old_year = FindYear(m_.title, &begin, &end);
      const int new_year = FindYear(text, &begin, &end);
      const bool better = m_.title.empty() || (old_year == 0 && new_year != 0) ||
                          (own_year != 0 && new_year == own_year && old_year != own_year);
      if (better) {
        m_.title = std::string(StripMarks(text));
        std::replace(m_.title.begin(), m_.title.end(), '\n', ' ');
        m_.title_where = PlaceOf(document_, token);
        line_above_ = {};
        if (i > 0 && tokens_[i - 1].kind == Token::Kind::kText) line_above_ = tokens_[i - 1].text;
        below_title_ = i + (two_lines ? 2 : 1);
      }
    }
    if (m_.title.empty() && !page_title_.empty()) m_.title = std::string(page_title_);
    m_.title_year = YearOfTitle(m_.title);
    m_.title_agency = AgencyInTitle(m_.title);
    // The body in the line above: 某县教育局 / 2023年政府信息公开工作年度报告.
    if (m_.title_agency.empty() && LooksLikeAgency(line_above_)) {
      m_.title_agency = RemoveSpace(line_above_);
    } else if (IsRestOfAgency(m_.title_agency) && BeginsAgency(line_above_)) {
      m_.title_agency = absl::StrCat(RemoveSpace(line_above_), m_.title_agency);
    }
    ReadBelowTitle();
  }

  // 2023年政府信息公开 / 工作年度报告: the line at `i` and the next, if only both are a title.
  std::string TitleOverTwoLines(size_t i) const {
    if (i + 1 >= body_ || CountCharacters(tokens_[i].text) > kMaxTitle) return "";
    const Token& next = tokens_[i + 1];
    if (next.kind != Token::Kind::kText || next.in_grid || tokens_[i].in_grid ||
        CountCharacters(next.text) > kMaxTitle || LooksLikeTitle(next.text)) {
      return "";
    }
    std::string both = absl::StrCat(tokens_[i].text, next.text);
    return LooksLikeTitle(both) && YearOfTitle(both) != 0 ? both : "";
  }

  // What the title does not say may stand alone in the lines below it: (2023年度) / 某县统计局.
  void ReadBelowTitle() {
    if (below_title_ == 0) return;
    for (size_t i = below_title_; i < std::min(below_title_ + 2, body_); ++i) {
      if (tokens_[i].kind != Token::Kind::kText || tokens_[i].in_grid) return;
      const absl::string_view text = StripBrackets(tokens_[i].text);
      size_t begin = 0;
      size_t end = 0;
      const int year = FindYear(text, &begin, &end);
      if (m_.title_year == 0 && year != 0 && begin == 0 && end == text.size()) {
        m_.title_year = year;
      } else if (m_.title_agency.empty() && CountCharacters(text) >= 4 && LooksLikeAgency(text)) {
        m_.title_agency = RemoveSpace(text);
      }
    }
  }

  // The body above the date that ends the report.
  std::string Signature() const {
    const size_t first = std::max(body_ + 1, tokens_.size() - std::min(tokens_.size(), kSignature));
    for (size_t i = tokens_.size(); i-- > first;) {
      const Token& token = tokens_[i];
      const Token& above = tokens_[i - 1];
      if (token.kind != Token::Kind::kText || above.kind != Token::Kind::kText) continue;
      size_t end = 0;
      if (token.text.size() > kMaxDate || FindDate(token.text, &end).year == 0) continue;
      if (CountCharacters(above.text) >= 4 && LooksLikeAgency(above.text)) {
        return RemoveSpace(above.text);
      }
    }
    return "";
  }

  // <title>: the report's title beside the name of the site.
  void ReadPageTitle() {
    html_title_ = RemovePinyin(document_.html_title);
    absl::string_view rest = html_title_;
    while (!rest.empty()) {
      const size_t end = rest.find_first_of("-_|");
      const absl::string_view part = TrimSpace(rest.substr(0, end));
      if (LooksLikeTitle(part)) {
        if (page_title_.empty()) page_title_ = part;
      } else if (LooksLikeAgency(part) && site_name_.empty()) {
        site_name_ = part;
      }
      if (end == absl::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
  }

  void ReadPeriod() {
    std::string plain;
    for (const Token& token : tokens_) {
      if (token.kind != Token::Kind::kText) continue;
      absl::string_view text = token.text;
      if (absl::StrContains(text, "(")) text = plain = RemovePinyin(text);
      size_t at = text.find("期限");
      if (at == absl::string_view::npos) at = text.find("数据统计");
      if (at == absl::string_view::npos) at = text.find("统计数据");
      if (at == absl::string_view::npos) continue;
      size_t end = 0;
      const absl::string_view behind = text.substr(at, 300);
      const Date start = FindDate(behind, &end);
      if (start.year == 0) continue;
      const absl::string_view rest = behind.substr(end);
      if (!absl::StrContains(rest.substr(0, 30), "至") &&
          !absl::StrContains(rest.substr(0, 30), "-") &&
          !absl::StrContains(rest.substr(0, 30), "到")) {
        continue;
      }
      m_.period_start = start;
      m_.period_end = FindDate(rest, &end, start.year);
      m_.period_where = PlaceOf(document_, token);
      return;
    }
  }

  // Of a value over two lines of a narrow cell the first may have been read alone: 某县生态 /
  // 环境局.
  void DropTornFields() {
    if (!LooksLikeAgency(m_.issuing_body) &&
        absl::StartsWith(m_.title_agency, RemoveSpace(m_.issuing_body))) {
      m_.issuing_body.clear();
      m_.issuing_body_where = {};
    }
    // Only the value of a field beside it has no number.
    size_t digits = 0;
    for (size_t i = 0; i < m_.index_code.size();) {
      const char16_t c = FoldCharacter(NextCharacter(m_.index_code, &i));
      digits += c >= u'0' && c <= u'9';
    }
    if (digits == 0) {
      m_.index_code.clear();
      m_.index_code_where = {};
    }
  }

  void WorkOutYear() {
    size_t begin = 0;
    size_t end = 0;
    m_.year = m_.title_year;
    if (m_.year == 0) m_.year = m_.period_start.year;
    if (m_.year == 0) m_.year = FindYear(html_title_, &begin, &end);
    if (m_.year == 0) {
      const Date& date = m_.published.year != 0 ? m_.published : m_.written;
      if (date.year != 0 && date.month <= 6) m_.year = date.year - 1;
    }
  }

  void WorkOutAgency() {
    if (!m_.issuing_body.empty()) {
      m_.agency_name = RemoveSpace(m_.issuing_body);
    } else if (!m_.title_agency.empty()) {
      m_.agency_name = CompleteAgencyName(m_.title_agency);
    } else if (const std::string author = AuthorInText(); !author.empty()) {
      m_.agency_name = author;
    } else if (const std::string signed_by = Signature(); !signed_by.empty()) {
      m_.agency_name = signed_by;
    } else if (LooksLikeAgency(value_[kSource])) {
      m_.agency_name = CompleteAgencyName(RemoveSpace(value_[kSource]));
    } else if (const std::string named = AgencyInTitle(page_title_); !named.empty()) {
      m_.agency_name = CompleteAgencyName(named);
    } else if (!site_name_.empty()) {
      m_.agency_name = CompleteAgencyName(site_name_);
    }
  }

  // 本报告由某县教育局编制; ，某县教育局现发布2023年度…
  std::string AuthorInText() const {
    for (const Token& token : tokens_) {
      if (token.kind != Token::Kind::kText) continue;
      for (const absl::string_view word : {"现发布", "现公布", "特编制", "编制本"}) {
        absl::string_view before = token.text.substr(0, token.text.find(word));
        if (before.size() == token.text.size()) continue;
        const size_t comma = before.rfind("，");
        if (comma != absl::string_view::npos) before.remove_prefix(comma + 3);
        const std::string name = RemoveSpace(before);
        if (CountCharacters(name) >= 4 && NamesRegion(name) && LooksLikeAgency(name)) return name;
      }
      const size_t by = token.text.find("报告由");
      if (by == absl::string_view::npos) continue;
      const absl::string_view rest =
          token.text.substr(by + absl::string_view("报告由").size(), 200);
      const size_t end = rest.find("编制");
      if (end == absl::string_view::npos) continue;
      absl::string_view name = rest.substr(0, end);
      for (const absl::string_view word : {"负责", "依据", "根据", "按照", "组织"}) {
        name = name.substr(0, name.find(word));
      }
      if (CountCharacters(name) >= 3 && CountCharacters(name) <= 30) return RemoveSpace(name);
    }
    return "";
  }

  const Document& document_;
  const std::vector<Token>& tokens_;
  const size_t body_;
  MetadataReading m_;
  std::array<absl::string_view, kFieldCount> value_;
  std::array<size_t, kFieldCount> token_ = {};
  std::string html_title_;  // without pinyin; page_title_ and site_name_ are views of it
  absl::string_view line_above_;
  size_t below_title_ = 0;  // the token behind the title; 0: no title found
  absl::string_view page_title_;
  absl::string_view site_name_;
};

}  // namespace

MetadataReading ReadMetadata(const Document& document, const std::vector<Token>& tokens,
                             size_t body) {
  return MetadataReader(document, tokens, body).Run();
}

}  // namespace gongkai
