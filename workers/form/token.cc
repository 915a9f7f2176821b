#include "workers/form/token.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "workers/form/cell_value.h"
#include "workers/form/label.h"

namespace gongkai {
namespace {

constexpr size_t kMaxJoined = 6;         // pieces of one torn label
constexpr size_t kMaxNarrow = 12;        // of one in a narrow column
constexpr size_t kMaxNarrowBytes = 120;  // of all of them but the last
constexpr size_t kMaxBetween = 40;       // tokens up to the last of them
constexpr size_t kMaxJoinedBytes = 120;  // of one piece
constexpr size_t kMaxGroupPiece = 24;    // bytes of half a group's label
constexpr size_t kShortLabel = 4;  // characters of a label that may begin another: 其他 | 结果
constexpr size_t kLongCell = 150;  // a cell longer than this may hold prose in lines
constexpr size_t kMaxLabelBytes = 1500;  // a label with its note

bool IsPlainNumber(absl::string_view text) {
  if (absl::EndsWith(text, ".") || absl::EndsWith(text, ",")) return false;  // 2. of a label
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(c) || c == '-' || c == '+' || c == '/' || c == '.' || c == ',';
  });
}

class Tokenizer {
 public:
  Tokenizer(const Document& document, const LabelIndex& labels)
      : document_(document), labels_(labels) {}

  std::vector<Token> Run() {
    int grid = 0;
    for (size_t b = 0; b < document_.blocks.size(); ++b) {
      const Block& block = document_.blocks[b];
      Token token;
      token.block = static_cast<int>(b);
      if (block.kind == Block::Kind::kGrid) {
        token.grid = ++grid;
        AddGrid(block.grid, token);
      } else {
        token.heading = block.kind == Block::Kind::kHeading;
        token.blank_lines = block.blank_lines_before;
        token.space_lines = block.space_lines_before;
        AddLines(block.text, token);
      }
    }
    Join();
    return std::move(tokens_);
  }

 private:
  void AddGrid(const Grid& grid, Token token) {
    token.in_grid = true;
    token.exact = grid.structure == Grid::Structure::kExact;
    token.sequence = grid.structure == Grid::Structure::kSequence;
    const int first_line = line_ + 1;
    for (size_t c = 0; c < grid.cells.size(); ++c) {
      const Cell& cell = grid.cells[c];
      token.cell = static_cast<int>(c);
      token.line = first_line + cell.row;
      line_ = std::max(line_, token.line);
      if (token.exact && cell.text.size() > kLongCell &&
          cell.text.find('\n') != absl::string_view::npos && !IsLabel(cell.text)) {
        AddLines(cell.text, token);
      } else {
        Add(cell.text, token);
      }
    }
  }

  bool IsLabel(absl::string_view text) const {
    if (text.size() > kMaxLabelBytes) return false;
    const LabelKey key(text);
    return !key.empty() && labels_.Find(key.view()) >= 0;
  }

  void AddLines(absl::string_view text, Token token) {
    while (true) {
      const size_t end = text.find('\n');
      token.line = ++line_;
      const absl::string_view line = TrimSpace(text.substr(0, end));
      if (!line.empty()) Add(line, token);
      if (end == absl::string_view::npos) return;
      text.remove_prefix(end + 1);
      token.blank_lines = token.space_lines = 0;
    }
  }

  void Add(absl::string_view text, Token token) {
    token.text = text;
    Classify(&token);
    tokens_.push_back(token);
  }

  void Classify(Token* token) const {
    const absl::string_view text = token->text;
    if (text.empty()) {
      token->kind = Token::Kind::kEmpty;
      return;
    }
    if (IsPlainNumber(text)) {
      token->kind = Token::Kind::kValue;
      return;
    }
    if (text.size() <= kMaxLabelBytes) {
      const LabelKey key(text);
      token->ordinal = static_cast<int8_t>(std::min(key.ordinal(), 99));
      token->bracketed = key.bracketed();
      if (!key.empty()) {
        token->entry = labels_.Find(key.view());
        if (token->entry < 0 && key.ordinal() == 0 && key.view().size() > 3) {
          // An ordinal without its mark: 三本年度办理结果.
          token->entry = labels_.Find(key.view().substr(1));
        }
        if (token->entry >= 0) {
          token->kind = Token::Kind::kLabel;
          return;
        }
      }
    }
    if (IsPageNumber(text)) return;
    if (TrimSpace(text).empty()) {
      token->kind = Token::Kind::kEmpty;
    } else if (LooksLikeValue(text)) {
      token->kind = Token::Kind::kValue;
    }
  }

