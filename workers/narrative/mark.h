// The words of a text that tell what its numbers are about.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "workers/narrative/narrative.h"
#include "workers/narrative/prose_text.h"

namespace gongkai {

enum class Word : uint8_t {
  kNothing,  // 公共, 较大: words that only look like others
  // Whom a number speaks for.
  kScopeWhole,
  kScopeOwn,
  kScopePart,
  // When.
  kLastYear,  // 去年, 上年, 同期
  kPartYear,  // 上半年, 季度
  kCompared,  // 同比, 较, 比
  kIncrease,  // 增长, 增加
  kDecrease,  // 下降, 减少
  // Requests.
  kRequest,       // 依申请公开, 信息公开申请
  kPlainRequest,  // 申请
  kDisclosure,    // 信息公开
  kReceive,       // 收到, 受理
  kReceiveNew,    // 新收
  kReceiveAll,    // 收办
  kHandle,        // 办理
  kConclude,      // 办结, 答复
  kNotConclude,   // 未答复, 延期, 当场
  kCarriedIn,     // 上年结转
  kCarriedOut,    // 结转下年
  kCarried,       // 结转 alone
  kGranted,
  kPartlyGranted,
  kDenied,
  kUnavailable,
  kNotProcessed,
  kOtherHandling,
  kChannel,      // 网络, 信函, 自然人: some of the requests
  kApplicants,   // 公民、法人: all of them
  kOtherMatter,  // 投诉, 咨询, 许可: other things that are received and answered
  // Disputes.
  kReview,
  kLitigation,
  kDirect,
  kAfterReview,
  kUpheld,
  kCorrected,
  kOtherResult,
  kPending,
  // Documents, decisions, money.
  kRegulation,
  kNormativeDocument,
  kIssue,      // 制定, 印发
  kInForce,    // 现行有效, 收录
  kRepeal,     // 废止
  kOtherWork,  // 清理, 审查, 解读
  kLicensing,
  kPenalty,
  kCoercion,
  kDecide,      // 作出, 办理
  kNotDecided,  // 事项, 公示, 信息
  kProcurement,
  kFee,
  // How numbers hang together.
  kAmong,        // 其中, 含, 包括
  kDistributed,  // 分别
  kSum,          // 合计, 共计
  kAll,          // 共, 全年, 累计
  kBesides,      // 另, 还, 此外
  kRest,         // 其他, 其余
  kRate,         // 率
  kShare,        // 占
  kOnTime,       // 按时
};

struct Mark {
  uint32_t begin = 0;
  uint32_t end = 0;
  Word word = Word::kNothing;
};

// Every such word, the longest at each place, in the order of the text. Marks do not overlap.
class Marks {
 public:
  explicit Marks(const ProseText& text);

  // Those that stand within [begin, end).
  absl::Span<const Mark> Within(size_t begin, size_t end) const;
  // The first and the last of `word` there; null if there is none.
  const Mark* First(Word word, size_t begin, size_t end) const;
  const Mark* Last(Word word, size_t begin, size_t end) const;
  bool Has(Word word, size_t begin, size_t end) const { return First(word, begin, end) != nullptr; }

 private:
  static constexpr size_t kWords = static_cast<size_t>(Word::kOnTime) + 1;

  // All marks of `word`, in the order of the text.
  absl::Span<const Mark> Of(Word word) const {
    const size_t index = static_cast<size_t>(word);
    return {by_word_.data() + first_[index], size_t{first_[index + 1]} - first_[index]};
  }

  std::vector<Mark> marks_;
  std::vector<Mark> by_word_;                    // the same, those of one word together
  std::array<uint32_t, kWords + 1> first_ = {};  // by Word: its first in by_word_
};

}  // namespace gongkai
