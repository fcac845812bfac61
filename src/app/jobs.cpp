// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs.hpp"

#include "app/log.hpp"

namespace throughline {
namespace {

constexpr auto look_again = std::chrono::seconds(5);

std::size_t do_due(const people::Environment& house, const Handlers& handlers) {
    return jobs::run_due(
        house.database, handlers, house.now, [](const jobs::Job& job, const std::exception& fault) {
            log::fault(job.kind, fault.what());
        });
}

} // namespace

Handlers all_handlers(const people::Environment&) { return {}; }

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
            log::fault("jobs", fault.what());
        }
    }
}

} // namespace throughline
