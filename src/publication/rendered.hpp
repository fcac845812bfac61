// SPDX-License-Identifier: GPL-3.0-or-later
// The report as readers see it: Markdown in, a page with numbered notes out. People become the words chosen
// for them, citations become links to notes. Pure: what may be cited is asked of a function.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::publication {

/// What a citation stands for.
struct Cited {
    std::string words{}; ///< in the text: a person's public name, "finding 1"
    std::string note{};  ///< in the notes; empty for a person, who has none
};
/// Asked with kind and argument (`finding`, `1`); nothing for one that is not there.
using FindCited = std::function<std::optional<Cited>(std::string_view kind, std::string_view argument)>;

struct Rendered {
    std::string html{};                 ///< safe: made by the Markdown renderer and escaped words alone
    std::vector<std::string> unknown{}; ///< citations that name nothing, as they are written, each once
};

/// A heading of the first level at the very beginning is left out: the page has its title. Parts (h2) have
/// the ids `part-1`, `part-2` …, notes `note-1` ….
Rendered render(std::string_view markdown, const FindCited& find);

struct Part {
    std::string id{};
    std::string title{};
};
/// The parts of a rendered page, in order.
std::vector<Part> parts_of(std::string_view html);

/// Every word of a rendered page, attributes too, as text: what the identity check reads.
std::string text_of(std::string_view html);

} // namespace throughline::publication
