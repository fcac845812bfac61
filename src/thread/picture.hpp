// SPDX-License-Identifier: GPL-3.0-or-later
// The thread as a picture: what stands where, what is tied to what, and what hangs on one chosen thing.
#pragma once

#include "thread/thread.hpp"

namespace throughline::thread {

/// One thing in the picture. `kind` is also its column, from the left.
struct Node {
    enum class Kind { incident, rows, finding, recommendation, action, evidence, impact } kind{};
    std::string id{};   ///< stable and fit for an address: "action-1.2", "rows-1-3" of findings 1 and 3
    std::size_t line{}; ///< from the top, from 0; lines may hold nothing in some columns
    std::size_t strand{};
    const local_review::Finding* finding{};
    std::vector<local_review::CitedRow> rows{}; ///< those that exactly the same findings cite
    bool is_missing{};                          ///< a place where nothing is yet, loose or not
    std::optional<LooseEnd> end{};              ///< what is loose or late about it
};

struct Tie {
    enum class Kind { holds, waits, loose } kind{};
    std::size_t from{}; ///< index of a node, further left
    std::size_t to{};
};

struct Picture {
    std::vector<Strand> strands{};
    std::vector<Node> nodes{}; ///< in reading order: line by line, in each from the incident to the impact
    std::vector<Tie> ties{};
    std::size_t lines{};
};

/// Points into the story, which has to outlive it. Empty when there is no finding yet.
Picture picture_of(const Story& story, Date today);

/// "recommendation 2", "the evidence of action 1.1", "3 rows": for a sentence.
std::string name_of(const Picture& picture, const Node& node);

/// What one thing goes back to and what it leads to, by index and in reading order, without itself.
struct Following {
    std::size_t chosen{};
    std::vector<std::size_t> back{};
    std::vector<std::size_t> on{};
    bool holds(std::size_t node) const;
};
/// Nothing when no node has this id.
std::optional<Following> follow(const Picture& picture, std::string_view id);

} // namespace throughline::thread
