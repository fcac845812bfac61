// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/form/problems.hpp"

#include "platform/text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace throughline::form {
namespace {

/// One question at one place: in the section itself or in an item of a group.
struct Place {
    const Question& question;
    const Answers& answers;
    Moment moment{};
    Date today{};
    std::string item{};    ///< "children-2-", or empty
    std::string heading{}; ///< "Child 2", or empty

    std::string name() const { return item + question.id; }
};

bool must_be_there(const Question& question, Moment moment) {
    switch (question.required) {
    case Required::no: return false;
    case Required::to_submit: return moment == Moment::submitting;
    case Required::always: return true;
    }
    return false;
}

/// "Enter the date" within the second child becomes "Child 2: enter the date".
std::string said_of(const Place& place, std::string message) {
    if (place.heading.empty() || message.empty()) return message;
    if (message[0] >= 'A' && message[0] <= 'Z') message[0] = static_cast<char>(message[0] - 'A' + 'a');
    return place.heading + ": " + message;
}

std::vector<Problem> one(const Place& place, std::string field, std::string message) {
    return {{std::move(field), said_of(place, std::move(message))}};
}

std::string malformed(const Question& question, std::string_view typed) {
    const auto said = question.malformed.empty() ? "Check “" + question.label + "”" : question.malformed;
    return typed.empty() ? said : fmt::format("{}. You typed {}", said, text::shorten(typed, 60));
}

bool is_short_number(std::string_view typed, std::size_t digits) {
    return !typed.empty() && typed.size() <= digits &&
           std::ranges::all_of(typed, [](char c) { return c >= '0' && c <= '9'; });
}

/// The first part that cannot belong to a date: day, month or year; the day when only together they make
/// none.
std::string wrong_part(const DateParts& parts) {
    if (!is_short_number(parts.day, 2) || parts.day == "0" || parts.day == "00" || std::stoi(parts.day) > 31)
        return "day";
    if (!read_month(parts.month)) return "month";
    if (!is_short_number(parts.year, 4) || parts.year.size() != 4) return "year";
    return "day";
}

std::string missing_part(const DateParts& parts) {
    if (parts.day.empty()) return "day";
    if (parts.month.empty()) return "month";
    if (parts.year.empty()) return "year";
    return {};
}

std::vector<Problem> check_order(const Place& place, Date date) {
    const auto& question = place.question;
    if (question.not_after.empty()) return {};
    const auto limit =
        question.not_after == "today" ? std::optional(place.today) : place.answers.date(question.not_after);
    if (!limit || date <= *limit) return {};
    const auto year = [](Date d) { return std::chrono::year_month_day(d).year(); };
    return one(
        place,
        place.name() + (year(date) > year(*limit) ? "-year" : "-day"),
        fmt::format("{}. You typed {}", question.too_late, calendar::in_figures(date)));
}

std::vector<Problem> check_date(const Place& place) {
    const auto& question = place.question;
    const auto name = place.name();
    const auto parts = date_parts(place.answers, name);
    const bool typed = !parts.day.empty() || !parts.month.empty() || !parts.year.empty();
    if (typed && place.answers.not_known(name))
        return one(
            place, name + "-day", fmt::format("Give the date or choose “{}”, not both", question.not_known));
    if (!typed) {
        if (place.answers.not_known(name) || !must_be_there(question, place.moment)) return {};
        return one(place, name + "-day", question.missing);
    }
    if (const auto part = missing_part(parts); !part.empty())
        return one(place, name + "-" + part, fmt::format("Enter the {} too: {}", part, question.label));
    const auto date = place.answers.date(name);
    if (!date)
        return one(
            place,
            name + "-" + wrong_part(parts),
            malformed(question, parts.day + " " + parts.month + " " + parts.year));
    return check_order(place, *date);
}

std::vector<Problem> check_text(const Place& place) {
    const auto& question = place.question;
    const auto name = place.name();
    const auto typed = place.answers.text(name);
    if (typed.empty()) {
        if (place.answers.not_known(name) || !must_be_there(question, place.moment)) return {};
        return one(place, name, question.missing);
    }
    const auto length = text::characters(typed);
    if (length > question.max_length)
        return one(
            place,
            name,
            fmt::format(
                "“{}” has room for {} characters, and this has {}. Nothing was cut off",
                question.label,
                question.max_length,
                length));
    if (question.type != Type::number) return {};
    int value = 0;
    const auto* const end = typed.data() + typed.size();
    const auto [stop, error] = std::from_chars(typed.data(), end, value);
    if (error != std::errc() || stop != end || value < question.min || value > question.max)
        return one(place, name, malformed(question, typed));
    return {};
}

std::vector<Problem> check_choice(const Place& place) {
    const auto& question = place.question;
    const auto name = place.name();
    const auto chosen = place.answers.all(name);
    if (chosen.empty())
        return must_be_there(question, place.moment) ? one(place, name, question.missing)
                                                     : std::vector<Problem>{};
    for (const auto& code : chosen) {
        const auto option = std::ranges::find(question.options, code, &Option::code);
        if (option == question.options.end())
            return one(place, name, fmt::format("Choose one of the answers to “{}”", question.label));
        if (option->exclusive && chosen.size() > 1)
            return one(place, name, fmt::format("Choose “{}” alone, or take it away", option->words));
    }
    if (question.type != Type::checkboxes && chosen.size() > 1)
        return one(place, name, fmt::format("Choose one answer only to “{}”", question.label));
    return {};
}

std::vector<Problem> check(const Place& place);

std::vector<Problem> check_group(const Place& place) {
    const auto& group = place.question;
    std::vector<Problem> found;
    bool any = false;
    for (int number = 1; number <= place.answers.count(group.id); ++number) {
        if (!place.answers.item_answered(group.id, number)) continue; // a blank one asks for nothing
        any = true;
        for (const auto& inner : group.questions)
            for (auto& problem : check(
                     {inner,
                      place.answers,
                      place.moment,
                      place.today,
                      item_name(group.id, number, ""),
                      group.each + " " + std::to_string(number)}))
                found.push_back(std::move(problem));
    }
    if (any || !must_be_there(group, place.moment)) return found;
    const auto& first = group.questions.front();
    return one(
        place, item_name(group.id, 1, first.id) + (first.type == Type::date ? "-day" : ""), group.missing);
}

std::vector<Problem> check(const Place& place) {
    if (!is_asked(place.question, place.answers, place.item)) return {};
    switch (place.question.type) {
    case Type::text:
    case Type::textarea:
    case Type::number: return check_text(place);
    case Type::date: return check_date(place);
    case Type::radios:
    case Type::checkboxes:
    case Type::select: return check_choice(place);
    case Type::group: return check_group(place);
    }
    return {};
}

bool answered(const Question& question, const Answers& answers) {
    if (question.type == Type::group) {
        for (int number = 1; number <= answers.count(question.id); ++number)
            if (answers.item_answered(question.id, number)) return true;
        return false;
    }
    const auto parts = date_parts(answers, question.id);
    return answers.values.contains(question.id) || answers.not_known(question.id) || !parts.day.empty() ||
           !parts.month.empty() || !parts.year.empty();
}

void add_gaps(
    std::vector<Gap>& found,
    const std::vector<Question>& questions,
    const Answers& answers,
    const std::string& item,
    const std::string& heading) {
    for (const auto& question : questions)
        if (question.type != Type::group && is_asked(question, answers, item) &&
            answers.not_known(item + question.id))
            found.push_back({item + question.id, heading, question.label});
}

} // namespace

