// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs.hpp"

#include "app/log.hpp"
#include "case_file/operations.hpp"
#include "local_review/operations.hpp"
#include "people/clearing.hpp"
#include "publication/operations.hpp"
#include "rapid_review/operations.hpp"

namespace throughline {
namespace {

constexpr auto look_again = std::chrono::seconds(5);

std::size_t do_due(const people::Environment& house, const Handlers& handlers) {
    return jobs::run_due(
        house.database, handlers, house.now, [](const jobs::Job& job, const std::exception& fault) {
            log::fault(job.kind, fault);
        });
}

/// A job that acts as the system on the case its payload names.
jobs::Handler
on_case(const people::Environment& house, void (*act)(people::Work&, const people::CaseAccess&)) {
    return [&house, act](db::Transaction& tx, const jobs::Job& job, Instant at) {
        people::Work work{tx, people::Actor::system(), at, house};
        act(work, case_file::system_access(tx, job.payload));
    };
}

constexpr const char* clearing = "people.clearing";
constexpr auto clearing_every = seconds(60 * 60);
constexpr auto done_jobs_kept = seconds(30LL * 24 * 60 * 60);

void clear(const people::Environment& house, db::Transaction& tx, Instant at) {
    people::clear_what_ran_out(tx, at);
    jobs::forget_done(tx, at + -done_jobs_kept);
    jobs::enqueue(tx, clearing, "", at + clearing_every, house.random);
}

} // namespace

void begin_rounds(const people::Environment& house) {
    house.database.write(
        [&](db::Transaction& tx) { jobs::enqueue(tx, clearing, "", house.now(), house.random); });
}

Handlers all_handlers(const people::Environment& house) {
    return {
        {"notification.sent", on_case(house, rapid_review::open_after_notification)},
        {"rapid_review.decided", on_case(house, local_review::open_after_decision)},
        {"publication.due", on_case(house, publication::publish_when_due)},
        {clearing, [&house](db::Transaction& tx, const jobs::Job&, Instant at) { clear(house, tx, at); }},
    };
}

void run_jobs(const people::Environment& house) { (void)do_due(house, all_handlers(house)); }

JobRunner::JobRunner(const people::Environment& house)
    : m_house(house), m_handlers(all_handlers(house)), m_thread([this] { run(); }) {}

JobRunner::~JobRunner() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stops = true;
    }
    m_woken.notify_one();
    m_thread.join();
}

void JobRunner::wake() {
    {
        const std::scoped_lock lock(m_mutex);
        m_asked = true;
    }
    m_woken.notify_one();
}

std::chrono::seconds JobRunner::since_last_round() const {
    return std::chrono::duration_cast<std::chrono::seconds>(
        std::chrono::steady_clock::now() - m_last_round.load());
}

void JobRunner::run() {
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            m_woken.wait_for(lock, look_again, [this] { return m_asked || m_stops; });
            if (m_stops) return;
            m_asked = false;
        }
        try {
            (void)do_due(m_house, m_handlers);
        } catch (
            const std::exception& fault) { // the database may be away for a while: the next round tries again
            log::fault("jobs", fault);
            continue;
        }
        m_last_round = std::chrono::steady_clock::now();
    }
}

} // namespace throughline
