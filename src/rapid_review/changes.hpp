// SPDX-License-Identifier: GPL-3.0-or-later
// What changed between two texts, word by word: for a partner who read an earlier version.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace throughline::rapid_review {

struct Change {
    enum class Kind { same, gone, come } kind{Kind::same};
    std::string text{}; ///< words joined by single spaces
    bool operator==(const Change&) const = default;
};

/// In the order of reading, what is gone ahead of what has come. Very long texts are given as one
/// replacement.
std::vector<Change> changes_between(std::string_view before, std::string_view after);

/// The same with long unchanged stretches cut to the words next to a change.
std::vector<Change> in_brief(const std::vector<Change>& changes);

} // namespace throughline::rapid_review
