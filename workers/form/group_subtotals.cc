#include "workers/form/group_subtotals.h"

#include <string>
#include <utility>

namespace gongkai {

bool GroupSubtotals::HasSum(int group) const {
  return group >= 0 && form_.request_groups()[group].code.find('.') != std::string::npos;
}

void GroupSubtotals::AddRow(int group) {
  for (Entry& entry : entries_) {
    if (entry.closed) continue;
    entry.closed = true;
    if (HasSum(group)) entry.below = group;
  }
  above_ = HasSum(group) ? group : -1;
}

void GroupSubtotals::AddLabel(int group) {
  if (HasSum(group)) above_ = group;
}

void GroupSubtotals::AddSubtotal(int group, RowReading reading) {
  Entry& entry = entries_.emplace_back();
  entry.reading = std::move(reading);
  if (HasSum(group)) entry.beside = group;
  entry.above = above_;
}

void GroupSubtotals::Finish(std::vector<RowReading>* subtotals) {
  int leading = 0;
  for (const Entry& entry : entries_) {
    leading += (entry.above < 0 && entry.below >= 0) - (entry.above >= 0 && entry.below < 0);
  }
  for (Entry& entry : entries_) {
    const bool leads = entry.below >= 0 && (entry.above < 0 || leading > 0);
    int group = leads ? entry.below : entry.above;
    if (entry.beside >= 0) group = entry.beside;
    if (group < 0) continue;
    entry.reading.group = group;
    subtotals->push_back(std::move(entry.reading));
  }
  entries_.clear();
}

}  // namespace gongkai
