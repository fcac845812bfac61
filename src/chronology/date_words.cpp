// SPDX-License-Identifier: GPL-3.0-or-later
#include "chronology/date_words.hpp"

#include "platform/calendar/names.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>

namespace throughline::chronology {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

/// Takes one character off the front of valid or invalid UTF-8.
std::uint32_t next(std::string_view& text) {
    const auto byte = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
    };
    const auto first = byte(0);
    std::size_t length = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1;
    length = std::min(length, text.size());
    std::uint32_t character = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) character = (character << 6) | (byte(i) & 0x3F);
    text.remove_prefix(length);
    return character;
}

/// The plain form of a character beyond ASCII that a date may hold; 0 for any other.
char plain_form(std::uint32_t c) {
    if (c >= 0xFF10 && c <= 0xFF19) return static_cast<char>('0' + (c - 0xFF10));
    if (c >= 0xFF21 && c <= 0xFF3A) return static_cast<char>('a' + (c - 0xFF21));
    if (c >= 0xFF41 && c <= 0xFF5A) return static_cast<char>('a' + (c - 0xFF41));
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE58 || c == 0xFE63 || c == 0xFF0D ||
        c == 0x2043)
        return '-';
    if (c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000) return ' ';
    if (c == 0x2044 || c == 0x2215 || c == 0xFF0F) return '/';
    if (c == 0xFF0E || c == 0x2024 || c == 0xB7) return '.';
    if (c == 0xFF1A || c == 0x2236) return ':';
    if (c == 0xFF1F) return '?';
    if (c == 0x2018 || c == 0x2019 || c == 0x2032 || c == 0xB4) return '\'';
    if (c == 0x223C || c == 0x2248 || c == 0xFF5E) return '~';
    return 0;
}

bool is_unseen(std::uint32_t c) {
    return c == 0x200B || c == 0x200C || c == 0x200D || c == 0x200E || c == 0x200F || c == 0xFEFF ||
           c == 0xAD || c == 0x2060;
}

/// Superscript st, nd, rd, th of word processors.
std::string_view superscript(std::uint32_t c) {
    switch (c) {
    case 0x1D57: return "t";
    case 0x02B0: return "h";
    case 0x02E2: return "s";
    case 0x207F: return "n";
    case 0x1D48: return "d";
    case 0x02B3: return "r";
    }
    return {};
}

char looks_like(char c) {
    if (c == 'o') return '0';
    if (c == 'l' || c == 'i') return '1';
    return c;
}

Token number(std::string text) {
    Token token;
    token.kind = Token::Kind::number;
    token.value = text.size() > 8 ? -1 : std::accumulate(text.begin(), text.end(), 0, [](int sum, char c) {
        return sum * 10 + (c - '0');
    });
    token.text = std::move(text);
    return token;
}

Token word(std::string text) {
    Token token;
    token.kind = Token::Kind::word;
    token.text = std::move(text);
    return token;
}

bool is_ordinal_ending(std::string_view text) {
    return text == "st" || text == "nd" || text == "rd" || text == "th";
}

/// A run of letters and figures: `22nd`, `2O19`, `1640hrs`, `22may16`.
void split_run(std::string run, bool spaced, Tokens& to) {
    const bool figures = std::any_of(run.begin(), run.end(), is_digit);
    const bool like_figures =
        std::all_of(run.begin(), run.end(), [](char c) { return is_digit(looks_like(c)); });
    const bool mended = figures && like_figures && !std::all_of(run.begin(), run.end(), is_digit);
    if (mended) std::transform(run.begin(), run.end(), run.begin(), looks_like);
    for (std::size_t at = 0; at < run.size();) {
        auto end = at;
        const bool digits = is_digit(run[at]);
        while (end < run.size() && is_digit(run[end]) == digits) ++end;
        auto text = run.substr(at, end - at);
        // 14thMarch2019
        if (!digits && at > 0 && text.size() > 4 && is_ordinal_ending(text.substr(0, 2)) &&
            month_named(text.substr(2))) {
            to.back().ordinal = true;
            text.erase(0, 2);
        }
        if (!digits && is_ordinal_ending(text) && !to.empty() && to.back().is_number() && at > 0) {
            to.back().ordinal = true;
        } else {
            to.push_back(digits ? number(std::move(text)) : word(std::move(text)));
            to.back().spaced = spaced && at == 0;
            to.back().mended = mended;
        }
        at = end;
    }
}

