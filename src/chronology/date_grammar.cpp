// SPDX-License-Identifier: GPL-3.0-or-later
#include "chronology/date_grammar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace throughline::chronology {

namespace {

using calendar::Date;
using calendar::make_date;

// Living memory: what lies outside is a slip of the fingers.
constexpr int first_year = 1850;
constexpr int last_year = 2150;

/// A number, a month or a season of a date, with the separator written before it.
struct Item {
    enum class Kind { number, month, season, term, decade } kind{};
    int value{};
    std::size_t digits{};
    bool ordinal{};
    bool apostrophe{};
    char separator{}; ///< '/', '.', '-', or 0 for a space or nothing
};

using Items = std::vector<Item>;

bool is_separator(const Token& token) { return token.is("/") || token.is(".") || token.is("-"); }

std::optional<unsigned> season_named(std::string_view word) {
    if (word == "spring") return 21;
    if (word == "summer") return 22;
    if (word == "autumn" || word == "fall") return 23;
    if (word == "winter") return 24;
    return {};
}

std::optional<Written::Part> part_named(const Token& token) {
    for (const auto* word : {"early", "start", "beginning", "begining"})
        if (token.is(word)) return Written::Part::early;
    for (const auto* word : {"mid", "middle"})
        if (token.is(word)) return Written::Part::middle;
    for (const auto* word : {"late", "end"})
        if (token.is(word)) return Written::Part::late;
    return {};
}

/// Collects the items of a date and what stands round them. Fails on any word that belongs to no date.
class Collector {
public:
    explicit Collector(Written& written) : m_written(written) {}

    bool take(std::span<const Token> tokens) {
        while (!tokens.empty() && is_loose(tokens.front())) tokens = tokens.subspan(1);
        while (!tokens.empty() && is_loose(tokens.back())) tokens = tokens.first(tokens.size() - 1);
        for (std::size_t i = 0; i < tokens.size(); ++i)
            if (!take_token(tokens, i)) return false;
        return !items.empty();
    }

    Items items{};

private:
    static bool is_loose(const Token& token) {
        return is_separator(token) || token.is(",") || token.is(";") || token.is(":");
    }

    bool take_token(std::span<const Token> tokens, std::size_t i) {
        const auto& token = tokens[i];
        if (token.is_number()) {
            if (token.mended) m_written.doubtful = true;
            return add({Item::Kind::number, token.value, token.digits(), token.ordinal, m_apostrophe, 0});
        }
        if (token.is(",")) return true;
        if (is_separator(token)) {
            // A doubled separator is a slip; three are something else.
            if (++m_separators > 2) return false;
            m_separator = token.text.front();
            return true;
        }
        if (token.is("'")) {
            m_apostrophe = true;
            return i + 1 < tokens.size() && tokens[i + 1].is_number();
        }
        if (token.kind == Token::Kind::mark) return false;
        if (items.empty())
            if (const auto part = part_named(token); part && m_written.part == Written::Part::whole) {
                m_written.part = *part;
                return true;
            }
        if (token.text == "s" && !items.empty() && items.back().digits == 4 && !token.spaced) {
            items.back().kind = Item::Kind::decade;
            return true;
        }
        if (token.text == "term" && !items.empty() && items.back().kind == Item::Kind::season) {
            items.back().kind = Item::Kind::term;
            return true;
        }
        if (const auto season = season_named(token.text))
            return add({Item::Kind::season, static_cast<int>(*season), 0, false, false, 0});
        if (const auto month = month_named(token.text))
            return add({Item::Kind::month, static_cast<int>(*month), 0, false, false, 0});
        if (const auto weekday = weekday_named(token.text); weekday && !m_written.weekday) {
            m_written.weekday = weekday;
            // "Tue, 22 May" and "Tue. 22 May": the mark belongs to the weekday.
            m_separator = 0;
            m_separators = 0;
            return true;
        }
        return false;
    }

    bool add(Item item) {
        item.separator = items.empty() ? '\0' : m_separator;
        m_separator = 0;
        m_separators = 0;
        m_apostrophe = false;
        items.push_back(item);
        return items.size() <= 3;
    }

    Written& m_written;
    char m_separator{};
    int m_separators{};
    bool m_apostrophe{};
};

bool is_year(const Item& item) { return item.kind == Item::Kind::number && item.digits == 4; }
bool is_small(const Item& item) { return item.kind == Item::Kind::number && item.digits <= 2; }

/// The year of two figures: inside the review's window when that settles it, else the latest that is not to
/// come.
int with_century(int figures, const DateContext& context) {
    const auto year_of = [](Date date) { return static_cast<int>(std::chrono::year_month_day{date}.year()); };
    if (context.scope_from && context.scope_to)
        for (const int century : {1900, 2000})
            if (century + figures >= year_of(*context.scope_from) &&
                century + figures <= year_of(*context.scope_to))
                return century + figures;
    const int year = 2000 + figures;
    return year > year_of(context.today) ? year - 100 : year;
}

class Reader {
public:
    Reader(Written& written, const Items& items, const DateContext& context)
        : m_written(written), m_items(items), m_context(context) {}

