#include "workers/document/ocr_shape.h"

#include <cstdlib>

namespace gongkai {
namespace {

constexpr size_t kMostKinds = 300;
constexpr double kAlike = 0.045;      // of all ink: greatest difference between members of a kind
constexpr int kLeastVotes = 3;        // that confirm a digit
constexpr double kLeastOwn = 0.8;     // of the votes, for a digit that both models see
constexpr double kLeastShare = 0.95;  // of the votes

}  // namespace

bool CouldBe(const PrintedShape& shape, char32_t digit) {
  constexpr int kHoles[] = {1, 0, 0, 0, 1, 0, 1, 0, 2, 1};
  return shape.holes <= kHoles[digit - U'0'];
}

int ShapeKinds::Add(const PrintedShape& shape) {
  constexpr double kMost = 255.0 * PrintedShape::kSide * PrintedShape::kSide;
  int best = -1;
  double least = kAlike;
  for (size_t k = 0; k < kinds_.size(); ++k) {
    const Kind& kind = kinds_[k];
    uint64_t difference = 0;
    for (size_t i = 0; i < shape.squares.size(); ++i) {
      difference += static_cast<uint64_t>(
          std::abs(static_cast<int>(kind.sum[i] / kind.members) - shape.squares[i]));
    }
    if (static_cast<double>(difference) / kMost < least) {
      least = static_cast<double>(difference) / kMost;
      best = static_cast<int>(k);
    }
  }
  if (best < 0) {
    if (kinds_.size() == kMostKinds) return -1;
    best = static_cast<int>(kinds_.size());
    kinds_.emplace_back();
  }
  Kind& kind = kinds_[static_cast<size_t>(best)];
  ++kind.members;
  for (size_t i = 0; i < shape.squares.size(); ++i) kind.sum[i] += shape.squares[i];
  return best;
}

void ShapeKinds::Vote(int kind, char32_t digit, bool twice) {
  if (kind < 0) return;
  ++kinds_[static_cast<size_t>(kind)].votes[digit];
  if (twice) ++kinds_[static_cast<size_t>(kind)].votes_twice[digit];
}

bool ShapeKinds::Confirms(int kind, char32_t digit) const {
  if (kind < 0) return false;
  const Kind& votes = kinds_[static_cast<size_t>(kind)];
  int all = 0;
  for (const auto& [other, count] : votes.votes) all += count;
  const auto own = votes.votes.find(digit);
  return own != votes.votes.end() && own->second >= kLeastVotes &&
         own->second >= kLeastShare * all && votes.votes_twice.count(digit) > 0;
}

bool ShapeKinds::Contradicts(int kind, char32_t digit) const {
  if (kind < 0) return false;
  int all = 0, own = 0;
  for (const auto& [other, count] : kinds_[static_cast<size_t>(kind)].votes) {
    all += count;
    if (other == digit) own = count;
  }
  return own < kLeastOwn * all;
}

}  // namespace gongkai
