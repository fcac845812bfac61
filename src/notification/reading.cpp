// SPDX-License-Identifier: GPL-3.0-or-later
#include "notification/reading.hpp"

#include "notification/rules.hpp"
#include "platform/form/printed.hpp"
#include "platform/html/structure.hpp"
#include "platform/text/text.hpp"

#include <algorithm>

namespace throughline::notification {
namespace {

using identity::Person;

/// Whether somebody of that name is among them.
bool knows(const std::vector<Person>& people, const Person& adult) {
    return std::ranges::any_of(people, [&](const Person& person) {
        return text::fold(person.full_name()) == text::fold(adult.full_name());
    });
}

std::vector<Person> with_adults(std::vector<Person> people, const form::Answers& answers) {
    for (int number = 1; number <= answers.count(asked::adults); ++number) {
        Person adult;
        adult.first_names = answers.text(form::item_name(asked::adults, number, "first_names"));
        adult.last_name = answers.text(form::item_name(asked::adults, number, "last_name"));
        if (adult.full_name().empty() || knows(people, adult)) continue;
        int free = number;
        do adult.code = "ADULT-" + std::to_string(free++);
        while (std::ranges::count(people, adult.code, &Person::code) != 0);
        people.push_back(std::move(adult));
    }
    return people;
}

bool is_ordinary(const identity::Match& match, std::string_view typed) {
    const char first = typed[match.start];
    return match.kind == identity::Match::Kind::single_word && first >= 'a' && first <= 'z';
}

const form::Question* find_question(const std::vector<form::Question>& questions, const form::Line& line) {
    const auto found = std::ranges::find(questions, line.label, &form::Question::label);
    return found == questions.end() ? nullptr : &*found;
}

/// Whether the line holds a long text: it is shown only when opened.
bool is_long(const form::Section& section, const form::Part& part, const form::Line& line) {
    if (!part.item) {
        const auto* const question = find_question(section.questions, line);
        return question && question->type == form::Type::textarea;
    }
    return std::ranges::any_of(section.questions, [&](const form::Question& group) {
        const auto* const question = find_question(group.questions, line);
        return part.title.starts_with(group.each + " ") && question && question->type == form::Type::textarea;
    });
}

html::Object printed_part(
    const form::Section& section, const form::Part& part, const Reading& reading, const std::string& change) {
    std::vector<govuk::SummaryRow> rows;
    html::List texts;
    for (const auto& line : part.lines) {
        if (!line.answered)
            rows.push_back({.key = line.label, .state = govuk::state(govuk::State::next, "Not answered")});
        else if (is_long(section, part, line))
            texts.push_back(govuk::details(line.label, reading.words(line.value)));
        else if (line.sealed && !reading.shows_names())
            rows.push_back({.key = line.label, .value = "Sealed"});
        else
            rows.push_back({.key = line.label, .value = reading.words(line.value)});
    }
    const bool has_rows = !rows.empty();
    return {
        {"title", part.title},
        {"id", part.item ? std::string() : section.id},
        {"is_item", part.item},
        {"change", part.item || change.empty() ? std::string() : change + "/" + section.id},
        {"has_rows", has_rows},
        {"rows", govuk::summary_list(rows)},
        {"texts", std::move(texts)}};
}

} // namespace

Reading::Reading(std::vector<Person> registered, const form::Answers& answers, identity::View view)
    : m_view(view)
    , m_people(with_adults(std::move(registered), answers))
    , m_register(m_people)
    , m_showing(m_people, identity::View::codes) {}

std::string Reading::words(std::string_view typed) const {
    if (shows_names()) return std::string(typed);
    auto matches = m_register.find(typed);
    std::erase_if(matches, [&](const identity::Match& match) { return is_ordinary(match, typed); });
    return m_showing.words(identity::compose(typed, matches, identity::Typed::with_references, m_register));
}

html::List printed_parts(
    const form::Definition& definition,
    const form::Answers& answers,
    const Reading& reading,
    const std::string& change) {
    html::List parts;
    for (const auto& part : form::print(definition, answers))
        if (const auto* const section = definition.find(part.section))
            parts.push_back(printed_part(*section, part, reading, change));
    return parts;
}

} // namespace throughline::notification
