// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/base/instant.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

namespace throughline {
namespace chrono = std::chrono;

std::string to_text(Instant at) {
    const chrono::sys_time<chrono::microseconds> time{chrono::microseconds{at.microseconds}};
    const auto day = chrono::floor<chrono::days>(time);
    const chrono::year_month_day date{day};
    const chrono::hh_mm_ss clock{time - day};
    return fmt::format(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        clock.hours().count(),
        clock.minutes().count(),
        clock.seconds().count(),
        clock.subseconds().count());
}

namespace {

/// The number that fills `text` whole, or nothing.
std::optional<int> digits(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty() || text.front() == '-')
        return {};
    return number;
}

} // namespace

std::optional<Instant> read_instant(std::string_view text) {
    if (text.size() < 20 || text.size() > 27 || text.back() != 'Z') return {};
    if (text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':') return {};
    const auto year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)),
               day = digits(text.substr(8, 2));
    const auto hour = digits(text.substr(11, 2)), minute = digits(text.substr(14, 2));
    const auto second = digits(text.substr(17, 2));
    if (!year || !month || !day || !hour || !minute || !second) return {};
    if (*hour > 23 || *minute > 59 || *second > 59) return {};

    std::int64_t fraction = 0;
    if (text.size() > 20) {
        auto part = std::string(text.substr(20, text.size() - 21));
        if (text[19] != '.' || part.empty()) return {};
        part.resize(6, '0');
        const auto read = digits(part);
        if (!read) return {};
        fraction = *read;
    }
    const chrono::year_month_day date{
        chrono::year{*year},
        chrono::month{static_cast<unsigned>(*month)},
        chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return {};
    const auto whole =
        chrono::sys_days{date} + chrono::hours{*hour} + chrono::minutes{*minute} + chrono::seconds{*second};
    return Instant{chrono::duration_cast<chrono::microseconds>(whole.time_since_epoch()).count() + fraction};
}

Instant system_now() {
    return {
        chrono::duration_cast<chrono::microseconds>(chrono::system_clock::now().time_since_epoch()).count()};
}

} // namespace throughline
