// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/calendar/calendar.hpp"

#include <date/tz.h>
#include <fmt/format.h>

namespace throughline::calendar {
namespace {

using Microseconds = std::chrono::microseconds;
using LocalTime = date::local_time<Microseconds>;

/// From the system's own time zone data, read once. Throws std::runtime_error when there is none (package
/// tzdata).
const date::time_zone& london() {
    static const date::time_zone* const zone = date::locate_zone("Europe/London");
    return *zone;
}

LocalTime local(Instant at) {
    return london().to_local(date::sys_time<Microseconds>(Microseconds(at.microseconds)));
}

} // namespace

Date london_date(Instant at) { return Date(date::floor<date::days>(local(at)).time_since_epoch()); }

std::string london_clock(Instant at) {
    const auto time = local(at);
    const auto since_midnight =
        std::chrono::floor<std::chrono::minutes>(time - date::floor<date::days>(time));
    return fmt::format("{:02}:{:02}", since_midnight.count() / 60, since_midnight.count() % 60);
}

Instant london_midnight(Date date) {
    // Changeovers are at one in the morning, so midnight exists; in October 1971 it came twice: the first
    // counts.
    const LocalTime midnight{Microseconds(date.time_since_epoch())};
    return {london().to_sys(midnight, date::choose::earliest).time_since_epoch().count()};
}

} // namespace throughline::calendar
