#include "workers/form/metadata.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/base/credit_code.h"
#include "workers/document/characters.h"
#include "workers/form/date.h"
#include "workers/form/label.h"
#include "workers/form/metadata_field.h"
#include "workers/form/title.h"
#include "workers/form/title_choice.h"

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
    ReadPageTitle();
    TitleClues clues;
    clues.page_title = std::string(page_title_);
    clues.period_year = m_.period_start.year;
    Take(kTitle, &clues.field, nullptr);
    clues.field_token = token_[kTitle];
    if (!LooksLikeTitle(clues.field)) clues.field.clear();
    TitleChoice choice = ChooseTitle(tokens_, body_, clues);
    if (choice.in_text) {
      const size_t i = choice.token;
      m_.title_where = PlaceOf(document_, tokens_[i]);
      if (i > 0 && tokens_[i - 1].kind == Token::Kind::kText) line_above_ = tokens_[i - 1].text;
      below_title_ = choice.below;
    }
    m_.title = std::move(choice.text);
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
      } else if (site_name_.empty()) {
        absl::string_view name = part;
        for (const absl::string_view end : {"网", "门户", "网站", "门户网站"}) {
          if (absl::EndsWith(part, end)) name = part.substr(0, part.size() - end.size());
        }
        if (LooksLikeAgency(name)) site_name_ = name;
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
      size_t at = absl::string_view::npos;
      for (const absl::string_view word :
           {"期限", "数据统计", "统计数据", "统计时间", "數據統計", "統計數據", "統計時間"}) {
        if (at == absl::string_view::npos) at = text.find(word);
      }
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
      m_.agency_name = CompleteAgencyName(WithRegion(m_.title_agency));
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
    } else {
      m_.agency_name = Host();
    }
  }

  // 教育局 and 县教育局 with the region in front that the page states elsewhere.
  std::string WithRegion(const std::string& name) const {
    std::string region;
    for (const absl::string_view word : {"县", "縣", "市", "区", "區", "旗", "州"}) {
      if (absl::StartsWith(name, word)) region = std::string(word);
    }
    if (region.empty() && (NamesRegion(name) || !LooksLikeAgency(name))) return name;
    const std::string host = Host();
    for (const std::string& whole : {RemoveSpace(value_[kSource]), RemoveSpace(site_name_),
                                     AuthorInText(), Signature(), host}) {
      if (whole.size() > name.size() && absl::EndsWith(whole, name) && LooksLikeAgency(whole)) {
        return whole;
      }
    }
    if (region.empty()) return name;
    constexpr size_t kLeastRegion = 3;  // characters: 清河县
    for (const std::string& site : {RemoveSpace(site_name_), host}) {
      const size_t at = site.find(region);
      if (at == std::string::npos) continue;
      const std::string named = site.substr(0, at);
      if (CountCharacters(named) + 1 >= kLeastRegion) return absl::StrCat(named, name);
    }
    return name;
  }

  // 主办单位 in the foot of a page.
  std::string Host() const {
    const size_t first = std::max(body_, tokens_.size() - std::min(tokens_.size(), kSignature));
    for (size_t i = first; i < tokens_.size(); ++i) {
      const absl::string_view text = tokens_[i].text;
      for (const absl::string_view word : {"主办单位", "主办：", "主办:"}) {
        const size_t at = text.find(word);
        if (at == absl::string_view::npos || text.size() > kMaxHeadLine) continue;
        absl::string_view name = TrimSpace(text.substr(at + word.size()));
        for (const absl::string_view mark : {"：", ":"}) absl::ConsumePrefix(&name, mark);
        name = TrimSpace(name);
        for (const absl::string_view end : {" ", "\u3000", "\u00a0", "承办", "|"}) {
          name = name.substr(0, name.find(end));
        }
        if (CountCharacters(name) >= 4 && LooksLikeAgency(name)) return std::string(name);
      }
    }
    return "";
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
        std::string name = RemoveSpace(before);
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
