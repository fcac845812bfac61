// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/http/workers.hpp"

#include <utility>

namespace throughline::http {

Workers::Workers(std::size_t threads, std::size_t queue) : m_bound(queue) {
    for (std::size_t i = 0; i < threads; ++i) m_threads.emplace_back([this] { work(); });
}

Workers::~Workers() { stop(); }

bool Workers::offer(Line line, std::function<void()> task) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopped || (line == Line::new_request && m_queue.size() >= m_bound)) return false;
        m_queue.push_back(std::move(task));
    }
    m_wake.notify_one();
    return true;
}

void Workers::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
    }
    m_wake.notify_all();
    for (auto& thread : m_threads)
        if (thread.joinable()) thread.join();
}

void Workers::forget() {
    const std::lock_guard lock(m_mutex);
    m_queue.clear();
}

std::size_t Workers::waiting() const {
    const std::lock_guard lock(m_mutex);
    return m_queue.size();
}

std::size_t Workers::in_hand() const {
    const std::lock_guard lock(m_mutex);
    return m_in_hand;
}

void Workers::work() {
    for (;;) {
        std::function<void()> task;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopped || !m_queue.empty(); });
            if (m_stopped) return;
            task = std::move(m_queue.front());
            m_queue.pop_front();
            ++m_in_hand;
        }
        task();
        task = nullptr;
        const std::lock_guard lock(m_mutex);
        --m_in_hand;
    }
}

} // namespace throughline::http
