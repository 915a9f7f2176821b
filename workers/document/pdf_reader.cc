#include "workers/document/pdf_reader.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/base/error.h"
#include "services/base/status_macros.h"
#include "workers/document/characters.h"
#include "workers/document/pdf_flow.h"
#include "workers/document/pdf_join.h"
#include "workers/document/pdf_source.h"
#include "workers/document/pdf_value.h"

namespace gongkai {
namespace {

absl::Status Scanned() {
  return MakeError(absl::StatusCode::kInvalidArgument, "SCANNED_DOCUMENT",
                   "the pages of the PDF file are scanned images without text, and text "
                   "recognition (OCR) is off; submit the PDF that was exported from the word "
                   "processor",
                   "该 PDF 的页面是扫描图片,没有文字层,且未开启文字识别(OCR);"
                   "请改交由文字处理软件导出的 PDF");
}

absl::Status Unmapped() {
  return MakeError(absl::StatusCode::kInvalidArgument, "TEXT_UNMAPPED",
                   "the fonts of the PDF file do not say which characters they show (no character "
                   "map), so that its text cannot be read; export it again with embedded text",
                   "该 PDF 的字体没有字符映射表,无法得知文字内容;请重新导出后再提交");
}

constexpr float kLeastFull = 0.4f;  // of the page's width: a line that may have run out of room

constexpr size_t kMostOverhang = 6;  // lines of a label that reach out of the foot of a table

// 续表, (接上表): printed above the rest of a table on the next page.
bool IsContinuationMark(absl::string_view text) {
  constexpr size_t kLongest = 24;  // bytes
  return text.size() <= kLongest &&
         (absl::StrContains(text, "续表") || absl::StrContains(text, "上表") ||
          absl::StrContains(text, "上页"));
}

// A mark that stands behind something.
bool BeginsNoParagraph(const PdfLine& line) {
  constexpr std::u32string_view kMarks = U"，。、；：！？）》」』】”’";
  return kMarks.find(line.glyphs.front().code) != kMarks.npos;
}

// As sure as of the line's least certain character.
void LowerCertainty(const PdfLine& line, Place* place) {
  for (const PdfGlyph& glyph : line.glyphs) {
    place->certainty = std::min(place->certainty, static_cast<float>(glyph.certainty) / 100);
  }
}

// What the document's pages hold in all.
struct Survey {
  size_t glyphs = 0;
  size_t unmapped = 0;
  int pages = 0;
  int pictures = 0;  // pages that are little but an image
};

class PdfReader {
 public:
  PdfReader(ReadBudget* budget, Document* document) : budget_(budget), document_(document) {}

  absl::Status Read(absl::string_view bytes) {
    std::vector<PdfPageFlow> pages;
    Survey survey;
    RETURN_IF_ERROR(ReadPdfPages(
        bytes, budget_->limits(),
        [&](PdfPage page) {
          ++survey.pages;
          survey.glyphs += page.glyphs.size();
          survey.unmapped += static_cast<size_t>(page.unmapped);
          survey.pictures += page.glyphs.size() < 40 && page.image_share > 0.3f;
          pages.push_back(ReadFlow(std::move(page), pages.empty() ? nullptr : &pages.back()));
          return absl::OkStatus();
        },
        &document_->html_title));
    if (survey.unmapped * 3 > survey.glyphs) return Unmapped();
    if (survey.pictures > 0 && survey.pictures * 2 > survey.pages) return Scanned();
    return Add(std::move(pages));
  }

  absl::Status Add(std::vector<PdfPageFlow> pages) {
    DropFurniture(&pages);
    for (PdfPageFlow& page : pages) RETURN_IF_ERROR(AddPage(&page));
    RETURN_IF_ERROR(EndTable());
    return EndParagraph();
  }

 private:
  absl::Status AddPage(PdfPageFlow* page) {
    const size_t taken = has_table_ ? ContinueTable(*page) : 0;
    if (taken == 0) RETURN_IF_ERROR(EndTable());
    page_ = page->number;
    width_ = page->width;
    MeasureLines(*page);
    for (size_t i = taken; i < page->items.size(); ++i) {
      PdfItem& item = page->items[i];
      if (item.is_table) {
        if (IsBlank(item.table)) continue;
        RETURN_IF_ERROR(EndTable());
        RETURN_IF_ERROR(EndParagraph());
        table_ = std::move(item.table);
        has_table_ = true;
      } else if (has_table_ && overhang_.size() < kMostOverhang) {
        overhang_.push_back(std::move(item.line));
      } else {
        RETURN_IF_ERROR(EndTable());
        RETURN_IF_ERROR(AddLine(std::move(item.line), i == 0));
      }
    }
    return absl::OkStatus();
  }

