// SPDX-License-Identifier: GPL-3.0-or-later
// Work that follows an act: queued in the act's own transaction, taken by one process at a time under a lease, done
// in a transaction of its own. A job taken by a process that died is taken again when its lease runs out.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "platform/base/identifier.hpp"
#include "platform/base/instant.hpp"
#include "platform/db/db.hpp"

namespace throughline::jobs {

struct Job {
    std::string id{};
    std::string kind{};    ///< `folder.act`
    std::string payload{}; ///< references and identifiers only, never names
    std::int64_t attempts{};
};

/// Queues a job that may run from `due` on. Queuing the same (kind, payload) while one waits is a no-op.
void enqueue(
    db::Transaction& tx,
    std::string_view kind,
    std::string_view payload,
    Instant due,
    const Random& random);

/// Does one job in the given transaction. Throwing undoes it; it is tried again later (after 1, 2, 4 … minutes).
using Handler = std::function<void(db::Transaction&, const Job&, Instant at)>;

/// Does due jobs until none is left; gives how many were done. A kind without a handler is left alone.
std::size_t run_due(
    db::Database& database,
    const std::map<std::string, Handler, std::less<>>& handlers,
    const Now& now,
    const std::function<void(const Job&, const std::exception&)>& on_failure);

} // namespace throughline::jobs
