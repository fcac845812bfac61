// SPDX-License-Identifier: GPL-3.0-or-later
// The words and figures of a written date.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::chronology {

struct Token {
    enum class Kind { number, word, mark } kind{};
    std::string text{};
    int value{};         ///< of a number of at most 8 digits; -1 otherwise
    bool spaced{false};  ///< white space stands before it
    bool ordinal{false}; ///< 3rd
    bool mended{false};  ///< a letter was read as the figure it looks like

    bool is(std::string_view wanted) const { return kind != Kind::number && text == wanted; }
    bool is_number() const { return kind == Kind::number; }
    std::size_t digits() const { return kind == Kind::number ? text.size() : 0; }
};

using Tokens = std::vector<Token>;

/// Small letters, plain spaces, dashes, apostrophes and figures, whatever the writer's keyboard made of them.
std::string plain(std::string_view text);
/// Words, figures and marks of a plain text. An `O` or `l` among figures is the figure it looks like.
Tokens tokens(std::string_view plain_text);

/// 1 to 12 for a month's name, short name or a small misspelling of it; nothing when it could be two.
std::optional<unsigned> month_named(std::string_view word);
/// 0 (Sunday) to 6.
std::optional<unsigned> weekday_named(std::string_view word);

} // namespace throughline::chronology
