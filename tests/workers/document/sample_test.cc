// The bundled report of the 2019 form, flattened to one cell a line.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "tests/workers/document/read.h"

namespace gongkai {
namespace {

std::string ReadSample() {
  std::stringstream text;
  text << std::ifstream(GONGKAI_SOURCE_DIR "/tests/data/sample-2019.txt").rdbuf();
  return text.str();
}

std::string Outline(const Document& document) {
  std::string outline;
  for (const Block& block : document.blocks) {
    if (block.kind == Block::Kind::kGrid) {
      absl::StrAppend(&outline, "[", block.grid.rows, "x", block.grid.columns, " ",
                      block.grid.cells.size(), "]");
    } else {
      outline += 'P';
    }
  }
  return outline;
}

TEST(SampleTest, MetadataAndFourTablesAmongProse) {
  const auto document = ReadDocument(ReadSample());
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(document->charset, "utf-8");
  EXPECT_EQ(Outline(*document), "[11x8 39]PPPPPPPP[53x4 71]P[199x9 258]P[34x14 60]PPPPP");
  const Grid& table3 = document->blocks[11].grid;
  EXPECT_EQ(table3.structure, Grid::Structure::kSequence);
  int figures = 0;
  for (const Cell& cell : table3.cells) {
    figures += !cell.text.empty() && cell.text.find_first_not_of("0123456789") == std::string::npos;
  }
  EXPECT_EQ(figures, 23 * 7);
  EXPECT_EQ(document->blocks[0].grid.structure, Grid::Structure::kRows);
}

TEST(SampleTest, EveryBorderEndsACell) {
  const std::string text = ReadSample();
  const auto document = ReadDocument(text);
  ASSERT_TRUE(document.ok());
  size_t cells = 0;
  for (const Block& block : document->blocks) cells += block.grid.cells.size();
  EXPECT_EQ(cells, static_cast<size_t>(std::count(text.begin(), text.end(), '|')));
}

TEST(SampleTest, TheSameInEveryCharset) {
  const std::string text = ReadSample();
  const std::string expected = Read(text);
  EXPECT_EQ(Read("\xEF\xBB\xBF" + text), expected);
  EXPECT_EQ(Read(Encode(text, "GB18030")), expected);
  EXPECT_EQ(Read("\xFF\xFE" + Encode(text, "UTF-16LE")), expected);
  EXPECT_EQ(Read(Encode(text, "UTF-16BE")), expected);
}

TEST(SampleTest, TheSameInsidePre) {
  const std::string text = ReadSample();
  EXPECT_EQ(Read("<html><body><pre>" + text + "</pre></body></html>"), Read(text));
}

}  // namespace
}  // namespace gongkai
