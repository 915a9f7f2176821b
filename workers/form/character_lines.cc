#include "workers/form/character_lines.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "workers/form/label.h"

namespace gongkai {
namespace {

constexpr int kFewestLines = 100;      // of such a text
constexpr size_t kLongestLabel = 48;   // lines of a label
constexpr size_t kLongestNote = 120;   // the same with a note in brackets
constexpr int kMostLookups = 12'000;   // places of one text where labels are looked for
constexpr size_t kFewestPieces = 6;    // of a part of a table, side by side
constexpr size_t kMostChange = 4;      // lines of a word of change
constexpr size_t kLongestAgency = 24;  // lines of a body's name in front of a title's year
constexpr size_t kLongestNumber = 12;  // digits
constexpr absl::string_view kTitleEnds[] = {"年度报告", "年度報告"};

char32_t FirstOf(absl::string_view text) {
  size_t at = 0;
  return text.empty() ? 0 : NextCharacter(text, &at);
}

bool IsDigit(char32_t c) { return (c >= '0' && c <= '9') || (c >= U'０' && c <= U'９'); }

bool IsOpen(char32_t c) { return FoldCharacter(c) == u'('; }
bool IsClosed(char32_t c) { return FoldCharacter(c) == u')'; }

bool IsQuote(char32_t c) { return c == '"' || c == U'“' || c == U'”'; }

bool IsMark(absl::string_view line) {
  return line == "." || line == "、" || line == "．" || line == "," || line == "，";
}

bool IsSign(absl::string_view line) {
  return line == "-" || line == "－" || line == "+" || line == "＋" || line == "—";
}

bool IsDash(absl::string_view line) {
  return line == "/" || line == "-" || line == "－" || line == "—" || line == "--" || line == "——";
}

bool HoldsOneOf(absl::string_view characters, absl::string_view line) {
  return line.size() >= 3 && absl::StrContains(characters, line);
}

// What may stand in front of the digits of a figure, and behind them.
bool IsChange(absl::string_view line) {
  return IsSign(line) || HoldsOneOf("增减加少降升新负约净长超近", line);
}
bool IsUnit(absl::string_view line) {
  return line == "%" || HoldsOneOf("万亿元件项个条宗次余多起份人年月日", line);
}

struct Piece {
  enum class Kind : uint8_t { kText, kLabel, kSection, kFigure };
  Kind kind = Kind::kText;
  size_t first = 0;  // lines
  size_t end = 0;
};

class CharacterLines {
 public:
  CharacterLines(const Document& document, const LabelIndex& labels)
      : blocks_(document.blocks), labels_(labels) {
    for (const LabelIndex::Entry& entry : labels.entries()) {
      if (entry.key.size() >= 2) begins_.insert(Begin(entry.key[0], entry.key[1]));
    }
    digits_torn_ = std::none_of(blocks_.begin(), blocks_.end(), [](const Block& block) {
      return block.text.size() > 1 && block.text.size() <= kLongestNumber &&
             std::all_of(block.text.begin(), block.text.end(),
                         [](char c) { return c >= '0' && c <= '9'; });
    });
  }

  std::vector<Block> Join(Document* document) {
    for (size_t i = 0; i < blocks_.size();) {
      if (blocks_[i].kind != Block::Kind::kParagraph) {
        joined_.push_back(blocks_[i++]);
        continue;
      }
      size_t end = i;
      while (end < blocks_.size() && blocks_[end].kind == Block::Kind::kParagraph) ++end;
      Split(i, end);
      RejectLonePieces();
      for (size_t p = 0; p < pieces_.size();) p = Emit(p, document);
      i = end;
    }
    return std::move(joined_);
  }

 private:
  static uint32_t Begin(char16_t a, char16_t b) { return static_cast<uint32_t>(a) << 16 | b; }

  absl::string_view LineAt(size_t i) const { return blocks_[i].text; }

  // Whether some label begins with the first two characters at line i, its ordinal left out.
  bool MayBeginLabel(size_t i, size_t end) const {
    std::string text;
    for (size_t k = i; k < end && k < i + 8; ++k) absl::StrAppend(&text, LineAt(k));
    const LabelKey key(text);
    return key.view().size() >= 2 && begins_.contains(Begin(key.view()[0], key.view()[1]));
  }

  // The longest label that begins at line i: *label is its entry, the result the line behind it; i
  // if there is none.
  size_t EndOfLabel(size_t i, size_t end, int* label) {
    const char32_t begins = FirstOf(LineAt(i));
    if (FoldCharacter(begins) == 0 && !IsQuote(begins)) return i;
    if (lookups_ >= kMostLookups || !MayBeginLabel(i, end)) return i;
    ++lookups_;
    std::string text;
    int open = 0;
    bool noted = false;
    size_t longest = i;
    for (size_t k = i; k < end && k < i + (noted ? kLongestNote : kLongestLabel); ++k) {
      const char32_t first = FirstOf(LineAt(k));
      if (IsOpen(first)) ++open;
      if (IsClosed(first) && --open < 0) break;
      noted |= open > 0;
      absl::StrAppend(&text, LineAt(k));
      if (open > 0 || (FoldCharacter(first) == 0 && k > i)) continue;
      const LabelKey key(text);
      const int entry = key.view().size() < 2 ? -1 : labels_.Find(key.view());
      if (entry < 0) continue;
      *label = entry;
      longest = k + 1;
    }
    return longest;
  }

