// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/figures.hpp"

#include <algorithm>

namespace throughline {

void Figures::count(const http::Answered& answered, std::string_view route) {
    const auto took = std::chrono::duration<double>(answered.took).count();
    const std::scoped_lock lock(m_mutex);
    ++m_answers[{std::string(route), http::in_words(answered.request.method), answered.status / 100}];
    ++m_count;
    m_seconds += took;
    const auto bound = std::ranges::lower_bound(bounds, took);
    if (bound != bounds.end()) ++m_within.at(static_cast<std::size_t>(bound - bounds.begin()));
    if (!answered.fault_kind.empty()) ++m_faults;
    m_files += answered.request.form.uploads().size();
}

void Figures::write_to(Exposition& page) const {
    const std::scoped_lock lock(m_mutex);
    page.begin(
        "throughline_http_requests_total",
        Exposition::Kind::counter,
        "Requests answered, by the pattern of the route (none: no such page), method and kind of status.");
    for (const auto& [kind, number] : m_answers) {
        const auto& [route, method, hundred] = kind;
        const auto status = std::to_string(hundred) + "xx";
        page.value(
            static_cast<double>(number),
            {{"route", route.empty() ? "none" : route}, {"method", method}, {"status", status}});
    }
    std::vector<std::pair<double, std::uint64_t>> buckets;
    std::uint64_t below = 0;
    for (std::size_t i = 0; i < bounds.size(); ++i)
        buckets.emplace_back(bounds.at(i), below += m_within.at(i));
    page.begin(
        "throughline_http_request_duration_seconds",
        Exposition::Kind::histogram,
        "From the first byte of a request to its answer.");
    page.histogram(buckets, m_count, m_seconds);
    page.one(
        "throughline_http_faults_total",
        Exposition::Kind::counter,
        "Requests that ended in a fault of ours or of something we need; the log has a line for each.",
        static_cast<double>(m_faults));
    page.one(
        "throughline_uploads_total",
        Exposition::Kind::counter,
        "Files that arrived whole with a form.",
        static_cast<double>(m_files));
}

} // namespace throughline
