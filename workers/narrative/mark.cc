#include "workers/narrative/mark.h"

#include <algorithm>
#include <string_view>

namespace gongkai {
namespace {

using std::u16string_view;

struct Entry {
  u16string_view word;
  Word meaning;
};

constexpr Entry kEntries[] = {
    {u"公共", Word::kNothing},
    {u"共同", Word::kNothing},
    {u"共享", Word::kNothing},
    {u"共建", Word::kNothing},
    {u"较好", Word::kNothing},
    {u"较大", Word::kNothing},
    {u"较为", Word::kNothing},
    {u"比如", Word::kNothing},
    {u"多次", Word::kNothing},
    {u"多种", Word::kNothing},
    {u"多项", Word::kNothing},
    {u"至少", Word::kNothing},
    {u"不少于", Word::kNothing},
    {u"含金量", Word::kNothing},
    {u"另行", Word::kNothing},
    {u"还是", Word::kNothing},

    {u"全市", Word::kScopeWhole},
    {u"全省", Word::kScopeWhole},
    {u"全区", Word::kScopeWhole},
    {u"全县", Word::kScopeWhole},
    {u"全州", Word::kScopeWhole},
    {u"全盟", Word::kScopeWhole},
    {u"全旗", Word::kScopeWhole},
    {u"各级行政机关", Word::kScopeWhole},
    {u"各级政府", Word::kScopeWhole},
    {u"各级各部门", Word::kScopeWhole},
    {u"我市", Word::kScopeWhole},
    {u"我省", Word::kScopeWhole},
    {u"我区", Word::kScopeWhole},
    {u"我县", Word::kScopeWhole},
    {u"我州", Word::kScopeWhole},
    {u"本市", Word::kScopeWhole},
    {u"本省", Word::kScopeWhole},
    {u"本区", Word::kScopeWhole},
    {u"本县", Word::kScopeWhole},
    {u"我局", Word::kScopeOwn},
    {u"我办", Word::kScopeOwn},
    {u"我委", Word::kScopeOwn},
    {u"我厅", Word::kScopeOwn},
    {u"我院", Word::kScopeOwn},
    {u"我中心", Word::kScopeOwn},
    {u"我单位", Word::kScopeOwn},
    {u"我街道", Word::kScopeOwn},
    {u"我街", Word::kScopeOwn},
    {u"我镇", Word::kScopeOwn},
    {u"我乡", Word::kScopeOwn},
    {u"我队", Word::kScopeOwn},
    {u"我处", Word::kScopeOwn},
    {u"本机关", Word::kScopeOwn},
    {u"本单位", Word::kScopeOwn},
    {u"本局", Word::kScopeOwn},
    {u"本办", Word::kScopeOwn},
    {u"本委", Word::kScopeOwn},
    {u"本街道", Word::kScopeOwn},
    {u"本镇", Word::kScopeOwn},
    {u"本乡", Word::kScopeOwn},
    {u"局机关", Word::kScopeOwn},
    {u"全局", Word::kScopeOwn},
    {u"全镇", Word::kScopeOwn},
    {u"全乡", Word::kScopeOwn},
    {u"全街道", Word::kScopeOwn},
    {u"全系统", Word::kScopePart},
    {u"省本级", Word::kScopePart},
    {u"市本级", Word::kScopePart},
    {u"区本级", Word::kScopePart},
    {u"县本级", Word::kScopePart},
    {u"州本级", Word::kScopePart},
    {u"本级", Word::kScopePart},
    {u"省级", Word::kScopePart},
    {u"市级", Word::kScopePart},
    {u"市级部门", Word::kScopePart},
    {u"区级", Word::kScopePart},
    {u"区级部门", Word::kScopePart},
    {u"县级", Word::kScopePart},
    {u"县级部门", Word::kScopePart},
    {u"省直", Word::kScopePart},
    {u"市直", Word::kScopePart},
    {u"区直", Word::kScopePart},
    {u"县直", Word::kScopePart},
    {u"区县", Word::kScopePart},
    {u"县区", Word::kScopePart},
    {u"县(市", Word::kScopePart},
    {u"各区县", Word::kScopePart},
    {u"各县区", Word::kScopePart},
    {u"各县(市", Word::kScopePart},
    {u"各区", Word::kScopePart},
    {u"各县", Word::kScopePart},
    {u"各市", Word::kScopePart},
    {u"各镇", Word::kScopePart},
    {u"各乡镇", Word::kScopePart},
    {u"各街道", Word::kScopePart},
    {u"各部门", Word::kScopePart},
    {u"各单位", Word::kScopePart},
    {u"各科室", Word::kScopePart},
    {u"乡镇", Word::kScopePart},
    {u"镇街", Word::kScopePart},
    {u"办公厅", Word::kScopePart},
    {u"办公室", Word::kScopePart},
    {u"政府办", Word::kScopePart},
    {u"政府办公厅", Word::kScopePart},
    {u"政府办公室", Word::kScopePart},
    {u"省政府", Word::kScopePart},
    {u"市政府", Word::kScopePart},
    {u"州政府", Word::kScopePart},
    {u"区政府", Word::kScopePart},
    {u"县政府", Word::kScopePart},
    {u"市政府办", Word::kScopePart},
    {u"区政府办", Word::kScopePart},
    {u"县政府办", Word::kScopePart},
    {u"市政府部门", Word::kScopePart},
    {u"区政府部门", Word::kScopePart},
    {u"县政府部门", Word::kScopePart},
    {u"市政府办公厅", Word::kScopePart},
    {u"市政府办公室", Word::kScopePart},
    {u"区政府办公室", Word::kScopePart},
    {u"县政府办公室", Word::kScopePart},
    {u"省政府办公厅", Word::kScopePart},

    {u"去年", Word::kLastYear},
    {u"上年", Word::kLastYear},
    {u"上年度", Word::kLastYear},
    {u"上一年", Word::kLastYear},
    {u"上一年度", Word::kLastYear},
    {u"前一年", Word::kLastYear},
    {u"往年", Word::kLastYear},
    {u"同期", Word::kLastYear},
    {u"历年", Word::kPartYear},
    {u"近年来", Word::kPartYear},
    {u"以来", Word::kPartYear},
    {u"上半年", Word::kPartYear},
    {u"下半年", Word::kPartYear},
    {u"季度", Word::kPartYear},
    {u"月份", Word::kPartYear},
    {u"月底", Word::kPartYear},
    {u"同比", Word::kCompared},
    {u"环比", Word::kCompared},
    {u"相比", Word::kCompared},
    {u"较", Word::kCompared},
    {u"比", Word::kCompared},
    {u"增长", Word::kIncrease},
    {u"增加", Word::kIncrease},
    {u"上升", Word::kIncrease},
    {u"上涨", Word::kIncrease},
    {u"提高", Word::kIncrease},
    {u"提升", Word::kIncrease},
    {u"增幅", Word::kIncrease},
    {u"多", Word::kIncrease},
    {u"下降", Word::kDecrease},
    {u"减少", Word::kDecrease},
    {u"降低", Word::kDecrease},
    {u"缩减", Word::kDecrease},
    {u"压缩", Word::kDecrease},
    {u"缩短", Word::kDecrease},
    {u"降幅", Word::kDecrease},
    {u"少", Word::kDecrease},

    {u"依申请公开", Word::kRequest},
    {u"依申请", Word::kRequest},
    {u"信息公开申请", Word::kRequest},
    {u"公开申请", Word::kRequest},
    {u"申请公开", Word::kRequest},
    {u"政府信息申请", Word::kRequest},
    {u"申请", Word::kPlainRequest},
    {u"信息公开", Word::kDisclosure},
    {u"政务公开", Word::kDisclosure},
    {u"收到", Word::kReceive},
    {u"接到", Word::kReceive},
    {u"接收", Word::kReceive},
    {u"接收到", Word::kReceive},
    {u"接受", Word::kReceive},
    {u"收悉", Word::kReceive},
    {u"受理", Word::kReceive},
    {u"新收", Word::kReceiveNew},
    {u"新收到", Word::kReceiveNew},
    {u"新受理", Word::kReceiveNew},
    {u"新接收", Word::kReceiveNew},
    {u"收办", Word::kReceiveAll},
    {u"办理", Word::kHandle},
    {u"处理", Word::kHandle},
    {u"办结", Word::kConclude},
    {u"答复", Word::kConclude},
    {u"办复", Word::kConclude},
    {u"办理完毕", Word::kConclude},
    {u"办理答复", Word::kConclude},
    {u"处理完毕", Word::kConclude},
    {u"未答复", Word::kNotConclude},
    {u"未办结", Word::kNotConclude},
    {u"待答复", Word::kNotConclude},
    {u"延期", Word::kNotConclude},
    {u"延长", Word::kNotConclude},
    {u"当场", Word::kNotConclude},
    {u"逾期", Word::kNotConclude},
    {u"超期", Word::kNotConclude},
    {u"正在", Word::kNotConclude},
    {u"尚在", Word::kNotConclude},
    {u"撤回", Word::kNotConclude},
    {u"撤销", Word::kNotConclude},
    {u"上年结转", Word::kCarriedIn},
    {u"上年度结转", Word::kCarriedIn},
    {u"上一年结转", Word::kCarriedIn},
    {u"上一年度结转", Word::kCarriedIn},
    {u"去年结转", Word::kCarriedIn},
    {u"往年结转", Word::kCarriedIn},
    {u"结转上年", Word::kCarriedIn},
    {u"结转自上年", Word::kCarriedIn},
    {u"结转下年", Word::kCarriedOut},
    {u"结转下一年", Word::kCarriedOut},
    {u"结转至下年", Word::kCarriedOut},
    {u"结转至下一年", Word::kCarriedOut},
    {u"结转到下年", Word::kCarriedOut},
    {u"结转到下一年", Word::kCarriedOut},
    {u"转下年", Word::kCarriedOut},
    {u"转下一年", Word::kCarriedOut},
    {u"转入下年", Word::kCarriedOut},
    {u"转入下一年", Word::kCarriedOut},
    {u"顺延到下年", Word::kCarriedOut},
    {u"顺延至下年", Word::kCarriedOut},
    {u"顺延到下一年", Word::kCarriedOut},
    {u"顺延至下一年", Word::kCarriedOut},
    {u"结转", Word::kCarried},
    {u"顺延", Word::kCarried},
    {u"予以公开", Word::kGranted},
    {u"同意公开", Word::kGranted},
    {u"全部公开", Word::kGranted},
    {u"部分公开", Word::kPartlyGranted},
    {u"予以部分公开", Word::kPartlyGranted},
    {u"不予公开", Word::kDenied},
    {u"不予以公开", Word::kDenied},
    {u"不同意公开", Word::kDenied},
    {u"无法提供", Word::kUnavailable},
    {u"不予处理", Word::kNotProcessed},
    {u"其他处理", Word::kOtherHandling},
    {u"其他处理情形", Word::kOtherHandling},
    {u"网络", Word::kChannel},
    {u"网上", Word::kChannel},
    {u"在线", Word::kChannel},
    {u"线上", Word::kChannel},
    {u"线下", Word::kChannel},
    {u"互联网", Word::kChannel},
    {u"网站", Word::kChannel},
    {u"平台", Word::kChannel},
    {u"系统", Word::kChannel},
    {u"信函", Word::kChannel},
    {u"信件", Word::kChannel},
    {u"书信", Word::kChannel},
    {u"邮寄", Word::kChannel},
    {u"邮政", Word::kChannel},
    {u"邮件", Word::kChannel},
    {u"邮箱", Word::kChannel},
    {u"快递", Word::kChannel},
    {u"当面", Word::kChannel},
    {u"现场", Word::kChannel},
    {u"窗口", Word::kChannel},
    {u"传真", Word::kChannel},
    {u"书面", Word::kChannel},
    {u"口头", Word::kChannel},
    {u"其他方式", Word::kChannel},
    {u"自然人", Word::kChannel},
    {u"公民", Word::kChannel},
    {u"个人", Word::kChannel},
    {u"法人", Word::kChannel},
    {u"企业", Word::kChannel},
    {u"组织", Word::kChannel},
    {u"律师", Word::kChannel},
    {u"涉及", Word::kChannel},
    {u"公民、法人", Word::kApplicants},
    {u"公民,法人", Word::kApplicants},
    {u"公民和法人", Word::kApplicants},
    {u"自然人、法人", Word::kApplicants},
    {u"投诉", Word::kOtherMatter},
    {u"举报", Word::kOtherMatter},
    {u"信访", Word::kOtherMatter},
    {u"来信", Word::kOtherMatter},
    {u"来电", Word::kOtherMatter},
    {u"来访", Word::kOtherMatter},
    {u"咨询", Word::kOtherMatter},
    {u"留言", Word::kOtherMatter},
    {u"建议", Word::kOtherMatter},
    {u"提案", Word::kOtherMatter},
    {u"议案", Word::kOtherMatter},
    {u"意见", Word::kOtherMatter},
    {u"评价", Word::kOtherMatter},
    {u"许可", Word::kOtherMatter},
    {u"补正", Word::kOtherMatter},
    {u"舆情", Word::kOtherMatter},
    {u"热线", Word::kOtherMatter},
    {u"工单", Word::kOtherMatter},
    {u"诉求", Word::kOtherMatter},
    {u"问题", Word::kOtherMatter},
    {u"公众", Word::kOtherMatter},
    {u"网民", Word::kOtherMatter},
    {u"群众", Word::kOtherMatter},
    {u"事项", Word::kOtherMatter},

    {u"行政复议", Word::kReview},
    {u"复议", Word::kReview},
    {u"行政诉讼", Word::kLitigation},
    {u"诉讼", Word::kLitigation},
    {u"未经复议直接起诉", Word::kDirect},
    {u"直接起诉", Word::kDirect},
    {u"复议后起诉", Word::kAfterReview},
    {u"经复议后起诉", Word::kAfterReview},
    {u"维持", Word::kUpheld},
    {u"结果维持", Word::kUpheld},
    {u"纠正", Word::kCorrected},
    {u"结果纠正", Word::kCorrected},
    {u"其他结果", Word::kOtherResult},
    {u"尚未审结", Word::kPending},
    {u"未审结", Word::kPending},
    {u"正在审理", Word::kPending},

    {u"规章", Word::kRegulation},
    {u"规范性文件", Word::kNormativeDocument},
    {u"制定", Word::kIssue},
    {u"制发", Word::kIssue},
    {u"新制作", Word::kIssue},
    {u"制作", Word::kIssue},
    {u"出台", Word::kIssue},
    {u"印发", Word::kIssue},
    {u"发布", Word::kIssue},
    {u"新公开", Word::kIssue},
    {u"新增公开", Word::kIssue},
    {u"现行有效", Word::kInForce},
    {u"现行", Word::kInForce},
    {u"收录", Word::kInForce},
    {u"入库", Word::kInForce},
    {u"对外公开", Word::kInForce},
    {u"废止", Word::kRepeal},
    {u"失效", Word::kRepeal},
    {u"清理", Word::kOtherWork},
    {u"审查", Word::kOtherWork},
    {u"审核", Word::kOtherWork},
    {u"备案", Word::kOtherWork},
    {u"修改", Word::kOtherWork},
    {u"修订", Word::kOtherWork},
    {u"解读", Word::kOtherWork},
    {u"评估", Word::kOtherWork},
    {u"起草", Word::kOtherWork},
    {u"报送", Word::kOtherWork},
    {u"行政许可", Word::kLicensing},
    {u"行政处罚", Word::kPenalty},
    {u"行政强制", Word::kCoercion},
    {u"作出", Word::kDecide},
    {u"做出", Word::kDecide},
    {u"实施", Word::kDecide},
    {u"行政许可事项", Word::kNotDecided},
    {u"公示", Word::kNotDecided},
    {u"目录", Word::kNotDecided},
    {u"清单", Word::kNotDecided},
    {u"集中采购", Word::kProcurement},
    {u"行政事业性收费", Word::kFee},

    {u"其中", Word::kAmong},
    {u"含", Word::kAmong},
    {u"包括", Word::kAmong},
    {u"包含", Word::kAmong},
    {u"分别", Word::kDistributed},
    {u"合计", Word::kSum},
    {u"共计", Word::kSum},
    {u"总计", Word::kSum},
    {u"总共", Word::kSum},
    {u"共", Word::kAll},
    {u"全年", Word::kAll},
    {u"累计", Word::kAll},
    {u"另", Word::kBesides},
    {u"另有", Word::kBesides},
    {u"另外", Word::kBesides},
    {u"还", Word::kBesides},
    {u"此外", Word::kBesides},
    {u"同时", Word::kBesides},
    {u"其他", Word::kRest},
    {u"其它", Word::kRest},
    {u"其余", Word::kRest},
    {u"率", Word::kRate},
    {u"占", Word::kShare},
    {u"占比", Word::kShare},
    {u"比例", Word::kShare},
    {u"按时", Word::kOnTime},
    {u"按期", Word::kOnTime},
    {u"及时", Word::kOnTime},
    {u"限时", Word::kOnTime},
    {u"规范率", Word::kOnTime},
    {u"满意率", Word::kOnTime},
    {u"合格率", Word::kOnTime},
};

// The entries by their first character, the longest first.
class Index {
 public:
  Index() : entries_(std::begin(kEntries), std::end(kEntries)) {
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
      if (a.word[0] != b.word[0]) return a.word[0] < b.word[0];
      return a.word.size() > b.word.size();
    });
    first_.assign(1 << 16, 0);
    for (size_t i = entries_.size(); i-- > 0;) {
      first_[entries_[i].word[0]] = static_cast<uint16_t>(i + 1);
    }
  }