  bool IsSection(int label) const {
    const auto& refs = labels_.entries()[label].refs;
    return std::any_of(refs.begin(), refs.end(),
                       [](const LabelRef& ref) { return ref.kind == LabelRef::Kind::kSection; });
  }

  // A digit at line i that only the label behind it makes an ordinal: 1 属于国家秘密.
  bool IsBareOrdinal(size_t i, size_t end) {
    int label = -1;
    if (i + 1 >= end || LineAt(i).size() != 1 || IsDigit(FirstOf(LineAt(i + 1))) ||
        EndOfLabel(i + 1, end, &label) == i + 1) {
      return false;
    }
    const auto& refs = labels_.entries()[label].refs;
    return std::any_of(refs.begin(), refs.end(), [&](const LabelRef& ref) {
      return ref.kind == LabelRef::Kind::kRow && ref.ordinal != 0 &&
             ref.ordinal == LineAt(i)[0] - '0';
    });
  }

  // The line behind the figure that begins at line i: its sign or word of change, its digits, its
  // unit, a note in brackets; i if there is none.
  size_t EndOfFigure(size_t i, size_t end) {
    size_t k = i;
    while (k < end && k < i + kMostChange && IsChange(LineAt(k))) ++k;
    if (k == end || !IsDigit(FirstOf(LineAt(k)))) return IsDash(LineAt(i)) ? i + 1 : i;
    ++k;
    // Each line of digits may be a number, but what a mark holds together is one.
    while (k + 1 < end && (IsMark(LineAt(k)) || LineAt(k) == "/") &&
           IsDigit(FirstOf(LineAt(k + 1))) && !IsOrdinal(k + 1, end)) {
      k += 2;
      while (digits_torn_ && k < end && IsDigit(FirstOf(LineAt(k))) && !IsOrdinal(k, end)) ++k;
    }
    while (k < end && IsUnit(LineAt(k))) ++k;
    int label = -1;
    if (k < end && IsOpen(FirstOf(LineAt(k))) && EndOfLabel(k, end, &label) == k &&
        !(k + 1 < end && ParseNumeral(LineAt(k + 1)) > 0)) {
      k = EndOfText(k, end);
    }
    return k;
  }

  // The digits at line i belong to the label behind them.
  bool IsOrdinal(size_t i, size_t end) {
    int label = -1;
    const bool marked = i + 1 < end && IsMark(LineAt(i + 1));
    return marked ? EndOfLabel(i, end, &label) > i : IsBareOrdinal(i, end);
  }

  // Lines [begin, end) to pieces.
  void Split(size_t begin, size_t end) {
    pieces_.clear();
    for (size_t i = begin; i < end;) {
      const bool digit = IsDigit(FirstOf(LineAt(i)));
      int label = -1;
      size_t behind = i;
      Piece::Kind kind = Piece::Kind::kLabel;
      if (!digit || IsOrdinal(i, end)) {
        behind = EndOfLabel(i, end, &label);
        if (digit && behind == i) behind = EndOfLabel(i + 1, end, &label);  // without its mark
        // 三、 in front of a title tells a section from a mention of it.
        const bool section = behind > i + 1 && IsSection(label) && ParseNumeral(LineAt(i)) > 0 &&
                             IsMark(LineAt(i + 1));
        if (section) kind = Piece::Kind::kSection;
      }
      if (behind == i) {
        behind = EndOfFigure(i, end);
        kind = Piece::Kind::kFigure;
      }
      if (behind == i) {
        behind = EndOfText(i, end);
        kind = Piece::Kind::kText;
      }
      Add(kind, i, behind);
      i = behind;
    }
  }

  // One line, or all of what stands in brackets.
  size_t EndOfText(size_t i, size_t end) const {
    if (!IsOpen(FirstOf(LineAt(i)))) return i + 1;
    for (size_t k = i; k < end && k < i + kLongestNote; ++k) {
      if (IsClosed(FirstOf(LineAt(k)))) return k + 1;
    }
    return i + 1;
  }

  void Add(Piece::Kind kind, size_t first, size_t end) {
    if (kind == Piece::Kind::kText && !pieces_.empty() && pieces_.back().kind == kind) {
      pieces_.back().end = end;
    } else {
      pieces_.push_back({kind, first, end});
    }
  }