  // Adds a table at the top of the page to the open one if it goes on there. Returns how many
  // items of the page that took.
  size_t ContinueTable(const PdfPageFlow& page) {
    size_t i = 0;
    while (i < page.items.size() && !page.items[i].is_table &&
           IsContinuationMark(TextOf(page.items[i].line))) {
      ++i;
    }
    if (i == page.items.size() || !page.items[i].is_table) return 0;
    if (!JoinTables(overhang_, page.items[i].table, &table_)) return 0;
    overhang_.clear();
    return i + 1;
  }

  // Where the text of the page begins and ends, and how far its lines lie apart.
  void MeasureLines(const PdfPageFlow& page) {
    float left = 1e6f, right = 0;
    std::vector<float> pitches;
    const PdfLine* last = nullptr;
    for (const PdfItem& item : page.items) {
      if (item.is_table) {
        last = nullptr;
        continue;
      }
      left = std::min(left, item.line.box.left);
      right = std::max(right, item.line.box.right);
      if (last != nullptr) pitches.push_back(item.line.box.bottom - last->box.bottom);
      last = &item.line;
    }
    if (right - left > right_ - left_ || page_ == 1) {
      left_ = left;
      right_ = right;
    } else if (right > 0) {
      left_ = std::min(left_, left);
      right_ = std::max(right, left_);
    }
    pitch_ = 0;
    if (!pitches.empty()) {
      std::nth_element(pitches.begin(), pitches.begin() + pitches.size() / 2, pitches.end());
      pitch_ = pitches[pitches.size() / 2];
    }
  }

  absl::Status AddLine(PdfLine line, bool first_of_page) {
    if (!Continues(line, first_of_page)) RETURN_IF_ERROR(EndParagraph());
    const std::string text = TextOf(line);
    if (paragraph_.empty()) {
      place_ = {};
      place_.page = page_;
      place_.box = line.box;
    } else {
      const char32_t before = last_line_.glyphs.back().code;
      const char32_t after = line.glyphs.front().code;
      if (!IsWideChar(before) && !IsWideChar(after) &&
          !(IsNumberChar(before) && IsNumberChar(after))) {
        paragraph_ += ' ';
      }
      if (place_.page == page_) place_.box = UnionOf(place_.box, line.box);
    }
    LowerCertainty(line, &place_);
    goes_on_ = !paragraph_.empty();
    paragraph_ += text;
    last_line_ = std::move(line);
    last_right_ = right_;
    return absl::OkStatus();
  }

  // The line goes on where the last one ran out of room.
  bool Continues(const PdfLine& line, bool first_of_page) const {
    if (paragraph_.empty()) return false;
    const float size = std::max(line.size, last_line_.size);
    if (std::abs(line.size - last_line_.size) > 0.15f * size) return false;
    const bool near =
        line.box.bottom - last_line_.box.bottom < std::max(pitch_ * 1.35f, size * 1.2f);
    if (BeginsNoParagraph(line) && near && line.box.left <= last_line_.box.left + 1) return true;
    if (last_line_.box.right < last_right_ - 1.6f * size) return false;
    if (last_line_.box.right - last_line_.box.left < kLeastFull * width_) return false;
    const bool goes_back = line.box.left < last_line_.box.left - 0.8f * size ||
                           (goes_on_ && std::abs(line.box.left - last_line_.box.left) < 1);
    if (line.box.left > left_ + 1.2f * size && !goes_back) return false;
    // Texts set apart in one line are fields or a row, and no running text.
    constexpr float kApart = 1.5f;
    if (SplitAtGaps(last_line_, kApart).size() > 1 || SplitAtGaps(line, kApart).size() > 1) {
      return false;
    }
    if (StartsWithOrdinal(TextOf(line)) && line.box.left <= last_line_.box.left + 1) {
      const char32_t first = line.glyphs.front().code;
      if (first > 0x80) return false;  // a heading, in a text that indents nothing
    }
    return first_of_page || near;
  }

