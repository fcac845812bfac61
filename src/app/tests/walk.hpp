// SPDX-License-Identifier: GPL-3.0-or-later
// A browser without eyes, for tests that go everywhere: what a page asks and where it leads, and all pages
// that somebody can reach by its links.
#pragma once

#include "app/testing.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::walk {

/// One thing that a form asks, with the answers it offers; text and hidden fields have their value alone.
struct Field {
    enum class Kind { text, hidden, choice, several, file };
    std::string name{};
    Kind kind{};
    std::vector<std::string> values{}; ///< of a choice: all that are offered, the chosen one first
};

struct Form {
    bool posts{};
    std::string action{}; ///< path
    std::vector<Field> fields{};
};

/// The forms of a page at `path`. A button with a name is a choice.
std::vector<Form> forms_of(std::string_view page, const std::string& path);
/// Addresses of our own that a page's links lead to, without fragments.
std::vector<std::string> links_of(std::string_view page, const std::string& path);

/// Text as a browser reads it: with its character references replaced.
std::string unescaped(std::string_view text);

struct Page {
    std::string target{};
    std::string pattern{}; ///< of its route; empty when it has none
    in_process::Answer answer{};

    bool is_html() const { return answer.header("Content-Type").starts_with("text/html"); }
    std::vector<Form> forms() const {
        return is_html() ? forms_of(answer.response.body, target) : std::vector<Form>{};
    }
};

/// All pages that the visitor reaches by links from `/` and `/cases`, of one route `of_a_kind` at most.
std::vector<Page>
reachable(in_process::House& house, const in_process::Visitor& visitor, std::size_t of_a_kind = 3);
/// The same from one case's first page, within that case.
std::vector<Page> reachable_in_case(
    in_process::House& house,
    const in_process::Visitor& visitor,
    const std::string& reference,
    std::size_t of_a_kind = 1);

} // namespace throughline::walk