  // A label or a figure in a sentence is text.
  void RejectLonePieces() {
    const std::vector<Piece> found = std::move(pieces_);
    pieces_.clear();
    for (size_t p = 0; p < found.size();) {
      size_t end = p;
      int labels = 0;
      while (end < found.size() && found[end].kind != Piece::Kind::kText) {
        labels += found[end++].kind != Piece::Kind::kFigure;
      }
      const bool table = end - p >= kFewestPieces && labels > 0;
      for (; p < end; ++p) {
        const bool keep = table || found[p].kind == Piece::Kind::kSection;
        Add(keep ? found[p].kind : Piece::Kind::kText, found[p].first, found[p].end);
      }
      if (p < found.size()) Add(Piece::Kind::kText, found[p].first, found[p].end), ++p;
    }
  }

  // Adds a block for piece p and returns the piece behind it.
  size_t Emit(size_t p, Document* document) {
    const Piece& piece = pieces_[p];
    size_t next = p + 1;
    if (piece.kind == Piece::Kind::kFigure && digits_torn_) {
      bool zeros = true;
      for (next = p; next < pieces_.size() && pieces_[next].kind == piece.kind; ++next) {
        zeros = zeros && pieces_[next].end == pieces_[next].first + 1 &&
                LineAt(pieces_[next].first) == "0";
      }
      if (!zeros) {
        AddTornFigures(piece.first, pieces_[next - 1].end, document);
        return next;
      }
      next = p + 1;
    }
    if (piece.kind == Piece::Kind::kText && !has_title_) {
      AddHead(piece, document);
    } else {
      AddBlock(piece.first, piece.end, document);
    }
    return next;
  }

  // The report's title ends with its usual words; it begins with its year where the text before
  // that is long.
  void AddHead(const Piece& piece, Document* document) {
    std::string text;
    size_t begin = piece.first;
    for (size_t k = piece.first; k < piece.end; ++k) {
      const bool year = IsDigit(FirstOf(LineAt(k))) && !IsDigit(FirstOf(LineAt(k - (k > 0))));
      if (year && k - piece.first > kLongestAgency) begin = k;
      absl::StrAppend(&text, LineAt(k));
      if (!absl::EndsWith(text, kTitleEnds[0]) && !absl::EndsWith(text, kTitleEnds[1])) continue;
      has_title_ = true;
      if (begin > piece.first) AddBlock(piece.first, begin, document);
      AddBlock(begin, k + 1, document);
      if (k + 1 < piece.end) AddBlock(k + 1, piece.end, document);
      return;
    }
    AddBlock(piece.first, piece.end, document);
  }

  void AddBlock(size_t first, size_t end, Document* document) {
    std::string text;
    for (size_t k = first; k < end; ++k) absl::StrAppend(&text, LineAt(k));
    AddBlock(first, end, std::move(text), document);
  }

  // Digits of which nobody knows what numbers they were: no single number.
  void AddTornFigures(size_t first, size_t end, Document* document) {
    std::string text;
    for (size_t k = first; k < end; ++k) {
      const bool shown = IsDigit(FirstOf(LineAt(k))) || LineAt(k) == "-";
      if (shown) absl::StrAppend(&text, text.empty() ? "" : " / ", LineAt(k));
    }
    AddBlock(first, end, std::move(text), document);
  }

  void AddBlock(size_t first, size_t end, std::string text, Document* document) {
    Block& block = joined_.emplace_back();
    block.place = blocks_[first].place;
    block.place.end = blocks_[end - 1].place.end;
    block.text = document->Keep(std::move(text));
  }

  const std::vector<Block>& blocks_;
  const LabelIndex& labels_;
  absl::flat_hash_set<uint32_t> begins_;  // the first two characters of all labels
  bool digits_torn_ = false;              // no number of two digits stands on one line
  bool has_title_ = false;
  int lookups_ = 0;
  std::vector<Piece> pieces_;
  std::vector<Block> joined_;
};

}  // namespace

bool HasCharacterLines(const Document& document) {
  if (document.format != Format::kText) return false;
  int lines = 0;
  int characters = 0;
  for (const Block& block : document.blocks) {
    if (block.kind == Block::Kind::kGrid) {
      lines += block.grid.rows;
      continue;
    }
    ++lines;
    size_t length = 0;
    const char32_t c = block.text.size() > 4 ? 0 : NextCharacter(block.text, &length);
    const bool fills_cell = c == U'无' || c == U'無';
    characters += length == block.text.size() && c >= 0x3400 && c < 0xA000 && !fills_cell;
  }
  return lines >= kFewestLines && characters * 2 >= lines;
}

Document JoinCharacterLines(Document document, const LabelIndex& labels) {
  std::vector<Block> blocks = CharacterLines(document, labels).Join(&document);
  document.blocks = std::move(blocks);
  document.notes.push_back(
      {"文本每行只有一个字，已按表格标签拼合；空白单元格无从辨认，请核对原件",
       "every character stands on a line of its own; they were put together by the labels of the "
       "form, and where cells were blank is lost: check against the original"});
  return document;
}

}  // namespace gongkai
