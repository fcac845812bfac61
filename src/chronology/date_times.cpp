// SPDX-License-Identifier: GPL-3.0-or-later
#include "chronology/date_times.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::chronology {

namespace {

struct Found {
    std::size_t length{}; ///< in tokens; 0 when there is no time here
    int hour{};
    int minute{};
    bool said{};     ///< in words, or with am or pm
    bool half_day{}; ///< am or pm was written
    bool afternoon{};
    bool valid() const { return hour >= 0 && hour < 24 && minute >= 0 && minute < 60; }
    std::string text() const { return fmt::format("{:02}:{:02}", hour, minute); }
};

template <class... Words>
bool is_one_of(const Token& token, Words... words) {
    return (token.is(words) || ...);
}

class Times {
public:
    explicit Times(const Tokens& tokens) : m_tokens(tokens) {}

    Found at(std::size_t i) const {
        if (i >= m_tokens.size()) return {};
        if (auto named = by_name(i); named.length != 0) return named;
        const auto& first = m_tokens[i];
        if (!first.is_number() || first.ordinal) return {};
        if (first.digits() <= 2 && is(i + 1, ":") && digits(i + 2) == 2) return with_colon(i);
        if (first.digits() <= 2 && is(i + 1, ".") && digits(i + 2) == 2 && (half_day(i + 3) || hours(i + 3)))
            return finish(i, 3, first.value, m_tokens[i + 2].value);
        if (first.digits() <= 2 && is(i + 1, "h") && digits(i + 2) == 2)
            return finish(i, 3, first.value, m_tokens[i + 2].value);
        if (first.digits() <= 2 && (half_day(i + 1) || hours(i + 1))) return finish(i, 1, first.value, 0);
        // Four figures may be the year before "pm" or "hrs".
        const bool after_separator = i > 0 && is_one_of(m_tokens[i - 1], "/", ".", "-");
        const bool like_a_year = i > 0 && first.value > 1259 && half_day(i + 1) && m_tokens[i + 1].spaced;
        if ((first.digits() == 3 || first.digits() == 4) && !after_separator && !like_a_year &&
            (hours(i + 1) || half_day(i + 1)))
            return finish(i, 1, first.value / 100, first.value % 100);
        const bool after_at = i > 0 && is_one_of(m_tokens[i - 1], "at", "@");
        if (after_at && first.digits() <= 2 && is(i + 1, ".") && digits(i + 2) == 2 && !is(i + 3, ".") &&
            !is(i + 3, "/"))
            return finish(i, 3, first.value, m_tokens[i + 2].value);
        if (first.digits() == 4 && i > 0 && is_one_of(m_tokens[i - 1], "at", "@") && first.value < 2400 &&
            first.value % 100 < 60)
            return {1, first.value / 100, first.value % 100, false, false, false};
        return {};
    }

private:
    bool is(std::size_t i, std::string_view text) const {
        return i < m_tokens.size() && m_tokens[i].is(text);
    }
    std::size_t digits(std::size_t i) const { return i < m_tokens.size() ? m_tokens[i].digits() : 0; }
    bool half_day(std::size_t i) const { return is(i, "am") || is(i, "pm"); }
    bool hours(std::size_t i) const { return is(i, "hrs") || is(i, "hr") || is(i, "hours") || is(i, "h"); }

    Found by_name(std::size_t i) const {
        const std::size_t figure = m_tokens[i].is_number() && m_tokens[i].value == 12 ? 1 : 0;
        if (is(i + figure, "noon") || is(i + figure, "midday"))
            return {1 + figure, 12, 0, true, false, false};
        if (is(i + figure, "midnight")) return {1 + figure, 0, 0, true, false, false};
        return {};
    }

    Found with_colon(std::size_t i) const {
        std::size_t length = 3;
        if (is(i + 3, ":") && digits(i + 4) == 2) length = 5;
        if (length == 5 && is(i + 5, ".") && digits(i + 6) > 0) length = 7;
        auto found = finish(i, length, m_tokens[i].value, m_tokens[i + 2].value);
        // The tail of an ISO 8601 time: Z, or +01:00.
        if (is(i + found.length, "z")) ++found.length;
        if (is(i + found.length, "+") && digits(i + found.length + 1) == 2 && is(i + found.length + 2, ":"))
            found.length += 4;
        return found;
    }