std::vector<Problem> problems(const Section& section, const Answers& answers, Moment moment, Date today) {
    std::vector<Problem> found;
    for (const auto& question : section.questions)
        for (auto& problem : check({question, answers, moment, today, {}, {}}))
            found.push_back(std::move(problem));
    return found;
}

std::vector<Problem>
problems(const Definition& definition, const Answers& answers, Moment moment, Date today) {
    std::vector<Problem> found;
    for (const auto& section : definition.sections)
        for (auto& problem : problems(section, answers, moment, today)) found.push_back(std::move(problem));
    return found;
}

Progress progress(const Section& section, const Answers& answers, Date today) {
    const bool started = std::ranges::any_of(
        section.questions, [&](const Question& question) { return answered(question, answers); });
    const bool whole = problems(section, answers, Moment::submitting, today).empty();
    if (!started) return whole ? Progress::optional : Progress::not_started;
    return whole ? Progress::done : Progress::under_way;
}

std::vector<Gap> gaps(const Section& section, const Answers& answers) {
    std::vector<Gap> found;
    add_gaps(found, section.questions, answers, {}, {});
    for (const auto& group : section.questions)
        for (int number = 1; group.type == Type::group && number <= answers.count(group.id); ++number)
            add_gaps(
                found,
                group.questions,
                answers,
                item_name(group.id, number, ""),
                group.each + " " + std::to_string(number));
    return found;
}

} // namespace throughline::form
