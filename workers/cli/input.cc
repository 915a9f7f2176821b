#include "workers/cli/input.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "workers/cli/messages.h"
#include "workers/cli/text.h"

namespace gongkai {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMaxNameBytes = 255;

absl::Status FromErrno(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
      return MakeError(absl::StatusCode::kNotFound, "FILE_NOT_FOUND", "there is no such file",
                       "文件不存在");
    case EISDIR:
      return MakeError(absl::StatusCode::kInvalidArgument, "IS_A_DIRECTORY", "this is a directory",
                       "这是一个目录");
    case EACCES:
    case EPERM:
      return MakeError(absl::StatusCode::kPermissionDenied, "PERMISSION_DENIED",
                       "no permission to read it", "没有读取权限");
    default:
      return MakeError(absl::StatusCode::kUnknown, "FILE_UNREADABLE",
                       absl::StrCat("cannot be read: ", std::strerror(error)), "文件无法读取");
  }
}

absl::Status TooLarge(size_t max_bytes) {
  const size_t mib = max_bytes >> 20;
  return MakeError(absl::StatusCode::kInvalidArgument, "FILE_TOO_LARGE",
                   absl::StrCat("larger than ", mib, " MiB"),
                   absl::StrCat("文件超过 ", mib, " MiB"));
}

}  // namespace

absl::StatusOr<std::string> ReadInput(const std::string& path, size_t max_bytes) {
  const bool standard_input = path == "-";
  const int fd = standard_input ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return FromErrno(errno);
  const absl::Cleanup close_fd = [&] {
    if (!standard_input) close(fd);
  };
  struct stat status = {};
  if (fstat(fd, &status) != 0) return FromErrno(errno);
  if (S_ISDIR(status.st_mode)) return FromErrno(EISDIR);
  if (S_ISREG(status.st_mode) && static_cast<size_t>(status.st_size) > max_bytes) {
    return TooLarge(max_bytes);
  }
  std::string content;
  // One byte more than the file has, so that its end is seen in the same read.
  size_t room = S_ISREG(status.st_mode) ? static_cast<size_t>(status.st_size) + 1 : 64 << 10;
  size_t used = 0;
  while (true) {
    if (content.size() - used < room) content.resize(used + room);
    const ssize_t got = read(fd, content.data() + used, content.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return FromErrno(errno);
    if (got == 0) break;
    used += static_cast<size_t>(got);
    if (used > max_bytes) return TooLarge(max_bytes);
    room = used < content.size() ? content.size() - used : std::max<size_t>(used, 64 << 10);
  }
  content.resize(used);
  return content;
}

std::string NameToSubmit(const std::string& path) {
  if (path == "-") return "";
  std::string name = Printable(fs::path(path).filename().string());
  if (name.size() > kMaxNameBytes) {
    size_t end = kMaxNameBytes;
    while ((static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
    name.resize(end);
  }
  return name;
}

FoundFiles FilesUnder(const std::string& path) {
  FoundFiles found;
  if (path == "-") {
    found.files.push_back(path);
    return found;
  }
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    found.unusable.push_back({path, FromErrno(error ? error.value() : ENOENT)});
    return found;
  }
  if (!fs::is_directory(status)) {
    found.files.push_back(path);
    return found;
  }
  std::vector<fs::path> folders = {path};
  while (!folders.empty()) {
    const fs::path folder = std::move(folders.back());
    folders.pop_back();
    auto entry = fs::directory_iterator(folder, error);
    while (!error && entry != fs::directory_iterator()) {
      std::error_code ignored;
      if (absl::StartsWith(entry->path().filename().string(), ".")) {
        // Hidden.
      } else if (entry->is_directory(ignored)) {
        if (!entry->is_symlink(ignored)) folders.push_back(entry->path());
      } else if (entry->is_regular_file(ignored)) {
        found.files.push_back(entry->path().string());
      }
      entry.increment(error);
    }
    if (error) found.unusable.push_back({folder.string(), FromErrno(error.value())});
  }
  std::sort(found.files.begin(), found.files.end());
  if (found.files.empty() && found.unusable.empty()) {
    found.unusable.push_back(
        {path, MakeError(absl::StatusCode::kNotFound, "EMPTY_DIRECTORY",
                         "there are no files in this directory", "目录中没有文件")});
  }
  return found;
}

bool CollectFiles(const std::vector<std::string>& paths, std::vector<std::string>* files) {
  bool all = true;
  for (const std::string& path : paths) {
    FoundFiles found = FilesUnder(path);
    for (const FoundFiles::Unusable& unusable : found.unusable) {
      PrintError(unusable.path, unusable.status);
      all = false;
    }
    files->insert(files->end(), std::make_move_iterator(found.files.begin()),
                  std::make_move_iterator(found.files.end()));
  }
  return all;
}

}  // namespace gongkai