    bool read() {
        std::string shape;
        for (const auto& item : m_items) shape += "nmstd"[static_cast<int>(item.kind)];
        if (shape == "n") return one_number(m_items[0]);
        if (shape == "nn") return two_numbers(m_items[0], m_items[1]);
        if (shape == "nnn") return three_numbers(m_items[0], m_items[1], m_items[2]);
        if (shape == "m") return month(m_items[0]);
        if (shape == "nm")
            return is_year(m_items[0]) ? year(m_items[0]) && month(m_items[1])
                                       : day(m_items[0]) && month(m_items[1]);
        if (shape == "mn") return month_then_number(m_items[0], m_items[1]);
        if (shape == "nmn") {
            if (is_year(m_items[0])) return year(m_items[0]) && month(m_items[1]) && day(m_items[2]);
            return day(m_items[0]) && month(m_items[1]) && year(m_items[2]);
        }
        if (shape == "mnn")
            return is_year(m_items[2]) && month(m_items[0]) && day(m_items[1]) && year(m_items[2]);
        if (shape == "sn" || shape == "tn") return season(m_items[0]) && year(m_items[1]);
        if (shape == "snn" || shape == "tnn") return season(m_items[0]) && two_years(m_items[1], m_items[2]);
        if (shape == "d") return decade(m_items[0]);
        return false;
    }

private:
    bool one_number(const Item& item) {
        if (item.digits == 8) return eight_figures(item.value);
        if (item.digits == 6) return six_figures(item.value);
        // Four figures alone that are no year of ours may be a time, or anything.
        if (item.digits == 4) return year(item) && !m_written.impossible;
        return day(item);
    }

    /// 20190314, or 14032019.
    bool eight_figures(int value) {
        if (value / 10000 >= first_year && value / 10000 <= last_year)
            return set(value / 10000, value / 100 % 100, value % 100);
        if (value % 10000 >= first_year && value % 10000 <= last_year)
            return set(value % 10000, value / 10000 % 100, value / 1000000);
        return false;
    }
    /// 140319: day, month, year, as figures with dots would be; marked for a look.
    bool six_figures(int value) {
        const int day_value = value / 10000, month_value = value / 100 % 100;
        if (day_value < 1 || day_value > 31 || month_value < 1 || month_value > 12) return false;
        m_written.two_digit_year = m_written.doubtful = true;
        return set(with_century(value % 100, m_context), month_value, day_value);
    }
    bool set(int year_value, int month_value, int day_value) {
        m_written.year = year_value;
        m_written.month = static_cast<unsigned>(month_value);
        m_written.day = static_cast<unsigned>(day_value);
        return true;
    }

    bool two_numbers(const Item& a, const Item& b) {
        if (b.separator == 0) return false;
        if (is_small(a) && is_year(b)) return figure_month(a) && year(b);
        if (is_year(a) && is_year(b)) return false; // a span of years
        if (is_year(a) && b.digits == 2) {
            const bool next_year = (a.value + 1) % 100 == b.value;
            if (next_year && b.value > 12) return two_years(a, b);
            // 2010/11 is the school year or November: not to be guessed. 2010-11 is ISO 8601.
            if (next_year && b.separator == '/') return false;
        }
        if (is_year(a)) return is_small(b) && year(a) && figure_month(b);
        return is_small(a) && is_small(b) && day(a) && figure_month(b);
    }

    bool three_numbers(const Item& a, const Item& b, const Item& c) {
        if (is_year(a)) return is_small(b) && is_small(c) && year(a) && figure_month(b) && day(c);
        return is_small(a) && is_small(b) && day(a) && figure_month(b) && year(c);
    }

    /// "Feb 2019", "Mar-19", "Feb '19"; "March 14" alone could be a day or a year and is not guessed.
    bool month_then_number(const Item& a, const Item& b) {
        if (is_year(b)) return month(a) && year(b);
        if (b.ordinal) return month(a) && day(b);
        if (b.digits != 2) return false;
        const bool a_year = b.apostrophe || b.separator == '-' || b.separator == '/' || b.value > 31;
        return a_year && month(a) && year(b);
    }

    bool two_years(const Item& a, const Item& b) {
        if (!is_year(a) || !(b.digits == 2 || b.digits == 4)) return false;
        const int next = b.digits == 4 ? b.value : a.value / 100 * 100 + b.value + (b.value == 0 ? 100 : 0);
        m_written.to_year = next;
        return next == a.value + 1 && year(a);
    }

