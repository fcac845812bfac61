// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/html/clock.hpp"

#include <algorithm>
#include <stdexcept>

namespace throughline::govuk {
namespace {

// A counted day is four columns wide, a holiday three, a weekend one; the style sheet knows 96.
constexpr std::size_t day_width = 4;
constexpr std::size_t most_columns = 96;

std::size_t width_of(const Day& day) {
    switch (day.kind) {
    case Day::Kind::counted: return day_width;
    case Day::Kind::holiday: return 3;
    case Day::Kind::weekend: return 1;
    }
    throw std::logic_error("a day without a width");
}

std::string classes_of(const Day& day) {
    std::string classes;
    if (day.number == "0") classes += " is-zero";
    if (day.past) classes += " is-past";
    if (day.today) classes += " is-today";
    if (day.due) classes += " is-due";
    return classes.empty() ? classes : classes.substr(1);
}

std::string knot_of(const Day& day) {
    if (day.today) return "here";
    if (day.due) return "due";
    return day.past ? "done" : "todo";
}

List days_of(const std::vector<Day>& days) {
    List list;
    for (const auto& day : days)
        list.push_back(Object{
            {"is_day", day.kind == Day::Kind::counted},
            {"is_off", day.kind == Day::Kind::weekend},
            {"is_holiday", day.kind == Day::Kind::holiday},
            {"number", day.number},
            {"label", day.label},
            {"words", day.words},
            {"classes", classes_of(day)},
            {"today", day.today},
            {"knot", knot_of(day)},
            {"done", knot_of(day) == "done"},
        });
    return list;
}

struct Place {
    std::size_t start{}; ///< column, from 1
    std::size_t end{};   ///< one past
    bool at_end{};
};

// A pin's words run to the right until the next pin, and to the left when they would run out of the ruler.
std::vector<Place> places(const std::vector<Day>& days, const std::vector<Pin>& pins) {
    std::vector<std::size_t> starts{1};
    for (const auto& day : days) starts.push_back(starts.back() + width_of(day));
    const auto edge = starts.back();
    constexpr auto room = 2 * day_width;
    std::vector<Place> places;
    for (const auto& pin : pins) {
        if (pin.day >= days.size()) throw std::logic_error("a pin stands on no day of its ruler");
        Place place{starts[pin.day], edge, false};
        if (place.start + room + day_width > edge) {
            place.at_end = true;
            place.end = starts[pin.day + 1];
            const auto before = places.empty()         ? 1
                                : places.back().at_end ? places.back().end
                                                       : places.back().start + room;
            place.start = std::min(before, place.start);
        }
        if (!places.empty() && !places.back().at_end)
            places.back().end = std::max(std::min(places.back().end, place.start), places.back().start + 1);
        places.push_back(place);
    }
    return places;
}

} // namespace

Object clock(const Clock& clock) {
    auto object = facts(clock.facts);
    object["title"] = clock.title;
    object["level"] = clock.level;
    object["number"] = clock.number;
    object["unit"] = clock.unit;
    object["late"] = clock.late;
    object["state"] = clock.state ? Data(*clock.state) : Data(false);
    object["counted"] = clock.counted.empty() ? Data(false) : Data(facts(clock.counted));
    return object;
}

Object
ruler(std::string label, const std::vector<Day>& days, std::string pins_label, const std::vector<Pin>& pins) {
    std::size_t columns = 0;
    for (const auto& day : days) columns += width_of(day);
    if (columns > most_columns) throw std::logic_error("a ruler this long does not fit on a page");
    List list;
    const auto placed = places(days, pins);
    for (std::size_t i = 0; i < pins.size(); ++i)
        list.push_back(Object{
            {"start", placed[i].start},
            {"span", placed[i].end - placed[i].start},
            {"at_end", placed[i].at_end},
            {"name", pins[i].name},
            {"when", pins[i].when},
            {"later", pins[i].later},
        });
    return {
        {"label", std::move(label)},
        {"columns", columns},
        {"days", days_of(days)},
        {"has_pins", !pins.empty()},
        {"pins_label", std::move(pins_label)},
        {"pins", std::move(list)},
    };
}

Object clock_band(const Band& band) {
    return {
        {"label", band.label},
        {"number", band.number},
        {"unit", band.unit},
        {"due", band.due},
        {"days", days_of(band.days)},
        {"why", band.why},
    };
}

} // namespace throughline::govuk
