// SPDX-License-Identifier: GPL-3.0-or-later
// Work that follows an act: queued in the act's own transaction, taken by one process at a time under a
// lease, done in a transaction of its own. A job taken by a process that died is taken again when its lease
// runs out.
#pragma once

#include "platform/base/identifier.hpp"
#include "platform/base/instant.hpp"
#include "platform/db/db.hpp"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::jobs {

struct Job {
    std::string id{};
    std::string kind{};      ///< `folder.act`
    std::string payload{};   ///< references and identifiers only, never names
    std::int64_t attempts{}; ///< with this one: 1 the first time
};

/// Queues a job that may run from `due` on. Queuing the same (kind, payload) while one waits makes no second;
/// the earlier due of the two counts, unless the waiting one has failed before and keeps its pause.
void enqueue(
    db::Transaction& tx, std::string_view kind, std::string_view payload, Instant due, const Random& random);

/// Does one job in the given transaction. Throwing undoes it; it is tried again later (after 1, 2, 4 …
/// minutes, at most about 17 hours). What is kept of the failure is the exception's type, as its words might
/// quote a name.
using Handler = std::function<void(db::Transaction&, const Job&, Instant at)>;

/// Does due jobs until none is left; gives how many were done. A kind without a handler is left alone. A job
/// that failed is told to `on_failure` and waits for its next due; a fault of the database itself is thrown.
std::size_t run_due(
    db::Database& database,
    const std::map<std::string, Handler, std::less<>>& handlers,
    const Now& now,
    const std::function<void(const Job&, const std::exception&)>& on_failure);

/// How the jobs of one kind stand. Each waiting job counts once, under what weighs most.
struct Standing {
    std::string kind{};
    std::int64_t waiting{}; ///< queued and in good time, or being done
    std::int64_t late{};    ///< due for more than two minutes and not yet tried
    std::int64_t failed{};  ///< tried at least once without success; it is tried again later by itself
    std::optional<Instant> oldest_due{};
};

/// Of every kind of which something is not done, in the order of their names.
std::vector<Standing> standing(db::Transaction& tx, Instant at);

/// Lets every job that has failed be tried at once instead of after its pause; gives how many.
std::int64_t try_failed_again(db::Transaction& tx, Instant at);

/// Forgets the jobs that were done before then. What waits or failed stays.
void forget_done(db::Transaction& tx, Instant before);

} // namespace throughline::jobs
