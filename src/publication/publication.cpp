// SPDX-License-Identifier: GPL-3.0-or-later
#include "publication/publication.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace throughline::publication {
namespace {

constexpr std::array all_states{State::drafting, State::scheduled, State::published};
constexpr std::array all_recipients{Recipient::panel, Recipient::secretary_of_state, Recipient::ofsted};
constexpr std::array all_held{
    Held::report_changed, Held::details_changed, Held::identity_found, Held::gate_open};

} // namespace

std::string_view to_text(State state) {
    switch (state) {
    case State::drafting: return "drafting";
    case State::scheduled: return "scheduled";
    case State::published: return "published";
    }
    throw std::logic_error("a publication in no state");
}

State read_state(std::string_view text) {
    for (const auto state : all_states)
        if (to_text(state) == text) return state;
    throw std::runtime_error("a publication has an unknown state");
}

std::string_view in_words(State state) {
    switch (state) {
    case State::drafting: return "Being prepared";
    case State::scheduled: return "Waits for its day";
    case State::published: return "Published";
    }
    throw std::logic_error("a publication in no state");
}

std::string_view to_text(Recipient recipient) {
    switch (recipient) {
    case Recipient::panel: return "panel";
    case Recipient::secretary_of_state: return "secretary_of_state";
    case Recipient::ofsted: return "ofsted";
    }
    throw std::logic_error("a copy to nobody");
}

std::optional<Recipient> read_recipient(std::string_view text) {
    for (const auto recipient : all_recipients)
        if (to_text(recipient) == text) return recipient;
    return {};
}

std::string_view in_words(Recipient recipient) {
    switch (recipient) {
    case Recipient::panel: return "the Child Safeguarding Practice Review Panel";
    case Recipient::secretary_of_state: return "the Secretary of State";
    case Recipient::ofsted: return "Ofsted";
    }
    throw std::logic_error("a copy to nobody");
}

std::string_view to_text(Held held) {
    switch (held) {
    case Held::report_changed: return "report_changed";
    case Held::details_changed: return "details_changed";
    case Held::identity_found: return "identity_found";
    case Held::gate_open: return "gate_open";
    }
    throw std::logic_error("held back for no reason");
}

std::optional<Held> read_held(std::string_view text) {
    for (const auto held : all_held)
        if (to_text(held) == text) return held;
    return {};
}

std::string_view in_words(Held held) {
    switch (held) {
    case Held::report_changed: return "the report was changed after it had been checked";
    case Held::details_changed: return "its title, summary or other details were changed after the check";
    case Held::identity_found: return "it holds the name, date of birth or number of a registered person";
    case Held::gate_open: return "a line of the checklist no longer held";
    }
    throw std::logic_error("held back for no reason");
}

const Copy* Publication::copy_to(Recipient recipient) const {
    const auto found = std::ranges::find(copies, recipient, &Copy::to);
    return found == copies.end() ? nullptr : &*found;
}

std::optional<Date> copies_complete(const Publication& publication) {
    const auto* panel = publication.copy_to(Recipient::panel);
    const auto* minister = publication.copy_to(Recipient::secretary_of_state);
    if (panel == nullptr || minister == nullptr) return {};
    return std::max(panel->sent, minister->sent);
}

bool is_slug(std::string_view slug) {
    if (slug.size() < 3 || slug.size() > 60 || slug.starts_with('-') || slug.ends_with('-')) return false;
    if (slug.find("--") != slug.npos) return false;
    return std::ranges::all_of(
        slug, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

} // namespace throughline::publication
