#include "workers/rules/diagnosis_text.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "workers/rules/recorder.h"

namespace gongkai {
namespace {

// More cells than this are counted, not named.
constexpr size_t kMaxNamed = 8;

struct Both {
  std::string zh, en;
};

Both NameOf(const CellEdit& edit, const CompiledForm& form, const Reading& reading) {
  if (edit.cell.fact >= 0) {
    const FormCell& cell = form.form->cells()[static_cast<size_t>(edit.cell.fact)];
    return {CellZh(cell), CellEn(cell)};
  }
  const Subtotal& subtotal = reading.subtotals[static_cast<size_t>(edit.cell.subtotal)];
  return {absl::StrCat("表三小计（", subtotal.subject, "，", subtotal.applicant, "）"),
          absl::StrCat("Table 3, subtotal of ", subtotal.subject, ", ", subtotal.applicant)};
}

Both WordsOf(Slip slip) {
  switch (slip) {
    case Slip::kTransposed:
      return {"相邻两位数字颠倒", "two digits changed places"};
    case Slip::kTorn:
      return {"数字被拆开", "the number was torn apart"};
    case Slip::kTimesTen:
      return {"末尾多写或少写一个 0", "a zero too many or too few"};
    case Slip::kWrongSign:
      return {"正负号写反", "the wrong sign"};
    case Slip::kMissingDigit:
      return {"漏写一位数字", "a digit is missing"};
    case Slip::kExtraDigit:
      return {"多写一位数字", "a digit too many"};
    case Slip::kWrongDigit:
      return {"一位数字写错", "one digit is wrong"};
    case Slip::kTotal:
      return {"总计未随各项更新", "a total that was not brought up to date"};
    case Slip::kEmpty:
      return {"应填未填", "left without a number"};
    default:
      return {"数字有误", "the number is wrong"};
  }
}

Both Listed(const Diagnosis& diagnosis, const CompiledForm& form, const Reading& reading) {
  std::vector<std::string> zh, en;
  for (const CellEdit& edit : diagnosis.edits) {
    const Both name = NameOf(edit, form, reading);
    if (zh.size() == kMaxNamed) {
      zh.push_back(absl::StrCat("等 ", diagnosis.edits.size(), " 个单元格"));
      en.push_back(absl::StrCat("and so on, ", diagnosis.edits.size(), " cells"));
      break;
    }
    const std::string arrow =
        edit.printed.has_value() && diagnosis.slip != Slip::kEmptyForZero
            ? absl::StrCat(" ", edit.printed->ToString(), " → ", edit.proposed.ToString())
            : "";
    zh.push_back(absl::StrCat(name.zh, arrow));
    en.push_back(absl::StrCat(name.en, arrow));
  }
  return {absl::StrJoin(zh, "；"), absl::StrJoin(en, "; ")};
}

Both BodyOf(const Diagnosis& diagnosis, const CompiledForm& form, const Reading& reading) {
  const CellEdit& first = diagnosis.edits.front();
  switch (diagnosis.slip) {
    case Slip::kSwappedNeighbours:
    case Slip::kSwapped: {
      const CellEdit& second = diagnosis.edits.back();
      const Both a = NameOf(first, form, reading), b = NameOf(second, form, reading);
      const std::string x = first.proposed.ToString(), y = second.proposed.ToString();
      return {absl::StrCat(a.zh, "与", b.zh, "的数字疑似互换，应分别为 ", x, " 和 ", y),
              absl::StrCat(a.en, " and ", b.en,
                           " seem to hold each other's number; they should be ", x, " and ", y)};
    }
    case Slip::kShifted: {
      const Both list = Listed(diagnosis, form, reading);
      return {absl::StrCat("数字疑似错位一格：", list.zh),
              absl::StrCat("Numbers seem to stand one cell too far: ", list.en)};
    }
    case Slip::kSeveral: {
      const Both list = Listed(diagnosis, form, reading);
      return {absl::StrCat("几处数字疑似有误：", list.zh),
              absl::StrCat("Several numbers seem wrong: ", list.en)};
    }
    case Slip::kEmptyForZero: {
      const Both list = Listed(diagnosis, form, reading);
      return {absl::StrCat("未填数字之处，按勾稽关系应为 0：", list.zh),
              absl::StrCat("Left without a number where the identities ask for 0: ", list.en)};
    }
    default: {
      const Both name = NameOf(first, form, reading), words = WordsOf(diagnosis.slip);
      const std::string proposed = first.proposed.ToString();
      if (!first.printed.has_value()) {
        return {absl::StrCat(name.zh, "没有数字，疑应为 ", proposed, "（", words.zh, "）"),
                absl::StrCat(name.en, " holds no number and should perhaps be ", proposed, " (",
                             words.en, ")")};
      }
      const std::string printed = first.printed->ToString();
      return {absl::StrCat(name.zh, "印为 ", printed, "，疑应为 ", proposed, "（", words.zh, "）"),
              absl::StrCat(name.en, " is printed as ", printed, " and should perhaps be ", proposed,
                           " (", words.en, ")")};
    }
  }
}

}  // namespace

void SetMessages(const CompiledForm& form, const Reading& reading, Diagnosis* diagnosis) {
  const Both body = BodyOf(*diagnosis, form, reading);
  const size_t count = diagnosis->mended.size();
  diagnosis->message_zh = absl::StrCat(body.zh, "；改后有关的 ", count, " 项关系均成立。");
  diagnosis->message_en =
      absl::StrCat(body.en, "; then ", count == 1 ? "the identity holds" : "all of them hold",
                   count == 1 ? "." : absl::StrCat(" (", count, " identities)."));
}

}  // namespace gongkai
