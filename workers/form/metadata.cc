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

namespace gongkai {
namespace {

enum Field {
  kTitle,
  kIndexCode,
  kIssuingBody,
  kSource,
  kSubject,
  kWritten,
  kPublished,
  kNumber,
  kValidity,
  kFieldCount,
  kIgnored = kFieldCount,
};

struct FieldName {
  std::u16string_view name;
  Field field;
};
constexpr FieldName kFieldNames[] = {
    {u"索引号", kIndexCode},     {u"索引编号", kIndexCode},
    {u"索取号", kIndexCode},     {u"信息索引号", kIndexCode},
    {u"发布机构", kIssuingBody}, {u"发文机关", kIssuingBody},
    {u"发布单位", kIssuingBody}, {u"发文机构", kIssuingBody},
    {u"公开机构", kIssuingBody}, {u"公开责任部门", kIssuingBody},
    {u"信息来源", kSource},      {u"文章来源", kSource},
    {u"来源", kSource},          {u"主题分类", kSubject},
    {u"信息分类", kSubject},     {u"成文日期", kWritten},
    {u"生成日期", kWritten},     {u"发文日期", kWritten},
    {u"发布日期", kPublished},   {u"公开日期", kPublished},
    {u"发布时间", kPublished},   {u"标题", kTitle},
    {u"名称", kTitle},           {u"信息名称", kTitle},
    {u"文件名称", kTitle},       {u"发文字号", kNumber},
    {u"文号", kNumber},          {u"有效性", kValidity},
    {u"关键词", kIgnored},       {u"主题词", kIgnored},
    {u"体裁分类", kIgnored},     {u"浏览次数", kIgnored},
    {u"字体", kIgnored},         {u"作者", kIgnored},
    {u"点击数", kIgnored},       {u"访问量", kIgnored},
    {u"公开方式", kIgnored},     {u"公开时限", kIgnored},
    {u"责任编辑", kIgnored},
};

constexpr size_t kMaxFieldName = 30;    // bytes, with white space inside
constexpr size_t kMaxHeadLine = 600;    // bytes of a line with several fields
constexpr size_t kMaxFieldValue = 300;  // bytes
constexpr size_t kMinTitleBytes = 18;
constexpr size_t kMaxTitle = 60;   // characters
constexpr size_t kSignature = 60;  // tokens at the end of a report, with the foot of a page
constexpr size_t kMaxDate = 45;    // bytes

// A text without white space, each character with its place in the original.
struct Folded {
  std::u16string text;  // raw characters, full width made half width only where it is ':'
  std::vector<size_t> begin;
};

Folded FoldLine(absl::string_view text) {
  Folded folded;
  for (size_t i = 0; i < text.size();) {
    const size_t start = i;
    const char32_t c = NextCharacter(text, &i);
    if (IsSpace(c)) continue;
    char16_t f = FoldCharacter(c);
    if (c == U':' || c == U'：') f = u':';
    folded.text.push_back(f == 0 ? u'*' : f);
    folded.begin.push_back(start);
  }
  folded.begin.push_back(text.size());
  return folded;
}

struct FoundField {
  Field field;
  size_t begin;  // of the name, in bytes
  size_t value;  // behind the colon
};

// Names of fields in a line: behind each stands a colon, or nothing at all in a cell.
std::vector<FoundField> FindFields(absl::string_view text, bool cell) {
  std::vector<FoundField> found;
  if (text.size() > kMaxHeadLine) return found;
  const bool colon_anywhere = absl::StrContains(text, ":") || absl::StrContains(text, "：");
  if (!colon_anywhere && !(cell && text.size() <= kMaxFieldName)) return found;
  const Folded line = FoldLine(text);
  for (size_t i = 0; i < line.text.size();) {
    const FieldName* best = nullptr;
    for (const FieldName& name : kFieldNames) {
      if (line.text[i] != name.name[0]) continue;
      if (line.text.compare(i, name.name.size(), name.name) != 0) continue;
      const size_t behind = i + name.name.size();
      const bool colon = behind < line.text.size() && line.text[behind] == u':';
      const bool whole = cell && i == 0 && behind == line.text.size();
      if (!colon && !whole) continue;
      if (best == nullptr || best->name.size() < name.name.size()) best = &name;
    }
    if (best == nullptr) {
      ++i;
      continue;
    }
    const size_t behind = std::min(i + best->name.size() + 1, line.text.size());
    found.push_back({best->field, line.begin[i], line.begin[behind]});
    i = behind;
  }
  return found;
}

absl::string_view StripMarks(absl::string_view text) {
  text = TrimSpace(text);
  for (bool changed = true; changed;) {
    changed = false;
    for (const absl::string_view mark :
         {"[", "]", "【", "】", "《", "》", "“", "”", "|", "-", "*"}) {
      changed |= absl::ConsumePrefix(&text, mark) || absl::ConsumeSuffix(&text, mark);
    }
    text = TrimSpace(text);
  }
  return text;
}

size_t CountCharacters(absl::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

bool EndsWithAny(absl::string_view text, std::initializer_list<absl::string_view> ends) {
  return std::any_of(ends.begin(), ends.end(),
                     [&](absl::string_view end) { return absl::EndsWith(text, end); });
}

bool LooksLikeAgency(absl::string_view text) {
  return text.size() <= 90 && !absl::StrContains(text, ":") && !absl::StrContains(text, "：") &&
         EndsWithAny(text, {"政府", "局",     "委员会", "办公室", "厅", "镇", "乡",
                            "街道", "办事处", "县",     "市",     "区", "省", "中心",
                            "委",   "院",     "管委会", "州",     "旗", "部"});
}

bool NamesRegion(absl::string_view text) {
  for (const absl::string_view word :
       {"省", "市", "县", "縣", "区", "區", "州", "旗", "镇", "乡"}) {
    if (absl::StrContains(text, word)) return true;
  }
  return false;
}

// 保障局: the end of a name that began in the line above.
bool IsRestOfAgency(absl::string_view name) {
  return !name.empty() && CountCharacters(name) <= 6 && !NamesRegion(name);
}

// 某县人力资源和社会: a line that only the next one makes a name.
bool BeginsAgency(absl::string_view line) {
  if (CountCharacters(line) < 3 || CountCharacters(line) > 25) return false;
  for (const absl::string_view mark : {"，", "。", "：", ":", ">", "|", "首页", "年"}) {
    if (absl::StrContains(line, mark)) return false;
  }
  return NamesRegion(line) && !LooksLikeAgency(line);
}

absl::string_view StripBrackets(absl::string_view text) {
  text = StripMarks(text);
  for (const absl::string_view mark : {"(", "（"}) absl::ConsumePrefix(&text, mark);
  for (const absl::string_view mark : {")", "）"}) absl::ConsumeSuffix(&text, mark);
  return TrimSpace(text);
}

// The year of a title, also behind it in brackets: 年度报告（2021）.
int YearOfTitle(absl::string_view title) {
  const std::string text = RemoveSpace(title);
  size_t begin = 0;
  size_t end = 0;
  const int year = FindYear(text, &begin, &end);
  if (year != 0) return year;
  absl::string_view last = StripMarks(text);
  if (!absl::ConsumeSuffix(&last, ")") && !absl::ConsumeSuffix(&last, "）")) return 0;
  const size_t digits = last.size() - std::min<size_t>(last.size(), 4);
  const absl::string_view before = last.substr(0, digits);
  if (!absl::EndsWith(before, "(") && !absl::EndsWith(before, "（")) return 0;
  return FindYear(absl::StrCat(last.substr(digits), "年"), &begin, &end);
}

class MetadataReader {
 public:
  MetadataReader(const Document& document, const std::vector<Token>& tokens, size_t body)
      : document_(document), tokens_(tokens), body_(std::min(body, tokens.size())) {}

  MetadataReading Run() {
    for (size_t i = 0; i < body_; ++i) ReadFields(i);
    ReadTitle();
    ReadPeriod();
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
    const std::string code = absl::AsciiStrToUpper(m_.index_code.substr(0, 18));
    if (LooksLikeCreditCode(code)) m_.credit_code = code;
    WorkOutYear();
    WorkOutAgency();
    return std::move(m_);
  }

 private:
  void Set(Field field, absl::string_view value, size_t token) {
    value = StripMarks(value);
    if (field >= kFieldCount || value.empty() || value.size() > kMaxFieldValue ||
        !value_[field].empty()) {
      return;
    }
    value_[field] = value;
    token_[field] = token;
  }

  void Take(Field field, std::string* out, CellPlace* where) const {
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
    const int page_year = FindYear(page_title_, &begin, &end);
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
                          (page_year != 0 && new_year == page_year && old_year != page_year);
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
    if (i + 1 >= body_ || tokens_[i].text.size() > kMaxTitle) return "";
    const Token& next = tokens_[i + 1];
    if (next.kind != Token::Kind::kText || next.in_grid || tokens_[i].in_grid ||
        next.text.size() > kMaxTitle || LooksLikeTitle(next.text)) {
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
    for (const Token& token : tokens_) {
      if (token.kind != Token::Kind::kText) continue;
      const absl::string_view text = token.text;
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

bool LooksLikeTitle(absl::string_view text) {
  if (text.size() < kMinTitleBytes) return false;
  if (text.size() > kMaxTitle * 4 || CountCharacters(text) > kMaxTitle) return false;
  for (const absl::string_view mark : {"。", "；", "根据", "按照", "编制本", "如下", "格式"}) {
    if (absl::StrContains(text, mark)) return false;
  }
  std::u16string folded = FoldLine(text).text;
  if (folded.find(u"信息公开") == std::u16string::npos) return false;
  return folded.find(u"报告") != std::u16string::npos ||
         folded.find(u"年报") != std::u16string::npos;
}

std::string AgencyInTitle(absl::string_view title) {
  const std::string text = RemoveSpace(title);
  title = StripMarks(text);
  // 关于印发《某县林业局2021年政府信息公开工作年度报告》的通知
  const size_t quoted = title.find("《");
  if (quoted != absl::string_view::npos) title = StripMarks(title.substr(quoted));
  if (absl::ConsumePrefix(&title, "关于")) {
    for (const absl::string_view word : {"印发", "发布", "公布", "报送"}) {
      absl::ConsumePrefix(&title, word);
    }
  }
  size_t begin = 0;
  size_t end = 0;
  absl::string_view name;
  if (FindYear(title, &begin, &end) != 0) {
    name = title.substr(0, begin);
    if (TrimSpace(name).empty()) name = title.substr(end);
  } else {
    name = title;
  }
  for (const absl::string_view word :
       {"政府信息公开", "政府信息", "信息公开", "政務公開", "政务公开"}) {
    name = name.substr(0, name.find(word));
  }
  name = StripMarks(name);
  for (const absl::string_view word : {"关于", "的", "工作", "年度", "发布", "公布"}) {
    while (absl::ConsumeSuffix(&name, word)) name = TrimSpace(name);
  }
  std::string result = RemoveSpace(StripMarks(name));
  return CountCharacters(result) >= 2 ? result : "";
}

std::string CompleteAgencyName(absl::string_view name) {
  if (EndsWithAny(name, {"开发区", "高新区", "新区", "园区", "示范区", "保税区", "景区", "试验区",
                         "小区", "度假区", "管理区", "城市", "股市"})) {
    return std::string(name);
  }
  if (absl::EndsWith(name, "街道")) return absl::StrCat(name, "办事处");
  if (EndsWithAny(name, {"省", "市", "县", "区", "州", "旗", "镇", "乡"})) {
    return absl::StrCat(name, "人民政府");
  }
  return std::string(name);
}

MetadataReading ReadMetadata(const Document& document, const std::vector<Token>& tokens,
                             size_t body) {
  return MetadataReader(document, tokens, body).Run();
}

}  // namespace gongkai
