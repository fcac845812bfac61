// SPDX-License-Identifier: GPL-3.0-or-later
#include "chronology/dates.hpp"

#include "chronology/date_grammar.hpp"
#include "chronology/date_times.hpp"
#include "chronology/date_words.hpp"
#include "platform/documents/tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace throughline::chronology {

namespace {

using calendar::Date;

constexpr std::array<std::pair<Doubt, std::string_view>, 8> doubt_names{
    {{Doubt::unreadable_date, "unreadable_date"},
     {Doubt::impossible_date, "impossible_date"},
     {Doubt::uncertain, "uncertain"},
     {Doubt::approximate, "approximate"},
     {Doubt::weekday_mismatch, "weekday_mismatch"},
     {Doubt::two_digit_year, "two_digit_year"},
     {Doubt::future, "future"},
     {Doubt::out_of_scope, "out_of_scope"}}};

void add(ReadDate& date, Doubt doubt) {
    const auto at = std::lower_bound(date.doubts.begin(), date.doubts.end(), doubt);
    if (at == date.doubts.end() || *at != doubt) date.doubts.insert(at, doubt);
}

template <class... Words>
bool is_one_of(const Token& token, Words... words) {
    return (token.is(words) || ...);
}

constexpr std::string_view words_of_about = " approx approximately approximate aprox appx app circa cira c "
                                            "ca about abt around roughly estimated est near nearly ";
constexpr std::string_view words_of_doubt = " possibly poss probably prob maybe perhaps believed thought "
                                            "unclear unconfirmed tbc uncertain unsure likely query "
                                            "presumed ";
constexpr std::string_view small_words =
    " the of in on at a an date dated during sometime some time exact day month year ";

bool is_listed(const Token& token, std::string_view words) {
    return token.kind == Token::Kind::word && words.find(" " + token.text + " ") != std::string_view::npos;
}

void erase(Tokens& tokens, std::size_t from, std::size_t count) {
    const auto begin = tokens.begin() + static_cast<long>(from);
    tokens.erase(begin, begin + static_cast<long>(count));
}

/// Whether the tokens from `i` on are these words.
bool says(const Tokens& tokens, std::size_t i, std::initializer_list<std::string_view> words) {
    for (const auto word : words)
        if (i >= tokens.size() || !tokens[i++].is(word)) return false;
    return true;
}

bool take(Tokens& tokens, std::size_t i, std::initializer_list<std::string_view> words) {
    if (!says(tokens, i, words)) return false;
    erase(tokens, i, words.size());
    return true;
}

/// "14.30 a.m." has its stops taken out before it is cut into words.
std::string without_stops(std::string text) {
    for (const auto& [from, to] : {std::pair{"a.m.", "am"}, {"p.m.", "pm"}, {"a.m", "am"}, {"p.m", "pm"}})
        for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + 1))
            if (at > 0 && (text[at - 1] == ' ' || (text[at - 1] >= '0' && text[at - 1] <= '9')))
                text.replace(at, std::string_view(from).size(), to);
    return text;
}

/// The day number that a plain figure of five digits is when a sheet's date was copied as a number.
std::optional<double> serial_of(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    text = text.substr(first, text.find_last_not_of(' ') + 1 - first);
    std::string figures(text);
    if (figures.size() > 3 && figures[2] == ',') figures.erase(2, 1);
    const auto digits = std::min(figures.find_first_not_of("0123456789"), figures.size());
    if (digits != 5 || figures.find_first_not_of("0123456789.") != std::string::npos) return {};
    double value{};
    const auto [stop, error] = std::from_chars(figures.data(), figures.data() + figures.size(), value);
    if (error != std::errc() || stop != figures.data() + figures.size()) return {};
    return value;
}

/// What is said about a date round the date itself.
struct Said {
    bool uncertain{};
    bool approximate{};
    bool unknown_day{};
    enum class Week { none, begins, ends } week{};
    enum class Open { none, start, end } open{};
    bool outside{}; ///< before or after a month or year: not in it
    bool between{};
};

class Sentence {
public:
    Sentence(std::string_view text, const DateContext& context)
        : m_context(context), m_tokens(tokens(without_stops(plain(text)))) {}

