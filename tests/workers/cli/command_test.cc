// Runs the binary as a person does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gongkai/v1/report.pb.h"
#include "google/protobuf/util/json_util.h"
#include "services/base/mutex.h"
#include "tests/services/client/scripted_gateway.h"
#include "tests/services/client/wire_error.h"
#include "tests/workers/cli/temporary_folder.h"

namespace gongkai {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string ReadAll(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

const std::string& SamplePath() {
  static const auto& path = *new std::string(GONGKAI_SOURCE_DIR "/tests/data/sample-2019.txt");
  return path;
}

// The sample with one total that is off by one.
std::string Wrong() {
  const std::string sample = ReadAll(SamplePath());
  const std::string wrong = absl::StrReplaceAll(sample, {{"7522 | |", "7523 | |"}});
  EXPECT_NE(wrong, sample);
  return wrong;
}

std::vector<std::string> Lines(absl::string_view text) {
  return absl::StrSplit(text, '\n', absl::SkipEmpty());
}

v1::Report ParseReport(const std::string& json) {
  v1::Report report;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &report);
  EXPECT_TRUE(status.ok()) << status.ToString();
  return report;
}

class CommandTest : public ::testing::Test {
 protected:
  struct Result {
    int exit_code;
    std::string out;
    std::string err;
  };

  // `tail` goes to the shell behind the arguments.
  Result Run(const std::vector<std::string>& arguments, absl::string_view tail = "</dev/null") {
    return RunProgram(GONGKAI_BINARY_DIR "/bin/gongkai", arguments, tail);
  }

  Result RunProgram(const std::string& program, const std::vector<std::string>& arguments,
                    absl::string_view tail = "</dev/null") {
    std::string command = absl::StrCat("env -u GONGKAI_SERVER ", program);
    for (const std::string& argument : arguments) absl::StrAppend(&command, " '", argument, "'");
    const std::string out = folder_.Path("out");
    const std::string err = folder_.Path("err");
    absl::StrAppend(&command, " ", tail, " >", out, " 2>", err);
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, ReadAll(out), ReadAll(err)};
  }

  Result RunOn(const client::ScriptedGateway& gateway, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--server", gateway.address()});
    return Run(arguments);
  }

  TemporaryFolder folder_;
};

TEST_F(CommandTest, ACleanReportExitsWithZero) {
  const Result result = Run({"check", SamplePath()});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_THAT(result.out, AllOf(HasSubstr("重庆市人民政府  2019"), HasSubstr("PASSED")));
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b"))) << "no colours into a file";
}

TEST_F(CommandTest, AWrongReportExitsWithOneAndNamesTheCells) {
  const Result result = Run({"check", folder_.Write("wrong.txt", Wrong())});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, AllOf(HasSubstr("FAILED"), HasSubstr("T3.ROW_TOTAL"),
                                HasSubstr("一、本年新收政府信息公开申请数量 × 总计 = 7523")));
}

TEST_F(CommandTest, JsonIsOneReportALine) {
  const std::string wrong = folder_.Write("wrong.txt", Wrong());
  const Result result = Run({"check", "--json", SamplePath(), wrong});
  EXPECT_EQ(result.exit_code, 1) << result.err;
  const std::vector<std::string> lines = Lines(result.out);
  ASSERT_THAT(lines, SizeIs(2));
  const v1::Report clean = ParseReport(lines[0]);
  EXPECT_EQ(clean.year(), 2019);
  EXPECT_EQ(clean.agency_name(), "重庆市人民政府");
  EXPECT_EQ(clean.form_version(), "2019");
  EXPECT_EQ(clean.facts_size(), 198);
  EXPECT_THAT(lines[0], AllOf(HasSubstr(R"("findings":[])"), HasSubstr(R"("claims":[)"),
                              HasSubstr(R"("value":"0")"), HasSubstr(R"("value":"55294000000")")));
  const v1::Report failed = ParseReport(lines[1]);
  EXPECT_EQ(failed.verdict(), v1::Report::FAILED);
  EXPECT_EQ(failed.findings(0).severity(), v1::Finding::ERROR);
}

