#include "workers/document/document.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace gongkai {
namespace {

constexpr size_t kFirstCopies = 8 << 10;
constexpr size_t kMostCopies = 1 << 20;

absl::string_view StructureName(Grid::Structure structure) {
  switch (structure) {
    case Grid::Structure::kExact:
      return "exact";
    case Grid::Structure::kRows:
      return "rows";
    case Grid::Structure::kSequence:
      return "sequence";
  }
  return "";
}

std::string OneLine(absl::string_view text) { return absl::StrReplaceAll(text, {{"\n", "\\n"}}); }

}  // namespace

absl::string_view FormatName(Format format) {
  switch (format) {
    case Format::kText:
      return "text";
    case Format::kHtml:
      return "html";
    case Format::kDocx:
      return "docx";
    case Format::kPdf:
      return "pdf";
    case Format::kXlsx:
      return "xlsx";
    case Format::kImage:
      return "image";
  }
  return "";
}

absl::string_view Document::Copy(absl::string_view text) {
  if (text.empty()) return {};
  if (text.size() > copies_left_) {
    copies_size_ = std::max(text.size(), std::clamp(copies_size_ * 2, kFirstCopies, kMostCopies));
    copies_left_ = copies_size_;
    copies_.emplace_back(new char[copies_size_]);
  }
  char* const place = copies_.back().get() + (copies_size_ - copies_left_);
  std::memcpy(place, text.data(), text.size());
  copies_left_ -= text.size();
  return {place, text.size()};
}

std::string DebugDump(const Document& document) {
  std::string dump;
  for (const Block& block : document.blocks) {
    switch (block.kind) {
      case Block::Kind::kHeading:
        absl::StrAppend(&dump, "H ", OneLine(block.text), "\n");
        break;
      case Block::Kind::kParagraph:
        absl::StrAppend(&dump, "P ", OneLine(block.text), "\n");
        break;
      case Block::Kind::kGrid:
        absl::StrAppend(&dump, "G ", block.grid.rows, "x", block.grid.columns, " ",
                        StructureName(block.grid.structure));
        if (block.grid.parent_block >= 0) absl::StrAppend(&dump, " in ", block.grid.parent_block);
        dump += '\n';
        for (const Cell& cell : block.grid.cells) {
          absl::StrAppend(&dump, "  [", cell.row, ",", cell.column);
          if (cell.row_span != 1 || cell.column_span != 1) {
            absl::StrAppend(&dump, " ", cell.row_span, "x", cell.column_span);
          }
          absl::StrAppend(&dump, cell.text.empty() ? "]" : "] ", OneLine(cell.text), "\n");
        }
        break;
    }
  }
  return dump;
}

}  // namespace gongkai