    ReadDate read() {
        ReadDate date;
        m_clock = take_times(m_tokens);
        drop_parts_of_day(m_tokens);
        take_week();
        take_phrases();
        take_marks();
        take_words();
        take_open();
        if (m_clock.broken) m_said.uncertain = true;
        const auto span = understand();
        // 00:00 beside a date is what programs write for "no time".
        if (m_clock.time && (*m_clock.time != "00:00" || m_clock.said)) date.start_time = m_clock.time;
        if (!span)
            add(date, Doubt::unreadable_date);
        else if (span->impossible)
            add(date, Doubt::impossible_date);
        else
            put(*span, date);
        return date;
    }

private:
    void take_week() {
        for (std::size_t i = 0; i < m_tokens.size(); ++i) {
            for (const auto* end : {"c", "b"})
                if (take(m_tokens, i, {"w", "/", end}) || take(m_tokens, i, {"w", ".", end, "."}) ||
                    take(m_tokens, i, {"w", ".", end}))
                    m_said.week = Said::Week::begins;
            if (take(m_tokens, i, {"w", "/", "e"}) || take(m_tokens, i, {"w", ".", "e", "."}))
                m_said.week = Said::Week::ends;
            if (take(m_tokens, i, {"wc"}) || take(m_tokens, i, {"wb"})) m_said.week = Said::Week::begins;
            for (const auto* week : {"week", "wk"}) {
                for (const auto* word :
                     {"commencing", "comm", "beginning", "starting", "start", "of", "from", "c", "b"})
                    if (take(m_tokens, i, {week, word})) {
                        m_said.week = Said::Week::begins;
                        if (std::string_view(word) == "of") m_said.approximate = true;
                    }
                for (const auto* word : {"ending", "end"})
                    if (take(m_tokens, i, {week, word})) m_said.week = Said::Week::ends;
            }
        }
    }

    /// "Exact date not known" beside a month says no more than the month does.
    void take_phrases() {
        for (std::size_t i = 0; i < m_tokens.size(); ++i)
            for (const auto* thing : {"date", "day", "dates"}) {
                auto at = i + (says(m_tokens, i, {"exact"}) ? 1 : 0);
                if (!says(m_tokens, at, {thing})) continue;
                ++at;
                if (says(m_tokens, at, {"is"}) || says(m_tokens, at, {"was"})) ++at;
                if (says(m_tokens, at, {"not"})) ++at;
                if (at < m_tokens.size() && is_one_of(
                                                m_tokens[at],
                                                "known",
                                                "unknown",
                                                "unclear",
                                                "recorded",
                                                "given",
                                                "stated",
                                                "specified"))
                    erase(m_tokens, i, at + 1 - i);
            }
    }

    void take_marks() {
        take_unknown_day();
        Tokens kept;
        for (std::size_t i = 0; i < m_tokens.size(); ++i) {
            const auto& token = m_tokens[i];
            if (token.is("?"))
                m_said.uncertain = true;
            else if (token.is("~"))
                m_said.approximate = true;
            else if (is_one_of(token, "(", ")", "[", "]", "\"", "*", "+", "#"))
                continue;
            else if (
                token.is("'") &&
                !(i + 1 < m_tokens.size() && m_tokens[i + 1].is_number() && !m_tokens[i + 1].spaced))
                continue;
            else
                kept.push_back(token);
        }
        m_tokens = std::move(kept);
    }

    /// "??/03/2019" and "xx.03.2019": the writer says that the day is not known.
    void take_unknown_day() {
        std::size_t at = 0;
        while (at < m_tokens.size() && is_one_of(m_tokens[at], "?", "x", "xx")) ++at;
        if (at == 0 || at >= m_tokens.size() || !is_one_of(m_tokens[at], "/", ".", "-")) return;
        erase(m_tokens, 0, at + 1);
        m_said.unknown_day = true;
    }

    void take_words() {
        Tokens kept;
        for (std::size_t i = 0; i < m_tokens.size(); ++i) {
            const auto& token = m_tokens[i];
            const bool stop_follows = i + 1 < m_tokens.size() && m_tokens[i + 1].is(".");
            if (is_listed(token, words_of_about)) {
                m_said.approximate = true;
                if (stop_follows && token.text.size() <= 6) ++i;
            } else if (is_listed(token, words_of_doubt)) {
                m_said.uncertain = true;
                if (stop_follows && token.text.size() <= 4) ++i;
            } else if (
                token.is("or") && i + 1 < m_tokens.size() && is_listed(m_tokens[i + 1], words_of_about)) {
                continue; // of "on or around"
            } else if (token.is("or") && says(m_tokens, i + 1, {"so"})) {
                m_said.approximate = true;
                ++i;
            } else if (!is_small_word(i))
                kept.push_back(token);
        }
        m_tokens = std::move(kept);
    }