  const Entry* Find(u16string_view rest) const {
    for (size_t i = first_[rest[0]]; i > 0 && i <= entries_.size(); ++i) {
      const Entry& entry = entries_[i - 1];
      if (entry.word[0] != rest[0]) break;
      if (rest.substr(0, entry.word.size()) == entry.word) return &entry;
    }
    return nullptr;
  }

 private:
  std::vector<Entry> entries_;
  std::vector<uint16_t> first_;  // by character: 1 + index of its first entry, 0: none
};

}  // namespace

Marks::Marks(const ProseText& text) {
  static const Index& index = *new Index;
  const u16string_view all = text.view();
  bool title = false;
  for (size_t i = 0; i < all.size();) {
    // What stands in titles says nothing of numbers.
    if (all[i] == u'《') title = true;
    if (all[i] == u'》' || all[i] == u'。' || all[i] == u'\n') title = false;
    const Entry* entry = title ? nullptr : index.Find(all.substr(i));
    if (entry == nullptr) {
      ++i;
      continue;
    }
    if (entry->meaning != Word::kNothing) {
      marks_.push_back({i, i + entry->word.size(), entry->meaning});
      present_.set(static_cast<size_t>(entry->meaning));
    }
    i += entry->word.size();
  }
}

absl::Span<const Mark> Marks::Within(size_t begin, size_t end) const {
  const auto first = std::lower_bound(marks_.begin(), marks_.end(), begin,
                                      [](const Mark& mark, size_t at) { return mark.begin < at; });
  auto last = first;
  while (last != marks_.end() && last->end <= end) ++last;
  return {marks_.data() + (first - marks_.begin()), static_cast<size_t>(last - first)};
}

const Mark* Marks::First(Word word, size_t begin, size_t end) const {
  if (!present_[static_cast<size_t>(word)]) return nullptr;
  for (const Mark& mark : Within(begin, end)) {
    if (mark.word == word) return &mark;
  }
  return nullptr;
}

const Mark* Marks::Last(Word word, size_t begin, size_t end) const {
  if (!present_[static_cast<size_t>(word)]) return nullptr;
  const Mark* found = nullptr;
  for (const Mark& mark : Within(begin, end)) {
    if (mark.word == word) found = &mark;
  }
  return found;
}

}  // namespace gongkai
