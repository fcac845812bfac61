// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/documents/number_format.hpp"

#include "platform/calendar/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <vector>

namespace throughline::documents {

namespace {

/// A letter run such as `yyyy`, or literal text.
struct Piece {
    char letter{}; ///< lower case; 0 for text; 'A' for AM/PM; 'e' for an elapsed [h]
    std::size_t count{};
    std::string text{};
};

/// The first section of a format in pieces: quotes, escapes, colours and locales are taken out.
std::vector<Piece> pieces(std::string_view format) {
    std::vector<Piece> found;
    const auto literal = [&](std::string_view text) {
        if (found.empty() || found.back().letter != 0) found.push_back({});
        found.back().text += text;
    };
    for (std::size_t i = 0; i < format.size();) {
        const char c = format[i];
        const auto lower = static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        if (c == ';') break;
        if (c == '"') {
            const auto end = std::min(format.find('"', i + 1), format.size());
            literal(format.substr(i + 1, end - i - 1));
            i = end + 1;
        } else if (c == '\\' || c == '_' || c == '*') {
            if (c == '\\' && i + 1 < format.size()) literal(format.substr(i + 1, 1));
            if (c == '_') literal(" ");
            i += 2;
        } else if (c == '[') {
            const auto end = std::min(format.find(']', i), format.size());
            const auto inside = format.substr(i + 1, end - i - 1);
            if (inside == "h" || inside == "hh" || inside == "H" || inside == "HH")
                found.push_back({'e', inside.size(), {}});
            i = end + 1;
        } else if (format.substr(i, 5) == "AM/PM" || format.substr(i, 5) == "am/pm") {
            found.push_back({'A', 1, {}});
            i += 5;
        } else if (lower == 'd' || lower == 'm' || lower == 'y' || lower == 'h' || lower == 's') {
            if (found.empty() || found.back().letter != lower) found.push_back({lower, 0, {}});
            ++found.back().count;
            ++i;
        } else {
            literal(format.substr(i, 1));
            ++i;
        }
    }
    return found;
}

/// Tells minutes (next to hours or seconds) from calendar::month_names.
void tell_minutes(std::vector<Piece>& all) {
    const auto neighbour = [&](std::size_t from, int step) -> char {
        for (auto i = static_cast<long>(from) + step; i >= 0 && i < static_cast<long>(all.size()); i += step)
            if (const char letter = all[static_cast<std::size_t>(i)].letter; letter != 0) return letter;
        return 0;
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].letter != 'm' || all[i].count > 2) continue;
        const char before = neighbour(i, -1);
        if (before == 'h' || before == 'e' || neighbour(i, 1) == 's') all[i].letter = 'n';
    }
}

struct Moment {
    std::chrono::year_month_day day{};
    unsigned weekday{};
    long hours{}; ///< in all, since the serial's day 0
    unsigned hour{};
    unsigned minute{};
    unsigned second{};
};

Moment moment(double serial) {
    const auto whole = static_cast<long long>(std::llround(serial * 86400.0));
    const auto number = static_cast<int>(whole / 86400);
    const auto second = static_cast<unsigned>(whole % 86400);
    // Day 60 is a 29 February 1900 that never was; before it the count is one off.
    const auto epoch = std::chrono::sys_days{std::chrono::year{1899} / 12 / (number < 60 ? 31 : 30)};
    const auto date = epoch + std::chrono::days{number};
    Moment at;
    at.day = std::chrono::year_month_day{date};
    at.weekday = std::chrono::weekday{date}.c_encoding();
    at.hours = static_cast<long>(whole / 3600);
    at.hour = second / 3600;
    at.minute = second / 60 % 60;
    at.second = second % 60;
    return at;
}

std::string padded(unsigned number, std::size_t count) {
    return fmt::format("{:0{}}", number, count > 1 ? 2 : 1);
}

std::string show(const Piece& piece, const Moment& at, bool half_day) {
    const auto month = static_cast<unsigned>(at.day.month());
    const auto day = static_cast<unsigned>(at.day.day());
    switch (piece.letter) {
    case 'y':
        return piece.count > 2 ? fmt::format("{:04}", int(at.day.year()))
                               : fmt::format("{:02}", int(at.day.year()) % 100);
    case 'm':
        if (piece.count < 3) return padded(month, piece.count);
        if (piece.count == 5) return std::string(calendar::month_names[month - 1].substr(0, 1));
        return std::string(
            piece.count == 3 ? calendar::month_names[month - 1].substr(0, 3)
                             : calendar::month_names[month - 1]);
    case 'd':
        if (piece.count < 3) return padded(day, piece.count);
        return std::string(
            piece.count == 3 ? calendar::weekday_names[at.weekday].substr(0, 3)
                             : calendar::weekday_names[at.weekday]);
    case 'h': return padded(half_day ? (at.hour + 11) % 12 + 1 : at.hour, piece.count);
    case 'e': return fmt::format("{:0{}}", at.hours, piece.count);
    case 'n': return padded(at.minute, piece.count);
    case 's': return padded(at.second, piece.count);
    case 'A': return at.hour < 12 ? "AM" : "PM";
    case 0: return piece.text;
    }
    return {};
}

