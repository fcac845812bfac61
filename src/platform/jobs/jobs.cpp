// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/jobs/jobs.hpp"

#include "platform/base/fault.hpp"
#include "platform/db/dialect.hpp"

#include <algorithm>
#include <optional>
#include <vector>

namespace throughline::jobs {
namespace {

constexpr std::int64_t lease = seconds(120);
constexpr std::int64_t late_after = seconds(120);

// The waiting row is locked even when nothing in it changes: a runner that is about to do it waits for this
// transaction, and so sees what it is to act on.
constexpr std::string_view enqueue_sql = R"(
    INSERT INTO job (id, kind, payload, due, attempts) VALUES (:id, :kind, :payload, :due, 0)
        ON CONFLICT (kind, payload) WHERE done_at IS NULL DO UPDATE
       SET due = CASE WHEN job.attempts = 0 AND excluded.due < job.due THEN excluded.due ELSE job.due END)";

constexpr std::string_view next_sql = R"(
    SELECT id, kind, payload, attempts
      FROM job
     WHERE done_at IS NULL AND due <= :now AND (leased_until IS NULL OR leased_until <= :now)
       AND kind IN ()";

constexpr std::string_view lease_sql =
    "UPDATE job SET leased_until = :until, attempts = :attempts WHERE id = :id";

// `attempts` tells one lease from the next: a runner whose lease ran out and was taken up by another touches
// no row.
constexpr std::string_view done_sql = R"(
    UPDATE job SET done_at = :now, leased_until = NULL, failed = NULL
     WHERE id = :id AND attempts = :attempts AND done_at IS NULL)";

constexpr std::string_view failed_sql = R"(
    UPDATE job SET due = :due, leased_until = NULL, failed = :failed
     WHERE id = :id AND attempts = :attempts AND done_at IS NULL)";

// A job under a lease is being done, and neither late nor failed until the lease has run out.
constexpr std::string_view standing_sql = R"(
    SELECT kind, count(*) AS open, min(due) AS oldest_due,
           sum(CASE WHEN failed IS NOT NULL AND (leased_until IS NULL OR leased_until <= :now)
               THEN 1 ELSE 0 END) AS failed,
           sum(CASE WHEN failed IS NULL AND due <= :late AND (leased_until IS NULL OR leased_until <= :now)
               THEN 1 ELSE 0 END) AS late
      FROM job WHERE done_at IS NULL GROUP BY kind ORDER BY kind)";

constexpr std::string_view again_sql = R"(
    UPDATE job SET due = :now
     WHERE done_at IS NULL AND failed IS NOT NULL AND due > :now
       AND (leased_until IS NULL OR leased_until <= :now))";

using Handlers = std::map<std::string, Handler, std::less<>>;

/// Takes the job that has been due longest under a lease of two minutes.
std::optional<Job> take(db::Transaction& tx, const Handlers& handlers, Instant at) {
    std::vector<std::string> names;
    names.reserve(handlers.size()); // the parameters point into it
    db::Parameters parameters{{"now", to_text(at)}};
    std::string sql(next_sql);
    for (const auto& [kind, handler] : handlers) {
        const auto& name = names.emplace_back("kind" + std::to_string(names.size()));
        sql += (names.size() == 1 ? ":" : ", :") + name;
        parameters.emplace_back(name, kind);
    }
    sql += ") ORDER BY due, id LIMIT 1";
    sql += db::dialect::skip_locked(tx.engine());

    const auto row = tx.row(sql, parameters);
    if (!row) return std::nullopt;
    Job job{row->text("id"), row->text("kind"), row->text("payload"), row->integer("attempts") + 1};
    tx.change(lease_sql, {{"until", to_text(at + lease)}, {"attempts", job.attempts}, {"id", job.id}});
    return job;
}

/// 1, 2, 4 … minutes.
std::int64_t pause_after(std::int64_t attempts) {
    return seconds(60) * (std::int64_t{1} << std::min<std::int64_t>(attempts - 1, 10));
}

/// False when the lease was lost to another runner.
bool perform(db::Database& database, const Job& job, const Handler& handler, Instant at) {
    return database.write([&](db::Transaction& tx) {
        // Marked first, so that its row is locked while the work goes on and nobody takes it up meanwhile.
        const auto ours =
            tx.change(done_sql, {{"now", to_text(at)}, {"id", job.id}, {"attempts", job.attempts}}) == 1;
        if (ours) handler(tx, job, at);
        return ours;
    });
}

void put_back(db::Database& database, const Job& job, const std::exception& failure, Instant at) {
    database.write([&](db::Transaction& tx) {
        tx.change(
            failed_sql,
            {{"due", to_text(at + pause_after(job.attempts))},
             {"failed", fault_kind(failure)},
             {"id", job.id},
             {"attempts", job.attempts}});
    });
}

} // namespace

void enqueue(
    db::Transaction& tx, std::string_view kind, std::string_view payload, Instant due, const Random& random) {
    tx.change(
        enqueue_sql,
        {{"id", new_identifier(due, random)}, {"kind", kind}, {"payload", payload}, {"due", to_text(due)}});
}

std::vector<Standing> standing(db::Transaction& tx, Instant at) {
    std::vector<Standing> all;
    for (const auto& row :
         tx.rows(standing_sql, {{"late", to_text(at + -late_after)}, {"now", to_text(at)}})) {
        Standing one{row.text("kind"), row.integer("open"), row.integer("late"), row.integer("failed"), {}};
        one.waiting -= one.late + one.failed;
        if (const auto due = row.maybe_text("oldest_due")) one.oldest_due = read_instant(*due);
        all.push_back(std::move(one));
    }
    return all;
}

std::int64_t try_failed_again(db::Transaction& tx, Instant at) {
    return tx.change(again_sql, {{"now", to_text(at)}});
}

std::size_t run_due(
    db::Database& database,
    const std::map<std::string, Handler, std::less<>>& handlers,
    const Now& now,
    const std::function<void(const Job&, const std::exception&)>& on_failure) {
    std::size_t done = 0;
    if (handlers.empty()) return done;
    for (;;) {
        const auto job = database.write([&](db::Transaction& tx) { return take(tx, handlers, now()); });
        if (!job) return done;
        try {
            if (perform(database, *job, handlers.find(job->kind)->second, now())) ++done;
        } catch (const std::exception& failure) {
            // Whatever went wrong with one job must not keep the others from being done.
            on_failure(*job, failure);
            put_back(database, *job, failure, now());
        }
    }
}

void forget_done(db::Transaction& tx, Instant before) {
    tx.change("DELETE FROM job WHERE done_at < :before", {{"before", to_text(before)}});
}

} // namespace throughline::jobs
