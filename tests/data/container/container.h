// ZIP containers made for tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace gongkai {

// (name, content), in order. A name that ends in '/' is a folder.
using Files = std::vector<std::pair<std::string, std::string>>;

struct ZipOptions {
  bool store = false;    // files are not packed
  std::string password;  // not empty: encrypted (AES-256)
};

// Deterministic without a password.
std::string MakeZip(const Files& files, const ZipOptions& options = {});

// The parts of a DOCX with this content of <w:body>; `styles` and `numbering` are the contents of
// their parts' outermost elements and leave the part out if empty.
Files DocxFiles(absl::string_view body, absl::string_view styles = {},
                absl::string_view numbering = {});
std::string MakeDocx(absl::string_view body, absl::string_view styles = {},
                     absl::string_view numbering = {});

// A sheet of a workbook: its name, the content of <worksheet>, and its state ("hidden" or none).
struct XlsxSheetPart {
  std::string name;
  std::string content;
  std::string state;
};

// The parts of a workbook; `styles` and `strings` are the contents of their parts' outermost
// elements and leave the part out if empty.
Files XlsxFiles(const std::vector<XlsxSheetPart>& sheets, absl::string_view strings = {},
                absl::string_view styles = {});
std::string MakeXlsx(const std::vector<XlsxSheetPart>& sheets, absl::string_view strings = {},
                     absl::string_view styles = {});

}  // namespace gongkai
