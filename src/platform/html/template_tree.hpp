// SPDX-License-Identifier: GPL-3.0-or-later
// One Mustache template as a tree of text and tags, read once when the program starts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace throughline::html {

struct Tag {
    enum class Kind { text, variable, unescaped, section, inverted, partial };
    Kind kind{};
    std::string text{};                ///< the text as it stands, or the name as written
    std::vector<std::string> path{};   ///< the name at its dots; empty for `.`
    std::vector<Tag> children{};       ///< of a section
    const std::vector<Tag>* partial{}; ///< set when all templates are known
};

/// Throws std::logic_error that names the template and the line.
std::vector<Tag> read_template(std::string_view name, std::string_view source);

} // namespace throughline::html
