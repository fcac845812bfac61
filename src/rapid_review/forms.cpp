// SPDX-License-Identifier: GPL-3.0-or-later
#include "rapid_review/forms.hpp"

#include "platform/text/text.hpp"

#include <charconv>

namespace throughline::rapid_review {
namespace {

template <class Number>
std::optional<Number> number_in(std::string_view text) {
    Number number{};
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc() || read.ptr != end) return {};
    return number;
}

/// Hours and minutes as seconds of the day: 16:20, 16.20 or 9:05.
std::optional<std::int64_t> seconds_of_day(std::string_view clock) {
    const auto colon = clock.find_first_of(":.");
    if (colon == clock.npos) return {};
    const auto hours = number_in<int>(clock.substr(0, colon)),
               minutes = number_in<int>(clock.substr(colon + 1));
    if (!hours || !minutes || *hours < 0 || *hours > 23 || *minutes < 0 || *minutes > 59) return {};
    return std::int64_t{*hours} * 3600 + std::int64_t{*minutes} * 60;
}

/// The instant of a civil time in London; clocks change, so the day's length is not taken for granted.
Instant london_instant(calendar::Date day, std::int64_t seconds_into) {
    const auto guess = calendar::london_midnight(day) + seconds(seconds_into);
    const auto shown = seconds_of_day(calendar::london_clock(guess)).value_or(seconds_into);
    return guess + seconds(seconds_into - shown);
}

} // namespace

std::int64_t read_number(std::string_view text) { return number_in<std::int64_t>(text).value_or(0); }

Draft read_draft(const http::Form& form) {
    Draft draft;
    for (const auto& part : parts()) set_text(draft, part.name, form.text(part.name));
    for (const auto prompt : prompts)
        draft.criteria[std::string(prompt)].reply = read_reply(form.text(prompt));
    draft.family_told = read_reply(form.text("family_told"));
    draft.family_asked = read_reply(form.text("family_asked"));
    return draft;
}

Ruling read_ruling(const http::Form& form) {
    return {
        read_number(form.text("version")),
        read_outcome(form.text("outcome")),
        form.text("reasons"),
        read_agreement(form.text("agreement")),
        form.text("dissent")};
}

Outcome<Sending> read_sending(const http::Form& form) {
    const auto number = [&](std::string_view name) { return number_in<int>(text::tidy(form.text(name))); };
    const auto day = number("sent-day"), month = number("sent-month"), year = number("sent-year");
    std::optional<calendar::Date> date;
    if (day && month && year && *day > 0 && *month > 0)
        date = calendar::make_date(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
    if (!date) return invalid("sent", "Enter the day it was sent, for example 7 9 2026");
    const auto time = seconds_of_day(text::tidy(form.text("time")));
    if (!time) return invalid("time", "Enter the time it was sent, for example 16:20");
    return Sending{london_instant(*date, *time), form.text("late_reason"), form.text("late_note")};
}

} // namespace throughline::rapid_review
