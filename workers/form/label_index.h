// All labels of all forms in one table, compiled once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace gongkai {

class Form;

// What a label may stand for on one form.
struct LabelRef {
  enum class Kind : uint8_t {
    kCaption,        // of table 2: index is the block
    kColumn,         // of table 2: index is the block, column the column
    kRow,            // index into Form::rows()
    kRequestGroup,   // of rows of table 3: index into Form::request_groups()
    kApplicant,      // column of table 3: index is the applicant
    kDisputeGroup,   // of table 4: index is the group
    kDisputeCell,    // of table 4: column is the ordinal within the group
    kSection,        // index is the section number
    kLegalSubtotal,  // 法人小计
    kSubtotal,       // 小计
    kRequestTable,   // other words that only stand in the head of table 3
    kDisputeTable,   // the same for table 4
    kOther,          // words of a form that say nothing of their place
  };
  Kind kind = Kind::kOther;
  bool official = false;  // the form's own text, not a variant of it
  int8_t form = -1;       // index into FormSet::forms(); -1: any
  uint8_t ordinal = 0;    // printed in front on the form; 0: none
  int16_t index = -1;
  int16_t column = -1;
};

// Immutable, thread-safe.
class LabelIndex {
 public:
  struct Entry {
    std::u16string key;
    std::vector<LabelRef> refs;
  };

  explicit LabelIndex(absl::Span<const Form* const> forms);

  // Index into entries(), or -1.
  int Find(std::u16string_view key) const;
  // The entry that is most like a damaged key, or -1 if none is like it or several are. Only row,
  // column and applicant labels of at least four characters take part.
  int FindSimilar(std::u16string_view key) const;

  // The entry of a row's label behind the labels of its groups, （三）不予公开1.属于国家秘密 in one
  // piece, and the ordinal between them (0: none); -1 if the key is no such thing. Of the first
  // group only the end may be there: 予公开1.属于国家秘密.
  int FindBehindGroups(std::u16string_view key, int* ordinal) const;

  // True if two entries may stand for the same place of a form: a label and its variant.
  bool SameMeaning(int a, int b) const;

  const std::vector<Entry>& entries() const { return entries_; }

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::u16string_view key) const {
      return absl::Hash<std::u16string_view>()(key);
    }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(std::u16string_view a, std::u16string_view b) const { return a == b; }
  };

  void Add(absl::string_view text, LabelRef ref);
  // Characters of the label of a group of rows, or of its end, with which the key begins; 0: none.
  size_t GroupAtStart(std::u16string_view key) const;

  std::vector<Entry> entries_;
  std::vector<int> similar_;  // entries that FindSimilar looks at
  std::vector<int> groups_;   // entries of groups of rows of table 3
  absl::flat_hash_map<std::u16string, int, Hash, Equal> index_;
};

}  // namespace gongkai
