#include "workers/rules/agency_name.h"

#include <initializer_list>
#include <string>
#include <string_view>

#include "absl/strings/match.h"
#include "workers/form/label.h"

namespace gongkai {
namespace {

using Name = std::u16string_view;

std::u16string Fold(absl::string_view text) {
  std::u16string folded;
  for (size_t at = 0; at < text.size();) {
    const char16_t character = FoldCharacter(NextCharacter(text, &at));
    if (character != 0) folded.push_back(character);
  }
  return folded;
}

bool EndsWith(Name name, Name ending) {
  return name.size() >= ending.size() && name.substr(name.size() - ending.size()) == ending;
}

bool EndsWithAny(Name name, std::initializer_list<Name> endings) {
  for (const Name ending : endings) {
    if (EndsWith(name, ending)) return true;
  }
  return false;
}

bool StartsWithAny(Name name, std::initializer_list<Name> beginnings) {
  for (const Name beginning : beginnings) {
    if (name.substr(0, beginning.size()) == beginning) return true;
  }
  return false;
}

bool Contains(Name name, Name part) { return name.find(part) != Name::npos; }

// The region of a government or its office: 重庆市 for 重庆市人民政府办公厅; the name itself if it
// is neither.
Name WithoutOffice(Name name) {
  for (const Name office : {Name(u"办公厅"), Name(u"办公室"), Name(u"办")}) {
    if (EndsWith(name, office) && EndsWith(name.substr(0, name.size() - office.size()), u"政府")) {
      name.remove_suffix(office.size());
      break;
    }
  }
  for (const Name government : {Name(u"人民政府"), Name(u"政府")}) {
    if (EndsWith(name, government) && name.size() > government.size()) {
      name.remove_suffix(government.size());
      break;
    }
  }
  return name;
}

bool IsCentral(Name name) {
  // The tax offices of the regions bear the name of the State Administration before their own.
  constexpr Name kTax = u"国家税务总局";
  if (StartsWithAny(name, {kTax})) return name.size() == kTax.size();
  return StartsWithAny(name, {u"国家", u"国务院", u"中国", u"中华人民共和国"}) ||
         EndsWithAny(name, {u"总局", u"总署"});
}

// A city inside a prefecture, which only the longer name shows.
bool IsCountyLevelCity(Name name) {
  if (!EndsWith(name, u"市")) return false;
  const Name before = name.substr(0, name.size() - 1);
  return Contains(before, u"市") || Contains(before, u"自治州") || Contains(before, u"地区");
}

bool EndsLikeRegion(Name name) {
  return EndsWithAny(name, {u"省", u"市", u"区", u"县", u"旗", u"州", u"盟", u"镇", u"乡", u"苏木",
                            u"街道", u"街道办事处", u"管理委员会", u"管委会", u"行政公署"});
}

bool EndsLikeBody(Name name) {
  return EndsLikeRegion(name) || EndsWithAny(name, {u"政府", u"局", u"厅", u"委员会", u"委", u"部",
                                                    u"署", u"办公室", u"办"});
}

bool IsSubsequence(Name part, Name whole) {
  size_t matched = 0;
  for (const char16_t character : whole) {
    if (matched < part.size() && part[matched] == character) ++matched;
  }
  return matched == part.size();
}

bool Abbreviates(Name a, Name b) { return IsSubsequence(a, b) || IsSubsequence(b, a); }

// The name of a department without its region: 人社局 for 重庆市人社局 and for 市人社局.
Name WithoutRegion(Name name) {
  size_t begin = 0;
  for (size_t i = 0; i + 1 < name.size(); ++i) {
    const bool market = name[i] == u'市' && name[i + 1] == u'场';
    if (Name(u"省市县区旗州镇乡").find(name[i]) != Name::npos && !market) begin = i + 1;
  }
  return name.substr(begin);
}

bool NamesNoRegion(Name name) {
  return StartsWithAny(name, {u"省", u"市", u"县", u"区", u"旗", u"镇", u"乡", u"本", u"我"});
}

struct Province {
  absl::string_view digits;  // of its 行政区划代码
  absl::string_view name;
};

constexpr Province kProvinces[] = {
    {"11", "北京市"},           {"12", "天津市"},         {"13", "河北省"},
    {"14", "山西省"},           {"15", "内蒙古自治区"},   {"21", "辽宁省"},
    {"22", "吉林省"},           {"23", "黑龙江省"},       {"31", "上海市"},
    {"32", "江苏省"},           {"33", "浙江省"},         {"34", "安徽省"},
    {"35", "福建省"},           {"36", "江西省"},         {"37", "山东省"},
    {"41", "河南省"},           {"42", "湖北省"},         {"43", "湖南省"},
    {"44", "广东省"},           {"45", "广西壮族自治区"}, {"46", "海南省"},
    {"50", "重庆市"},           {"51", "四川省"},         {"52", "贵州省"},
    {"53", "云南省"},           {"54", "西藏自治区"},     {"61", "陕西省"},
    {"62", "甘肃省"},           {"63", "青海省"},         {"64", "宁夏回族自治区"},
    {"65", "新疆维吾尔自治区"},
};

}  // namespace

bool LacksRegulationPower(absl::string_view text) {
  const std::u16string folded = Fold(text);
  const Name name = folded;
  const Name region = WithoutOffice(name);
  if (region.size() < 2) return false;
  if (region.size() == name.size()) {
    if (IsCentral(name)) return false;
    if (EndsWithAny(name, {u"局", u"委员会", u"管委会", u"中心", u"街道办事处", u"街道办"}))
      return true;
    if (EndsWith(name, u"厅") && !EndsWith(name, u"办公厅")) return true;
    if (EndsWithAny(name, {u"改革委", u"国资委", u"卫健委", u"建委"})) return true;
  }
  if (EndsWithAny(region, {u"自治区", u"特别行政区", u"新区", u"地区"})) return false;
  return EndsWithAny(region, {u"镇", u"乡", u"苏木", u"街道", u"县", u"区", u"旗"}) ||
         IsCountyLevelCity(region);
}

bool IsGovernment(absl::string_view text) {
  const std::u16string folded = Fold(text);
  const Name region = WithoutOffice(folded);
  return region.size() != folded.size() || EndsLikeRegion(region);
}

bool ReportsForRegion(absl::string_view text) {
  const std::u16string folded = Fold(text);
  const Name region = WithoutOffice(folded);
  return EndsWithAny(region, {u"省", u"市", u"区", u"县", u"旗", u"州", u"盟"}) &&
         !EndsWithAny(folded, {u"办公厅", u"办公室", u"办"});
}

bool MayBeSameBody(absl::string_view a, absl::string_view b) {
  const std::u16string folded_a = Fold(a), folded_b = Fold(b);
  if (!EndsLikeBody(folded_a) || !EndsLikeBody(folded_b)) return true;
  const Name left = WithoutOffice(folded_a), right = WithoutOffice(folded_b);
  if (Abbreviates(left, right)) return true;
  if (!NamesNoRegion(left) && !NamesNoRegion(right)) return false;
  return Abbreviates(WithoutRegion(left), WithoutRegion(right));
}

absl::string_view ProvinceInName(absl::string_view name) {
  for (const Province& province : kProvinces) {
    if (absl::StartsWith(name, province.name)) return province.name;
  }
  return {};
}

absl::string_view ProvinceOfCode(absl::string_view credit_code) {
  // Two characters for who registered it and as what, then the division that did: 100000 is the
  // State.
  constexpr size_t kDivision = 2;
  if (credit_code.size() < kDivision + 2) return {};
  for (const Province& province : kProvinces) {
    if (credit_code.substr(kDivision, 2) == province.digits) return province.name;
  }
  return {};
}

}  // namespace gongkai