TEST_F(CommandTest, UnusableFilesAreNamedAndTheRestIsRead) {
  const std::string pdf = folder_.Write("scan.pdf", "%PDF-1.4 ...");
  const std::string empty = folder_.Write("empty.txt", "");
  const std::string letter = folder_.Write("letter.txt", "尊敬的先生:\n您好。\n");
  const std::string wrong = folder_.Write("wrong.txt", Wrong());
  const Result result = Run({"check", "--json", pdf, folder_.Path("absent.txt"), empty, letter,
                             folder_.Path("none/"), wrong});
  EXPECT_EQ(result.exit_code, 2) << "the worst code wins";
  for (const char* part :
       {"scan.pdf", "DAMAGED_FILE", "absent.txt", "FILE_NOT_FOUND", "empty.txt", "EMPTY_DOCUMENT",
        "letter.txt", "NOT_A_REPORT", "EMPTY_DIRECTORY", "what to do"}) {
    EXPECT_THAT(result.err, HasSubstr(part));
  }
  const std::vector<std::string> lines = Lines(result.out);
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_EQ(ParseReport(lines[0]).verdict(), v1::Report::FAILED);
}

TEST_F(CommandTest, FoldersAreWalkedAndTheFilesCountedUp) {
  folder_.Write("in/1.txt", ReadAll(SamplePath()));
  folder_.Write("in/2/wrong.txt", Wrong());
  folder_.Write("in/3.txt", "尊敬的先生:\n您好。\n");
  folder_.Write("in/.hidden.txt", "x");
  const Result result = Run({"check", "--lang", "zh", folder_.Path("in")});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.out, AllOf(HasSubstr("in/1.txt\n重庆市"), HasSubstr("in/2/wrong.txt\n重庆市"),
                                HasSubstr("合计文件: 3 (通过 1, 未通过 1, 无法处理的文件 1)")));
  EXPECT_THAT(result.err, AllOf(HasSubstr("3.txt"), HasSubstr("NOT_A_REPORT")));
  const Result json = Run({"check", "--json", folder_.Path("in/2")});
  EXPECT_EQ(json.exit_code, 1);
  EXPECT_THAT(Lines(json.out), SizeIs(1));
  EXPECT_THAT(json.err, IsEmpty()) << "no progress bar into a file";
}

TEST_F(CommandTest, AFileNameThatIsNotUtf8IsNoTrouble) {
  const std::string gbk = folder_.Write("\xC4\xEA\xB1\xA8.txt", ReadAll(SamplePath()));
  const Result json = Run({"check", "--json", gbk});
  EXPECT_EQ(json.exit_code, 0);
  EXPECT_THAT(json.err, IsEmpty());
  EXPECT_EQ(ParseReport(json.out).facts_size(), 198);
}

// A copy of the program beside another reader, or beside none.
std::string CopyOfTheProgram(const TemporaryFolder& folder, const char* reader) {
  const std::string program = folder.Path("bin/gongkai");
  const auto overwrite = std::filesystem::copy_options::overwrite_existing;
  std::filesystem::copy_file(GONGKAI_BINARY_DIR "/bin/gongkai", program, overwrite);
  if (reader != nullptr) {
    std::filesystem::copy_file(reader, folder.Path("bin/gongkai-reader"), overwrite);
  }
  return program;
}

TEST_F(CommandTest, WithoutItsReaderItSaysWhereThatMustLie) {
  const Result result =
      RunProgram(CopyOfTheProgram(folder_, nullptr), {"check", SamplePath(), SamplePath()});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, AllOf(HasSubstr("bin/gongkai-reader"), HasSubstr("SANDBOX_UNAVAILABLE"),
                                HasSubstr("must lie beside gongkai and"),
                                HasSubstr("须与 gongkai 放在同一目录")));
  const Result ocr =
      RunProgram(CopyOfTheProgram(folder_, nullptr), {"check", "--ocr", SamplePath()});
  EXPECT_EQ(ocr.exit_code, 2);
  EXPECT_THAT(ocr.err,
              AllOf(HasSubstr("cannot run"), HasSubstr("bin/gongkai-ocr-reader, which recognises"),
                    HasSubstr("with --ocr gongkai-ocr-reader) must lie beside"),
                    Not(HasSubstr("build again"))));
}

TEST_F(CommandTest, AFileThatCrashesItsReaderIsNamed) {
  const std::string program = CopyOfTheProgram(folder_, GONGKAI_BINARY_DIR "/bin/faulty-reader");
  const std::string evil = folder_.Write("evil.txt", "crash");
  const std::string good = folder_.Write("good.txt", "good");
  const Result result = RunProgram(program, {"check", "--json", evil, good});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(Lines(result.out), SizeIs(1));
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("evil.txt"), HasSubstr("READER_CRASHED"), HasSubstr("崩溃"),
                    HasSubstr("crashed"), Not(HasSubstr("WARNING"))));
}

