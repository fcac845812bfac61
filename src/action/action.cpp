// SPDX-License-Identifier: GPL-3.0-or-later
#include "action/action.hpp"

#include <algorithm>
#include <stdexcept>

namespace throughline::action {
namespace {

template <class Code, std::size_t Count>
std::optional<Code> read_code(const std::array<Code, Count>& codes, std::string_view text) {
    for (const auto code : codes)
        if (to_text(code) == text) return code;
    return {};
}

constexpr std::array<std::string_view, highest_strength + 1> ladder{
    "somebody says so",
    "document issued",
    "people reached",
    "people can do it",
    "practice changed",
    "children’s lives better",
    "still so after a year"};

} // namespace

std::string_view to_text(Delivery delivery) {
    switch (delivery) {
    case Delivery::not_started: return "not_started";
    case Delivery::under_way: return "under_way";
    case Delivery::done: return "done";
    }
    throw std::logic_error("a delivery outside its list");
}

std::optional<Delivery> read_delivery(std::string_view text) {
    if (text == "in_progress") return Delivery::under_way;
    return read_code(all_deliveries, text);
}

std::string_view in_words(Delivery delivery) {
    switch (delivery) {
    case Delivery::not_started: return "Not started";
    case Delivery::under_way: return "Under way";
    case Delivery::done: return "Said to be done";
    }
    throw std::logic_error("a delivery outside its list");
}

std::string_view to_text(EvidenceType type) {
    switch (type) {
    case EvidenceType::statement: return "statement";
    case EvidenceType::document: return "document";
    case EvidenceType::reach: return "reach";
    case EvidenceType::tested: return "tested";
    case EvidenceType::audit: return "audit";
    case EvidenceType::data: return "data";
    case EvidenceType::feedback: return "feedback";
    }
    throw std::logic_error("a type of evidence outside its list");
}

std::optional<EvidenceType> read_evidence_type(std::string_view text) {
    return read_code(all_evidence_types, text);
}

std::string_view in_words(EvidenceType type) {
    switch (type) {
    case EvidenceType::statement: return "A statement";
    case EvidenceType::document: return "A document";
    case EvidenceType::reach: return "Who was reached";
    case EvidenceType::tested: return "A test of what people can do";
    case EvidenceType::audit: return "An audit or dip sample";
    case EvidenceType::data: return "Figures over time";
    case EvidenceType::feedback: return "What children or families say";
    }
    throw std::logic_error("a type of evidence outside its list");
}

std::string_view strength_in_words(int strength) {
    if (strength < 0 || strength > highest_strength) throw std::logic_error("no such step of the ladder");
    return ladder[static_cast<std::size_t>(strength)];
}

std::string_view to_text(Result result) {
    switch (result) {
    case Result::better: return "better";
    case Result::no_change: return "no_change";
    case Result::worse: return "worse";
    case Result::cannot_tell: return "cannot_tell";
    }
    throw std::logic_error("a result outside its list");
}

std::optional<Result> read_result(std::string_view text) { return read_code(all_results, text); }

std::string_view in_words(Result result) {
    switch (result) {
    case Result::better: return "Better";
    case Result::no_change: return "No change";
    case Result::worse: return "Worse";
    case Result::cannot_tell: return "Cannot tell yet";
    }
    throw std::logic_error("a result outside its list");
}

std::string_view to_text(State state) {
    switch (state) {
    case State::not_started: return "not_started";
    case State::under_way: return "under_way";
    case State::late: return "late";
    case State::loose_end: return "loose_end";
    case State::done_with_evidence: return "done_with_evidence";
    case State::assured: return "assured";
    case State::proven: return "proven";
    }
    throw std::logic_error("a state outside its list");
}

std::string_view in_words(State state) {
    switch (state) {
    case State::not_started: return "Not started";
    case State::under_way: return "Under way";
    case State::late: return "Late";
    case State::loose_end: return "Said to be done. Nothing shows it yet";
    case State::done_with_evidence: return "Done and shown, not yet assured";
    case State::assured: return "Assured";
    case State::proven: return "Proven";
    }
    throw std::logic_error("a state outside its list");
}

State state_of(const Action& action, Date today) {
    if (action.delivery != Delivery::done) {
        if (days_late(action, today) > 0) return State::late;
        return action.delivery == Delivery::not_started ? State::not_started : State::under_way;
    }
    const auto strength = strength_of(action);
    // Somebody saying so shows nothing: the claim hangs loose until something stronger holds it.
    if (strength.value_or(0) == 0) return State::loose_end;
    const auto* assurance = latest_assurance(action);
    if (!assurance || !assurance->accepted) return State::done_with_evidence;
    const auto* impact = latest_impact(action);
    return is_proven(strength, impact ? std::optional(impact->result) : std::nullopt) ? State::proven
                                                                                      : State::assured;
}

int days_late(const Action& action, Date today) {
    const auto until =
        action.delivery == Delivery::done && action.done_on ? std::min(*action.done_on, today) : today;
    return std::max(0, static_cast<int>((until - action.due).count()));
}

std::optional<int> strength_of(const Action& action) {
    std::optional<int> strongest;
    for (const auto& evidence : action.evidence)
        strongest = std::max(strongest.value_or(0), evidence.strength);
    return strongest;
}

bool is_proven(std::optional<int> strength, std::optional<Result> result) {
    return strength.value_or(0) >= proving_strength && result == Result::better;
}

std::vector<Action>
visible_to(std::vector<Action> actions, std::string_view organisation, bool reads_the_case) {
    if (!reads_the_case)
        std::erase_if(actions, [&](const Action& action) { return action.organisation_id != organisation; });
    return actions;
}

const Assurance* latest_assurance(const Action& action) {
    return action.assurances.empty() ? nullptr : &action.assurances.back();
}

const Impact* latest_impact(const Action& action) {
    return action.impacts.empty() ? nullptr : &action.impacts.back();
}

} // namespace throughline::action
