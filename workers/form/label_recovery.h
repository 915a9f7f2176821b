// Labels that are damaged, recovered by what they are like.
#pragma once

#include "workers/form/label_index.h"
#include "workers/form/token.h"

namespace gongkai {

// Looks up so many texts of one document and no more.
class LabelRecovery {
 public:
  explicit LabelRecovery(const LabelIndex& labels) : labels_(labels) {}

  // Makes a token without a label one that has the label it is like, if there is one.
  void Recover(Token* token);

 private:
  static constexpr int kBudget = 400;

  const LabelIndex& labels_;
  int left_ = kBudget;
};

}  // namespace gongkai