    Found finish(std::size_t i, std::size_t length, int hour, int minute) const {
        Found found{length, hour, minute, false, false, false};
        if (half_day(i + length)) {
            found.said = found.half_day = true;
            found.afternoon = is(i + length, "pm");
            ++found.length;
            if (hour == 12)
                found.hour = found.afternoon ? 12 : 0;
            else if (found.afternoon && hour < 12)
                found.hour += 12;
        } else if (hours(i + length))
            ++found.length;
        return found;
    }

    const Tokens& m_tokens;
};

void erase(Tokens& tokens, std::size_t from, std::size_t count) {
    const auto begin = tokens.begin() + static_cast<long>(from);
    tokens.erase(begin, begin + static_cast<long>(std::min(count, tokens.size() - from)));
}

bool joins(const Token& token) { return is_one_of(token, "-", "to", "until", "till", "and", "/"); }

/// "2-3pm", "between 2 and 3pm": the first hour stands without its half of the day.
bool take_bare_hour(Tokens& tokens, std::size_t& i, Found& found) {
    if (i < 2 || !found.half_day || !joins(tokens[i - 1]) || !tokens[i - 2].is_number() ||
        tokens[i - 2].digits() > 2)
        return false;
    if (i >= 3 && !tokens[i - 2].spaced) return false;
    if (i >= 3 && (tokens[i - 3].is("/") || tokens[i - 3].is(".") || tokens[i - 3].is("-"))) return false;
    int hour = tokens[i - 2].value;
    if (hour < 1 || hour > 12) return false;
    hour = hour % 12 + (found.afternoon ? 12 : 0);
    if (hour > found.hour) hour -= 12; // 11-1pm
    found = {found.length + 2, hour, 0, true, true, found.afternoon};
    i -= 2;
    return true;
}

} // namespace

Clock take_times(Tokens& tokens) {
    Clock clock;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        auto found = Times(tokens).at(i);
        if (found.length == 0) continue;
        take_bare_hour(tokens, i, found);
        if (!found.valid()) {
            clock.broken = true;
        } else if (!clock.time) {
            clock.time = found.text();
            clock.said = found.said;
        }
        erase(tokens, i, found.length);
        // A second time that ends the first is not kept: the row's text holds it.
        if (i + 1 < tokens.size() && joins(tokens[i]))
            if (const auto end = Times(tokens).at(i + 1); end.length != 0) erase(tokens, i, 1 + end.length);
        while (i > 0) {
            const auto& before = tokens[i - 1];
            if (is_one_of(
                    before, "approx", "approximately", "about", "around", "circa", "c", "ca", "~", "roughly"))
                clock.approximate = true;
            else if (
                !is_one_of(before, "at", "@", "t", "between", "from", "by", ",") &&
                !(before.is(".") && i > 1 && is_one_of(tokens[i - 2], "approx", "c", "ca")))
                break;
            erase(tokens, --i, 1);
        }
        --i;
    }
    return clock;
}

std::optional<std::string> take_last_figures(Tokens& tokens) {
    const auto size = tokens.size();
    if (size < 4 || !tokens.back().is_number()) return {};
    std::size_t from = size - 1;
    int hour = tokens.back().value / 100, minute = tokens.back().value % 100;
    if (tokens.back().digits() == 2 && tokens[size - 2].is(".") && tokens[size - 3].digits() > 0 &&
        tokens[size - 3].digits() <= 2) {
        from = size - 3;
        hour = tokens[from].value;
        minute = tokens.back().value;
    } else if (tokens.back().digits() != 4)
        return {};
    if (!tokens[from].spaced || hour > 23 || minute > 59) return {};
    erase(tokens, from, size - from);
    return fmt::format("{:02}:{:02}", hour, minute);
}

void drop_parts_of_day(Tokens& tokens) {
    for (std::size_t i = 0; i < tokens.size();) {
        const auto& token = tokens[i];
        if (!is_one_of(
                token,
                "am",
                "pm",
                "morning",
                "mornings",
                "afternoon",
                "evening",
                "evenings",
                "night",
                "nights",
                "overnight",
                "lunchtime",
                "teatime",
                "bedtime",
                "daytime",
                "hours",
                "hrs",
                "dawn",
                "dusk",
                "a.m",
                "p.m")) {
            ++i;
            continue;
        }
        erase(tokens, i, 1);
        if (i > 0 && tokens[i - 1].is("-")) erase(tokens, --i, 1);
        if (i > 0 && is_one_of(tokens[i - 1], "early", "mid", "late")) erase(tokens, --i, 1);
    }
}

} // namespace throughline::chronology
