// Documents of formats that LibreOffice has to convert, through the real reader.
#include "workers/sandbox/converter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "embedded/form_files.h"
#include "gongkai/v1/report.pb.h"
#include "services/base/digest.h"
#include "services/base/error.h"
#include "tests/data/render/render.h"
#include "workers/pipeline/pipeline.h"
#include "workers/sandbox/confine.h"
#include "workers/sandbox/confined_program.h"
#include "workers/sandbox/sandbox.h"

namespace gongkai {
namespace {

using ::testing::HasSubstr;

constexpr char kConfined[] = GONGKAI_BINARY_DIR "/bin/gongkai-confined";

bool HasOffice() { return access(ConverterOptions().office_path.c_str(), X_OK) == 0; }

#define SKIP_WITHOUT_OFFICE() \
  if (!HasOffice()) GTEST_SKIP() << "LibreOffice (libreoffice-writer-nogui) is not installed"

std::chrono::steady_clock::time_point In(int seconds) {
  return std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
}

ConverterOptions Options() {
  ConverterOptions options;
  options.confined_path = kConfined;
  options.memory_limit_bytes = int64_t{900} << 20;
  return options;
}

// Temporary folders of this process alone: other tests convert documents at the same time.
class OwnTemporaryFolder : public ::testing::Environment {
 public:
  void SetUp() override {
    path_ = (std::filesystem::temp_directory_path() / "converter_test.XXXXXX").string();
    ASSERT_NE(mkdtemp(path_.data()), nullptr);
    ASSERT_EQ(setenv("TMPDIR", path_.c_str(), 1), 0);
  }
  void TearDown() override { std::filesystem::remove_all(path_); }

 private:
  std::string path_;
};
[[maybe_unused]] const auto* const kOwnTemporaryFolder =
    ::testing::AddGlobalTestEnvironment(new OwnTemporaryFolder);

int FoldersLeft() {
  int left = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::temp_directory_path())) {
    if (entry.path().filename().string().rfind("gongkai-convert.", 0) == 0) ++left;
  }
  return left;
}

class ConvertedReportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    SKIP_WITHOUT_OFFICE();
    auto folder = PrivateFolder::Create();
    ASSERT_TRUE(folder.ok()) << folder.status();
    folder_ = *std::move(folder);
    forms_ = FormSet::Load(FormFiles());
    ASSERT_TRUE(forms_.ok());
    html_ = Render(RandomReport(*forms_->Find("2021"), 7), Layout::kHtmlOneTable);
    ASSERT_TRUE(folder_->Write("report.html", html_).ok());
  }

  // The report as LibreOffice saves it.
  std::string SavedAs(const std::string& format, const std::string& filter,
                      const std::string& page_filter = "HTML (StarWriter)") {
    const std::string& folder = folder_->path();
    const std::string command =
        absl::StrCat("HOME=", folder, " soffice --headless -env:UserInstallation=file://", folder,
                     "/profile --infilter='", page_filter, "' --convert-to '", format, ":", filter,
                     "' --outdir ", folder, " ", folder, "/report.html >", folder, "/log 2>&1");
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::ifstream in(absl::StrCat(folder, "/report.", format), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  }

  // It says what the page said from which it was made.
  void ExpectSameFigures(const std::string& bytes, const std::string& format) {
    ASSERT_FALSE(bytes.empty());
    const auto pipeline = Pipeline::Create();
    ASSERT_TRUE(pipeline.ok());
    const auto expected = pipeline->Process(html_, {});
    ASSERT_TRUE(expected.ok()) << expected.status();
    internal::v1::ProcessRequest request;
    request.set_content(bytes);
    Sandbox sandbox({});
    const auto reply = sandbox.Process(request);
    ASSERT_TRUE(reply.ok()) << reply.status();
    v1::Report report;
    ASSERT_TRUE(report.ParseFromString(reply->report())) << reply->error().message_en();
    EXPECT_FALSE(reply->has_error()) << reply->error().message_en();
    EXPECT_EQ(report.source_format(), format);
    EXPECT_EQ(report.document(), absl::StrCat("documents/", Sha256Hex(bytes)));
    EXPECT_EQ(report.form_version(), "2021");
    EXPECT_EQ(report.year(), expected->year());
    EXPECT_EQ(report.agency_name(), expected->agency_name());
    ASSERT_EQ(report.facts_size(), expected->facts_size());
    for (int i = 0; i < report.facts_size(); ++i) {
      EXPECT_EQ(report.facts(i).value(), expected->facts(i).value()) << report.facts(i).indicator();
      EXPECT_EQ(report.facts(i).presence(), expected->facts(i).presence());
    }
    EXPECT_EQ(FoldersLeft(), folders_before_);
  }

  std::unique_ptr<PrivateFolder> folder_;
  absl::StatusOr<FormSet> forms_ = absl::UnknownError("not loaded");
  std::string html_;
  const int folders_before_ = FoldersLeft() + 1;  // with folder_
};

TEST_F(ConvertedReportTest, DocIsRead) { ExpectSameFigures(SavedAs("doc", "MS Word 97"), "doc"); }

TEST_F(ConvertedReportTest, RtfIsRead) {
  ExpectSameFigures(SavedAs("rtf", "Rich Text Format"), "rtf");
}

TEST_F(ConvertedReportTest, OdtIsRead) { ExpectSameFigures(SavedAs("odt", "writer8"), "odt"); }

TEST_F(ConvertedReportTest, FodtIsRead) {
  ExpectSameFigures(SavedAs("fodt", "OpenDocument Text Flat XML"), "fodt");
}

