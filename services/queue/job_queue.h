// The queue of jobs. This layer knows Redis streams and job ids; it knows no database, no document
// format and no wire model. Redis is transport only: it may lose everything at any moment.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

namespace gongkai {

enum class Lane { kInteractive, kBulk };

// What an entry asks for.
enum class Task {
  kJob,    // a job of the database: `id` is its id
  kCheck,  // a document waiting in the CheckExchange under `id`; nothing is stored
};

struct QueueEntry {
  std::string id;
  Lane lane = Lane::kBulk;
  Task task = Task::kJob;
};

// The right to work on one entry, until Ack. Move-only. Dropping a lease without Ack leaves the
// entry to be delivered again when the lease time is over. A lease proves nothing: another worker
// may have taken the entry over meanwhile; the database decides who finished. The queue must
// outlive its leases.
class Lease {
 public:
  // What a queue implementation does for a lease; called at most once.
  class Backend {
   public:
    virtual ~Backend() = default;
    virtual absl::Status Ack() = 0;
  };
  Lease(QueueEntry entry, int deliveries, std::string token, std::unique_ptr<Backend> backend)
      : entry_(std::move(entry)),
        deliveries_(deliveries),
        token_(std::move(token)),
        backend_(std::move(backend)) {}
  Lease(Lease&&) = default;
  Lease& operator=(Lease&&) = default;

  const QueueEntry& entry() const { return entry_; }
  // 1 for the first delivery, more after workers were lost with it.
  int deliveries() const { return deliveries_; }
  // Names the lease to JobQueue::Renew.
  const std::string& token() const { return token_; }
  // Removes the entry for good. The lease is spent whatever the result; after an error the entry
  // may be delivered again.
  absl::Status Ack() && {
    auto backend = std::move(backend_);
    return backend->Ack();
  }

 private:
  QueueEntry entry_;
  int deliveries_;
  std::string token_;
  std::unique_ptr<Backend> backend_;
};

struct QueueStats {
  int64_t waiting = 0;  // not yet delivered
  int64_t leased = 0;   // delivered, not acknowledged
};

// Thread-safe. Errors: UNAVAILABLE (try again later), RESOURCE_EXHAUSTED (Redis is out of memory)
// and FAILED_PRECONDITION (Redis refuses us: password, permissions). All return at once while Redis
// is down, also Claim: pause before the next try.
class JobQueue {
 public:
  virtual ~JobQueue() = default;

  // One round trip however many entries.
  virtual absl::Status Enqueue(absl::Span<const QueueEntry> entries) = 0;

  // Up to `max` leases, interactive entries first; waits up to `wait` for the first. Also takes
  // over entries whose lease time is over. An empty result is no error.
  virtual absl::StatusOr<std::vector<Lease>> Claim(int max, absl::Duration wait) = 0;

  // Starts the lease time of these leases (Lease::token) anew. Leases that another worker has taken
  // over, or that Redis has lost, stay as they are and are no error. A few round trips however
  // many. INVALID_ARGUMENT for what cannot be a token.
  virtual absl::Status Renew(absl::Span<const std::string> tokens) = 0;

  // Ids of every entry of task kJob that is or will be delivered; for the reconciler.
  virtual absl::StatusOr<std::vector<std::string>> JobIds() = 0;

  virtual absl::StatusOr<QueueStats> Stats() = 0;
};

// Tells gateways that something has ended. Only a hint: messages may be lost, every waiter also
// looks for itself now and then. Thread-safe.
class Announcer {
 public:
  virtual ~Announcer() = default;
  // `ids` are job ids and check ids.
  virtual absl::Status Announce(absl::Span<const std::string> ids) = 0;
};

// Carries documents that are checked and not stored, gateway to worker and back. Everything has a
// time to live. Thread-safe.
class CheckExchange {
 public:
  virtual ~CheckExchange() = default;
  // Puts a serialised internal.v1.ProcessRequest there for `ttl`; returns its new id.
  virtual absl::StatusOr<std::string> PutRequest(absl::string_view request, absl::Duration ttl) = 0;
  // NOT_FOUND when it has expired.
  virtual absl::StatusOr<std::string> GetRequest(absl::string_view id) = 0;
  // Puts the serialised internal.v1.ProcessReply there and removes the request.
  virtual absl::Status PutReply(absl::string_view id, absl::string_view reply,
                                absl::Duration ttl) = 0;
  // Takes the reply away; NOT_FOUND while there is none.
  virtual absl::StatusOr<std::string> TakeReply(absl::string_view id) = 0;
  // The gateway gave up: removes request and reply.
  virtual absl::Status Discard(absl::string_view id) = 0;
};

}  // namespace gongkai
