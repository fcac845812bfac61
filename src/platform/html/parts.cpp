// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/html/parts.hpp"

#include <stdexcept>

namespace throughline::govuk {

std::string shape_of(State state) {
    switch (state) {
    case State::done: return "done";
    case State::now: return "now";
    case State::next: return "next";
    case State::later: return "later";
    case State::soon: return "soon";
    case State::late: return "late";
    case State::waiting: return "wait";
    case State::nothing: return "nil";
    case State::unclear: return "unsure";
    case State::differs: return "differ";
    case State::loose_end: return "gap";
    }
    throw std::logic_error("a state without a shape");
}

std::string tone_of(State state) {
    switch (state) {
    case State::done:
    case State::nothing: return "done";
    case State::now: return "now";
    case State::next:
    case State::later:
    case State::unclear: return "next";
    case State::waiting: return "wait";
    case State::soon: return "soon";
    case State::late: return "late";
    case State::differs:
    case State::loose_end: return "gap";
    }
    throw std::logic_error("a state without a tone");
}

Object state(State state, std::string words, Look look) {
    // On its own filled box the ring of "now" must not bring a white ground along.
    const bool filled = state == State::now && look == Look::boxed;
    return {
        {"shape", filled ? "now-w" : shape_of(state)},
        {"tone", tone_of(state)},
        {"words", std::move(words)},
        {"box", look == Look::boxed},
    };
}

Data link(const Link& link) {
    if (link.href.empty()) return false;
    return Object{{"text", link.text}, {"href", link.href}, {"current", link.current}};
}

Data links(const std::vector<Link>& links) {
    List list;
    for (const auto& one : links)
        list.push_back(Object{{"text", one.text}, {"href", one.href}, {"current", one.current}});
    return list;
}

Object facts(const std::vector<Fact>& facts) {
    List list;
    for (const auto& fact : facts)
        list.push_back(
            Object{{"term", fact.term}, {"text", fact.text}, {"link", link(fact.link)}, {"code", fact.code}});
    return {{"facts", std::move(list)}};
}

Object markup(html::Markup markup) { return {{"html", html::trusted(std::move(markup))}}; }

} // namespace throughline::govuk
