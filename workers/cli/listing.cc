#include "workers/cli/listing.h"

#include <cstdio>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "workers/cli/commands.h"
#include "workers/cli/messages.h"

namespace gongkai {

bool Print(const std::string& text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
}

int Finish(const absl::Status& status) {
  if (status.ok()) return kExitDone;
  std::fflush(stdout);
  PrintError("", status);
  return kExitTrouble;
}

std::string AsAgencyName(const std::string& given) {
  if (given.empty() || absl::StartsWith(given, "agencies/")) return given;
  return absl::StrCat("agencies/", given);
}

absl::Status InWordsOf(const std::string& option, const std::string& given,
                       const absl::Status& status) {
  const ErrorDetail detail = DetailOf(status);
  if (given.empty() || detail.field != "parent" || detail.reason != "INVALID_NAME") return status;
  return MakeError(
      status.code(), detail.reason,
      absl::StrCat(option, " ", given, " names no agency; gongkai agencies lists their names"),
      absl::StrCat(option, " ", given, " 不是机关名称，可用 gongkai agencies 查看"));
}

}  // namespace gongkai
