// A bound on the bytes of requests that are held in memory at the same time.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <utility>

namespace gongkai {

// Thread-safe. Must outlive what was taken from it.
class ByteBudget {
 public:
  // Gives the bytes back when it is destroyed. Move-only.
  class Taken {
   public:
    Taken() = default;
    Taken(Taken&& other) noexcept
        : budget_(std::exchange(other.budget_, nullptr)), bytes_(other.bytes_) {}
    Taken& operator=(Taken&& other) noexcept {
      std::swap(budget_, other.budget_);
      std::swap(bytes_, other.bytes_);
      return *this;
    }
    ~Taken() {
      if (budget_ != nullptr) budget_->used_.fetch_sub(bytes_);
    }

   private:
    friend class ByteBudget;
    Taken(ByteBudget* budget, int64_t bytes) : budget_(budget), bytes_(bytes) {}
    ByteBudget* budget_ = nullptr;
    int64_t bytes_ = 0;
  };

  explicit ByteBudget(int64_t limit) : limit_(limit) {}

  // Nothing when that many bytes are not left. A single request always fits into an unused budget.
  std::optional<Taken> TryTake(int64_t bytes) {
    const int64_t before = used_.fetch_add(bytes);
    if (before > 0 && before + bytes > limit_) {
      used_.fetch_sub(bytes);
      return std::nullopt;
    }
    return Taken(this, bytes);
  }

  int64_t used() const { return used_.load(); }

 private:
  const int64_t limit_;
  std::atomic<int64_t> used_{0};
};

}  // namespace gongkai