TEST_F(CommandTest, StandardInputIsRead) {
  const Result result = Run({"check", "--json", "-"}, absl::StrCat("<", SamplePath()));
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(ParseReport(result.out).year(), 2019);
  const Result nothing = Run({"check", "-"});
  EXPECT_EQ(nothing.exit_code, 2);
  EXPECT_THAT(nothing.err, AllOf(HasSubstr("标准输入"), HasSubstr("EMPTY_DOCUMENT")));
}

// The sample's report as that of another year, in JSON; 0: of no year.
std::string SampleOf(int year, const std::string& json) {
  const std::string other =
      absl::StrReplaceAll(json, {{"\"year\":2019", absl::StrCat("\"year\":", year)}});
  EXPECT_NE(other, json);
  return other;
}

TEST_F(CommandTest, ThePriorReportIsReadOnce) {
  const std::string json = Run({"check", "--json", SamplePath()}).out;
  const std::string file = folder_.Write("2018.json", SampleOf(2018, json));
  const Result from_file = Run({"check", "--json", SamplePath(), "--prior", file});
  EXPECT_NE(from_file.exit_code, 2) << from_file.err;
  const Result from_pipe =
      Run({"check", "--json", SamplePath(), "--prior", "-"}, absl::StrCat("<", file));
  EXPECT_EQ(from_pipe.out, from_file.out) << from_pipe.err;
  // A document is read, and found to be of the wrong year.
  EXPECT_THAT(Run({"check", SamplePath(), "--prior", "-"}, absl::StrCat("<", SamplePath())).err,
              HasSubstr("should be one of 2018, not 2019"));
}

TEST_F(CommandTest, NeighboursThatCannotBeUsedAreExplained) {
  const std::string json = Run({"check", "--json", SamplePath()}).out;
  const std::string unknown = folder_.Write("unknown.json", SampleOf(0, json));
  const std::string pretty =
      folder_.Write("pretty.json", absl::StrCat("\n", absl::StrReplaceAll(json, {{"{", "{\n"}})));
  for (const auto& [arguments, parts] :
       std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>>{
           {{"--prior", unknown},
            {"WRONG_YEAR", "应为 2018 年度，但从中找不到年度", "its year could not be found"}},
           {{"--prior", pretty},
            {"BAD_JSON", "pretty.json: line 2 is no report", "第 2 行", "每份报告一行", "jq -c ."}},
           {{"--children", folder_.Path("none/")}, {"EMPTY_DIRECTORY", "none/"}},
       }) {
    std::vector<std::string> all = {"check", SamplePath()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Result result = Run(all);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.out, IsEmpty());
    for (const std::string& part : parts) EXPECT_THAT(result.err, HasSubstr(part));
  }
}

TEST_F(CommandTest, TheYearThatIsAskedForIsChecked) {
  EXPECT_EQ(Run({"check", "--year", "2019", SamplePath()}).exit_code, 0);
  const Result result = Run({"check", "--year", "2020", SamplePath()});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("S.YEAR"));
}

TEST_F(CommandTest, ExplainTellsTheCellOfEachNumberAndWhyItIsInDoubt) {
  const std::string torn = absl::StrReplaceAll(ReadAll(SamplePath()), {{"\n7522 |", "\n7 522 |"}});
  const Result result =
      Run({"check", "--explain", "--lang", "zh", folder_.Write("torn.txt", torn)});
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("← “8(含2018年 结转1件)”  表格2 第8行第1列 字节 1529-1553"),
                    HasSubstr("  ? 总计          7522 件  ← “7 522”"),
                    HasSubstr("可信度 0.70: 数字中间有空白")));
  const Result english = Run({"check", "--explain", "--lang", "en", SamplePath()});
  EXPECT_THAT(english.out,
              AllOf(HasSubstr("read without doubt 198"), HasSubstr("bytes 1529-1553")));
}

TEST_F(CommandTest, TablesAreShown) {
  const Result result = Run({"check", "--tables", "--lang", "zh", SamplePath()});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, AllOf(HasSubstr("55294000000元"), HasSubstr("8（含2018年结转1件）"),
                                HasSubstr("未经复议直接起诉"), Not(HasSubstr("PASSED"))));
}