    /// Words that a date can do without. "To date" and "Boxing Day" need theirs.
    bool is_small_word(std::size_t i) const {
        const auto& token = m_tokens[i];
        if (i > 0 && token.is("date") && is_one_of(m_tokens[i - 1], "to", "until", "till")) return false;
        if (i > 0 && token.is("day") && is_one_of(m_tokens[i - 1], "christmas", "xmas", "boxing"))
            return false;
        return is_listed(token, small_words);
    }

    void take_open() {
        using Open = Said::Open;
        const auto starts = [&](std::initializer_list<std::string_view> words, Open open) {
            if (m_said.open == Open::none && take(m_tokens, 0, words)) m_said.open = open;
        };
        starts({"or", "before"}, Open::start); // of "on or before"
        starts({"or", "after"}, Open::end);
        const bool included = m_said.open != Open::none;
        starts({"before"}, Open::start);
        starts({"prior", "to"}, Open::start);
        starts({"pre", "-"}, Open::start);
        starts({"pre"}, Open::start);
        starts({"post", "-"}, Open::end);
        starts({"post"}, Open::end);
        starts({"after"}, Open::end);
        m_said.outside = m_said.open != Open::none && !included;
        starts({"by"}, Open::start);
        starts({"until"}, Open::start);
        starts({"till"}, Open::start);
        starts({"up", "to"}, Open::start);
        starts({"no", "later", "than"}, Open::start);
        starts({"not", "later", "than"}, Open::start);
        starts({"since"}, Open::end);
        if (m_said.open != Open::none) return;
        if (take(m_tokens, 0, {"between"})) m_said.between = true;
        const bool from = take(m_tokens, 0, {"from"});
        if (take_open_end() || (from && !has_second_date())) m_said.open = Open::end;
    }

    /// "onwards", "to date", "- present".
    bool take_open_end() {
        const auto ends = [&](std::initializer_list<std::string_view> words) {
            return m_tokens.size() > words.size() && take(m_tokens, m_tokens.size() - words.size(), words);
        };
        for (const auto* word : {"onwards", "onward"})
            if (ends({word})) {
                if (!m_tokens.empty() && m_tokens.back().is("-")) m_tokens.pop_back();
                return true;
            }
        for (const auto* joint : {"to", "-", "until", "till"})
            for (const auto* word : {"present", "now", "date", "current", "ongoing", "today"})
                if (ends({joint, word})) return true;
        return ends({"ongoing"});
    }

    bool has_second_date() const {
        return std::count_if(m_tokens.begin(), m_tokens.end(), [](const Token& token) {
                   return is_one_of(token, "to", "until", "till", "-", "and");
               }) > 0;
    }

    std::optional<Span> understand() {
        if (m_tokens.empty()) return {};
        if (m_said.unknown_day && m_tokens.size() == 3 && m_tokens[2].digits() == 2)
            return month_of_unknown_day();
        if (const auto special = special_day()) return shaped(*special);
        const auto whole = read_span(m_tokens, m_context);
        if (whole && !whole->impossible) return shaped(*whole);
        auto shorter = m_tokens;
        if (const auto time = take_last_figures(shorter); time && !m_clock.time)
            if (const auto span = read_span(shorter, m_context); span && span->exact_day) {
                m_clock.time = time;
                return shaped(*span);
            }
        if (whole) return whole;
        return before_other_words();
    }

    /// "??/03/19": a month and a year, where 03/19 alone would be a day and a month.
    std::optional<Span> month_of_unknown_day() const {
        auto any_day = tokens("1" + m_tokens[1].text);
        any_day.insert(any_day.end(), m_tokens.begin(), m_tokens.end());
        auto written = read_written(any_day, m_context);
        if (!written) return {};
        written->day.reset();
        return span_of(*written, m_context);
    }

    /// "Christmas Day 2018".
    std::optional<Span> special_day() const {
        struct Special {
            std::string_view name, which;
            unsigned day;
        };
        constexpr std::array<Special, 7> all{
            {{"christmas", "eve", 24},
             {"christmas", "day", 25},
             {"xmas", "eve", 24},
             {"xmas", "day", 25},
             {"boxing", "day", 26},
             {"christmas", "", 25},
             {"xmas", "", 25}}};
        for (const auto& [word, which, day] : all) {
            const std::size_t length = which.empty() ? 1 : 2;
            if (m_tokens.size() != length + 1 || m_tokens.back().digits() != 4) continue;
            if (!m_tokens[0].is(word) || (length == 2 && !m_tokens[1].is(which))) continue;
            Written written;
            written.year = m_tokens.back().value;
            written.month = 12;
            written.day = day;
            written.approximate = which.empty();
            return span_of(written, m_context);
        }
        return {};
    }

