#include "workers/document/ocr_page.h"

#include <algorithm>
#include <utility>

#include "workers/document/pdf_lines.h"
#include "workers/document/pdf_rules.h"
#include "workers/document/pdf_table.h"

namespace gongkai {
namespace {

constexpr float kPointsPerPixel = 72 / kPictureDotsPerInch;
constexpr float kInset = 4;        // pixels of a cell beside its ruling lines
constexpr int kCertainDigit = 80;  // least confidence, of 100
constexpr int kCertainWord = 90;
constexpr float kProseScale = 0.75f;        // prose and its headings are read best smaller
constexpr float kScales[] = {1.4f, 0.75f};  // at which a cell is read again
constexpr float kSmallest = 24;             // pixels; least height of a line
constexpr float kLargest = 120;

PdfRule InPoints(const PdfRule& rule) {
  return {rule.at * kPointsPerPixel, rule.from * kPointsPerPixel, rule.to * kPointsPerPixel};
}

Box InPixels(const Box& box) {
  return {box.left / kPointsPerPixel, box.top / kPointsPerPixel, box.right / kPointsPerPixel,
          box.bottom / kPointsPerPixel};
}

Box ExtentOf(const OcrLine& line) {
  Box extent = line[0].box;
  for (const OcrSymbol& symbol : line) extent = UnionOf(extent, symbol.box);
  return extent;
}

// What the model takes for other characters where that makes no word of a form: 予以, 不予公开,
// 不予处理, 结果, 纠正.
void MendWords(OcrLine* line) {
  const auto code_at = [line](size_t i) { return i < line->size() ? (*line)[i].code : 0; };
  for (size_t i = 0; i < line->size(); ++i) {
    char32_t& code = (*line)[i].code;
    const char32_t next = code_at(i + 1);
    const char32_t before = i > 0 ? code_at(i - 1) : 0;
    const bool refused = before == U'不' && (next == U'公' || next == U'处');
    if (code == U'子' && (next == U'以' || refused)) code = U'予';
    if (code == U'采' && before == U'结') code = U'果';
    if (code == U'纪' && (next == U'正' || before == U'果')) code = U'纠';
  }
}

// The model takes （ for 〈 or 《: where the line has no other half to it.
void MendBrackets(OcrLine* line) {
  constexpr char32_t kPairs[][2] = {{U'〈', U'〉'}, {U'《', U'》'}};
  constexpr char32_t kRound[2] = {U'（', U'）'};
  for (const auto& pair : kPairs) {
    for (int half = 0; half < 2; ++half) {
      const bool whole = std::any_of(line->begin(), line->end(), [&](const OcrSymbol& symbol) {
        return symbol.code == pair[1 - half];
      });
      if (whole) continue;
      for (OcrSymbol& symbol : *line) {
        if (symbol.code == pair[half]) symbol.code = kRound[half];
      }
    }
  }
}

// A number in front of words, 61项 but not the 1. of a label, has one witness only, which may have
// lost a digit.
void DropFigures(OcrLine* line) {
  const auto is_figure = [](const OcrSymbol& symbol) {
    return symbol.code < 0x80 && symbol.code != U'(' && symbol.code != U' ';
  };
  const auto end = std::find_if_not(line->begin(), line->end(), is_figure);
  if (end == line->begin() || end == line->end()) return;
  if (end->code == U'、' || end->code == U'，' || (end - 1)->code == U'.') return;
  for (auto symbol = line->begin(); symbol != end; ++symbol) symbol->code = kUnmappedGlyph;
}

// Side by side without gaps.
void SpreadOver(const Box& box, OcrLine* line) {
  const float step = (box.right - box.left) / static_cast<float>(line->size());
  for (size_t i = 0; i < line->size(); ++i) {
    const float left = box.left + step * static_cast<float>(i);
    (*line)[i].box = {left, box.top, left + step, box.bottom};
  }
}

// Whether it is a label rather than a number that was taken for one.
bool HasWords(const OcrLine& line) {
  return std::count_if(line.begin(), line.end(), [](const OcrSymbol& symbol) {
           return IsWideChar(symbol.code) && symbol.confidence >= kCertainWord;
         }) > 1;
}

OcrLine FirstOf(std::vector<OcrLine> lines) {
  return lines.empty() ? OcrLine() : std::move(lines[0]);
}

}  // namespace

void ScanReader::AddPage(Picture scan, int number) {
  PdfPage& page = pages_.emplace_back();
  page.number = number;
  CleanPicture picture = Clean(std::move(scan));
  if (picture.ink == nullptr) return;
  const auto [width, height] = SizeOf(picture.ink);
  page.width = width * kPointsPerPixel;
  page.height = height * kPointsPerPixel;
  for (const PdfRule& rule : picture.horizontal) page.horizontal.push_back(InPoints(rule));
  for (const PdfRule& rule : picture.vertical) page.vertical.push_back(InPoints(rule));
  for (const RuleNet& net : FindNets(page)) {
    std::vector<PdfGlyph> none;
    const PdfTable table = BuildTable(net.horizontal, net.vertical, &none);
    if (table.rows() <= 0) continue;
    for (const PdfCell& cell : table.cells) ReadCell(picture, InPixels(cell.box));
    WhiteOut(InPixels(table.box()), &picture);
  }
  if (!HasInk(picture, {0, 0, width, height})) return;
  const Picture prose = Scaled(picture.grey, kProseScale);
  if (prose == nullptr) return;
  for (OcrLine& line : engine_->Read(prose.get(), OcrEngine::Layout::kPage)) {
    for (OcrSymbol& symbol : line) {
      Box& box = symbol.box;
      box = {box.left / kProseScale, box.top / kProseScale, box.right / kProseScale,
             box.bottom / kProseScale};
    }
    AddLine(std::move(line), 0, 0, &page);
  }
}

void ScanReader::ReadCell(const CleanPicture& picture, const Box& cell) {
  const Box box = {cell.left + kInset, cell.top + kInset, cell.right - kInset,
                   cell.bottom - kInset};
  if (box.right <= box.left || box.bottom <= box.top || !HasInk(picture, box)) return;
  Picture cut = CutOut(picture, box);
  if (cut == nullptr) return;
  std::vector<OcrLine> lines = engine_->Read(cut.get(), OcrEngine::Layout::kBlock);
  std::vector<PrintedShape> shapes = ShapesIn(picture, box);
  if (lines.empty()) lines = engine_->Read(cut.get(), OcrEngine::Layout::kLine);
  const OcrLine none;
  if (lines.size() > 1 || !MayBeFigures(lines.empty() ? none : lines[0], shapes)) {
    const float left = std::max(0.0f, box.left) - kCutMargin;
    const float top = std::max(0.0f, box.top) - kCutMargin;
    for (OcrLine& line : lines) {
      MendBrackets(&line);
      DropFigures(&line);
      AddLine(std::move(line), left, top, &pages_.back());
    }
    return;
  }
  Pending& pending = pending_.emplace_back();
  pending.page = pages_.size() - 1;
  pending.box = InkIn(picture, box);
  for (const PrintedShape& shape : shapes) pending.figures.kinds.push_back(kinds_.Add(shape));
  if (!shapes.empty()) {
    pending.figures.dash =
        HasDash(picture, box, shapes[0].box.left, shapes[0].box.bottom - shapes[0].box.top);
  }
  pending.figures.shapes = std::move(shapes);
  pending.figures.by_chinese = FirstOf(std::move(lines));
  pending.figures.by_digits = FirstOf(engine_->ReadAsFigures(cut.get()));
  pending.cut = std::move(cut);
  Learn(pending.figures, &kinds_);
}

std::optional<OcrLine> ScanReader::TryAgain(const Pending& cell) {
  OcrFigures figures = cell.figures;
  for (const float scale : kScales) {
    const Picture scaled = Scaled(cell.cut, scale);
    if (scaled == nullptr) continue;
    figures.by_chinese = FirstOf(engine_->Read(scaled.get(), OcrEngine::Layout::kLine));
    figures.by_digits = FirstOf(engine_->ReadAsFigures(scaled.get()));
    if (std::optional<OcrLine> line = Decide(figures, kinds_)) return line;
  }
  return std::nullopt;
}

std::vector<PdfPage> ScanReader::Finish() && {
  for (const Pending& cell : pending_) {
    std::optional<OcrLine> line = Decide(cell.figures, kinds_);
    if (!line) line = TryAgain(cell);
    if (!line && HasWords(cell.figures.by_chinese)) line = cell.figures.by_chinese;
    if (!line) line = OcrLine{{kUnmappedGlyph, {}, 0}};
    SpreadOver(cell.box, &*line);
    AddLine(*std::move(line), 0, 0, &pages_[cell.page]);
  }
  return std::move(pages_);
}

// `left` and `top`: where on the page the picture begins in which the line was read.
void ScanReader::AddLine(OcrLine line, float left, float top, PdfPage* page) {
  MendWords(&line);
  const Box extent = ExtentOf(line);
  const float size = std::clamp(extent.bottom - extent.top, kSmallest, kLargest);
  const float middle = top + (extent.top + extent.bottom) / 2;
  ++run_;
  float end = 0;  // of the symbol before
  for (size_t i = 0; i < line.size(); ++i) {
    const OcrSymbol& symbol = line[i];
    float begin = i == 0 ? symbol.box.left : std::max(symbol.box.left, end);
    // Boxes of recognised symbols are narrower than the advance: small gaps say nothing.
    if (i > 0 && begin - end < 0.8f * size) begin = end;
    end = std::max(symbol.box.right, begin + 0.1f * size);
    PdfGlyph& glyph = page->glyphs.emplace_back();
    const bool digit = symbol.code >= U'0' && symbol.code <= U'9';
    const bool unknown = symbol.code == 0 || (digit && symbol.confidence < kCertainDigit);
    glyph.code = unknown ? kUnmappedGlyph : symbol.code;
    glyph.certainty = static_cast<uint8_t>(std::clamp(symbol.confidence, 0, 99));
    glyph.size = size * kPointsPerPixel;
    glyph.run = run_;
    glyph.box = {(left + begin) * kPointsPerPixel, (middle - size / 2) * kPointsPerPixel,
                 (left + end) * kPointsPerPixel, (middle + size / 2) * kPointsPerPixel};
  }
}

}  // namespace gongkai
