// SPDX-License-Identifier: GPL-3.0-or-later
// Reading SQL just far enough to find what is not code in it: strings, quoted names, comments, dollar quotes.
#pragma once

#include "platform/db/db.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::db::detail {

/// If a string, quoted name, comment or dollar quote begins at `at`, the place just behind its end; else
/// `at`. One that does not end throws std::logic_error.
std::size_t skip_quoted(std::string_view sql, std::size_t at);

/// SQL cut at its named placeholders: text 0, name 0, text 1, name 1 … text n.
struct Cut {
    std::vector<std::string> texts{};
    std::vector<std::string> names{};
};
/// `::casts` are no placeholders, and neither is anything quoted or in a comment.
Cut cut_at_placeholders(std::string_view sql);

/// For each name of `cut`, the index of its value. Throws std::logic_error when a name is not given, given
/// twice, or given and not used.
std::vector<std::size_t> match(const Cut& cut, const Parameters& parameters);

/// Statements without their semicolons; empty ones and ones of comments alone are left out.
std::vector<std::string> split_statements(std::string_view sql);

/// Text must be UTF-8 without NUL, the narrower of the two engines; anything else throws std::logic_error.
void demand_text(std::string_view text);

} // namespace throughline::db::detail
