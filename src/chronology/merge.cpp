// SPDX-License-Identifier: GPL-3.0-or-later
#include "chronology/chronology.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace throughline::chronology {

std::vector<Row> merge(std::vector<Row> rows) {
    std::vector<std::string> keys;
    keys.reserve(rows.size());
    for (const auto& row : rows) keys.push_back(order_key(row.date));
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (const auto by_date = keys[a].compare(keys[b]); by_date != 0) return by_date < 0;
        // The undated stay as they came.
        return rows[a].date.start && rows[a].agency < rows[b].agency;
    });
    std::vector<Row> merged;
    merged.reserve(rows.size());
    for (const auto i : order) merged.push_back(std::move(rows[i]));
    return merged;
}

} // namespace throughline::chronology
