// SPDX-License-Identifier: GPL-3.0-or-later
#include "rapid_review/rapid_review.hpp"

#include "platform/text/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace throughline::rapid_review {
namespace {

constexpr std::array all_states{
    State::drafting, State::signing, State::partners_differ, State::decided, State::sent};
constexpr std::array all_replies{Reply::yes, Reply::no, Reply::unclear};
constexpr std::string_view because_ending = "_because";

/// The text of a draft under its part's name; nullptr for an unknown one.
template <class AnyDraft, class Text>
Text* find_text(AnyDraft& draft, std::string_view part) {
    if (part == "summary") return &draft.summary;
    if (part == "immediate_safety") return &draft.immediate_safety;
    if (part == "race_and_inequality") return &draft.race_and_inequality;
    if (part == "family_told_note") return &draft.family_told_note;
    if (part == "family_views") return &draft.family_views;
    if (part == "learning") return &draft.learning;
    return nullptr;
}

/// The prompt a `…_because` part belongs to; empty for another part.
std::string_view prompt_of(std::string_view part) {
    if (!part.ends_with(because_ending)) return {};
    const auto prompt = part.substr(0, part.size() - because_ending.size());
    return std::ranges::count(prompts, prompt) != 0 ? prompt : std::string_view{};
}

} // namespace

std::string_view to_text(State state) {
    switch (state) {
    case State::drafting: return "drafting";
    case State::signing: return "signing";
    case State::partners_differ: return "partners_differ";
    case State::decided: return "decided";
    case State::sent: return "sent";
    }
    throw std::logic_error("a state outside its list");
}

State read_state(std::string_view text) {
    for (const auto state : all_states)
        if (to_text(state) == text) return state;
    throw std::runtime_error("a rapid review has an unknown state");
}

std::string_view in_words(State state) {
    switch (state) {
    case State::drafting: return "Being written";
    case State::signing: return "With the three partners";
    case State::partners_differ: return "The partners differ";
    case State::decided: return "Decided, to be sent to the Panel";
    case State::sent: return "Sent to the Panel";
    }
    throw std::logic_error("a state outside its list");
}

std::string_view to_text(WhatNext outcome) {
    switch (outcome) {
    case WhatNext::no_further_review: return "no_further_review";
    case WhatNext::local_review: return "local_review";
    case WhatNext::suggest_national: return "suggest_national";
    }
    throw std::logic_error("an outcome outside its list");
}

std::optional<WhatNext> read_outcome(std::string_view code) {
    for (const auto outcome : all_outcomes)
        if (to_text(outcome) == code) return outcome;
    return {};
}

std::string_view in_words(WhatNext outcome) {
    switch (outcome) {
    case WhatNext::no_further_review: return "No further review";
    case WhatNext::local_review: return "A local review (LCSPR)";
    case WhatNext::suggest_national: return "Suggest a national review";
    }
    throw std::logic_error("an outcome outside its list");
}

std::string_view to_text(Reply reply) {
    switch (reply) {
    case Reply::none: return "";
    case Reply::yes: return "yes";
    case Reply::no: return "no";
    case Reply::unclear: return "unclear";
    }
    throw std::logic_error("a reply outside its list");
}

Reply read_reply(std::string_view code) {
    for (const auto reply : all_replies)
        if (to_text(reply) == code) return reply;
    return Reply::none;
}

std::string_view in_words(Reply reply) {
    switch (reply) {
    case Reply::none: return "Not answered yet";
    case Reply::yes: return "Yes";
    case Reply::no: return "No";
    case Reply::unclear: return "Not clear";
    }
    throw std::logic_error("a reply outside its list");
}

const std::vector<Part>& parts() {
    static const std::vector<Part> all{
        {"summary", "What happened and who was involved"},
        {"immediate_safety", "Safety of other children now"},
        {"race_and_inequality", "Race, ethnicity, culture and inequality"},
        {"family_told_note", "Telling the family"},
        {"family_views", "What the family think"},
        {"learning", "Learning so far"},
        {"improvements_because", "Improvements: because"},
        {"recurrent_themes_because", "Recurrent themes: because"},
        {"working_together_because", "Working together: because"},
        {"panel_view_because", "The Panel’s view: because"},
        {"circumstances_because", "Further circumstances: because"}};
    return all;
}

const std::string& text_of(const Draft& draft, std::string_view part) {
    static const std::string nothing;
    if (const auto* text = find_text<const Draft, const std::string>(draft, part)) return *text;
    const auto prompt = prompt_of(part);
    if (prompt.empty()) throw std::logic_error("a rapid review has no such part");
    const auto answer = draft.criteria.find(prompt);
    return answer == draft.criteria.end() ? nothing : answer->second.because;
}

void set_text(Draft& draft, std::string_view part, std::string text) {
    if (auto* own = find_text<Draft, std::string>(draft, part)) {
        *own = std::move(text);
        return;
    }
    const auto prompt = prompt_of(part);
    if (prompt.empty()) throw std::logic_error("a rapid review has no such part");
    draft.criteria[std::string(prompt)].because = std::move(text);
}

