// SPDX-License-Identifier: GPL-3.0-or-later
#include "local_review/local_review.hpp"

#include "platform/text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace throughline::local_review {
namespace {

constexpr std::array<std::string_view, 12> vague{
    "ensure",
    "ensures",
    "ensured",
    "ensuring",
    "consider",
    "considers",
    "considered",
    "considering",
    "continue",
    "continues",
    "continued",
    "continuing"};

char capital(char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

bool is_of_label(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

} // namespace

std::string_view to_text(Response response) {
    switch (response) {
    case Response::awaited: return "awaited";
    case Response::accepted: return "accepted";
    case Response::partly: return "partly";
    case Response::not_accepted: return "not_accepted";
    }
    throw std::logic_error("a response outside its list");
}

std::optional<Response> read_response(std::string_view text) {
    for (const auto response : all_responses)
        if (to_text(response) == text) return response;
    return {};
}

std::string_view in_words(Response response) {
    switch (response) {
    case Response::awaited: return "To be answered";
    case Response::accepted: return "Accepted";
    case Response::partly: return "Accepted in part";
    case Response::not_accepted: return "Not accepted";
    }
    throw std::logic_error("a response outside its list");
}

std::vector<std::string> vague_verbs(std::string_view text) {
    std::vector<std::string> found;
    for (const auto& word : text::words(text))
        if (std::ranges::count(vague, word.folded) != 0 && std::ranges::count(found, word.folded) == 0)
            found.push_back(word.folded);
    return found;
}

std::vector<std::string> read_labels(std::string_view typed) {
    std::vector<std::string> labels;
    std::string label;
    const auto keep = [&] {
        if (!label.empty() && std::ranges::count(labels, label) == 0) labels.push_back(label);
        label.clear();
    };
    for (const char c : typed) {
        if (is_of_label(c))
            label += capital(c);
        else
            keep();
    }
    keep();
    return labels;
}

std::vector<std::string> still_lacking(
    const LocalReview& review,
    const std::vector<Finding>& findings,
    const std::vector<Recommendation>& recommendations) {
    std::vector<std::string> lacks;
    if (!review.reviewer) lacks.emplace_back("A lead reviewer has not been appointed.");
    if (findings.empty()) lacks.emplace_back("There is no finding yet.");
    if (recommendations.empty()) lacks.emplace_back("There is no recommendation yet.");
    for (const auto& recommendation : recommendations) {
        const auto say = [&](std::string_view what) {
            lacks.push_back(fmt::format("Recommendation {} {}.", recommendation.number, what));
        };
        if (recommendation.outcome_text_id.empty()) say("does not say what will change for children");
        if (recommendation.measure_text_id.empty()) say("does not say how that change will be seen");
        if (recommendation.response == Response::awaited) say("waits for the partners’ answer");
    }
    return lacks;
}

} // namespace throughline::local_review
