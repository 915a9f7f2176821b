// A document as blocks: what every reader ends in, and all that recognition sees. This layer knows
// file formats; it knows no form, no indicator and no rule, and does no I/O.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace gongkai {

enum class Format { kText, kHtml, kDocx, kPdf, kXlsx, kImage };

// "text", "html", "docx", "pdf", "xlsx", "image": Report.source_format. Of a report inside an
// archive it is the format of the report.
absl::string_view FormatName(Format format);

// A rectangle on a page in points (1/72 inch), origin top left.
struct Box {
  float left = 0, top = 0, right = 0, bottom = 0;
};

// Where something stands in the source. Byte offsets count in the source, or in the part of a
// container, as decoded to UTF-8 without a byte order mark; begin == end: no range. page is
// 1-based, 0: none.
struct Place {
  uint32_t begin = 0;
  uint32_t end = 0;
  int32_t page = 0;
  Box box;
  // Part of a container ("word/document.xml"), of a workbook the name of the sheet; owned by the
  // Document.
  absl::string_view part;
  // Cell of a sheet, 1-based; 0: none.
  int32_t sheet_row = 0;
  int32_t sheet_column = 0;
  // 0 to 1: how sure text recognition is of what stands there; 1 for everything that was not
  // recognised from a picture.
  float certainty = 1;
};

// One cell of a grid. A spanned cell stands once, at its top left corner.
struct Cell {
  absl::string_view text;  // white space trimmed at both ends, inner line breaks as '\n', no empty
                           // line; no control or zero-width characters (nor in a Block's text)
  uint16_t row = 0;        // 0-based
  uint16_t column = 0;     // 0-based
  uint16_t row_span = 1;
  uint16_t column_span = 1;
  Place place;
};

struct Grid {
  // What the source really says of the arrangement.
  enum class Structure {
    kExact,     // rows, columns and spans are the source's own (HTML, DOCX)
    kRows,      // flattened: rows are known, a column is only an ordinal within its row
    kSequence,  // flattened to cells one after another: only the order is known, rows are lines
  };
  Structure structure = Structure::kExact;
  int rows = 0;
  int columns = 0;
  std::vector<Cell> cells;  // ordered by (row, column); no two of the same position
  // The grid stands inside a cell of this block index's grid (nested tables); -1: in none.
  int parent_block = -1;
};

struct Block {
  enum class Kind { kHeading, kParagraph, kGrid };
  Kind kind = Kind::kParagraph;
  absl::string_view
      text;   // heading or paragraph; white space trimmed; never empty; one line of the
              // source for text, one block element for HTML ('\n' where <br> stands)
  Grid grid;  // only for kGrid
  Place place;
  // Only for paragraphs of a text without cell borders, where an empty line may have been an empty
  // cell: the lines directly before this one that are empty, and that hold only white space.
  int blank_lines_before = 0;
  int space_lines_before = 0;
};

// What a person should know of how the document was read, in Chinese and in English.
struct ReadingNote {
  std::string zh;
  std::string en;
};

// Owns all text that its blocks and cells point into. Move-only; views stay valid when moved.
class Document {
 public:
  Document() = default;
  Document(Document&&) = default;
  Document& operator=(Document&&) = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  // Keeps the string itself for the document's life.
  absl::string_view Keep(std::string text) { return kept_.emplace_back(std::move(text)); }

  // Keeps a copy of `text` for the document's life; for many short pieces.
  absl::string_view Copy(absl::string_view text);

  Format format = Format::kText;
  std::string charset;  // as decoded: "utf-8", "gb18030", "utf-16le"; of a container "utf-8"
  // What a page calls itself, white space folded, pieces parted by '_'; also if printed to PDF.
  std::string html_title;
  // Names of documents that a page links to or shows in a frame, in their order; at most a few.
  std::vector<std::string> linked_files;
  bool scripted = false;           // the page runs scripts, which may load what it shows
  bool recognised = false;         // by text recognition, from pictures of pages
  std::vector<Block> blocks;       // in reading order
  std::vector<ReadingNote> notes;  // at most a few

 private:
  std::deque<std::string> kept_;  // a deque: views into short strings survive growth
  std::vector<std::unique_ptr<char[]>> copies_;
  size_t copies_left_ = 0;  // bytes unused at the end of copies_.back()
  size_t copies_size_ = 0;  // bytes of copies_.back()
};

// One line a block or cell, for tests and for people: "P text", "H text", "G 5x8 exact",
// "  [0,1 1x2] text".
std::string DebugDump(const Document& document);

}  // namespace gongkai
