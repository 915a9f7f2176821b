#include "workers/cli/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

namespace gongkai {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// What is said of the line; empty if it is understood.
std::string Said(std::vector<std::string> arguments) {
  Session session;
  const auto parser = MakeParser(session);
  try {
    parser->parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    return UsageErrorText(*parser, arguments, error);
  }
  EXPECT_TRUE(session.run != nullptr);
  return "";
}

TEST(ArgumentsTest, LinesThatAreUnderstood) {
  EXPECT_EQ(Said({"check", "a.txt", "b.txt", "--json"}), "");
  EXPECT_EQ(Said({"check", "-", "--year", "2019", "--lang", "ZH", "--tables"}), "");
  EXPECT_EQ(Said({"--server", "h:1", "submit", "a", "--wait", "--priority", "bulk"}), "");
  EXPECT_EQ(Said({"submit", "a", "--wait", "--server", "h:1", "--timeout", "1.5s"}), "");
  EXPECT_EQ(Said({"list", "--verdict", "passed_with_warnings", "--agency", "x"}), "");
  EXPECT_EQ(Said({"jobs", "--state", "failed", "--timeout", "30"}), "");
}

TEST(ArgumentsTest, EveryErrorSpeaksBothLanguagesAndNamesTheWayOut) {
  EXPECT_THAT(Said({}), AllOf(HasSubstr("缺少命令"), HasSubstr("no command"), HasSubstr("submit")));
  EXPECT_THAT(Said({"chekc", "a"}), AllOf(HasSubstr("没有命令 chekc"), HasSubstr("unknown command"),
                                          HasSubstr("did you mean: check\n")));
  EXPECT_THAT(Said({"--server", "h:1", "lst"}), HasSubstr("did you mean: list\n"));
  EXPECT_THAT(Said({"frobnicate"}), Not(HasSubstr("did you mean")));
  EXPECT_THAT(Said({"check", "--jsn", "a"}),
              AllOf(HasSubstr("不认识的参数"), HasSubstr("--jsn"),
                    HasSubstr("did you mean: --json\n"), HasSubstr("gongkai check --help")));
  EXPECT_THAT(Said({"list", "--sever=h:1"}), HasSubstr("did you mean: --server\n"));
  EXPECT_THAT(Said({"check"}), AllOf(HasSubstr("缺少必需的参数"), HasSubstr("FILE is required")));
  EXPECT_THAT(Said({"get", "a", "b"}), AllOf(HasSubstr("不认识的参数"), HasSubstr("b")));
  EXPECT_THAT(Said({"list", "--verdict", "good"}),
              AllOf(HasSubstr("参数值无效"), HasSubstr("passed_with_warnings")));
}

TEST(ArgumentsTest, ValuesOutOfRangeAreRefused) {
  for (const char* year : {"1948", "2201", "-1", "x", "2019.5", ""}) {
    EXPECT_THAT(Said({"list", absl::StrCat("--year=", year)}), Not("")) << year;
  }
  for (const char* time : {"0", "-3", "x", "1e99", "0s", "inf", "nan"}) {
    EXPECT_THAT(Said({"list", absl::StrCat("--timeout=", time)}), Not("")) << time;
  }
}

std::optional<absl::Duration> TimeoutOf(std::vector<std::string> arguments) {
  Session session;
  std::reverse(arguments.begin(), arguments.end());
  MakeParser(session)->parse(arguments);
  return session.timeout;
}

TEST(ArgumentsTest, Timeouts) {
  EXPECT_EQ(TimeoutOf({"list"}), std::nullopt);
  EXPECT_EQ(TimeoutOf({"list", "--timeout", "30"}), absl::Seconds(30));
  EXPECT_EQ(TimeoutOf({"--timeout", "10m", "list"}), absl::Minutes(10));
  EXPECT_EQ(TimeoutOf({"list", "--timeout=1.5s"}), absl::Milliseconds(1500));
}

TEST(NearestTest, OnlyWhatIsNear) {
  const std::vector<std::string> words = {"check", "submit", "get", "list"};
  EXPECT_EQ(Nearest("chek", words), "check");
  EXPECT_EQ(Nearest("check", words), "check");
  EXPECT_EQ(Nearest("sumbit", words), "submit");
  EXPECT_EQ(Nearest("gte", words), "");
  EXPECT_EQ(Nearest("", words), "");
  EXPECT_EQ(Nearest("提交", words), "");
}

TEST(NoSuchRuleTest, NamesTheNearestInAnyCase) {
  const std::vector<std::string> ids = {"T3.IN_EQUALS_OUT", "T3.ROW_TOTAL", "CITY.GRANTED"};
  EXPECT_EQ(NoSuchRule("t3.row_totl", ids).message(),
            "there is no rule t3.row_totl; did you mean T3.ROW_TOTAL");
  EXPECT_EQ(NoSuchRule("NOPE", ids).message(), "there is no rule NOPE");
}

}  // namespace
}  // namespace gongkai
