#include "workers/sandbox/converter.h"

#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "workers/sandbox/confined_program.h"

namespace gongkai {
namespace {

using std::chrono::steady_clock;

// Longest result that is taken, and the longest file that LibreOffice may write.
constexpr size_t kMaxResultBytes = 32u << 20;
// LibreOffice ends with this when it has made its profile and wants to be started again.
constexpr int kExitStartAgain = 81;

absl::Status Refusal(absl::string_view reason, absl::string_view en, absl::string_view zh) {
  return MakeError(absl::StatusCode::kInvalidArgument, reason, en, zh);
}

absl::Status Unavailable(absl::string_view en, absl::string_view zh) {
  return MakeError(absl::StatusCode::kFailedPrecondition, "CONVERTER_UNAVAILABLE", en, zh);
}

// How LibreOffice reads a format, and what it makes of it.
struct Route {
  absl::string_view from;
  absl::string_view to;
  absl::string_view filter;
  absl::string_view library;  // beside the program; only some packages bring it
  absl::string_view package;
};
constexpr absl::string_view kWriter = "libreoffice-writer-nogui";
constexpr absl::string_view kCalc = "libreoffice-calc-nogui";
constexpr Route kRoutes[] = {
    {"doc", "docx", "MS Word 2007 XML", "libswlo.so", kWriter},
    {"rtf", "docx", "MS Word 2007 XML", "libswlo.so", kWriter},
    {"odt", "docx", "MS Word 2007 XML", "libswlo.so", kWriter},
    {"fodt", "docx", "MS Word 2007 XML", "libswlo.so", kWriter},
    {"xls", "xlsx", "Calc MS Excel 2007 XML", "libsclo.so", kCalc},
    {"ods", "xlsx", "Calc MS Excel 2007 XML", "libsclo.so", kCalc},
};

absl::Status NotInstalled(const Route& route) {
  return Unavailable(
      absl::StrCat("reading .", route.from, " files needs LibreOffice; install the package ",
                   route.package),
      absl::StrCat("读取 .", route.from, " 文件需要 LibreOffice，请安装软件包 ", route.package));
}

bool IsInstalled(const Route& route, const std::string& office) {
  const std::string folder = office.substr(0, office.rfind('/') + 1);
  return access(office.c_str(), X_OK) == 0 &&
         access(absl::StrCat(folder, route.library).c_str(), R_OK) == 0;
}

// The command that turns the source into one beside it.
std::vector<std::string> Command(const Route& route, const std::string& office,
                                 const std::string& folder, const std::string& source) {
  return {office,          "--headless",
          "--invisible",   "--norestore",
          "--nolockcheck", absl::StrCat("-env:UserInstallation=file://", folder, "/profile"),
          "--convert-to",  absl::StrCat(route.to, ":", route.filter),
          "--outdir",      folder,
          source};
}

}  // namespace

absl::StatusOr<std::string> ConvertToOpenXml(absl::string_view bytes, absl::string_view format,
                                             const ConverterOptions& options,
                                             steady_clock::time_point deadline) {
  const auto route = std::find_if(std::begin(kRoutes), std::end(kRoutes),
                                  [format](const Route& known) { return known.from == format; });
  if (route == std::end(kRoutes)) {
    return Refusal("CONVERSION_FAILED", absl::StrCat("nothing converts .", format, " files"),
                   absl::StrCat("没有程序能转换 .", format, " 文件"));
  }
  if (access(options.confined_path.c_str(), X_OK) != 0) {
    return Unavailable(
        absl::StrCat("reading .", format, " files needs the program ", options.confined_path),
        absl::StrCat("读取 .", format, " 文件需要程序 ", options.confined_path));
  }
  if (!IsInstalled(*route, options.office_path)) return NotInstalled(*route);
  ASSIGN_OR_RETURN(const std::unique_ptr<PrivateFolder> folder, PrivateFolder::Create());
  const std::string source = absl::StrCat("source.", format);
  RETURN_IF_ERROR(folder->Write(source, bytes));
  ProgramLimits limits;
  limits.deadline = deadline;
  limits.memory_bytes = options.memory_limit_bytes;
  limits.file_bytes = kMaxResultBytes;
  const std::vector<std::string> command = Command(*route, options.office_path, folder->path(),
                                                   absl::StrCat(folder->path(), "/", source));
  ProgramEnding ending;
  for (int start = 0; start < 2; ++start) {
    ASSIGN_OR_RETURN(ending, RunConfined(options.confined_path, *folder, command, limits));
    if (ending.exit_code != kExitStartAgain) break;
  }
  if (!ending.in_time) {
    return Refusal("TIME_LIMIT", "converting the document by LibreOffice took too long",
                   "用 LibreOffice 转换文件超过时限");
  }
  if (ending.exit_code == kExitNotStarted) return NotInstalled(*route);
  if (ending.exit_code == kExitNotConfined) {
    return Unavailable(
        absl::StrCat("reading .", format,
                     " files needs a Linux that can confine LibreOffice (Landlock and seccomp)"),
        absl::StrCat("读取 .", format, " 文件需要系统能限制 LibreOffice（Landlock 与 seccomp）"));
  }
  absl::StatusOr<std::string> result =
      folder->Read(absl::StrCat("source.", route->to), kMaxResultBytes);
  if (ending.exit_code == 0 && result.ok()) return result;
  if (absl::IsResourceExhausted(result.status()) ||
      ending.peak_memory_bytes >= options.memory_limit_bytes / 4 * 3) {
    return Refusal("MEMORY_LIMIT", "converting the document by LibreOffice needs too much memory",
                   "用 LibreOffice 转换文件所需内存过多");
  }
  return Refusal("CONVERSION_FAILED",
                 "LibreOffice cannot open the document; it may be damaged or encrypted",
                 "LibreOffice 无法打开该文件，文件可能已损坏或加密");
}

}  // namespace gongkai
