// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/form/printed.hpp"

#include "platform/text/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace throughline::form {
namespace {

using nlohmann::json;

/// Who asks where: the names of the inputs begin with `item`.
struct Place {
    const Answers& answers;
    std::string item{};
};

std::string date_in_words(const Answers& answers, const std::string& name) {
    if (const auto date = answers.date(name)) return calendar::in_figures(*date);
    const auto parts = date_parts(answers, name);
    std::string typed = parts.day;
    for (const auto& part : {parts.month, parts.year})
        if (!part.empty()) typed += (typed.empty() ? "" : " ") + part;
    return typed;
}

std::string choice_in_words(const Question& question, const std::vector<std::string>& chosen) {
    std::string words;
    for (const auto& option : question.options)
        if (std::ranges::find(chosen, option.code) != chosen.end())
            words += (words.empty() ? "" : "; ") + option.words;
    return words;
}

std::string in_words(const Question& question, const Place& place) {
    const auto name = place.item + question.id;
    switch (question.type) {
    case Type::text:
    case Type::textarea:
    case Type::number: {
        const auto typed = place.answers.text(name);
        return typed.empty() && place.answers.not_known(name) ? question.not_known : typed;
    }
    case Type::date: {
        const auto typed = date_in_words(place.answers, name);
        return typed.empty() && place.answers.not_known(name) ? question.not_known : typed;
    }
    case Type::radios:
    case Type::checkboxes:
    case Type::select: return choice_in_words(question, place.answers.all(name));
    case Type::group: return {};
    }
    return {};
}

std::vector<Line> lines(const std::vector<Question>& questions, const Place& place) {
    std::vector<Line> printed;
    for (const auto& question : questions) {
        if (question.type == Type::group || !is_asked(question, place.answers, place.item)) continue;
        auto words = in_words(question, place);
        const bool answered = !words.empty();
        printed.push_back(
            {question.label, answered ? std::move(words) : "Not answered", question.sealed, answered});
    }
    return printed;
}

std::optional<json> value_of(const Question& question, const Place& place) {
    const auto name = place.item + question.id;
    const auto& answers = place.answers;
    if (question.type == Type::checkboxes) {
        if (answers.not_known(name)) return json(nullptr);
        auto codes = json::array();
        for (const auto& option : question.options)
            if (answers.has(name, option.code)) codes.push_back(option.code);
        return codes.empty() ? std::nullopt : std::optional(codes);
    }
    if (question.type == Type::date) {
        if (const auto date = answers.date(name)) return json(calendar::to_text(*date));
    } else if (const auto typed = answers.text(name); !typed.empty() && typed != not_known_code)
        return json(text::compose(typed));
    return answers.not_known(name) ? std::optional(json(nullptr)) : std::nullopt;
}

json values(const std::vector<Question>& questions, const Place& place) {
    auto object = json::object();
    for (const auto& question : questions) {
        if (!is_asked(question, place.answers, place.item)) continue;
        if (question.type != Type::group) {
            if (auto value = value_of(question, place)) object[question.id] = std::move(*value);
            continue;
        }
        auto items = json::array();
        for (int number = 1; number <= place.answers.count(question.id); ++number)
            if (place.answers.item_answered(question.id, number))
                items.push_back(
                    values(question.questions, {place.answers, item_name(question.id, number, "")}));
        if (!items.empty()) object[question.id] = std::move(items);
    }
    return object;
}

} // namespace

std::vector<Part> print(const Definition& definition, const Answers& answers) {
    std::vector<Part> parts;
    for (const auto& section : definition.sections) {
        parts.push_back({section.id, section.title, false, lines(section.questions, {answers, {}})});
        for (const auto& group : section.questions)
            for (int number = 1; group.type == Type::group && number <= answers.count(group.id); ++number)
                if (answers.item_answered(group.id, number))
                    parts.push_back(
                        {section.id,
                         group.each + " " + std::to_string(number),
                         true,
                         lines(group.questions, {answers, item_name(group.id, number, "")})});
    }
    return parts;
}

std::string canonical(const Definition& definition, const Answers& answers) {
    auto all = json::object();
    for (const auto& section : definition.sections) all.update(values(section.questions, {answers, {}}));
    return json{{"form", definition.id}, {"edition", definition.edition}, {"answers", std::move(all)}}.dump();
}

} // namespace throughline::form
