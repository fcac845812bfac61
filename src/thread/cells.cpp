// SPDX-License-Identifier: GPL-3.0-or-later
#include "thread/cells.hpp"

#include "platform/text/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::thread {

using govuk::Cell;
using govuk::State;
using people::Permission;
using people::Visit;

namespace {

constexpr std::size_t words_shown =
    110; ///< characters of a text in the table; the whole stands where it is kept

State shape_of(action::State state) {
    switch (state) {
    case action::State::not_started: return State::next;
    case action::State::under_way: return State::now;
    case action::State::late: return State::late;
    case action::State::loose_end: return State::loose_end;
    case action::State::done_with_evidence: return State::waiting;
    case action::State::assured:
    case action::State::proven: return State::done;
    }
    throw std::logic_error("an action in no state");
}

} // namespace

std::string Words::of_review(std::string_view id) const {
    return text::shorten(review.words(id), words_shown);
}
std::string Words::of_action(std::string_view id) const {
    return text::shorten(action.words(id), words_shown);
}

std::string address(const Visit& visit, std::string_view rest) {
    return "/cases/" + visit.access().reference() + std::string(rest);
}

std::string plural(std::size_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

Cell rows_cell(const Strand& strand, const Visit& visit) {
    Cell cell{.text = plural(strand.cited_rows, "row", "rows")};
    std::vector<std::string> labels;
    for (const auto* finding : strand.findings)
        for (const auto& row : finding->rows)
            if (std::ranges::count(labels, row.label) == 0) labels.push_back(row.label);
    if (!labels.empty() && visit.access().may(Permission::view_chronology))
        cell.href = address(visit, "/chronology?all=yes#row-" + labels.front());
    for (std::size_t i = 0; i < labels.size() && i < 4; ++i) cell.note += (i ? ", " : "") + labels[i];
    if (labels.size() > 4) cell.note += fmt::format(" and {} more", labels.size() - 4);
    return cell;
}

Cell finding_cell(const Strand& strand, const Words& words, const Visit& visit) {
    Cell cell;
    if (!strand.findings.empty())
        cell.href = address(visit, fmt::format("/local-review#finding-{}", strand.findings.front()->number));
    for (const auto* finding : strand.findings) {
        if (!cell.text.empty()) cell.text += "; ";
        cell.text += fmt::format("{}. {}", finding->number, words.of_review(finding->title_text_id));
        if (finding->good_practice) cell.note = "Good practice";
    }
    return cell;
}

Cell recommendation_cell(const Strand& strand, const Words& words, const Visit& visit) {
    if (!strand.recommendation) {
        if (!strand.is_loose) return {.text = "Shared as good practice"};
        return {.state = govuk::state(State::loose_end, "No recommendation rests on it")};
    }
    const auto& recommendation = *strand.recommendation;
    return {
        .text = fmt::format("{}. {}", recommendation.number, words.of_review(recommendation.text_id)),
        .href = address(visit, fmt::format("/local-review#recommendation-{}", recommendation.number)),
        .note = fmt::format(
            "{}; by {}",
            local_review::in_words(recommendation.response),
            calendar::in_figures(recommendation.by_when))};
}

Cell action_cell(const Strand& strand, const Words& words, Visit& visit) {
    if (!strand.recommendation) return {};
    if (!strand.action) {
        if (!strand.is_loose) return {.state = govuk::state(State::nothing, "Not accepted")};
        return {.state = govuk::state(State::loose_end, "No action yet")};
    }
    const auto& action = *strand.action;
    const auto state = action::state_of(action, visit.today());
    auto said = std::string(action::in_words(state));
    if (state == action::State::late)
        said = plural(static_cast<std::size_t>(action::days_late(action, visit.today())), "day", "days") +
               " late";
    return {
        .text = fmt::format("{} {}", action.number, words.of_action(action.text_id)),
        .href = address(visit, "/actions/" + action.number),
        .note =
            fmt::format("{}, {}; due {}", action.owner_name, action.agency, calendar::in_figures(action.due)),
        .state = govuk::state(shape_of(state), said)};
}

Cell evidence_cell(const Strand& strand, const Words& words, const Visit& visit) {
    if (!strand.action) return {};
    const auto strength = action::strength_of(*strand.action);
    if (!strength) {
        if (strand.action->delivery == action::Delivery::done)
            return {.state = govuk::state(State::loose_end, "Nothing shows it yet")};
        return {.state = govuk::state(State::later, "None yet")};
    }
    const auto strongest = std::ranges::max_element(
        strand.action->evidence, {}, [](const action::Evidence& evidence) { return evidence.strength; });
    return {
        .text = words.of_action(strongest->text_id),
        .href = address(visit, "/actions/" + strand.action->number),
        .note = plural(strand.action->evidence.size(), "piece", "pieces"),
        .state = govuk::state(
            *strength >= action::proving_strength ? State::done : State::waiting,
            fmt::format("{}: {}", *strength, action::strength_in_words(*strength)))};
}

Cell impact_cell(const Strand& strand, const Words& words, Visit& visit) {
    if (!strand.action) return {};
    const auto* impact = action::latest_impact(*strand.action);
    if (!impact)
        return {
            .state = govuk::state(
                State::later,
                strand.action->delivery == action::Delivery::done ? "Not tested" : "Cannot be tested yet")};
    const bool proven = action::state_of(*strand.action, visit.today()) == action::State::proven;
    return {
        .text = words.of_action(impact->statement_text_id),
        .note = "Tested " + calendar::in_figures(impact->tested_on),
        .state = govuk::state(
            proven ? State::done : State::waiting,
            proven ? "Proven: life is better" : std::string(action::in_words(impact->result)))};
}

} // namespace throughline::thread
