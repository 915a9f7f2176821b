// Why a fact may have been read wrongly, in words for a person.
#pragma once

#include "absl/strings/string_view.h"

namespace gongkai {

// Views into literals. No full stop at the end. Empty: there is no doubt.
struct Doubt {
  absl::string_view zh;
  absl::string_view en;

  bool empty() const { return en.empty(); }
};

namespace doubts {

// Of one cell.
inline constexpr Doubt kTwoNumbers = {"一个单元格内有两个数字", "two numbers in one cell"};
inline constexpr Doubt kNoNumber = {"既不是数字，也不是已知的空缺标记",
                                    "no number and no known empty mark"};
inline constexpr Doubt kOtherText = {"数字旁有其他文字", "other text stands beside the number"};
inline constexpr Doubt kNoMoneyUnit = {"单位不是金额单位", "a unit that is no money"};
inline constexpr Doubt kMoneyForCount = {"应填件数处填了金额", "money where a count is asked for"};
inline constexpr Doubt kTooManyDigits = {"数字位数过多",
                                         "more digits than a number of a report can have"};
inline constexpr Doubt kSpaceInside = {"数字中间有空白", "white space stands inside the number"};
inline constexpr Doubt kIncreaseAndDecrease = {
    "增、减在同一单元格内，取其差",
    "increase and decrease stand in one cell; their difference was taken"};

// Of a cell of a document whose text was recognised from pictures.
inline constexpr Doubt kDigitsUnclear = {"文字识别（OCR）无法确定其中的数字",
                                         "recognition (OCR) is not sure of the digits"};
inline constexpr Doubt kRecognised = {
    "由文字识别（OCR）得出，请与原件核对",
    "recognised from a picture (OCR); compare it with the source"};

// Of a row.
inline constexpr Doubt kWhichIsSubtotal = {"无法判断哪个数字是小计",
                                           "which of the values is the subtotal cannot be known"};
inline constexpr Doubt kWhichIsTotal = {
    "表头中总计在前，无法判断数字是否也按此顺序",
    "the head has 总计 in front, and whether the values follow it cannot be known"};
inline constexpr Doubt kLikelyTotal = {"表头中总计在前，数字按自然人居多的顺序读取",
                                       "the head has 总计 in front; the values were read in the "
                                       "order in which natural persons are the "
                                       "most"};
inline constexpr Doubt kValuesDropped = {"该行的数字在文本中丢失",
                                         "values were dropped from the text"};
inline constexpr Doubt kRowDropped = {"该行在文本中丢失", "the row was dropped from the text"};
inline constexpr Doubt kSplitRow = {"该行被拆成了表格所没有的行",
                                    "the row is split into rows that the form does not have"};
inline constexpr Doubt kCellsDoNotFit = {"该行的单元格与各列对不上",
                                         "the cells of the row do not fit the columns"};
inline constexpr Doubt kNoBorders = {"标签与数字连在一起，没有分隔",
                                     "label and figures stand together without borders"};
inline constexpr Doubt kTooFewValues = {
    "该行缺少数字，无法判断缺的是哪些",
    "values of the row are missing; which ones cannot be known"};
inline constexpr Doubt kTooManyValues = {"该行的数字多于单元格",
                                         "more values than the row has cells"};

}  // namespace doubts
}  // namespace gongkai
