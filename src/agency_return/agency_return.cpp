// SPDX-License-Identifier: GPL-3.0-or-later
#include "agency_return/agency_return.hpp"

#include <array>
#include <stdexcept>

namespace throughline::agency_return {
namespace {

constexpr std::array all_states{State::awaited, State::answered, State::nothing_held};
constexpr std::array all_knew{
    Knew::not_said, Knew::current, Knew::past_12_months, Knew::longer_ago, Knew::none};

} // namespace

std::string_view to_text(State state) {
    switch (state) {
    case State::awaited: return "awaited";
    case State::answered: return "answered";
    case State::nothing_held: return "nothing_held";
    }
    throw std::logic_error("a state outside its list");
}

State read_state(std::string_view text) {
    for (const auto state : all_states)
        if (to_text(state) == text) return state;
    throw std::runtime_error("an unknown state of a return is stored");
}

std::string_view to_text(Knew knew) {
    switch (knew) {
    case Knew::not_said: return "not_said";
    case Knew::current: return "current";
    case Knew::past_12_months: return "past_12_months";
    case Knew::longer_ago: return "longer_ago";
    case Knew::none: return "none";
    }
    throw std::logic_error("an answer outside its list");
}

std::optional<Knew> read_knew(std::string_view text) {
    for (const auto knew : all_knew)
        if (to_text(knew) == text) return knew;
    return {};
}

std::string in_words(Knew knew) {
    switch (knew) {
    case Knew::not_said: return "Not said";
    case Knew::current: return "Yes, they are with us now";
    case Knew::past_12_months: return "Yes, in the past 12 months";
    case Knew::longer_ago: return "Yes, longer ago";
    case Knew::none: return "No";
    }
    throw std::logic_error("an answer outside its list");
}

int days_late(const Request& request, const statutory::Statute& statute, Instant now) {
    return request.state == State::awaited ? statute.days_late(request.due, now) : 0;
}

} // namespace throughline::agency_return
