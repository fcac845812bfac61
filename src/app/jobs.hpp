// SPDX-License-Identifier: GPL-3.0-or-later
// The one visible table of what follows what.
#pragma once

#include "people/operations.hpp"
#include "platform/jobs/jobs.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace throughline {

using Handlers = std::map<std::string, jobs::Handler, std::less<>>;
Handlers all_handlers(const people::Environment& house);

/// Queues what is done again and again. Harmless when it waits already.
void begin_rounds(const people::Environment& house);

/// Does everything that is due now, in this thread. For commands and tests.
void run_jobs(const people::Environment& house);

/// Does jobs as they fall due, in a thread of its own.
class JobRunner {
public:
    explicit JobRunner(const people::Environment& house);
    ~JobRunner();
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;
    void wake();
    /// How long ago the last round ended; a round that lasts longer than that is in progress or stuck.
    std::chrono::seconds since_last_round() const;

private:
    void run();
    const people::Environment& m_house;
    Handlers m_handlers;
    std::atomic<std::chrono::steady_clock::time_point> m_last_round{std::chrono::steady_clock::now()};
    std::mutex m_mutex;
    std::condition_variable m_woken;
    bool m_asked{true};
    bool m_stops{false};
    std::thread m_thread;
};

} // namespace throughline
