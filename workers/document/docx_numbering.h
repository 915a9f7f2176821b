// Automatic numbers of a DOCX: what stands in front of a paragraph without being in its text.
#pragma once

#include <array>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "pugixml.hpp"
#include "workers/document/docx_styles.h"

namespace gongkai {

class DocxNumbering {
 public:
  // No list at all.
  DocxNumbering();
  // `root` is <w:numbering>.
  explicit DocxNumbering(pugi::xml_node root);

  // Counts one paragraph of this style and gives its number: "一、", "（二）", "1.1 "; empty for
  // bullets and for a paragraph in no list.
  std::string Next(const DocxStyle& style);

  // Undo() forgets what was counted since Mark().
  void Mark() { journal_.clear(); }
  void Undo();

 private:
  static constexpr int kLevels = 9;

  struct Level {
    int start = 1;
    std::string format = "decimal";
    std::string text;  // "%1、": the number of level 1, then a comma
    int restart = -1;  // begins anew after this level (1-based) or a higher one; -1: any higher
    bool is_legal = false;  // all numbers in it are printed as decimals
    bool spaced = true;     // a space or tab follows
  };
  struct List {
    int counters = 0;  // which counters it shares with others
    std::array<Level, kLevels> levels;
    std::array<int, kLevels> start_override;  // -1: none
  };
  struct Counters {
    std::array<int, kLevels> value{};
    std::array<bool, kLevels> started{};
  };

  struct Change {
    int counters;
    Counters before;
    std::pair<int, int> overridden;  // taken into overridden_; list 0: none
  };

  static void ReadLevels(pugi::xml_node parent, std::array<Level, kLevels>* levels);
  static void ReadLevel(pugi::xml_node node, Level* level);
  static List ReadList(pugi::xml_node num, std::array<Level, kLevels> levels, int counters);
  static std::string TextOf(const List& list, int level, const Counters& counters);

  std::shared_ptr<const absl::flat_hash_map<int, List>> lists_;  // by w:numId
  absl::flat_hash_map<int, Counters> counters_;                  // by List::counters
  std::set<std::pair<int, int>> overridden_;  // (w:numId, level) whose start_override took effect
  std::vector<Change> journal_;               // since Mark()
};

}  // namespace gongkai
