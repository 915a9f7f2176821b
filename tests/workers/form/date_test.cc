#include "workers/form/date.h"

#include <gtest/gtest.h>

#include <string>

namespace gongkai {
namespace {

std::string Find(absl::string_view text, int default_year = 0) {
  size_t end = 0;
  return FindDate(text, &end, default_year).ToString();
}

TEST(DateTest, Forms) {
  for (const char* text : {"2020-03-31", "2020年3月31日", "2020/3/31", "2020.03.31",
                           "发布日期：2020 年 3 月 31 日 10:20", "２０２０年３月３１日",
                           "二〇二〇年三月三十一日", "二○二○年三月三十一日"}) {
    EXPECT_EQ(Find(text), "2020-03-31") << text;
  }
  EXPECT_EQ(Find("至12月31日止", 2019), "2019-12-31");
}

TEST(DateTest, NoDates) {
  for (const char* text : {"", "2020", "2020年", "2020年13月1日", "2021-02-29", "120200331",
                           "202011日起至20201231日", "12月31日", "3.31"}) {
    EXPECT_EQ(Find(text), "") << text;
  }
}

TEST(DateTest, Years) {
  size_t begin = 0;
  size_t end = 0;
  const std::string title = "重庆市2019年度政府信息公开工作年度报告";
  EXPECT_EQ(FindYear(title, &begin, &end), 2019);
  EXPECT_EQ(title.substr(begin, end - begin), "2019年度");
  EXPECT_EQ(FindYear("二〇二一年报告", &begin, &end), 2021);
  EXPECT_EQ(FindYear("共2019件", &begin, &end), 0);
  EXPECT_EQ(FindYear("12019年", &begin, &end), 0);
}

}  // namespace
}  // namespace gongkai
