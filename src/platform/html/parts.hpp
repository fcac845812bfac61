// SPDX-License-Identifier: GPL-3.0-or-later
// The small things that every part of a page is made of: links, facts, and states, which are always a shape
// and a word.
#pragma once

#include "platform/html/html.hpp"

#include <string>
#include <vector>

namespace throughline::govuk {

using html::Data;
using html::List;
using html::Object;

struct Link {
    std::string text{};
    std::string href{};
    bool current{}; ///< the page the reader is on
};

/// What the shape says; the words beside it say it again. The list and its meanings: screens, "States".
enum class State {
    done,      ///< nobody need do anything
    now,       ///< happening; say whose turn it is
    next,      ///< can start, or waits for a decision
    later,     ///< cannot start yet
    soon,      ///< within two working days
    late,      ///< past its date; say by how much
    waiting,   ///< the turn is elsewhere
    nothing,   ///< nothing held, or no: an answer, not a gap
    unclear,   ///< people looked and could not tell
    differs,   ///< agencies tell it differently
    loose_end, ///< nothing connects what should be connected
};
enum class Look { plain, boxed };

/// For `{{#state}}{{> state}}{{/state}}`.
Object state(State state, std::string words, Look look = Look::plain);
std::string shape_of(State state); ///< the symbol's name without `i-`
std::string tone_of(State state);  ///< the ending of `tl-st--`

/// One line of a fact list: `Due` `Mon 7 September 2026`, with a link after the words when there is more to
/// read.
struct Fact {
    std::string term{};
    std::string text{};
    Link link{};
    bool code{}; ///< a number or seal to be compared sign by sign
};
/// For `{{#facts}}{{> facts}}{{/facts}}`.
Object facts(const std::vector<Fact>& facts);

Data link(const Link& link); ///< no when there is no address
Data links(const std::vector<Link>& links);

/// Markdown or other markup we made, for `{{#report}}{{> markup}}{{/report}}`.
Object markup(html::Markup markup);

} // namespace throughline::govuk
