#include "tests/workers/document/pdf_writer.h"

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "tests/workers/document/read.h"

namespace gongkai {
namespace {

std::string Hex(absl::string_view bytes) {
  std::string hex;
  char digits[3];
  for (const char c : bytes) {
    snprintf(digits, sizeof digits, "%02X", static_cast<unsigned char>(c));
    hex += digits;
  }
  return hex;
}

constexpr absl::string_view kFonts =
    "/F0<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/ToUnicode 4 0 R"
    "/DescendantFonts[5 0 R]>>"
    "/F3<</Type/Font/Subtype/Type1/BaseFont/AAAAAA+X/FirstChar 49/LastChar 50/Widths[500 500]"
    "/Encoding<</Differences[49/g54/one]>>>>"
    "/F1<</Type/Font/Subtype/Type0/BaseFont/Kai/Encoding/Identity-H/DescendantFonts[5 0 R]>>"
    "/F2<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/GBK-EUC-H"
    "/DescendantFonts[6 0 R]>>";

constexpr absl::string_view kMap =
    "/CIDInit /ProcSet findresource begin begincmap\n"
    "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
    "1 beginbfrange <0000> <FFFF> <0000> endbfrange\nendcmap end";

// Half as wide for ASCII.
constexpr absl::string_view kWidths = "/DW 1000/W[32 126 500]";

}  // namespace

PdfWriter& PdfWriter::AddPage() {
  pages_.emplace_back();
  return *this;
}

PdfWriter& PdfWriter::Rotate(int degrees) {
  pages_.back().rotate = degrees;
  return *this;
}

PdfWriter& PdfWriter::Use(Font font) {
  font_ = font;
  return *this;
}

PdfWriter& PdfWriter::Text(float x, float y, absl::string_view utf8, float size) {
  const std::string codes = Encode(utf8, font_ == Font::kPredefined ? "GBK" : "UTF-16BE");
  return Raw(absl::StrCat("BT /F", static_cast<int>(font_), " ", size, " Tf ", x, " ", height_ - y,
                          " Td <", Hex(codes), "> Tj ET"));
}

PdfWriter& PdfWriter::Line(float x0, float y0, float x1, float y1) {
  return Raw(absl::StrCat(x0, " ", height_ - y0, " m ", x1, " ", height_ - y1, " l S"));
}

PdfWriter& PdfWriter::Fill(float left, float top, float right, float bottom) {
  return Raw(
      absl::StrCat(left, " ", height_ - bottom, " ", right - left, " ", bottom - top, " re f"));
}

PdfWriter& PdfWriter::Raw(absl::string_view operators) {
  absl::StrAppend(&pages_.back().content, operators, "\n");
  return *this;
}

PdfWriter& PdfWriter::Image() {
  return Raw(absl::StrCat("q ", width_, " 0 0 ", height_,
                          " 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xFF EI Q"));
}

PdfWriter& PdfWriter::Table(const std::vector<float>& xs, const std::vector<float>& ys,
                            const std::vector<std::string>& texts) {
  for (const float x : xs) Line(x, ys.front(), x, ys.back());
  for (const float y : ys) Line(xs.front(), y, xs.back(), y);
  for (size_t i = 0; i < texts.size(); ++i) {
    const size_t row = i / (xs.size() - 1);
    const size_t column = i % (xs.size() - 1);
    Text(xs[column] + 3, (ys[row] + ys[row + 1]) / 2 + 4, texts[i]);
  }
  return *this;
}

std::string PdfWriter::Finish(absl::string_view trailer) const {
  std::vector<std::string> objects;
  std::string kids;
  const size_t first_page = 8;
  for (size_t i = 0; i < pages_.size(); ++i) {
    absl::StrAppend(&kids, first_page + 2 * i, " 0 R ");
  }
  objects.push_back("<</Type/Catalog/Pages 2 0 R>>");
  objects.push_back(absl::StrCat("<</Type/Pages/Count ", pages_.size(), "/Kids[", kids, "]>>"));
  objects.push_back(absl::StrCat("<</Font<<", kFonts, ">>>>"));
  objects.push_back(absl::StrCat("<</Length ", kMap.size(), ">>stream\n", kMap, "\nendstream"));
  const auto descendant = [](absl::string_view type, absl::string_view ordering) {
    return absl::StrCat("<</Type/Font/Subtype/", type,
                        "/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(", ordering,
                        ")/Supplement 0>>", kWidths, ">>");
  };
  objects.push_back(descendant("CIDFontType2", "Identity"));
  objects.push_back(descendant("CIDFontType0", "GB1"));
  objects.push_back("null");
  for (size_t i = 0; i < pages_.size(); ++i) {
    objects.push_back(absl::StrCat("<</Type/Page/Parent 2 0 R/MediaBox[0 0 ", width_, " ", height_,
                                   "]/Rotate ", pages_[i].rotate, "/Resources 3 0 R/Contents ",
                                   first_page + 2 * i + 1, " 0 R>>"));
    objects.push_back(absl::StrCat("<</Length ", pages_[i].content.size(), ">>stream\n",
                                   pages_[i].content, "endstream"));
  }
  std::string file = "%PDF-1.5\n";
  std::string table = absl::StrCat("xref\n0 ", objects.size() + 1, "\n0000000000 65535 f \n");
  for (size_t i = 0; i < objects.size(); ++i) {
    char entry[32];
    snprintf(entry, sizeof entry, "%010zu 00000 n \n", file.size());
    table += entry;
    absl::StrAppend(&file, i + 1, " 0 obj", objects[i], "endobj\n");
  }
  const size_t start = file.size();
  absl::StrAppend(&file, table, "trailer<</Size ", objects.size() + 1, "/Root 1 0 R", trailer,
                  ">>\nstartxref\n", start, "\n%%EOF\n");
  return file;
}

}  // namespace gongkai