  // Labels that stand in several pieces: 商业 | 企业, (三) | 不予公开, 本年新 | 制作数量. Where a
  // row is printed in the middle of its label, its values stand between two pieces.
  void Join() {
    for (size_t i = 0; i + 1 < tokens_.size(); ++i) {
      // （六）其他 is a label too, of the row 3.其他.
      const bool part = tokens_[i].kind == Token::Kind::kText || tokens_[i].bracketed;
      if (part && MayJoin(tokens_[i]) && !IsWholeGroup(tokens_[i])) JoinAroundAnother(i);
    }
    std::string joined;
    for (size_t i = 0; i + 1 < tokens_.size(); ++i) {
      // A short label may begin another one; a longer one may go on in the next piece and be one
      // without it.
      const bool label = tokens_[i].kind == Token::Kind::kLabel;
      const bool short_label =
          label && labels_.entries()[tokens_[i].entry].key.size() <= kShortLabel;
      if (!MayJoin(tokens_[i])) continue;
      if (label && !short_label && tokens_[i + 1].kind != Token::Kind::kText) continue;
      const int alone = tokens_[i].entry;
      joined.assign(tokens_[i].text.data(), tokens_[i].text.size());
      size_t last = i;  // of the longest label that begins here
      size_t pieces = 1;
      bool values = false;  // passed over
      for (size_t k = i + 1; k < tokens_.size() && k < i + kMaxBetween; ++k) {
        const bool narrow = pieces < kMaxNarrow && joined.size() <= kMaxNarrowBytes;
        if (pieces >= kMaxJoined && !narrow) break;
        // The label of a group stands in the middle of its rows, and so between the lines of one.
        if (tokens_[k].kind == Token::Kind::kJoined || (!label && IsWholeGroup(tokens_[k]))) {
          continue;
        }
        if (IsCell(tokens_[k]) && tokens_[k].in_grid && !tokens_[k].exact && !values) {
          values = true;
          k = EndOfValues(k) - 1;
          continue;
        }
        ++pieces;
        if (!MayJoin(tokens_[k]) || tokens_[k].exact != tokens_[i].exact) break;
        joined.append(tokens_[k].text.data(), tokens_[k].text.size());
        const LabelKey key(joined);
        const int entry = key.empty() ? -1 : labels_.Find(key.view());
        if (entry < 0) continue;
        // A bracket that stays open hides what stands behind it, a whole label among others.
        if (label && !short_label && tokens_[k].kind == Token::Kind::kLabel &&
            key.view() == labels_.entries()[alone].key) {
          break;
        }
        if (label && !short_label &&
            (LabelKey(tokens_[k].text).empty() || !labels_.SameMeaning(entry, alone))) {
          continue;
        }
        tokens_[i].kind = Token::Kind::kLabel;
        tokens_[i].entry = entry;
        tokens_[i].ordinal = static_cast<int8_t>(key.ordinal());
        tokens_[i].bracketed = key.bracketed();
        last = k;
      }
      for (size_t j = i + 1; j <= last; ++j) {
        if (!IsCell(tokens_[j])) tokens_[j].kind = Token::Kind::kJoined;
      }
      i = last;
    }
  }

  bool IsGroup(int entry) const {
    const auto& refs = labels_.entries()[entry].refs;
    return std::any_of(refs.begin(), refs.end(), [](const LabelRef& ref) {
      return ref.kind == LabelRef::Kind::kRequestGroup;
    });
  }