    bool decade(const Item& item) {
        m_written.decade = true;
        return item.value % 10 == 0 && year(item);
    }

    bool year(const Item& item) {
        if (item.kind != Item::Kind::number && item.kind != Item::Kind::decade) return false;
        if (item.digits == 4) {
            if (item.value < first_year || item.value > last_year) m_written.impossible = true;
            m_written.year = item.value;
            return true;
        }
        if (item.digits != 2) return false;
        m_written.two_digit_year = true;
        m_written.year = with_century(item.value, m_context);
        return true;
    }
    bool day(const Item& item) {
        if (!is_small(item)) return false;
        m_written.day = static_cast<unsigned>(item.value);
        return true;
    }
    bool month(const Item& item) {
        m_written.month = static_cast<unsigned>(item.value);
        return item.kind == Item::Kind::month;
    }
    bool figure_month(const Item& item) {
        m_written.month = static_cast<unsigned>(item.value);
        return !item.ordinal;
    }
    bool season(const Item& item) {
        m_written.season = static_cast<unsigned>(item.value);
        m_written.term = item.kind == Item::Kind::term;
        return !(m_written.term && item.value == 24);
    }

    Written& m_written;
    const Items& m_items;
    const DateContext& m_context;
};

Date day_of(int year, unsigned month, unsigned day) { return *make_date(year, month, day); }
Date month_end(int year, unsigned month) {
    return std::chrono::sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::last};
}
std::string month_text(int year, unsigned month) { return fmt::format("{:04}-{:02}", year, month); }

void set_days(Span& span, Date first, Date last) {
    span.first = first;
    span.last = last;
}

void set_between(Span& span, Date first, Date last) {
    set_days(span, first, last);
    span.begins = calendar::to_text(first);
    span.ends = calendar::to_text(last);
    span.approximate = true;
}

/// Early: to the 10th; mid: to the 20th; late: the rest.
void part_of_month(Span& span, const Written& written) {
    const int year = *written.year;
    const auto month = *written.month;
    switch (written.part) {
    case Written::Part::whole:
        set_days(span, day_of(year, month, 1), month_end(year, month));
        span.begins = month_text(year, month);
        return;
    case Written::Part::early: set_between(span, day_of(year, month, 1), day_of(year, month, 10)); return;
    case Written::Part::middle: set_between(span, day_of(year, month, 11), day_of(year, month, 20)); return;
    case Written::Part::late: set_between(span, day_of(year, month, 21), month_end(year, month)); return;
    }
}

void months_of(Span& span, int year, unsigned from, unsigned to) {
    set_days(span, day_of(year, from, 1), month_end(year, to));
    span.begins = month_text(year, from);
    span.ends = month_text(year, to);
    span.approximate = true;
}

/// Early: January to April; mid: May to August; late: September to December.
void part_of_year(Span& span, const Written& written) {
    const int year = *written.year;
    switch (written.part) {
    case Written::Part::whole: {
        const int last = written.to_year.value_or(written.decade ? year + 9 : year);
        set_days(span, day_of(year, 1, 1), day_of(last, 12, 31));
        span.begins = written.decade ? fmt::format("{}X", year / 10) : fmt::format("{:04}", year);
        if (written.to_year) span.ends = fmt::format("{:04}", last);
        return;
    }
    case Written::Part::early: months_of(span, year, 1, 4); return;
    case Written::Part::middle: months_of(span, year, 5, 8); return;
    case Written::Part::late: months_of(span, year, 9, 12); return;
    }
}

void season_of(Span& span, const Written& written) {
    const int year = *written.year;
    const auto season = *written.season;
    if (written.term) {
        // In a school year only the autumn term lies in its first year.
        const int in = season == 23 ? year : written.to_year.value_or(year);
        if (season == 23) months_of(span, in, 9, 12);
        if (season == 21) months_of(span, in, 1, 4);
        if (season == 22) months_of(span, in, 4, 7);
        return;
    }
    span.begins = fmt::format("{:04}-{}", year, season);
    if (season == 24) {
        // "Winter 2019" may be either of two; "winter 2018/19" is one.
        set_days(span, written.to_year ? day_of(year, 12, 1) : day_of(year, 1, 1), month_end(year + 1, 2));
        return;
    }
    const unsigned from = (season - 21) * 3 + 3;
    set_days(span, day_of(year, from, 1), month_end(year, from + 2));
}