bool says_only_not_applicable(std::string_view statement) {
    // What is left of a statement without the words that only say that nothing applies, and small words.
    constexpr std::array<std::string_view, 42> empty_words{
        "n",          "a",        "na",      "not",        "no",    "none",    "nil",   "nothing", "never",
        "applicable", "relevant", "known",   "unknown",    "apply", "applies", "issue", "issues",  "concern",
        "concerns",   "factor",   "factors", "identified", "noted", "found",   "to",    "in",      "for",
        "of",         "the",      "this",    "these",      "that",  "there",   "is",    "are",     "was",
        "were",       "case",     "here",    "does",       "did",   "add"};
    const auto words = text::words(statement);
    return std::ranges::all_of(words, [&](const text::Word& word) {
        return std::ranges::count(empty_words, std::string_view(word.folded)) != 0;
    });
}

Outcome<Done> can_fix(const Draft& draft) {
    std::vector<Problem> problems;
    if (draft.summary.empty())
        problems.push_back({"summary", "Say what happened and which agencies were involved"});
    // Working Together 2023, ch. 5: what must be done at once for this and other children (rule 27).
    if (draft.immediate_safety.empty())
        problems.push_back(
            {"immediate_safety",
             "Say what was done for the safety of other children, or that there are no other children"});
    // Panel guidance, June 2025: how inequality may have shaped what was lived and done (rule 26).
    if (says_only_not_applicable(draft.race_and_inequality))
        problems.push_back(
            {"race_and_inequality",
             draft.race_and_inequality.empty()
                 ? "Say for each child how race, ethnicity, culture or inequality may have shaped what "
                   "happened"
                 : "“Not applicable” is no answer here. Say for each child what was looked at and what was "
                   "found"});
    if (draft.family_told != Reply::yes && draft.family_told != Reply::no)
        problems.push_back({"family_told", "Say whether the family has been told"});
    else if (draft.family_told_note.empty())
        problems.push_back(
            {"family_told_note",
             draft.family_told == Reply::yes ? "Say who told the family, and when"
                                             : "Say why the family has not been told"});
    if (draft.family_asked != Reply::yes && draft.family_asked != Reply::no)
        problems.push_back({"family_asked", "Say whether the family was asked for its views"});
    else if (draft.family_views.empty())
        problems.push_back(
            {"family_views",
             draft.family_asked == Reply::yes ? "Say what the family told you, or that they chose not to say"
                                              : "Say why the family has not been asked"});
    if (draft.learning.empty()) problems.push_back({"learning", "Say what has been learnt so far"});
    for (const auto prompt : prompts) {
        const auto answer = draft.criteria.find(prompt);
        if (answer == draft.criteria.end() || answer->second.reply == Reply::none)
            problems.push_back({std::string(prompt), "Choose yes, no or not clear for each prompt"});
    }
    if (!problems.empty()) return invalid(std::move(problems));
    return Done{};
}

std::string canonical(const Draft& draft, std::string_view reference, std::int64_t number) {
    nlohmann::json texts = nlohmann::json::object(), replies = nlohmann::json::object();
    for (const auto& part : parts()) texts[std::string(part.name)] = text::compose(text_of(draft, part.name));
    for (const auto prompt : prompts) {
        const auto answer = draft.criteria.find(prompt);
        replies[std::string(prompt)] =
            to_text(answer == draft.criteria.end() ? Reply::none : answer->second.reply);
    }
    replies["family_told"] = to_text(draft.family_told);
    replies["family_asked"] = to_text(draft.family_asked);
    // Keys come out sorted, so the same draft gives the same bytes.
    return nlohmann::json{
        {"form", "rapid_review-1"},
        {"reference", reference},
        {"version", number},
        {"replies", replies},
        {"texts", texts}}
        .dump(1);
}

Draft read_canonical(std::string_view text) {
    const auto read = nlohmann::json::parse(text, nullptr, false);
    if (!read.is_object() || read.value("form", "") != "rapid_review-1")
        throw std::runtime_error("a fixed version does not read as a rapid review");
    Draft draft;
    const auto reply = [&](std::string_view name) {
        return read_reply(read.at("replies").at(std::string(name)).get<std::string>());
    };
    for (const auto prompt : prompts) draft.criteria[std::string(prompt)].reply = reply(prompt);
    draft.family_told = reply("family_told");
    draft.family_asked = reply("family_asked");
    for (const auto& part : parts())
        set_text(draft, part.name, read.at("texts").at(std::string(part.name)).get<std::string>());
    return draft;
}

std::string_view to_text(Agreement agreement) {
    switch (agreement) {
    case Agreement::agrees: return "agrees";
    case Agreement::disagrees: return "disagrees";
    }
    throw std::logic_error("an agreement outside its list");
}

std::optional<Agreement> read_agreement(std::string_view code) {
    for (const auto agreement : {Agreement::agrees, Agreement::disagrees})
        if (to_text(agreement) == code) return agreement;
    return {};
}

Standing standing_of(const std::vector<Signature>& current, std::size_t partners) {
    Standing standing;
    standing.missing = partners - std::min(partners, current.size());
    if (current.empty()) return standing;
    const auto first = current.front().outcome;
    standing.differs =
        !std::ranges::all_of(current, [&](const Signature& signature) { return signature.outcome == first; });
    if (!standing.differs) standing.outcome = first;
    return standing;
}

} // namespace throughline::rapid_review
