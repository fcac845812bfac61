// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the database answers, asked in a thread of its own, so that whoever wants to know does not wait as
// long as a database that hangs.
#pragma once

#include "platform/db/db.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

namespace throughline {

/// What is wrong with the database, in a line without values; empty when it answers and has our schema. Takes
/// as long as the database takes.
std::string trouble_of(db::Database& database);

/// Safe to use from several threads: those that ask together are answered together.
class Pulse {
public:
    explicit Pulse(db::Database& database);
    ~Pulse(); ///< waits for a database that is still being asked
    Pulse(const Pulse&) = delete;
    Pulse& operator=(const Pulse&) = delete;

    /// As `trouble_of`, of a look that begins after this call; "does not answer" after `patience`, and at
    /// once while an earlier look has been waiting that long.
    std::string trouble(std::chrono::milliseconds patience = std::chrono::seconds{2});

private:
    void run();

    db::Database& m_database;
    std::mutex m_mutex{};
    std::condition_variable m_changed{};
    std::uint64_t m_wanted{}; ///< looks asked for
    std::uint64_t m_begun{};
    std::uint64_t m_done{};
    std::chrono::steady_clock::time_point m_began_at{};
    std::string m_trouble{};
    bool m_stops{};
    std::thread m_thread{};
};

} // namespace throughline
