// SPDX-License-Identifier: GPL-3.0-or-later
// What the server counts of the requests it answers: patterns, methods and kinds of answer, never who asked
// or for what.
#pragma once

#include "app/exposition.hpp"
#include "platform/http/server.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>

namespace throughline {

/// Safe to use from several threads.
class Figures {
public:
    /// One answer; `route` is the pattern that fitted, or empty.
    void count(const http::Answered& answered, std::string_view route);
    void write_to(Exposition& page) const;

private:
    /// Seconds: a quick page, a page, a slow one, a PDF, and what nobody waits for.
    static constexpr std::array bounds{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0};
    using Kind = std::tuple<std::string, std::string_view, int>; ///< route, method, hundred of the status

    mutable std::mutex m_mutex{};
    std::map<Kind, std::uint64_t> m_answers{};
    std::array<std::uint64_t, bounds.size()> m_within{}; ///< each bound's own, without those below
    std::uint64_t m_count{};
    double m_seconds{};
    std::uint64_t m_faults{};
    std::uint64_t m_files{};
};

} // namespace throughline
