// SPDX-License-Identifier: GPL-3.0-or-later
// Dates as understood, back into words (EDTF level 1 of ISO 8601-2, as far as `read_date` writes it).
#include "chronology/dates.hpp"
#include "platform/calendar/names.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace throughline::chronology {

namespace {

constexpr std::array<std::string_view, 4> seasons{"Spring", "Summer", "Autumn", "Winter"};

/// One date of EDTF, taken apart.
struct Part {
    int year{};
    int month{}; ///< 21 to 24 for a season, 0 when there is none
    int day{};
    bool decade{};
    char doubt{};
};

std::optional<int> number(std::string_view text) {
    int value{};
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || stop != text.data() + text.size()) return {};
    return value;
}

std::optional<Part> take_apart(std::string_view text) {
    Part part;
    if (!text.empty() && (text.back() == '?' || text.back() == '~' || text.back() == '%')) {
        part.doubt = text.back();
        text.remove_suffix(1);
    }
    if (text.size() == 4 && text[3] == 'X') {
        const auto decade = number(text.substr(0, 3));
        if (!decade || *decade < 0) return {};
        part.year = *decade * 10;
        part.decade = true;
        return part;
    }
    if (text.size() != 4 && text.size() != 7 && text.size() != 10) return {};
    const auto year = number(text.substr(0, 4));
    const auto month = text.size() > 4 ? number(text.substr(5, 2)) : std::optional(0);
    const auto day = text.size() > 7 ? number(text.substr(8, 2)) : std::optional(0);
    if (!year || !month || !day || *year < 0 || *month < 0 || *day < 0 || *month > 24 ||
        (*month > 12 && *month < 21))
        return {};
    part.year = *year;
    part.month = *month;
    part.day = *day;
    return part;
}

enum class Show { all, without_year, day_alone };

std::string words(const Part& part, Show show = Show::all) {
    if (part.decade) return fmt::format("{}s", part.year);
    if (part.month > 20)
        return fmt::format("{} {}", seasons[static_cast<std::size_t>(part.month - 21)], part.year);
    if (part.month == 0) return std::to_string(part.year);
    if (show == Show::day_alone) return std::to_string(part.day);
    std::string text;
    if (part.day != 0) text = std::to_string(part.day) + " ";
    text += calendar::month_names[static_cast<std::size_t>(part.month - 1)];
    if (show == Show::all) text += " " + std::to_string(part.year);
    return text;
}

std::string with_doubt(char doubt, std::string text) {
    if (doubt == '?') return "Possibly " + text;
    if (doubt == '~') return "About " + text;
    if (doubt == '%') return "Possibly about " + text;
    return text;
}

/// "Early March 2019", when the ends are those that this word stands for.
std::string named_part(const Part& a, const Part& b) {
    if (a.doubt != '~' || b.doubt != '~' || a.year != b.year) return {};
    const auto is_last = [&] {
        const std::chrono::year_month_day_last end{
            std::chrono::year{b.year},
            std::chrono::month_day_last{std::chrono::month{static_cast<unsigned>(b.month)}}};
        return static_cast<int>(static_cast<unsigned>(end.day())) == b.day;
    };
    if (a.day == 0 && b.day == 0 && a.month < 13) {
        for (int third = 0; third < 3; ++third)
            if (a.month == third * 4 + 1 && b.month == third * 4 + 4)
                return fmt::format("{} {}", third == 0 ? "Early" : third == 1 ? "Mid" : "Late", a.year);
        return {};
    }
    if (a.month != b.month || a.day == 0) return {};
    const auto month = words({a.year, a.month, 0, false, 0});
    if (a.day == 1 && b.day == 10) return "Early " + month;
    if (a.day == 11 && b.day == 20) return "Mid " + month;
    if (a.day == 21 && is_last()) return "Late " + month;
    return {};
}

std::string between(const Part& a, const Part& b) {
    if (auto name = named_part(a, b); !name.empty()) return name;
    auto show = Show::all;
    if (a.year == b.year && a.month != 0 && a.month < 13 && b.month != 0) show = Show::without_year;
    if (show == Show::without_year && a.month == b.month && a.day != 0 && b.day != 0) show = Show::day_alone;
    auto text = fmt::format("between {} and {}", words(a, show), words(b));
    if (a.doubt == 0) text.front() = 'B';
    return with_doubt(a.doubt, std::move(text));
}

} // namespace

std::string in_words(std::string_view edtf) {
    const auto slash = edtf.find('/');
    if (slash == std::string_view::npos) {
        const auto part = take_apart(edtf);
        return part ? with_doubt(part->doubt, words(*part)) : std::string(edtf);
    }
    const auto left = edtf.substr(0, slash), right = edtf.substr(slash + 1);
    const auto a = take_apart(left), b = take_apart(right);
    if (left == ".." && b)
        return b->doubt == 0 ? "On or before " + words(*b)
                             : with_doubt(b->doubt, "on or before " + words(*b));
    if (right == ".." && a)
        return a->doubt == 0 ? "On or after " + words(*a) : with_doubt(a->doubt, "on or after " + words(*a));
    return a && b ? between(*a, *b) : std::string(edtf);
}

std::string order_key(const ReadDate& date) {
    if (!date.start || (!date.earliest && !date.latest)) return "9999-99-99";
    // "Before 3 May" stands before the rows of that day, "after 3 May" behind all that begin on it.
    const auto& day = date.earliest ? *date.earliest : *date.latest;
    return fmt::format(
        "{}|{}|{}|{}",
        day,
        date.earliest ? 1 : 0,
        date.latest.value_or("9999-12-31"),
        date.start_time.value_or("99:99"));
}

} // namespace throughline::chronology