TEST_F(CommandTest, WhatIsNotUnderstoodExitsWithTwo) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"chek"},
                                             {"check"},
                                             {"check", "--jsn", "x"},
                                             {"check", "--json", "--explain", "x"},
                                             {"get"},
                                             {"list", "--year", "12"},
                                             {"submit"},
                                             {"get", "nonsense"},
                                             {"help", "nonsense"}}) {
    const Result result = Run(arguments);
    EXPECT_EQ(result.exit_code, 2) << absl::StrJoin(arguments, " ");
    EXPECT_THAT(result.out, IsEmpty());
    EXPECT_THAT(result.err, HasSubstr("gongkai: "));
  }
}

TEST_F(CommandTest, AFileWithoutACommandIsToBeChecked) {
  const Result result = Run({SamplePath()});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr(absl::StrCat("did you mean: gongkai check ", SamplePath())));
}

TEST_F(CommandTest, HelpIsThereInBothLanguages) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"--help"}, {"help"}, {"check", "--help"}, {"help", "submit"}, {"get", "-h"}}) {
    const Result result = Run(arguments);
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_THAT(result.out, AllOf(HasSubstr("用法 usage: gongkai"), HasSubstr("examples")));
  }
}

TEST_F(CommandTest, RulesAndVersionNeedNoServer) {
  const Result rules = Run({"rules", "--json"});
  EXPECT_EQ(rules.exit_code, 0);
  EXPECT_THAT(rules.out, HasSubstr(R"("ruleId":"T3.IN_EQUALS_OUT")"));
  EXPECT_THAT(Run({"rules"}).out, HasSubstr("T4.GROUP_TOTAL  错误 ERROR"));
  const Result version = Run({"version"});
  EXPECT_THAT(version.out, HasSubstr("gongkai "));
  const Result flag = Run({"--version"});
  EXPECT_EQ(flag.exit_code, 0);
  EXPECT_EQ(flag.out, version.out);
  const Result absent = Run({"rules", "t3.row_total"});
  EXPECT_EQ(absent.exit_code, 2);
  EXPECT_THAT(absent.err, AllOf(HasSubstr("RULE_NOT_FOUND"), HasSubstr("did you mean T3.ROW_TOTAL"),
                                HasSubstr("您是否要用 T3.ROW_TOTAL"), HasSubstr("gongkai rules")));
}

TEST_F(CommandTest, AReaderThatStopsReadingIsNoTrouble) {
  const std::string command = absl::StrCat(
      GONGKAI_BINARY_DIR "/bin/gongkai check --json '", SamplePath(), "' '", SamplePath(), "' '",
      SamplePath(), "' 2>", folder_.Path("err"), " | head -c 10 >", folder_.Path("out"));
  EXPECT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(ReadAll(folder_.Path("out")).size(), 10u);
  EXPECT_THAT(ReadAll(folder_.Path("err")), IsEmpty());
}

TEST_F(CommandTest, OutputThatIsLostIsTrouble) {
  const Result result = Run({"rules"}, "</dev/null >/dev/full 2>/dev/null #");
  EXPECT_EQ(result.exit_code, 2);
}

