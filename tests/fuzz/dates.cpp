// SPDX-License-Identifier: GPL-3.0-or-later
// Dates as people write them.
#include "chronology/dates.hpp"

#include "platform/text/text.hpp"
#include "target.hpp"

#include <algorithm>

namespace throughline::fuzz {
namespace {

using chronology::Doubt;
using chronology::ReadDate;

bool has(const ReadDate& date, Doubt doubt) { return std::ranges::count(date.doubts, doubt) != 0; }

bool is_time(std::string_view text) {
    return text.size() == 5 && text[2] == ':' && text.substr(0, 2) >= "00" && text.substr(0, 2) < "24" &&
           text.substr(3) >= "00" && text.substr(3) < "60";
}

void demand_honest(const ReadDate& date) {
    demand(
        std::ranges::is_sorted(date.doubts) && std::ranges::adjacent_find(date.doubts) == date.doubts.end(),
        "doubts stand in order, each once");
    for (const auto* day : {&date.earliest, &date.latest})
        if (*day) {
            const auto read = calendar::read_date(**day);
            demand(read && calendar::to_text(*read) == **day, "the first and last day are days");
        }
    if (date.earliest && date.latest)
        demand(*date.earliest <= *date.latest, "the first day is not after the last");
    if (date.start) {
        demand(!chronology::in_words(*date.start).empty(), "a date has words");
        demand(
            chronology::in_words(*date.start) != *date.start || date.start->size() == 4,
            "a date that was understood can be said in words");
        demand(date.earliest || date.latest, "a date that was understood lies somewhere");
    } else {
        demand(!date.earliest && !date.latest, "no date, no days");
        demand(
            has(date, Doubt::unreadable_date) || has(date, Doubt::impossible_date),
            "a date that was not understood says so");
        demand(chronology::order_key(date) == "9999-99-99", "the undated come last");
    }
    if (date.start_time) demand(is_time(*date.start_time), "a time is a time of day");
    demand(chronology::order_key(date) <= "9999-99-99", "nothing comes after the undated");
}

} // namespace

/// The first byte chooses the window; the first line is a date, what follows the end of a span.
void date(std::string_view bytes) {
    chronology::DateContext context{.today = *calendar::make_date(2026, 11, 23)};
    const auto choice = bytes.empty() ? 0 : static_cast<unsigned char>(bytes.front());
    if (!bytes.empty()) bytes.remove_prefix(1);
    if (choice & 1U) context.scope_from = calendar::make_date(2016, 1, 1);
    if (choice & 2U) context.scope_to = calendar::make_date(2020, 12, 31);
    if (choice & 4U) context.year = 2019;
    if (choice & 8U) context.days_from_1904 = true;

    const auto line = std::min(bytes.find('\n'), bytes.size());
    const auto first_text = text::to_utf8(bytes.substr(0, line));
    const auto first = chronology::read_date(first_text, context);
    demand(first.start_text == first_text, "what was written stays as it was");
    demand_honest(first);
    if (const auto time = chronology::read_time(first_text))
        demand(is_time(*time), "a time is a time of day");
    if (line >= bytes.size()) return;
    const auto end = chronology::read_date(text::to_utf8(bytes.substr(line + 1)), context);
    demand_honest(end);
    demand_honest(chronology::up_to(first, end, context));
}

void edtf(std::string_view bytes) { (void)chronology::in_words(bytes); }

} // namespace throughline::fuzz
