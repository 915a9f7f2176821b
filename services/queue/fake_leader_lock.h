// A LeaderLock for tests.
#pragma once

#include <atomic>

#include "services/queue/reconciler.h"

namespace gongkai {

class FakeLeaderLock : public LeaderLock {
 public:
  explicit FakeLeaderLock(bool leads = true) : leads_(leads) {}
  absl::StatusOr<bool> Hold() override { return leads_.load(); }
  void Release() override { leads_ = false; }
  void set_leads(bool leads) { leads_ = leads; }

 private:
  std::atomic<bool> leads_;
};

}  // namespace gongkai