TEST_F(ConvertedReportTest, XlsIsRead) {
  if (access("/usr/lib/libreoffice/program/libsclo.so", R_OK) != 0) {
    GTEST_SKIP() << "LibreOffice Calc (libreoffice-calc-nogui) is not installed";
  }
  ExpectSameFigures(SavedAs("xls", "MS Excel 97", "HTML (StarCalc)"), "xls");
}

TEST(ConverterTest, AFormatThatNothingConvertsIsRefused) {
  const absl::Status status = ConvertToOpenXml("x", "../doc", Options(), In(18)).status();
  EXPECT_EQ(DetailOf(status).reason, "CONVERSION_FAILED") << status;
}

TEST(ConverterTest, WhatLibreOfficeFailsAtIsRefused) {
  SKIP_WITHOUT_OFFICE();
  ConverterOptions options = Options();
  options.memory_limit_bytes = 200 << 20;
  const absl::Status status = ConvertToOpenXml("{\\rtf1 x}", "rtf", options, In(18)).status();
  EXPECT_EQ(DetailOf(status).reason, "CONVERSION_FAILED") << status;
}

TEST(ConverterTest, TheDeadlineHolds) {
  SKIP_WITHOUT_OFFICE();
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(50);
  const absl::Status status = ConvertToOpenXml("{\\rtf1 x}", "rtf", Options(), deadline).status();
  EXPECT_EQ(DetailOf(status).reason, "TIME_LIMIT") << status;
  EXPECT_LT(std::chrono::steady_clock::now(), deadline + std::chrono::seconds(2));
}

TEST(ConverterTest, WithoutLibreOfficeThePackageIsNamed) {
  ConverterOptions options = Options();
  options.office_path = "/nonexistent/soffice.bin";
  const absl::Status status = ConvertToOpenXml("{\\rtf1 x}", "rtf", options, In(18)).status();
  EXPECT_EQ(DetailOf(status).reason, "CONVERTER_UNAVAILABLE");
  EXPECT_THAT(std::string(status.message()), HasSubstr("libreoffice-writer-nogui"));
  EXPECT_THAT(DetailOf(status).message_zh, HasSubstr("libreoffice-writer-nogui"));
}

// A worker would else try again for ever.
TEST(ConverterTest, WithoutItsKeeperNothingIsConverted) {
  ConverterOptions options = Options();
  options.office_path = "/bin/sh";
  options.confined_path = "/nonexistent/gongkai-confined";
  const absl::Status status = ConvertToOpenXml("{\\rtf1 x}", "rtf", options, In(18)).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(DetailOf(status).reason, "CONVERTER_UNAVAILABLE");
  EXPECT_THAT(DetailOf(status).message_zh, HasSubstr("gongkai-confined"));
}

// A shell in the place of LibreOffice: what it may do, and what not.
class ConfinedProgramTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto folder = PrivateFolder::Create();
    ASSERT_TRUE(folder.ok()) << folder.status();
    folder_ = *std::move(folder);
  }

  ProgramEnding Run(const std::string& program, const std::vector<std::string>& arguments,
                    int seconds = 10) {
    std::vector<std::string> command = {program};
    command.insert(command.end(), arguments.begin(), arguments.end());
    ProgramLimits limits;
    limits.deadline = In(seconds);
    limits.memory_bytes = 1 << 30;
    limits.file_bytes = 1 << 20;
    const auto ending = RunConfined(kConfined, *folder_, command, limits);
    EXPECT_TRUE(ending.ok()) << ending.status();
    return ending.ok() ? *ending : ProgramEnding();
  }

  // The shell's own exit code: its builtins start no process.
  int Shell(const std::string& script) { return Run("/bin/sh", {"-c", script}).exit_code; }

  std::unique_ptr<PrivateFolder> folder_;
};

TEST_F(ConfinedProgramTest, ItReadsAndWritesItsFolderAndNothingElse) {
  ASSERT_TRUE(folder_->Write("in", "hello").ok());
  EXPECT_EQ(Shell("read line < in || true; echo $line > out"), 0);
  const auto out = folder_->Read("out", 100);
  ASSERT_TRUE(out.ok()) << out.status();
  EXPECT_EQ(*out, "hello\n");
  EXPECT_EQ(folder_->Read("out", 3).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_NE(Shell("read line < /etc/passwd"), 0);
  EXPECT_NE(Shell("read line < /proc/self/environ"), 0);
  EXPECT_NE(Shell(absl::StrCat("echo x > ", folder_->path(), "-beside")), 0);
  EXPECT_FALSE(std::filesystem::exists(absl::StrCat(folder_->path(), "-beside")));
}

TEST_F(ConfinedProgramTest, ItStartsAndSignalsNoOtherProcess) {
  EXPECT_NE(Shell("/usr/bin/true; exit 0"), 0) << "fork is refused";
  EXPECT_NE(Shell(absl::StrCat("kill -0 ", getpid())), 0);
  EXPECT_EQ(Shell("echo $GONGKAI_STORE > out"), 0);
}

TEST_F(ConfinedProgramTest, ItIsKilledAtTheDeadline) {
  const ProgramEnding ending = Run("/bin/sh", {"-c", "while :; do :; done"}, 1);
  EXPECT_FALSE(ending.in_time);
  EXPECT_NE(ending.signal, 0);
}

TEST_F(ConfinedProgramTest, ALinkIsNotFollowed) {
  std::filesystem::create_symlink("/etc/passwd", folder_->path() + "/out");
  EXPECT_EQ(folder_->Read("out", 1 << 20).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(ConfinedProgramTest, AProgramThatIsNotThereIsToldApart) {
  EXPECT_EQ(Run("/usr/bin/no-such-program", {}).exit_code, kExitNotStarted);
}

}  // namespace
}  // namespace gongkai
