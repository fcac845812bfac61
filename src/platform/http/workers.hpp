// SPDX-License-Identifier: GPL-3.0-or-later
// A fixed number of threads that decide and answer requests; they may block. The queue before them is
// bounded.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace throughline::http {

class Workers {
public:
    enum class Line {
        new_request, ///< refused when the queue is full
        let_in,      ///< someone whose body was read is not turned away; the cap on connections bounds these
    };

    Workers(std::size_t threads, std::size_t queue);
    ~Workers(); ///< stops
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// False when the queue is full or the workers were stopped. A task must not throw.
    [[nodiscard]] bool offer(Line line, std::function<void()> task);
    /// Waits for the tasks being run. Those still in the queue are not run; `forget` destroys them.
    void stop();
    void forget();
    std::size_t waiting() const; ///< tasks in the queue
    std::size_t in_hand() const; ///< tasks being run

private:
    void work();

    const std::size_t m_bound;
    mutable std::mutex m_mutex{};
    std::condition_variable m_wake{};
    std::deque<std::function<void()>> m_queue{};
    std::size_t m_in_hand{};
    bool m_stopped{};
    std::vector<std::thread> m_threads{};
};

} // namespace throughline::http