  bool IsWholeGroup(const Token& token) const {
    return token.kind == Token::Kind::kLabel && token.ordinal > 0 && !token.exact &&
           IsGroup(token.entry);
  }

  // The label of a group whose second half stands behind the first line of the label beside it, and
  // behind the values in that line:
  // （六）其 | 2.申请人逾期未按 | 他处理 | 收费通知要求缴纳费用.
  void JoinAroundAnother(size_t i) {
    constexpr size_t kMostBetween = 2;
    if (tokens_[i].ordinal == 0 || tokens_[i].text.size() > kMaxGroupPiece) return;
    size_t between = 0;
    bool values = false;  // passed over
    for (size_t k = i + 1; k < tokens_.size() && between <= kMostBetween; ++k) {
      Token& rest = tokens_[k];
      if (IsCell(rest) && rest.in_grid && !rest.exact && between > 0 && !values) {
        values = true;
        k = EndOfValues(k) - 1;
        continue;
      }
      if (!MayJoin(rest)) return;
      if (between++ == 0) continue;
      if (rest.text.size() > kMaxGroupPiece) return;
      const std::string joined = absl::StrCat(tokens_[i].text, rest.text);
      const LabelKey key(joined);
      const int entry = key.empty() ? -1 : labels_.Find(key.view());
      if (entry < 0 || !IsGroup(entry)) continue;
      tokens_[i].kind = Token::Kind::kLabel;
      tokens_[i].entry = entry;
      rest.kind = Token::Kind::kJoined;
      return;
    }
  }

  // The first token behind the values of a row of which the first is at `i`.
  size_t EndOfValues(size_t i) const {
    size_t end = i;
    while (end < tokens_.size() && IsCell(tokens_[end]) && tokens_[end].block == tokens_[i].block &&
           tokens_[end].line == tokens_[i].line) {
      ++end;
    }
    return end;
  }

  // A value, or where none stands in a line that keeps such places.
  static bool IsCell(const Token& token) {
    return token.kind == Token::Kind::kValue ||
           (token.kind == Token::Kind::kEmpty && token.in_grid && !token.sequence);
  }

  static bool MayJoin(const Token& token) {
    return !token.exact && token.text.size() <= kMaxJoinedBytes &&
           (token.kind == Token::Kind::kText || token.kind == Token::Kind::kLabel);
  }

  const Document& document_;
  const LabelIndex& labels_;
  std::vector<Token> tokens_;
  int line_ = 0;
};

}  // namespace

bool IsPageNumber(absl::string_view text) {
  size_t dashes = 0;
  size_t digits = 0;
  bool ends_in_dash = false;
  for (size_t i = 0; i < text.size();) {
    const char32_t c = NextCharacter(text, &i);
    if (IsSpace(c)) continue;
    ends_in_dash = c == U'-' || c == U'—' || c == U'－' || c == U'–';
    if (ends_in_dash) {
      ++dashes;
    } else if (c >= U'0' && c <= U'9') {
      ++digits;
    } else {
      return false;
    }
  }
  return dashes >= 2 && digits > 0 && ends_in_dash;
}

std::vector<Token> Tokenize(const Document& document, const LabelIndex& labels) {
  return Tokenizer(document, labels).Run();
}

void MarkRestOfGrids(std::vector<Token>* tokens) {
  for (size_t i = 0; i < tokens->size();) {
    size_t end = i;
    bool used = false;
    for (; end < tokens->size() && (*tokens)[end].block == (*tokens)[i].block; ++end) {
      used |= (*tokens)[end].used;
    }
    for (; i < end; ++i) {
      Token& token = (*tokens)[i];
      token.used |= used && token.in_grid && !token.exact;
    }
  }
}

CellPlace PlaceOf(const Document& document, const Token& token) {
  CellPlace result;
  const Block& block = document.blocks[token.block];
  result.place = block.place;
  if (token.cell >= 0) {
    const Cell& cell = block.grid.cells[token.cell];
    result.place = cell.place;
    result.grid = token.grid;
    result.row = cell.row + 1;
    result.column = cell.column + 1;
  }
  return result;
}

}  // namespace gongkai