/// A word of letters that look like figures, beside a separator and a figure: `lO/03/2019`.
void mend_lone_letters(Tokens& all) {
    const auto separates = [&](std::size_t i) {
        return i < all.size() && (all[i].is("/") || all[i].is(".") || all[i].is("-"));
    };
    const auto is_figure = [&](std::size_t i) { return i < all.size() && all[i].is_number(); };
    for (std::size_t i = 0; i < all.size(); ++i) {
        auto& token = all[i];
        if (token.kind != Token::Kind::word || token.text.size() > 2) continue;
        if (!std::all_of(
                token.text.begin(), token.text.end(), [](char c) { return is_digit(looks_like(c)); }))
            continue;
        const bool before = i >= 2 && separates(i - 1) && is_figure(i - 2);
        const bool after = separates(i + 1) && is_figure(i + 2);
        if (!before && !after) continue;
        std::string figures = token.text;
        std::transform(figures.begin(), figures.end(), figures.begin(), looks_like);
        const bool spaced = token.spaced;
        token = number(std::move(figures));
        token.spaced = spaced;
        token.mended = true;
    }
}

/// 14;03;2019, 14_03_2019, 14:03:2019: other marks between three figures part them as a stroke does. Two
/// colons with two figures behind are a time.
void mend_separators(Tokens& all) {
    for (std::size_t i = 0; i + 4 < all.size(); ++i) {
        const auto& mark = all[i + 1];
        if (!(mark.is(":") || mark.is(";") || mark.is("_") || mark.is("\\") || mark.is("|"))) continue;
        if (!all[i + 3].is(mark.text) || !all[i].is_number() || !all[i + 2].is_number() ||
            !all[i + 4].is_number())
            continue;
        if (all[i].digits() > 2 || all[i + 2].digits() > 2 || (mark.is(":") && all[i + 4].digits() != 4))
            continue;
        all[i + 1].text = all[i + 3].text = "/";
    }
}

/// Steps from one word to the other: a letter more, less, changed, or two exchanged.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i)
        for (std::size_t j = 1; j <= b.size(); ++j) {
            d[i][j] = std::min(
                {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[a.size()][b.size()];
}

/// The name that begins so (three letters at least), or the only one that is nearly so.
template <std::size_t n>
std::optional<unsigned> named(std::string_view word, const std::array<std::string_view, n>& names) {
    std::optional<unsigned> found;
    if (word.size() < 3 || word.size() > 12) return {};
    for (unsigned i = 0; i < n; ++i)
        if (names[i].starts_with(word)) {
            if (found) return {};
            found = i;
        }
    if (found || word.size() < 4) return found;
    const std::size_t allowed = word.size() >= 7 ? 2 : 1;
    std::size_t best = allowed + 1;
    for (unsigned i = 0; i < n; ++i) {
        // Other words differ from a real name by their first letter too: a slip seldom changes that.
        if (names[i].size() < 4 || names[i].front() != word.front()) continue;
        const auto steps = distance(word, names[i]);
        if (steps > best) continue;
        found = steps == best ? std::nullopt : std::optional(i);
        best = steps;
    }
    return best <= allowed ? found : std::nullopt;
}

} // namespace

std::string plain(std::string_view text) {
    std::string all;
    while (!text.empty()) {
        auto rest = text;
        const auto c = next(rest);
        const auto raw = text.substr(0, text.size() - rest.size());
        text = rest;
        if (c < 0x80) {
            const char ascii = static_cast<char>(c);
            if (ascii >= 'A' && ascii <= 'Z')
                all += static_cast<char>(ascii + ('a' - 'A'));
            else
                all += ascii < ' ' ? ' ' : ascii == '`' ? '\'' : ascii;
        } else if (const char form = plain_form(c); form != 0)
            all += form;
        else if (const auto letters = superscript(c); !letters.empty())
            all += letters;
        else if (!is_unseen(c))
            all += raw;
    }
    return all;
}

Tokens tokens(std::string_view text) {
    Tokens all;
    bool spaced = false;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == ' ') {
            spaced = true;
            ++at;
            continue;
        }
        auto end = at;
        while (end < text.size() && (is_digit(text[end]) || is_letter(text[end]))) ++end;
        if (end > at)
            split_run(std::string(text.substr(at, end - at)), spaced, all);
        else {
            Token mark;
            mark.kind = Token::Kind::mark;
            mark.text = text[at];
            mark.spaced = spaced;
            all.push_back(std::move(mark));
            end = at + 1;
        }
        spaced = false;
        at = end;
    }
    mend_lone_letters(all);
    mend_separators(all);
    return all;
}

std::optional<unsigned> month_named(std::string_view word) {
    if (word == "sept") return 9;
    if (word == "mai") return {};
    const auto found = named(word, calendar::folded_month_names);
    return found ? std::optional(*found + 1) : std::nullopt;
}

std::optional<unsigned> weekday_named(std::string_view word) {
    if (word == "weds") return 3;
    if (word == "thurs" || word == "thur") return 4;
    if (word == "tues") return 2;
    return named(word, calendar::folded_weekday_names);
}

} // namespace throughline::chronology
