#include "workers/document/docx_paragraph.h"

#include <cstdint>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "workers/document/docx_flow.h"
#include "workers/document/double_byte.h"
#include "workers/document/xml_part.h"

namespace gongkai {
namespace {

// Elements that hold nothing that is shown in the line.
bool IsDropped(absl::string_view name) {
  return name == "pPr" || name == "rPr" || name == "del" || name == "moveFrom" ||
         name == "instrText" || name == "delText" || name == "delInstrText" || name == "sdtPr" ||
         name == "rt" || name == "fldData";
}

// The character of <w:sym>. Symbol fonts put theirs at U+F020 to U+F0FF.
std::string SymbolOf(pugi::xml_node symbol) {
  uint32_t code = 0;
  if (!absl::SimpleHexAtoi(AttributeOf(symbol, "char"), &code)) return "";
  const absl::string_view font = AttributeOf(symbol, "font");
  const uint32_t low = code & 0xFF;
  if (code >= 0xF000 && code <= 0xF0FF) {
    if (font == "Symbol" && low >= 0x20 && low < 0x7F) return std::string(1, char(low));
    if (absl::StartsWith(font, "Wingdings")) {
      if (low == 0xFC) return "√";
      if (low == 0xFB) return "×";
      if (low == 0xFE || low == 0x52) return "☑";
      if (low == 0xA8 || low == 0x6F) return "□";
      if (low == 0x6C) return "●";
      if (low == 0x6E) return "■";
    }
  }
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return "";
  std::string text;
  AppendUtf8(code, &text);
  return text;
}

}  // namespace

void DocxParagraphReader::Read(pugi::xml_node paragraph) {
  if (!goes_on_) own_.Clear();
  text_.Clear();
  boxes_.clear();
  const pugi::xml_node properties = ChildOf(paragraph, "pPr");
  if (own_.empty()) ReadProperties(properties);
  ReadContent(paragraph);
  const pugi::xml_node mark = ChildOf(properties, "rPr");
  goes_on_ = ChildOf(mark, "del") || ChildOf(mark, "moveFrom");
  if (!goes_on_) End();
}

void DocxParagraphReader::Finish() {
  text_.Clear();
  boxes_.clear();
  if (goes_on_) End();
  goes_on_ = false;
}

void DocxParagraphReader::ReadProperties(pugi::xml_node properties) {
  const pugi::xml_node named = ChildOf(properties, "pStyle");
  style_ = named ? styles_->Find(AttributeOf(named, "val")) : styles_->default_paragraph();
  ApplyParagraphProperties(properties, &style_);
}

void DocxParagraphReader::End() {
  is_heading_ = style_.is_heading;
  // The instruction of a field does not go beyond its paragraph, whatever a broken document says.
  while (instructions_ > 0) EndField();
  if (style_.is_contents || own_.empty()) return;
  text_.Append(numbering_->Next(style_));
  text_.AppendWithTabs(own_.text());
}

void DocxParagraphReader::ReadContent(pugi::xml_node paragraph) {
  next_.assign(1, paragraph.first_child());
  while (!next_.empty()) {
    const pugi::xml_node node = next_.back();
    if (!node) {
      next_.pop_back();
      continue;
    }
    next_.back() = node.next_sibling();
    const absl::string_view name = LocalName(node);
    if (name.empty() || IsDropped(name)) continue;
    if (name == "r") {
      if (!IsHiddenRun(node)) next_.push_back(node.first_child());
    } else if (name == "txbxContent") {
      boxes_.push_back(node);
    } else if (name == "AlternateContent") {
      next_.push_back(BranchOf(node).first_child());
    } else if (name == "fldChar") {
      ReadFieldMark(node);
    } else if (node.first_child() && name != "t") {
      next_.push_back(node.first_child());
    } else if (instructions_ == 0) {
      ReadLeaf(name, node);
    }
  }
}

void DocxParagraphReader::ReadLeaf(absl::string_view name, pugi::xml_node node) {
  if (name == "t") {
    AppendText(node, &own_);
  } else if (name == "tab" || name == "ptab") {
    own_.Tab();
  } else if (name == "br" || name == "cr") {
    own_.Break();
  } else if (name == "noBreakHyphen") {
    own_.Append("-");
  } else if (name == "sym") {
    own_.Append(SymbolOf(node));
  }
}

void DocxParagraphReader::ReadFieldMark(pugi::xml_node mark) {
  const absl::string_view type = AttributeOf(mark, "fldCharType");
  if (type == "begin") {
    fields_.push_back(false);
    ++instructions_;
  } else if (fields_.empty()) {
    return;
  } else if (type == "separate") {
    if (!fields_.back()) --instructions_;
    fields_.back() = true;
  } else if (type == "end") {
    EndField();
  }
}

void DocxParagraphReader::EndField() {
  if (!fields_.back()) --instructions_;
  fields_.pop_back();
}

bool DocxParagraphReader::IsHiddenRun(pugi::xml_node run) const {
  bool hidden = style_.is_hidden;
  const pugi::xml_node properties = ChildOf(run, "rPr");
  for (const pugi::xml_node property : properties.children()) {
    const absl::string_view name = LocalName(property);
    if (name == "vanish") return IsOn(property);
    if (name == "rStyle") hidden |= styles_->Find(AttributeOf(property, "val")).is_hidden;
  }
  return hidden;
}

}  // namespace gongkai
