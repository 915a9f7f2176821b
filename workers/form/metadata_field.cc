#include "workers/form/metadata_field.h"

#include <algorithm>
#include <string>

#include "absl/strings/match.h"
#include "workers/document/characters.h"
#include "workers/form/label.h"

namespace gongkai {
namespace {

struct FieldName {
  std::u16string_view name;
  MetadataField field;
};
constexpr FieldName kFieldNames[] = {
    {u"索引号", kIndexCode},     {u"索引编号", kIndexCode},   {u"索取号", kIndexCode},
    {u"信息索引号", kIndexCode}, {u"发布机构", kIssuingBody}, {u"发文机关", kIssuingBody},
    {u"发布单位", kIssuingBody}, {u"发文机构", kIssuingBody}, {u"释出机构", kIssuingBody},
    {u"释出日期", kPublished},   {u"公开机构", kIssuingBody}, {u"公开责任部门", kIssuingBody},
    {u"信息来源", kSource},      {u"文章来源", kSource},      {u"来源", kSource},
    {u"主题分类", kSubject},     {u"信息分类", kSubject},     {u"成文日期", kWritten},
    {u"生成日期", kWritten},     {u"发文日期", kWritten},     {u"发布日期", kPublished},
    {u"公开日期", kPublished},   {u"发布时间", kPublished},   {u"标题", kTitle},
    {u"名称", kTitle},           {u"信息名称", kTitle},       {u"文件名称", kTitle},
    {u"发文字号", kNumber},      {u"文号", kNumber},          {u"有效性", kValidity},
    {u"关键词", kIgnored},       {u"主题词", kIgnored},       {u"体裁分类", kIgnored},
    {u"浏览次数", kIgnored},     {u"字体", kIgnored},         {u"作者", kIgnored},
    {u"点击数", kIgnored},       {u"访问量", kIgnored},       {u"公开方式", kIgnored},
    {u"公开时限", kIgnored},     {u"责任编辑", kIgnored},
};

constexpr size_t kMaxFieldName = 30;  // bytes, with white space inside

// A text without white space and readings in brackets, each character with its place in the
// original.
struct Folded {
  std::u16string text;  // raw characters, full width made half width only where it is ':'
  std::vector<size_t> begin;
};

Folded FoldLine(absl::string_view text) {
  Folded folded;
  for (size_t i = 0; i < text.size();) {
    const size_t start = i;
    if (const size_t behind = EndOfPinyin(text, start); behind != 0) {
      i = behind;
      continue;
    }
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

}  // namespace

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

}  // namespace gongkai
