// SPDX-License-Identifier: GPL-3.0-or-later
#include "notification/rules.hpp"

#include <algorithm>
#include <charconv>

namespace throughline::notification {
namespace {

bool is_abuse_or_neglect(std::string_view code) { return code == "known" || code == "suspected"; }

/// The day that ages are counted on: of the incident, or else of awareness.
std::optional<Date> day_of(const form::Answers& answers) {
    const auto incident = answers.date(asked::incident_date);
    return incident ? incident : answers.date(asked::aware);
}

std::string part_of(const form::Answers& answers, int child) {
    return answers.text(form::item_name(asked::children, child, "part"));
}

bool has_part(const form::Answers& answers, std::string_view part) {
    for (int child = 1; child <= answers.count(asked::children); ++child)
        if (part_of(answers, child) == part) return true;
    return false;
}

/// Those who died; when nobody is marked so, the first: whom the notification is about.
std::vector<int> subjects(const form::Answers& answers) {
    std::vector<int> numbers;
    for (int child = 1; child <= answers.count(asked::children); ++child)
        if (part_of(answers, child) == "died") numbers.push_back(child);
    if (numbers.empty()) numbers.push_back(1);
    return numbers;
}

bool is_care_leaver(const form::Answers& answers) { return answers.text(asked::type) == "care_leaver_death"; }

bool is_death(std::string_view type) {
    return type == "abuse_or_neglect_death" || type == "looked_after_child_death" ||
           type == "care_leaver_death";
}

/// "24" or "24 years": nothing for months, weeks, or words.
std::optional<int> years_typed(const std::string& typed) {
    int years = 0;
    const auto* const end = typed.data() + typed.size();
    const auto [stop, error] = std::from_chars(typed.data(), end, years);
    if (error != std::errc() || years < 0) return {};
    const std::string_view rest(stop, static_cast<std::size_t>(end - stop));
    if (rest.empty() || rest == " years" || rest == " years old" || rest == " year") return years;
    return {};
}

} // namespace

bool needs_rapid_review(std::string_view type, std::string_view abuse_or_neglect) {
    return type != "care_leaver_death" && is_abuse_or_neglect(abuse_or_neglect);
}

std::optional<int> age_in_years(const form::Answers& answers, int child, Date on) {
    const auto known = answers.text(form::item_name(asked::children, child, "age_known"));
    if (known == "age_only") return years_typed(answers.text(form::item_name(asked::children, child, "age")));
    if (known != "date_of_birth") return {};
    const auto born = answers.date(form::item_name(asked::children, child, "date_of_birth"));
    if (!born || *born > on) return {};
    const std::chrono::year_month_day from{*born}, to{on};
    int years = static_cast<int>(to.year()) - static_cast<int>(from.year());
    if (calendar::add_months(*born, 12 * years) > on) --years;
    return years;
}

bool asks_for_criteria_decision(const form::Answers& answers) {
    const auto day = day_of(answers);
    if (!is_care_leaver(answers) || !day) return false;
    return std::ranges::any_of(subjects(answers), [&](int child) {
        const auto age = age_in_years(answers, child, *day);
        return age && *age < 18;
    });
}

std::string duty_under(const form::Answers& answers) {
    if (!is_abuse_or_neglect(answers.text(asked::abuse_or_neglect)) || is_care_leaver(answers)) return {};
    const auto area = answers.text(asked::area);
    if (area == "in_area") return "a";
    return area == "outside_england" ? "b" : "";
}

std::vector<Problem> rule_problems(const form::Answers& answers) {
    std::vector<Problem> problems;
    const auto type = answers.text(asked::type);
    const auto abuse = answers.text(asked::abuse_or_neglect);
    if (!answers.date(asked::aware))
        problems.push_back(
            {"aware-day", "Enter the date when the council became aware. It cannot be sent without"});
    if ((type == "abuse_or_neglect_death" || type == "abuse_or_neglect_serious_harm") &&
        !is_abuse_or_neglect(abuse))
        problems.push_back(
            {std::string(asked::abuse_or_neglect),
             "This kind of notification needs abuse or neglect to be known or suspected. Change one of the "
             "two answers"});
    if (type == "other" && !is_abuse_or_neglect(abuse))
        problems.push_back(
            {std::string(asked::abuse_or_neglect),
             "A child thought to have caused the harm is notified when they were abused or neglected "
             "themselves, or that is suspected. Say so here, or change the kind of notification"});
    if (type == "other" && !has_part(answers, "thought_to_have_harmed"))
        problems.push_back({"children-1-part", "Say which child is thought to have caused the harm"});
    if (is_death(type) && !has_part(answers, "died") && !has_part(answers, form::not_known_code))
        problems.push_back({"children-1-part", "Say which child died, or change the kind of notification"});
    if (const auto day = day_of(answers); day && is_care_leaver(answers))
        for (const int child : subjects(answers))
            if (const auto age = age_in_years(answers, child, *day); age && *age >= 25)
                problems.push_back(
                    {form::item_name(asked::children, child, "age_known"),
                     "This person had reached their 25th birthday. The death of a care leaver is notified "
                     "only before it, so this one is not sent to the Panel. Talk to the business unit about "
                     "what can be learnt"});
    return problems;
}

} // namespace throughline::notification