    /// "14/03/2019 home visit": a day that is plain, and words that are not about it. Marked for a look.
    std::optional<Span> before_other_words() {
        if (m_said.open != Said::Open::none || m_said.between || m_said.week != Said::Week::none) return {};
        for (auto length = m_tokens.size() - 1; length > 0; --length) {
            const auto rest = std::span(m_tokens).subspan(length);
            const bool plain_words = std::none_of(rest.begin(), rest.end(), [](const Token& token) {
                return token.is_number() || is_one_of(
                                                token,
                                                "to",
                                                "until",
                                                "till",
                                                "or",
                                                "and",
                                                "not",
                                                "before",
                                                "after",
                                                "by",
                                                "from",
                                                "since",
                                                "between",
                                                "&",
                                                "unknown",
                                                "onwards",
                                                "through");
            });
            if (!plain_words) return {};
            const auto written = read_written(std::span(m_tokens).first(length), m_context);
            if (!written || !written->day) continue;
            auto span = span_of(*written, m_context);
            if (span) span->doubtful = true;
            return span;
        }
        return {};
    }

    std::optional<Span> shaped(Span span) const {
        if (span.impossible) return span;
        if (m_said.between && span.ends.empty()) return {};
        if (m_said.week != Said::Week::none) {
            if (!span.exact_day) return {};
            if (m_said.week == Said::Week::begins)
                span.last = *span.first + std::chrono::days{6};
            else
                span.first = *span.last - std::chrono::days{6};
            span.begins = calendar::to_text(*span.first);
            span.ends = calendar::to_text(*span.last);
        }
        // The bound is the nearest day that was named: whether a single day belongs to the span is not ours
        // to say.
        if (m_said.open == Said::Open::start) {
            span.last = m_said.outside ? span.first : span.last;
            span.begins = "..";
            span.ends = calendar::to_text(*span.last);
            span.first.reset();
        } else if (m_said.open == Said::Open::end) {
            span.first = m_said.outside ? span.last : span.first;
            span.begins = calendar::to_text(*span.first);
            span.ends = "..";
            span.last.reset();
        }
        return span;
    }

    void put(const Span& span, ReadDate& date) const {
        const bool uncertain = m_said.uncertain || span.doubtful;
        const bool approximate = m_said.approximate || span.approximate;
        const std::string mark = uncertain && approximate ? "%" : uncertain ? "?" : approximate ? "~" : "";
        const auto marked = [&](const std::string& end) { return end == ".." ? end : end + mark; };
        date.start = span.ends.empty() ? marked(span.begins) : marked(span.begins) + "/" + marked(span.ends);
        if (span.first) date.earliest = calendar::to_text(*span.first);
        if (span.last) date.latest = calendar::to_text(*span.last);
        if (uncertain) add(date, Doubt::uncertain);
        if (approximate || m_clock.approximate) add(date, Doubt::approximate);
        if (span.weekday_mismatch) add(date, Doubt::weekday_mismatch);
        if (span.two_digit_year) add(date, Doubt::two_digit_year);
    }

    const DateContext& m_context;
    Tokens m_tokens;
    Clock m_clock{};
    Said m_said{};
};

void weigh(ReadDate& date, const DateContext& context) {
    if (!date.start) return;
    const auto today = calendar::to_text(context.today);
    if (date.earliest && *date.earliest > today) add(date, Doubt::future);
    const bool early =
        context.scope_from && date.latest && *date.latest < calendar::to_text(*context.scope_from);
    const bool late =
        context.scope_to && date.earliest && *date.earliest > calendar::to_text(*context.scope_to);
    if (early || late) add(date, Doubt::out_of_scope);
}

std::optional<std::string> time_of(double serial) {
    const auto minutes = std::llround((serial - std::floor(serial)) * 1440);
    if (minutes <= 0 || minutes >= 1440) return {};
    return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

ReadDate read_serial(double serial, const DateContext& context) {
    ReadDate date;
    const auto whole = static_cast<int>(std::floor(serial + 0.5 / 86400));
    const Date day = std::chrono::sys_days{std::chrono::year{1899} / 12 / (whole < 60 ? 31 : 30)} +
                     std::chrono::days{whole};
    date.start = date.earliest = date.latest = calendar::to_text(day);
    date.start_time = time_of(serial);
    weigh(date, context);
    return date;
}

constexpr double first_plain_serial = 25000; // June 1968
constexpr double last_plain_serial = 60000;  // April 2064
constexpr double first_cell_serial = 3654;   // 1 January 1910
constexpr double last_cell_serial = 91312;   // the end of 2149

} // namespace