std::string general(double number) {
    if (number == std::floor(number) && std::abs(number) < 1e15) return fmt::format("{:.0f}", number);
    return fmt::format("{:.10g}", number);
}

std::string with_thousands(std::string digits) {
    const auto point = std::min(digits.find('.'), digits.size());
    for (auto at = static_cast<long>(point) - 3; at > 0 && digits[static_cast<std::size_t>(at - 1)] != '-';
         at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

} // namespace

std::string_view built_in_format(int id) {
    switch (id) {
    case 1: return "0";
    case 2: return "0.00";
    case 3:
    case 37:
    case 38: return "#,##0";
    case 4:
    case 39:
    case 40: return "#,##0.00";
    case 9: return "0%";
    case 10: return "0.00%";
    case 14: return "dd/mm/yyyy";
    case 15: return "d-mmm-yy";
    case 16: return "d-mmm";
    case 17: return "mmm-yy";
    case 18: return "h:mm AM/PM";
    case 19: return "h:mm:ss AM/PM";
    case 20: return "hh:mm";
    case 21: return "hh:mm:ss";
    case 22: return "dd/mm/yyyy hh:mm";
    case 45:
    case 47: return "mm:ss";
    case 46: return "[h]:mm:ss";
    case 49: return "@";
    }
    // East Asian dates: the same days, written in the way of this house.
    if ((id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return "dd/mm/yyyy";
    return "";
}

bool is_date_format(std::string_view format) {
    if (format == "General") return false;
    const auto all = pieces(format);
    const auto has = [&](std::string_view letters) {
        return std::any_of(all.begin(), all.end(), [&](const Piece& piece) {
            return piece.letter != 0 && letters.find(piece.letter) != std::string_view::npos;
        });
    };
    // Digits beside letters belong to a number with a unit, except the fraction of a second.
    const bool number = std::any_of(all.begin(), all.end(), [](const Piece& piece) {
        return piece.letter == 0 && piece.text.find_first_of("#?") != std::string::npos;
    });
    return has("dmyhse") && !number;
}

std::string show_date(double serial, std::string_view format) {
    if (!(serial >= 0) || serial > 2'958'465.999) return general(serial);
    auto all = pieces(format);
    tell_minutes(all);
    const bool half_day =
        std::any_of(all.begin(), all.end(), [](const Piece& piece) { return piece.letter == 'A'; });
    const auto at = moment(serial);
    std::string text;
    for (const auto& piece : all) text += show(piece, at, half_day);
    return text;
}

std::string show_number(double number, std::string_view format) {
    if (!std::isfinite(number)) return {};
    const auto section = format.substr(0, format.find(';'));
    const auto first = section.find_first_of("0#");
    if (first == std::string_view::npos || section.find_first_of("eE/") != std::string_view::npos)
        return general(number);
    auto last = section.find_last_of("0#");
    const auto mask = section.substr(first, last - first + 1);
    const auto point = mask.find('.');
    const auto whole = mask.substr(0, point);
    const auto decimals = point == std::string_view::npos ? 0 : mask.size() - point - 1;
    const auto zeros = static_cast<std::size_t>(std::count(whole.begin(), whole.end(), '0'));
    if (mask.find_first_not_of("0#,.") != std::string_view::npos) return general(number);
    const bool percent = section.find('%') != std::string_view::npos;
    if (decimals > 15 || zeros > 20) return general(number);
    const double shown = std::abs(percent ? number * 100 : number);
    auto digits = fmt::format("{:.{}f}", shown, decimals);
    if (const auto length = std::min(digits.find('.'), digits.size()); length < zeros)
        digits.insert(0, zeros - length, '0');
    if (whole.find(',') != std::string_view::npos) digits = with_thousands(digits);
    return (number < 0 ? "-" : "") + digits + (percent ? "%" : "");
}

double serial_of_iso(std::string_view text) {
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = -1;
        if (at + length > text.size()) return -1;
        const auto* end = text.data() + at + length;
        const auto [stop, error] = std::from_chars(text.data() + at, end, value);
        return error == std::errc() && stop == end ? value : -1;
    };
    if (text.size() < 10 || text[4] != '-' || text[7] != '-') return -1;
    const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
    if (year < 1 || month < 1 || day < 1) return -1;
    const std::chrono::year_month_day date{
        std::chrono::year{year}, std::chrono::month{unsigned(month)}, std::chrono::day{unsigned(day)}};
    if (!date.ok()) return -1;
    const auto days = std::chrono::sys_days{date} - std::chrono::sys_days{std::chrono::year{1899} / 12 / 30};
    double serial = static_cast<double>(days.count());
    if (text.size() >= 16 && text[10] == 'T') {
        const int hour = number(11, 2), minute = number(14, 2),
                  second = text.size() >= 19 ? number(17, 2) : 0;
        if (hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 61)
            serial += (hour * 3600 + minute * 60 + second) / 86400.0;
    }
    return serial;
}

} // namespace throughline::documents
