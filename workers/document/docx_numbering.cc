#include "workers/document/docx_numbering.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "workers/document/charset.h"
#include "workers/document/numeral.h"
#include "workers/document/xml_part.h"

namespace gongkai {
namespace {

constexpr size_t kMostText = 200;  // bytes around the numbers of a level
constexpr size_t kMostLists = 5000;

absl::string_view ValueOf(pugi::xml_node node, absl::string_view child) {
  return AttributeOf(ChildOf(node, child), "val");
}

}  // namespace

DocxNumbering::DocxNumbering() : lists_(std::make_shared<const absl::flat_hash_map<int, List>>()) {}

DocxNumbering::DocxNumbering(pugi::xml_node root) {
  absl::flat_hash_map<int, pugi::xml_node> abstract;     // by w:abstractNumId
  absl::flat_hash_map<absl::string_view, int> by_style;  // the one that a numbering style names
  for (const pugi::xml_node node : root.children()) {
    if (LocalName(node) != "abstractNum") continue;
    const int id = IntAttributeOf(node, "abstractNumId", -1);
    abstract.emplace(id, node);
    const absl::string_view style = ValueOf(node, "styleLink");
    if (!style.empty()) by_style.emplace(style, id);
  }
  auto lists = std::make_shared<absl::flat_hash_map<int, List>>();
  for (const pugi::xml_node node : root.children()) {
    if (LocalName(node) != "num" || lists->size() == kMostLists) continue;
    int id = IntAttributeOf(ChildOf(node, "abstractNumId"), "val", -1);
    auto found = abstract.find(id);
    if (found == abstract.end()) continue;
    if (const auto linked = by_style.find(ValueOf(found->second, "numStyleLink"));
        linked != by_style.end()) {
      id = linked->second;
      found = abstract.find(id);
    }
    std::array<Level, kLevels> levels;
    ReadLevels(found->second, &levels);
    lists->emplace(IntAttributeOf(node, "numId", -1), ReadList(node, std::move(levels), id));
  }
  lists_ = std::move(lists);
}

DocxNumbering::List DocxNumbering::ReadList(pugi::xml_node num, std::array<Level, kLevels> levels,
                                            int counters) {
  List list;
  list.counters = counters;
  list.levels = std::move(levels);
  list.start_override.fill(-1);
  for (const pugi::xml_node node : num.children()) {
    if (LocalName(node) != "lvlOverride") continue;
    ReadLevels(node, &list.levels);
    const int level = IntAttributeOf(node, "ilvl", -1);
    if (level < 0 || level >= kLevels) continue;
    list.start_override[level] = IntAttributeOf(ChildOf(node, "startOverride"), "val", -1);
  }
  return list;
}

void DocxNumbering::ReadLevels(pugi::xml_node parent, std::array<Level, kLevels>* levels) {
  for (const pugi::xml_node node : parent.children()) {
    if (LocalName(node) != "lvl") continue;
    const int level = IntAttributeOf(node, "ilvl", -1);
    if (level >= 0 && level < kLevels) ReadLevel(node, &(*levels)[level]);
  }
}

void DocxNumbering::ReadLevel(pugi::xml_node node, Level* level) {
  *level = {};
  for (const pugi::xml_node property : node.children()) {
    const absl::string_view name = LocalName(property);
    if (name == "start") {
      level->start = IntAttributeOf(property, "val", 1);
    } else if (name == "numFmt") {
      level->format = std::string(AttributeOf(property, "val"));
    } else if (name == "AlternateContent") {  // newer formats stand in it, with an older one
      const pugi::xml_node older = ChildOf(ChildOf(property, "Fallback"), "numFmt");
      if (older) level->format = std::string(AttributeOf(older, "val"));
    } else if (name == "lvlText") {
      level->text = ReadUtf8(AttributeOf(property, "val").substr(0, kMostText)).TakeString();
    } else if (name == "lvlRestart") {
      level->restart = IntAttributeOf(property, "val", -1);
    } else if (name == "isLgl") {
      level->is_legal = IsOn(property);
    } else if (name == "suff") {
      level->spaced = AttributeOf(property, "val") != "nothing";
    }
  }
}

std::string DocxNumbering::Next(const DocxStyle& style) {
  const auto found = lists_->find(style.list);
  if (style.list <= 0 || found == lists_->end()) return "";
  const List& list = found->second;
  const int level = std::clamp(style.level, 0, kLevels - 1);
  Counters& counters = counters_[list.counters];
  journal_.push_back({list.counters, counters, {}});
  const int start = list.start_override[level];
  if (start >= 0 && overridden_.emplace(style.list, level).second) {
    journal_.back().overridden = {style.list, level};
    counters.value[level] = start;
    counters.started[level] = true;
  } else if (!counters.started[level]) {
    counters.value[level] = start >= 0 ? start : list.levels[level].start;
    counters.started[level] = true;
  } else {
    ++counters.value[level];
  }
  for (int deeper = level + 1; deeper < kLevels; ++deeper) {
    const int restart = list.levels[deeper].restart;
    if (restart < 0 || level < restart) counters.started[deeper] = false;
  }
  return TextOf(list, level, counters);
}

void DocxNumbering::Undo() {
  for (; !journal_.empty(); journal_.pop_back()) {
    counters_[journal_.back().counters] = journal_.back().before;
    overridden_.erase(journal_.back().overridden);
  }
}

std::string DocxNumbering::TextOf(const List& list, int level, const Counters& counters) {
  const Level& own = list.levels[level];
  if (own.format == "bullet") return "";
  std::string text;
  for (size_t i = 0; i < own.text.size(); ++i) {
    const int named = own.text[i] == '%' && i + 1 < own.text.size() ? own.text[i + 1] - '1' : -1;
    if (named < 0 || named >= kLevels) {
      text += own.text[i];
      continue;
    }
    ++i;
    const int value = counters.started[named] ? counters.value[named] : list.levels[named].start;
    text += Numeral(own.is_legal ? "decimal" : list.levels[named].format, value);
  }
  // A Chinese mark of punctuation keeps the distance by itself.
  const bool ends_plain = !text.empty() && absl::ascii_isascii(text.back());
  if (own.spaced && ends_plain) text += ' ';
  return text;
}

}  // namespace gongkai
