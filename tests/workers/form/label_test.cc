#include "workers/form/label.h"

#include <gtest/gtest.h>

#include <string>

namespace gongkai {
namespace {

struct Case {
  const char* text;
  std::u16string key;
  int ordinal;
};

TEST(LabelTest, KeysKeepWhatPrintingCannotChange) {
  const Case cases[] = {
      {"规章", u"规章", 0},
      {" 规 \n 章 ", u"规章", 0},
      {"（三）不予公开", u"不予公开", 3},
      {"(三)、不予公开", u"不予公开", 3},
      {"三、本年度办理结果", u"本年度办理结果", 3},
      {"三.本年度办理结果", u"本年度办理结果", 3},
      {"12.其他", u"其他", 12},
      {"十二、其他", u"其他", 12},
      {"3.危及“三安全一稳定”", u"危及三安全一稳定", 3},
      {"3．危及\"三安全一稳定\"", u"危及三安全一稳定", 3},
      {"本年增/减", u"本年增减", 0},
      {"本年增\\减", u"本年增减", 0},
      {"第二十条第（一）项", u"第二十条第一项", 0},
      {"第二十条第(1)项", u"第二十条第1项", 0},
      {"第二十条第( )项", u"第二十条第项", 0},
      {"第二部分 主动公开政府信息情况", u"主动公开政府信息情况", 2},
      {"規範性文件", u"规范性文件", 0},
      {"規(guī)章", u"规章", 0},
      {"二、主動公開政府資訊情況", u"主动公开政府信息情况", 2},
      {"公(gōng)開(kāi)", u"公开", 0},
      {"二(èr)、主(zhǔ)動(dòng)公(gōng)開(kāi)", u"主动公开", 2},
      {"逾期未按收費通知要求繳納費用", u"逾期未按收费通知要求缴纳费用", 0},
      {"⼀、政府信息公开⾏政复议", u"政府信息公开行政复议", 1},
      {"规章（设区的市应提供(365)数据）", u"规章", 0},
      {"部分公开（区分处理的，", u"部分公开", 0},
      {"（本列数据）", u"本列数据", 0},
      {"Ａ", u"a", 0},
      {"(三)", u"", 3},
      {"——", u"", 0},
      {"", u"", 0},
      {"\xff\xe8", u"", 0},
  };
  for (const Case& c : cases) {
    const LabelKey key(c.text);
    EXPECT_EQ(std::u16string(key.view()), c.key) << c.text;
    EXPECT_EQ(key.ordinal(), c.ordinal) << c.text;
  }
}

TEST(LabelTest, ProseIsNoLabel) {
  std::string prose;
  for (int i = 0; i < 70; ++i) prose += "字";
  EXPECT_TRUE(LabelKey(prose).empty());
}

TEST(LabelTest, SimilarityIsTheShareInCommon) {
  EXPECT_EQ(Similarity(u"行政许可", u"行政许可"), 1.0);
  EXPECT_EQ(Similarity(u"行政许可", u"行政处罚"), 0.5);
  EXPECT_EQ(Similarity(u"规章", u"总计"), 0.0);
  EXPECT_EQ(Similarity(u"", u"总计"), 0.0);
  EXPECT_NEAR(Similarity(u"其他法律行政止公开", u"其他法律行政法规禁止公开"), 0.75, 1e-9);
  const std::u16string longest(LabelKey::kMaxLength, u'字');
  EXPECT_EQ(Similarity(longest, longest), 1.0);
  EXPECT_EQ(Similarity(longest + u"字", longest), 0.0);
}

TEST(LabelTest, Numerals) {
  EXPECT_EQ(ParseNumeral("一"), 1);
  EXPECT_EQ(ParseNumeral("十"), 10);
  EXPECT_EQ(ParseNumeral("十二"), 12);
  EXPECT_EQ(ParseNumeral("二十一"), 21);
  EXPECT_EQ(ParseNumeral("12"), 12);
  EXPECT_EQ(ParseNumeral("一二"), 0);
  EXPECT_EQ(ParseNumeral(""), 0);
}

TEST(LabelTest, TrimsWhiteSpaceOfAnyScript) {
  EXPECT_EQ(TrimSpace("　 \u00a0字 \u200b\n"), "字");
  EXPECT_EQ(TrimSpace(" \n"), "");
  EXPECT_EQ(RemoveSpace(" 有 效　性"), "有效性");
}

}  // namespace
}  // namespace gongkai