/// The only year of the window that puts the whole of a date without a year inside it.
std::optional<int> year_in_scope(const Written& written, const DateContext& context) {
    if (!context.scope_from || !context.scope_to) return {};
    const std::chrono::year_month_day from{*context.scope_from}, to{*context.scope_to};
    std::optional<int> found;
    for (int year = static_cast<int>(from.year()); year <= static_cast<int>(to.year()); ++year) {
        auto tried = written;
        tried.year = year;
        const auto span = span_of(tried, context);
        if (!span || span->impossible || *span->first < *context.scope_from ||
            *span->last > *context.scope_to)
            continue;
        if (found) return {};
        found = year;
    }
    return found;
}

bool settle_year(Written& written, const DateContext& context) {
    if (written.year) return true;
    if (!written.month) return false;
    written.year = context.year ? context.year : year_in_scope(written, context);
    written.doubtful = true;
    return written.year.has_value();
}

/// Gives the ends of a span what the writer left out of one because the other says it.
bool complete(Written& left, Written& right) {
    if (left.season || right.season || left.to_year || right.to_year) return left.year && right.year;
    if (!right.month && right.day) return false;
    if (!left.month && left.day) {
        if (!right.day) return false;
        left.month = right.month;
    }
    if (!left.year && right.year) {
        left.year = *right.year - (left.month && right.month && *left.month > *right.month ? 1 : 0);
        left.two_digit_year = right.two_digit_year;
    }
    if (!right.year && left.year) {
        right.year = *left.year + (left.month && right.month && *right.month < *left.month ? 1 : 0);
        right.two_digit_year = left.two_digit_year;
    }
    return true;
}

std::optional<Span> join(Written left, Written right, const DateContext& context) {
    if (!complete(left, right)) return {};
    const auto a = span_of(left, context), b = span_of(right, context);
    if (!a || !b) return {};
    Span span;
    span.impossible = a->impossible || b->impossible;
    span.weekday_mismatch = a->weekday_mismatch || b->weekday_mismatch;
    span.two_digit_year = a->two_digit_year || b->two_digit_year;
    span.doubtful = a->doubtful || b->doubtful;
    span.approximate = a->approximate || b->approximate;
    if (span.impossible) return span;
    span.impossible = *b->last < *a->first;
    span.begins = a->begins;
    span.ends = b->ends.empty() ? b->begins : b->ends;
    set_days(span, *a->first, *b->last);
    return span;
}

/// How strongly a token parts two dates; 0 when it does not.
int parts_dates(const Token& token, const Token& after) {
    for (const auto* word : {"to", "until", "till", "til", "through", "thru", "and", "&", "or"})
        if (token.is(word)) return 4;
    if (token.is("-")) return token.spaced && after.spaced ? 3 : 2;
    if (token.is("/")) return 1;
    return 0;
}

} // namespace

std::optional<Written> read_written(std::span<const Token> tokens, const DateContext& context) {
    Written written;
    Collector collector(written);
    if (!collector.take(tokens)) return {};
    if (!Reader(written, collector.items, context).read()) return {};
    // "Early" goes with a month or a year.
    if (written.part != Written::Part::whole &&
        (written.day || written.season || written.to_year || written.decade))
        return {};
    return written;
}

std::optional<Span> span_of(Written written, const DateContext& context) {
    if (!settle_year(written, context)) return {};
    Span span;
    span.two_digit_year = written.two_digit_year;
    span.doubtful = written.doubtful;
    span.approximate = written.approximate;
    span.impossible = written.impossible || (written.month && (*written.month < 1 || *written.month > 12));
    if (span.impossible) return span;
    if (written.season)
        season_of(span, written);
    else if (!written.month)
        part_of_year(span, written);
    else if (!written.day || *written.day == 0)
        part_of_month(span, written); // 00/03/2019: the day was not known
    else if (const auto day = make_date(*written.year, *written.month, *written.day)) {
        set_days(span, *day, *day);
        span.begins = calendar::to_text(*day);
        span.exact_day = true;
        span.weekday_mismatch =
            written.weekday && std::chrono::weekday{*day}.c_encoding() != *written.weekday;
    } else
        span.impossible = true;
    return span;
}

std::optional<Span> read_span(std::span<const Token> tokens, const DateContext& context) {
    if (const auto written = read_written(tokens, context))
        if (auto span = span_of(*written, context)) return span;
    for (int strength = 4; strength >= 1; --strength)
        for (std::size_t i = 1; i + 1 < tokens.size(); ++i) {
            if (parts_dates(tokens[i], tokens[i + 1]) != strength) continue;
            const auto left = read_written(tokens.first(i), context);
            const auto right = read_written(tokens.subspan(i + 1), context);
            if (!left || !right) continue;
            auto span = join(*left, *right, context);
            if (!span) continue;
            if (tokens[i].is("or")) span->doubtful = true;
            return span;
        }
    return {};
}

} // namespace throughline::chronology
