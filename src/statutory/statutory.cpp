// SPDX-License-Identifier: GPL-3.0-or-later
#include "statutory/statutory.hpp"

#include "statutory/data_files.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace throughline::statutory {
namespace {

constexpr std::array<std::pair<Clock, std::string_view>, 4> names{{
    {Clock::notify_panel, "notify_panel"},
    {Clock::rapid_review, "rapid_review"},
    {Clock::pre_publication_copy, "pre_publication_copy"},
    {Clock::lcspr_complete, "lcspr_complete"},
}};

/// The last entry that began on or before the date; nullptr when none had.
template <class Dated>
const Dated* in_force(const std::vector<Dated>& sorted, Date date) {
    const auto after = std::ranges::upper_bound(sorted, date, {}, &Dated::from);
    return after == sorted.begin() ? nullptr : &*std::prev(after);
}

} // namespace

std::string_view to_text(Clock clock) {
    for (const auto& [value, name] : names)
        if (value == clock) return name;
    throw std::logic_error("a clock without a name");
}

std::optional<Clock> read_clock(std::string_view text) {
    for (const auto& [value, name] : names)
        if (name == text) return value;
    return {};
}

const Code* CodeList::find(std::string_view wanted) const {
    const auto found = std::ranges::find(codes, wanted, &Code::code);
    return found == codes.end() ? nullptr : &*found;
}

Statute::Statute(const Texts& texts)
    : m_clocks(read_clocks(texts.clocks))
    , m_editions(read_editions(texts.guidance_editions))
    , m_codes(read_code_lists(texts.code_lists)) {
    auto holidays = read_holidays(texts.bank_holidays);
    m_calendar_edition = "england-" + holidays.edition;
    std::ranges::sort(holidays.holidays, {}, &KnownHoliday::known_from);
    std::vector<calendar::Holiday> known;
    const auto& all = holidays.holidays;
    for (std::size_t i = 0; i < all.size(); ++i) {
        known.push_back(all[i].holiday);
        if (i + 1 < all.size() && all[i + 1].known_from == all[i].known_from) continue;
        m_calendars.push_back({all[i].known_from, {known, holidays.first, holidays.last}});
    }
    if (m_calendars.empty()) throw std::invalid_argument("england-bank-holidays.csv: no bank holidays");

    m_codes.emplace("local_authority", read_local_authorities(texts.local_authorities));
    for (const auto& [clock, clock_rules] : m_clocks)
        for (const auto& rule : clock_rules.rules)
            if (std::ranges::find(m_editions, rule.guidance, &Edition::id) == m_editions.end())
                throw std::invalid_argument("clocks.json: no guidance edition " + rule.guidance);
}

Due Statute::due(Clock clock, Date trigger) const {
    const auto& clock_rules = rules(clock);
    const auto* rule = in_force(clock_rules.rules, trigger);
    if (!rule)
        throw calendar::BeyondCalendar(
            "No rule held here was in force on " + calendar::in_figures(trigger) + "; the earliest for “" +
            clock_rules.name + "” is of " + calendar::in_figures(clock_rules.rules.front().from) +
            ". Check the year of the date");
    if (rule->unit == Rule::Unit::calendar_months) return counted_in_months(clock, *rule, trigger);
    return counted_in_days(clock, *rule, trigger);
}

Date Statute::earliest_publication(Date copies_sent) const {
    const auto is_early_enough = [&](Date publication) {
        return working_days().is_working(publication) &&
               due(Clock::pre_publication_copy, publication).date >= copies_sent;
    };
    Date publication = copies_sent + std::chrono::days(1);
    while (!is_early_enough(publication)) publication += std::chrono::days(1);
    return publication;
}

bool Statute::on_time(Date due, Instant done) { return calendar::london_date(done) <= due; }

int Statute::days_late(Date due, Instant done) const {
    return std::max(0, working_days().between(due, calendar::london_date(done)));
}

const Edition& Statute::edition_in_force(Date act) const {
    const Edition* found = nullptr;
    for (const auto& each : m_editions)
        if (each.kind == Edition::Kind::statutory && each.from <= act) found = &each;
    if (found) return *found;
    throw calendar::BeyondCalendar(
        "No edition of the guidance held here was in force on " + calendar::in_figures(act) +
        ". Check the year of the date");
}

const Edition* Statute::panel_guidance_in_force(Date act) const {
    const Edition* found = nullptr;
    for (const auto& each : m_editions)
        if (each.kind == Edition::Kind::panel && each.from <= act) found = &each;
    return found;
}

const Edition& Statute::edition(std::string_view id) const {
    const auto found = std::ranges::find(m_editions, id, &Edition::id);
    if (found == m_editions.end()) throw std::out_of_range("no guidance edition " + std::string(id));
    return *found;
}

const CodeList& Statute::codes(std::string_view list) const {
    const auto found = m_codes.find(list);
    if (found == m_codes.end()) throw std::out_of_range("no code list " + std::string(list));
    return found->second;
}

form::CodeLists code_lists(const Statute& statute) {
    return [&statute](std::string_view list) {
        std::vector<form::Option> options;
        for (const auto& code : statute.codes(list).codes)
            options.push_back({code.code, code.words, code.hint, false, false});
        return options;
    };
}

} // namespace throughline::statutory
