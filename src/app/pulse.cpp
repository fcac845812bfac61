// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pulse.hpp"

#include "app/installation.hpp"
#include "platform/db/migrations.hpp"

namespace throughline {
namespace {

constexpr const char* no_answer = "the database does not answer";

} // namespace

std::string trouble_of(db::Database& database) {
    try {
        if (db::is_migrated(database, carried_migrations())) return {};
        return "the database is of another release: run `throughline migrate`";
    } catch (const db::Fault&) {
        return no_answer;
    }
}

Pulse::Pulse(db::Database& database) : m_database(database), m_thread([this] { run(); }) {}

Pulse::~Pulse() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stops = true;
    }
    m_changed.notify_all();
    m_thread.join();
}

std::string Pulse::trouble(std::chrono::milliseconds patience) {
    std::unique_lock lock(m_mutex);
    if (m_begun > m_done && std::chrono::steady_clock::now() - m_began_at > patience) return no_answer;
    const auto mine = ++m_wanted;
    m_changed.notify_all();
    if (!m_changed.wait_for(lock, patience, [&] { return m_done >= mine; })) return no_answer;
    return m_trouble;
}

void Pulse::run() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return m_stops || m_wanted > m_done; });
        if (m_stops) return;
        const auto looking = m_begun = m_wanted;
        m_began_at = std::chrono::steady_clock::now();
        lock.unlock();
        std::string found;
        try {
            found = trouble_of(m_database);
        } catch (const std::exception&) { // a thread has no edge above it: whatever it was, it is no answer
            found = no_answer;
        }
        lock.lock();
        m_trouble = std::move(found);
        m_done = looking;
        m_changed.notify_all();
    }
}

} // namespace throughline