TEST_F(CommandTest, AServerThatIsNotThereIsNamed) {
  const Result result = Run({"--server", "127.0.0.1:1", "--timeout", "0.1", "list"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err,
              AllOf(HasSubstr("127.0.0.1:1"), HasSubstr("无法连接"), HasSubstr("GONGKAI_SERVER")));
}

// A gateway that takes everything and finds in each file what its first word says.
client::Script Judge(Mutex& mutex, std::map<std::string, v1::SubmitReportRequest>& requests) {
  client::Script script;
  script.submit = [&](const v1::SubmitReportRequest& request, v1::SubmitReportResponse* response) {
    MutexLock lock(mutex);
    const std::string name = absl::StrCat("jobs/", request.filename());
    requests[name] = request;
    response->mutable_job()->set_name(name);
    response->mutable_job()->set_state(v1::Job::QUEUED);
    return grpc::Status::OK;
  };
  script.wait_job = [&](const v1::WaitJobRequest& request, v1::Job* job) {
    MutexLock lock(mutex);
    const std::string& content = requests[request.name()].content();
    job->set_name(request.name());
    if (content == "broken") {
      job->set_state(v1::Job::FAILED);
      job->mutable_error()->set_reason("NOT_A_REPORT");
      job->mutable_error()->set_message("不是年报");
      job->mutable_error()->set_message_en("no report");
    } else {
      job->set_state(v1::Job::SUCCEEDED);
      job->set_verdict(content == "bad" ? v1::Report::FAILED : v1::Report::PASSED);
      job->set_report("agencies/a/reports/2019");
    }
    return grpc::Status::OK;
  };
  return script;
}

TEST_F(CommandTest, SubmitWaitsAndTellsByItsExitCode) {
  Mutex mutex;
  std::map<std::string, v1::SubmitReportRequest> requests;
  client::ScriptedGateway gateway(Judge(mutex, requests));
  const std::string good = folder_.Write("good.txt", "good");
  const std::string bad = folder_.Write("bad.txt", "bad");
  const std::string broken = folder_.Write("broken.txt", "broken");
  const Result passed = RunOn(gateway, {"submit", good, "--wait"});
  EXPECT_EQ(passed.exit_code, 0) << passed.err;
  EXPECT_THAT(passed.out, AllOf(HasSubstr("jobs/good.txt"), HasSubstr("PASSED"),
                                HasSubstr("错误 errors 0 警告 warnings 0"),
                                HasSubstr("agencies/a/reports/2019")));
  EXPECT_EQ(RunOn(gateway, {"submit", good, bad, "--wait"}).exit_code, 1);
  const Result failed = RunOn(gateway, {"submit", broken, bad, good, "--wait"});
  EXPECT_EQ(failed.exit_code, 2);
  EXPECT_THAT(failed.err, AllOf(HasSubstr("broken.txt"), HasSubstr("不是年报")));
  EXPECT_THAT(Lines(failed.out), SizeIs(3));
  EXPECT_EQ(RunOn(gateway, {"submit", bad}).exit_code, 0) << "nobody waited";
  EXPECT_EQ(RunOn(gateway, {"submit", good, folder_.Path("absent"), "--wait"}).exit_code, 2);
}

TEST_F(CommandTest, SubmitRepairsANameThatIsNotUtf8) {
  Mutex mutex;
  std::map<std::string, v1::SubmitReportRequest> requests;
  client::ScriptedGateway gateway(Judge(mutex, requests));
  const Result result =
      RunOn(gateway, {"submit", folder_.Write("\xC4\xEA.txt", "good"), "--json", "--wait"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_EQ(requests["jobs/\uFFFD\uFFFD.txt"].content(), "good");
}

TEST_F(CommandTest, SubmitWalksFoldersAndSaysWhatIsAsked) {
  Mutex mutex;
  std::map<std::string, v1::SubmitReportRequest> requests;
  client::ScriptedGateway gateway(Judge(mutex, requests));
  for (int i = 0; i < 100; ++i) folder_.Write(absl::StrCat("in/", i % 3, "/", i, ".txt"), "good");
  const Result result =
      RunOn(gateway, {"submit", folder_.Path("in"), "--json", "--year", "2019", "--wait"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.err, IsEmpty()) << "no progress bar into a file";
  EXPECT_THAT(Lines(result.out), SizeIs(100));
  ASSERT_THAT(requests, SizeIs(100));
  const v1::SubmitReportRequest& request = requests["jobs/7.txt"];
  EXPECT_EQ(request.year(), 2019);
  EXPECT_EQ(request.priority(), v1::Job::BULK);
  EXPECT_FALSE(request.request_id().empty());
  const std::string empty = folder_.Path("none/x");
  EXPECT_EQ(RunOn(gateway, {"submit", folder_.Path("none")}).exit_code, 2);
}

TEST_F(CommandTest, GetAndListShowWhatTheGatewayHas) {
  client::Script script;
  script.get_report = [](const v1::GetReportRequest& request, v1::Report* report) {
    if (request.name() != "agencies/a/reports/2019") {
      return grpc::Status(grpc::StatusCode::NOT_FOUND, "no such report");
    }
    report->set_name(request.name());
    report->set_year(2019);
    report->set_agency_name("某县人民政府");
    report->set_form_version("2019");
    report->set_verdict(v1::Report::PASSED);
    report->set_revision(3);
    return grpc::Status::OK;
  };
  script.get_job = [](const v1::GetJobRequest& request, v1::Job* job) {
    job->set_name(request.name());
    job->set_state(v1::Job::RUNNING);
    return grpc::Status::OK;
  };
  script.list_reports = [](const v1::ListReportsRequest& request,
                           v1::ListReportsResponse* response) {
    for (const char* agency : {"a", "b"}) {
      v1::Report* report = response->add_reports();
      report->set_name(absl::StrCat("agencies/", agency, "/reports/", request.year()));
      report->set_agency_name(request.parent());
      report->set_verdict(request.verdict());
    }
    return grpc::Status::OK;
  };
  script.list_jobs = [](const v1::ListJobsRequest& request, v1::ListJobsResponse* response) {
    v1::Job* job = response->add_jobs();
    job->set_name("jobs/1");
    job->set_state(request.state());
    job->mutable_error()->set_reason("TIME_LIMIT");
    return grpc::Status::OK;
  };
  client::ScriptedGateway gateway(script);
  const Result report = RunOn(gateway, {"get", "agencies/a/reports/2019", "--tables"});
  EXPECT_EQ(report.exit_code, 0) << report.err;
  EXPECT_THAT(report.out, AllOf(HasSubstr("某县人民政府  2019"), HasSubstr("revision 3"),
                                HasSubstr("政府集中采购")));
  EXPECT_EQ(
      ParseReport(RunOn(gateway, {"get", "agencies/a/reports/2019", "--json"}).out).revision(), 3);
  const Result absent = RunOn(gateway, {"get", "agencies/z/reports/2019"});
  EXPECT_EQ(absent.exit_code, 2);
  EXPECT_THAT(absent.err, HasSubstr("agencies/z/reports/2019"));
  EXPECT_THAT(RunOn(gateway, {"get", "jobs/7"}).out, HasSubstr("处理中 RUNNING"));
  EXPECT_THAT(RunOn(gateway, {"get", "agencies/a/reports/2019", "--explain"}).out,
              HasSubstr("某县人民政府  2019"));

  const Result list =
      RunOn(gateway, {"list", "--json", "--year", "2019", "--verdict", "failed", "--agency", "x"});
  EXPECT_EQ(list.exit_code, 0) << list.err;
  const std::vector<std::string> lines = Lines(list.out);
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(ParseReport(lines[1]).name(), "agencies/b/reports/2019");
  EXPECT_EQ(ParseReport(lines[1]).verdict(), v1::Report::FAILED);
  EXPECT_EQ(ParseReport(lines[1]).agency_name(), "agencies/x");
  EXPECT_THAT(RunOn(gateway, {"jobs", "--state", "failed"}).out,
              AllOf(HasSubstr("jobs/1"), HasSubstr("TIME_LIMIT")));
}

// What the gateway says of a name in the field `parent`.
grpc::Status NoName() {
  return client::OnWire({grpc::StatusCode::INVALID_ARGUMENT, "parent must be of the form",
                         "INVALID_NAME", "parent 的格式应为", "parent"});
}

TEST_F(CommandTest, ErrorsSpeakOfWhatWasTyped) {
  client::Script script;
  script.list_reports = [](const v1::ListReportsRequest&, v1::ListReportsResponse*) {
    return NoName();
  };
  script.list_findings = [](const v1::ListFindingsRequest& request,
                            v1::ListFindingsResponse* response) {
    if (request.parent() == "agencies/nope/reports/-") return NoName();
    if (request.rule_id() == "CITY.GONE") response->add_findings()->set_agency_name("某县");
    return grpc::Status::OK;
  };
  script.list_rules = [](const v1::ListRulesRequest&, v1::ListRulesResponse* response) {
    response->add_rules()->set_rule_id("T3.ROW_TOTAL");
    response->add_rules()->set_rule_id("CITY.GRANTED");
    return grpc::Status::OK;
  };
  client::ScriptedGateway gateway(script);
  for (const char* command : {"list", "findings"}) {
    const Result result = RunOn(gateway, {command, "--agency", "nope"});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.err, AllOf(HasSubstr("--agency nope"), HasSubstr("gongkai agencies"),
                                  Not(HasSubstr("parent"))));
  }
  const Result typo = RunOn(gateway, {"findings", "--rule", "city.grantd"});
  EXPECT_EQ(typo.exit_code, 2);
  EXPECT_THAT(typo.err, AllOf(HasSubstr("RULE_NOT_FOUND"), HasSubstr("did you mean CITY.GRANTED")));
  EXPECT_EQ(RunOn(gateway, {"findings", "--rule", "CITY.GRANTED"}).exit_code, 0) << "none found";
  const Result gone = RunOn(gateway, {"findings", "--rule", "CITY.GONE"});
  EXPECT_EQ(gone.exit_code, 0) << "a rule that is no more may have findings";
  EXPECT_THAT(gone.out, HasSubstr("某县"));
}

}  // namespace
}  // namespace gongkai
