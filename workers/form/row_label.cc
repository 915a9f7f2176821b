#include "workers/form/row_label.h"

namespace gongkai {

const LabelRef* FindRef(const LabelIndex::Entry& entry, LabelRef::Kind kind, int form_index) {
  for (const LabelRef& ref : entry.refs) {
    if (ref.kind == kind && (ref.form == form_index || ref.form < 0)) return &ref;
  }
  return nullptr;
}

int RowOf(const Form& form, const LabelIndex::Entry& entry, int form_index, int ordinal, int table,
          int last_row) {
  const LabelRef* ref = FindRef(entry, LabelRef::Kind::kRow, form_index);
  if (ref == nullptr || form.rows()[ref->index].table != table) return -1;
  const bool ambiguous = FindRef(entry, LabelRef::Kind::kApplicant, form_index) != nullptr;
  if (!ambiguous || ordinal == ref->ordinal) return ref->index;
  const int first_row = form.RequestRow(0);
  return last_row >= first_row && ref->index - last_row >= 0 && ref->index - last_row <= 2
             ? ref->index
             : -1;
}

}  // namespace gongkai
