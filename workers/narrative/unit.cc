#include "workers/narrative/unit.h"

#include "workers/narrative/word_table.h"

namespace gongkai {
namespace {

struct Entry {
  std::u16string_view word;
  bool counts_acts;
  std::u16string_view not_before = {};  // characters that make another word of it
};

constexpr Entry kEntries[] = {
    {u"个百分点", false},
    {u"百分点", false},
    {u"个工作日", false},
    {u"个自然日", false},
    {u"个小时", false},
    {u"个月", false},
    {u"个", false, u"别案人"},
    {u"工作日", false},
    {u"件次", true},
    {u"件", true},
    {u"条次", true},
    {u"条", true, u"例款"},
    {u"人次", true},
    {u"人", true, u"民大员社工事口才均"},
    {u"次", true, u"序要"},
    {u"场次", true},
    {u"场", true, u"所馆景地"},
    {u"期", true, u"间限"},
    {u"篇次", true},
    {u"篇", true},
    {u"项次", false},
    {u"项", false},
    {u"家次", false},
    {u"家", false, u"庭属长"},
    {u"份", true},
    {u"册", true},
    {u"部", true, u"门分署委长队级"},
    {u"宗", true},
    {u"起", true, u"草诉到止"},
    {u"批次", true},
    {u"批", false, u"复准示"},
    {u"例", true, u"会如"},
    {u"户次", false},
    {u"户", false, u"籍口"},
    {u"名", true, u"称单为"},
    {u"位", true, u"于列居置次"},
    {u"张", true, u"贴"},
    {u"台次", true},
    {u"台", true, u"账"},
    {u"套", false},
    {u"大类", false},
    {u"类", false, u"型别似"},
    {u"种", false},
    {u"幅", true, u"度"},
    {u"段", false, u"落"},
    {u"则", true},
    {u"页", true, u"面"},
    {u"字", false, u"段"},
    {u"卷", true},
    {u"本", true, u"级地市机报年区县省市质人单部身期文着行"},
    {u"组", false, u"织成长建"},
    {u"处", false, u"理于罚室长置分"},
    {u"座", false, u"谈"},
    {u"所", false, u"有在需属列涉"},
    {u"间", false, u"接"},
    {u"块", false},
    {u"栏", false, u"目"},
    {u"档", false, u"案"},
    {u"笔", true},
    {u"轮", true},
    {u"届次", false},
    {u"天", false, u"津"},
    {u"小时", false},
    {u"分钟", false},
    {u"周", true, u"年边期"},
    {u"美元", false},
    {u"元", false, u"旦宵素"},
    {u"公里", false},
    {u"千米", false},
    {u"平方公里", false},
    {u"平方米", false},
    {u"立方米", false},
    {u"米", false},
    {u"公顷", false},
    {u"亩", false},
    {u"公斤", false},
    {u"千克", false},
    {u"千瓦时", false},
    {u"千瓦", false},
    {u"吨", false},
    {u"倍", false},
    {u"折", false, u"算扣"},
    {u"分", false, u"别钟之公管为析类布局享级工解支"},
    {u"点击", false},
    {u"辆", false},
    {u"艘", false},
    {u"株", false},
    {u"枚", false},
    {u"封", true, u"面"},
    {u"通", true, u"过报知道信用"},
    {u"遍", true, u"及布"},
    {u"款", false, u"项"},
    {u"节", true, u"点约假"},
    {u"课时", false},
    {u"学时", false},
    {u"集", true, u"中体约合团"},
    {u"组次", true},
    {u"车次", true},
    {u"班次", true},
    {u"站次", true},
    {u"岁", false},
    {u"支", false, u"持出付部队撑行"},
    {u"根", false, u"据"},
    {u"只", false, u"有进跑"},
    {u"对", false, u"于外照比"},
    {u"门", true, u"户类口"},
    {u"盏", false},
    {u"亿次", true},
    {u"%", false},
    {u"‰", false},
};

}  // namespace

Unit ReadUnit(std::u16string_view text, size_t at) {
  static const auto& units = *new WordTable<Entry>(kEntries);
  if (at >= text.size()) return {};
  const std::u16string_view rest = text.substr(at);
  const Entry* unit = units.Find(rest, [&](const Entry& entry) {
    const char16_t next = rest.size() > entry.word.size() ? rest[entry.word.size()] : u'\0';
    return next == 0 || entry.not_before.find(next) == std::u16string_view::npos;
  });
  if (unit == nullptr) return {};
  return {unit->word, unit->counts_acts};
}

}  // namespace gongkai