  absl::Status EndParagraph() {
    if (paragraph_.empty()) return absl::OkStatus();
    std::string text;
    AppendVisible(TrimText(paragraph_), &text);
    paragraph_.clear();
    if (text.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(budget_->AddText(text.size()));
    Block& block = document_->blocks.emplace_back();
    block.place = place_;
    block.text = document_->Keep(std::move(text));
    return absl::OkStatus();
  }

  // Ends the open table and the lines below it.
  absl::Status EndTable() {
    if (!has_table_) return absl::OkStatus();
    has_table_ = false;
    RETURN_IF_ERROR(AddGrid());
    std::vector<PdfLine> below;
    below.swap(overhang_);
    for (PdfLine& line : below) RETURN_IF_ERROR(AddLine(std::move(line), false));
    return absl::OkStatus();
  }

  absl::Status AddGrid() {
    constexpr int kMost = 65'535;
    if (table_.rows() > kMost) return TooManyCells("table rows", "个表格行", kMost);
    Block& block = document_->blocks.emplace_back();
    block.kind = Block::Kind::kGrid;
    block.grid.rows = table_.rows();
    block.grid.columns = table_.columns();
    for (const PdfCell& from : table_.cells) {
      RETURN_IF_ERROR(budget_->AddCells(static_cast<size_t>(from.row_span) *
                                        static_cast<size_t>(from.column_span)));
      RETURN_IF_ERROR(budget_->AddText(from.text.size()));
      Cell& cell = block.grid.cells.emplace_back();
      cell.row = static_cast<uint16_t>(from.row);
      cell.column = static_cast<uint16_t>(from.column);
      cell.row_span = static_cast<uint16_t>(from.row_span);
      cell.column_span = static_cast<uint16_t>(from.column_span);
      cell.place.page = from.page;
      cell.place.box = from.box;
      for (const PdfLine& line : from.lines) LowerCertainty(line, &cell.place);
      std::string visible;
      AppendVisible(TrimText(from.text), &visible);
      cell.text = document_->Copy(visible);
    }
    block.place = block.grid.cells.front().place;
    return absl::OkStatus();
  }

  ReadBudget* const budget_;
  Document* const document_;
  int page_ = 0;
  float width_ = 0;             // of the page
  float left_ = 0, right_ = 0;  // edges of the running text
  float pitch_ = 0;             // from line to line on this page; 0: not known
  std::string paragraph_;       // the open one
  Place place_;                 // of it
  PdfLine last_line_;           // of it
  bool goes_on_ = false;        // that line is not its first
  float last_right_ = 0;        // right_ of the page on which that line stands
  PdfTable table_;              // the open one
  bool has_table_ = false;
  std::vector<PdfLine> overhang_;  // the first lines below it on its last page
};

}  // namespace

absl::Status ReadPdf(absl::string_view bytes, ReadBudget* budget, Document* document) {
  document->format = Format::kPdf;
  return PdfReader(budget, document).Read(bytes);
}

absl::Status AddPdfPages(std::vector<PdfPage> pages, ReadBudget* budget, Document* document) {
  std::vector<PdfPageFlow> flows;
  flows.reserve(pages.size());
  for (PdfPage& page : pages) {
    flows.push_back(ReadFlow(std::move(page), flows.empty() ? nullptr : &flows.back()));
  }
  return PdfReader(budget, document).Add(std::move(flows));
}

void WarmUpPdf() {
  std::string file = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n";
  std::string fonts;
  std::string text;
  for (const absl::string_view map : {"UniGB-UCS2-H", "GBK-EUC-H", "UniGB-UTF16-H"}) {
    absl::StrAppend(&fonts, "/", map, "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/",
                    map,
                    "/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/"
                    "CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>>>]>>");
    absl::StrAppend(&text, "BT /", map, " 12 Tf 50 50 Td <4E004E00> Tj ET ");
  }
  absl::StrAppend(&file,
                  "2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
                  "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/"
                  "Resources<</Font<<",
                  fonts, ">>>>>>endobj\n4 0 obj<</Length ", text.size(), ">>stream\n", text,
                  "\nendstream endobj\ntrailer<</Root 1 0 R>>\n");
  Document document;
  const ReadLimits limits;
  ReadBudget budget(limits);
  (void)ReadPdf(file, &budget, &document);
}

}  // namespace gongkai
