// Looks up the words of a list that a place of a text may begin with.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/types/span.h"

namespace gongkai {

// `Entry` has a member `word`, a string view of at least one character. Built once from a table;
// may then be used from many threads.
template <typename Entry>
class WordTable {
 public:
  explicit WordTable(absl::Span<const Entry> entries)
      : entries_(entries.begin(), entries.end()), first_(kCharacters + 1) {
    std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
      if (a.word[0] != b.word[0]) return a.word[0] < b.word[0];
      return a.word.size() > b.word.size();
    });
    for (const Entry& entry : entries_) ++first_[entry.word[0] + 1];
    for (size_t c = 0; c < kCharacters; ++c) first_[c + 1] += first_[c];
  }

  // The first word, longest before shorter, that `text` begins with and `accept` takes; null if
  // there is none.
  template <typename Accept>
  const Entry* Find(std::u16string_view text, Accept accept) const {
    if (text.empty()) return nullptr;
    for (size_t i = first_[text[0]]; i < first_[text[0] + 1]; ++i) {
      const Entry& entry = entries_[i];
      if (text.substr(0, entry.word.size()) == entry.word && accept(entry)) return &entry;
    }
    return nullptr;
  }

  const Entry* Find(std::u16string_view text) const {
    return Find(text, [](const Entry&) { return true; });
  }

 private:
  static constexpr size_t kCharacters = size_t{1} << 16;

  std::vector<Entry> entries_;   // by first character, the longest first
  std::vector<uint16_t> first_;  // by character: its first entry
};

}  // namespace gongkai