std::string_view name(Doubt doubt) {
    return std::find_if(
               doubt_names.begin(), doubt_names.end(), [&](const auto& each) { return each.first == doubt; })
        ->second;
}

std::optional<Doubt> doubt_named(std::string_view name) {
    for (const auto& [doubt, own] : doubt_names)
        if (own == name) return doubt;
    return {};
}

ReadDate read_date(std::string_view original, const DateContext& context) {
    ReadDate date;
    const auto serial = serial_of(plain(original));
    const double shift = context.days_from_1904 ? 1462 : 0;
    if (serial && *serial + shift >= first_plain_serial && *serial + shift <= last_plain_serial) {
        date = read_serial(*serial + shift, context);
    } else {
        date = Sentence(original, context).read();
        weigh(date, context);
    }
    date.start_text = original;
    return date;
}

ReadDate read_date(const documents::Cell& cell, const DateContext& context) {
    if (!cell.serial || *cell.serial < first_cell_serial || *cell.serial > last_cell_serial)
        return read_date(cell.text, context);
    auto date = read_serial(*cell.serial, context);
    // A sheet may show less than the day, or no year: then the rest is the program's, not the writer's.
    auto shown = context;
    shown.year.reset();
    shown.scope_from.reset();
    shown.scope_to.reset();
    const auto seen = read_date(cell.text, shown);
    if (seen.start && seen.start->size() <= 8 && seen.earliest) {
        date.start = date.start->substr(0, seen.start->find('-') == std::string::npos ? 4 : 7);
        const std::chrono::year_month_day day{*calendar::read_date(*date.earliest)};
        const bool month = date.start->size() == 7;
        date.earliest =
            calendar::to_text(*calendar::make_date(int(day.year()), month ? unsigned(day.month()) : 1, 1));
        const auto last = std::chrono::year_month_day_last{
            day.year(), std::chrono::month_day_last{month ? day.month() : std::chrono::December}};
        date.latest = calendar::to_text(std::chrono::sys_days{last});
        date.doubts.clear();
        weigh(date, context);
    } else if (
        !seen.start && std::count(seen.doubts.begin(), seen.doubts.end(), Doubt::unreadable_date) > 0) {
        shown.year = 2000; // any year will do to see whether only the year is missing
        if (const auto with_year = read_date(cell.text, shown); with_year.start) {
            *date.start += "?";
            add(date, Doubt::uncertain);
        }
    }
    date.start_text = cell.text;
    return date;
}

std::optional<std::string> read_time(std::string_view original) {
    auto all = tokens(without_stops(plain(original)));
    if (all.size() == 1 && (all[0].digits() == 4 || all[0].digits() == 3)) {
        const int hour = all[0].value / 100, minute = all[0].value % 100;
        if (hour < 24 && minute < 60) return fmt::format("{:02}:{:02}", hour, minute);
        return {};
    }
    if (all.size() == 3 && (all[1].is(".") || all[1].is(";") || all[1].is("-")) && all[0].digits() > 0 &&
        all[0].digits() <= 2 && all[2].digits() == 2 && all[0].value < 24 && all[2].value < 60 &&
        !all[1].is("-"))
        return fmt::format("{:02}:{:02}", all[0].value, all[2].value);
    return take_times(all).time;
}

std::optional<std::string> read_time(const documents::Cell& cell) {
    if (cell.serial && *cell.serial >= 0) {
        const auto minutes = std::llround((*cell.serial - std::floor(*cell.serial)) * 1440) % 1440;
        return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
    }
    return read_time(cell.text);
}

ReadDate up_to(ReadDate first, const ReadDate& end, const DateContext& context) {
    if (!first.start || !end.start || !end.latest || *end.start == *first.start) return first;
    if (first.start->find('/') != std::string::npos || end.start->find('/') != std::string::npos)
        return first;
    if (first.earliest && *end.latest < *first.earliest) {
        first.start = first.earliest = first.latest = std::nullopt;
        first.doubts = {Doubt::impossible_date};
        return first;
    }
    *first.start += "/" + *end.start;
    first.latest = end.latest;
    for (const auto doubt : end.doubts)
        if (doubt != Doubt::future && doubt != Doubt::out_of_scope) add(first, doubt);
    std::erase(first.doubts, Doubt::out_of_scope);
    weigh(first, context);
    return first;
}

} // namespace throughline::chronology
