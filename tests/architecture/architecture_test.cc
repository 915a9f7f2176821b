// Holds the layering of docs/architecture.md: which folder may include which, and which folder
// alone may include a library that the rest must not know.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace gongkai {
namespace {

namespace fs = std::filesystem;

// Folder -> folders it may include, beside itself and services/base.
const std::map<std::string, std::set<std::string>>& AllowedEdges() {
  static const auto& edges = *new std::map<std::string, std::set<std::string>>{
      {"services/base", {}},
      {"services/redis", {}},
      {"services/database", {}},
      {"services/queue", {"services/redis"}},
      {"services/store", {"services/database"}},
      {"services/client", {}},
      {"services/catalog", {}},
      {"services/gateway",
       {"services/catalog", "services/redis", "services/database", "services/queue",
        "services/store"}},
      {"workers/document", {}},
      {"workers/form", {"workers/document"}},
      {"workers/narrative", {"workers/document", "workers/form"}},
      {"workers/rules",
       {"services/catalog", "workers/document", "workers/form", "workers/narrative"}},
      {"workers/pipeline",
       {"workers/document", "workers/form", "workers/narrative", "workers/rules"}},
      {"workers/sandbox", {"workers/document", "workers/pipeline"}},
      {"workers/runner",
       {"services/catalog", "services/redis", "services/database", "services/queue",
        "services/store", "workers/sandbox"}},
      {"workers/cli",
       {"services/catalog", "services/client", "services/store", "workers/form",
        "workers/sandbox"}},
  };
  return edges;
}

// Include prefix -> the folders that may use it.
struct Reserved {
  const char* prefix;
  std::set<std::string> folders;
};
const std::vector<Reserved>& ReservedIncludes() {
  static const auto& reserved = *new std::vector<Reserved>{
      {"hiredis", {"services/redis"}},
      {"sqlite3", {"services/database"}},
      {"libpq", {"services/database"}},
      {"gumbo", {"workers/document"}},
      {"iconv", {"workers/document"}},
      {"zip.h", {"workers/document"}},
      {"pugixml", {"workers/document"}},
      {"seccomp", {"workers/sandbox"}},
      {"GfxFont", {"workers/document"}},  // poppler's headers, as are the next
      {"GlobalParams", {"workers/document"}},
      {"OutputDev", {"workers/document"}},
      {"PDFDoc", {"workers/document"}},
      {"goo/", {"workers/document"}},
      {"openssl/", {"services/base"}},
      {"CLI/", {"workers/cli"}},
      {"tesseract", {"workers/document"}},
      {"leptonica", {"workers/document"}},
      {"grpc", {"services/gateway", "services/client"}},
      {"google/rpc/", {"services/gateway", "services/client"}},
      {"gongkai/v1/",
       {"services/store", "services/catalog", "services/gateway", "services/client",
        "workers/pipeline", "workers/sandbox", "workers/runner", "workers/cli"}},
      {"gongkai/internal/v1/sandbox.pb.h",
       {"services/store", "services/gateway", "workers/pipeline", "workers/sandbox",
        "workers/runner", "workers/cli"}},
      {"gongkai/internal/v1/form_file.pb.h",
       {"workers/form", "workers/rules", "workers/cli", "services/catalog"}},
      {"gongkai/internal/v1/rule_file.pb.h", {"workers/rules", "services/catalog"}},
  };
  return reserved;
}

struct Include {
  std::string file;    // relative to the source tree
  std::string folder;  // "services/queue"
  int line;
  std::string path;
};

std::vector<Include> AllIncludes() {
  std::vector<Include> includes;
  const fs::path root = GONGKAI_SOURCE_DIR;
  for (const char* top : {"services", "workers"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const std::string extension = entry.path().extension();
      if (extension != ".h" && extension != ".cc") continue;
      const std::string file = fs::relative(entry.path(), root);
      const std::vector<std::string> parts = absl::StrSplit(file, '/');
      std::ifstream in(entry.path());
      std::string text;
      for (int line = 1; std::getline(in, text); ++line) {
        if (!absl::StartsWith(text, "#include")) continue;
        const std::vector<std::string> quoted = absl::StrSplit(text, absl::ByAnyChar("\"<>"));
        if (quoted.size() >= 2) {
          includes.push_back({file, absl::StrCat(parts[0], "/", parts[1]), line, quoted[1]});
        }
      }
    }
  }
  return includes;
}

TEST(ArchitectureTest, FoldersIncludeOnlyWhatTheLayeringAllows) {
  const std::vector<Include> includes = AllIncludes();
  ASSERT_GT(includes.size(), 200u) << "the source tree was not found";
  for (const Include& include : includes) {
    const auto allowed = AllowedEdges().find(include.folder);
    ASSERT_NE(allowed, AllowedEdges().end())
        << include.folder << " is no layer: add it to AllowedEdges() and docs/architecture.md";
    if (!absl::StartsWith(include.path, "services/") &&
        !absl::StartsWith(include.path, "workers/")) {
      continue;
    }
    const std::vector<std::string> parts = absl::StrSplit(include.path, '/');
    const std::string target = absl::StrCat(parts[0], "/", parts[1]);
    EXPECT_TRUE(target == include.folder || target == "services/base" ||
                allowed->second.count(target) > 0)
        << include.file << ":" << include.line << " includes " << include.path;
  }
}

TEST(ArchitectureTest, LibrariesStayBehindTheirFolder) {
  for (const Include& include : AllIncludes()) {
    for (const Reserved& reserved : ReservedIncludes()) {
      if (!absl::StartsWith(include.path, reserved.prefix)) continue;
      EXPECT_GT(reserved.folders.count(include.folder), 0u)
          << include.file << ":" << include.line << " includes " << include.path;
    }
  }
}

TEST(ArchitectureTest, EverySourceIsListedInItsFoldersCMakeFile) {
  const fs::path root = GONGKAI_SOURCE_DIR;
  for (const char* top : {"services", "workers", "tests"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      if (entry.path().extension() != ".cc") continue;
      fs::path folder = entry.path().parent_path();
      while (!fs::exists(folder / "CMakeLists.txt")) folder = folder.parent_path();
      std::stringstream cmake;
      cmake << std::ifstream(folder / "CMakeLists.txt").rdbuf();
      const std::string name = fs::relative(entry.path(), folder);
      const std::string text = cmake.str();
      const std::set<std::string> words = absl::StrSplit(text, absl::ByAnyChar(" \n()"));
      EXPECT_TRUE(words.count(name) > 0)
          << name << " is not in " << fs::relative(folder, root) << "/CMakeLists.txt";
      EXPECT_FALSE(absl::StrContains(text, "GLOB"))
          << fs::relative(folder, root) << "/CMakeLists.txt: sources are listed, not globbed";
    }
  }
}

}  // namespace
}  // namespace gongkai
