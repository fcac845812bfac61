// SPDX-License-Identifier: GPL-3.0-or-later
// Finding registered people in text.
#include "identity/identity.hpp"
#include "platform/calendar/names.hpp"
#include "platform/text/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace throughline::identity {
namespace {

/// A word ready for comparing: folded, with plain apostrophes, without a possessive 's.
struct Token {
    std::size_t start{};
    std::size_t end{};
    std::string word{};
};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (auto at = text.find(from); at != text.npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

std::vector<Token> tokens(std::string_view text) {
    std::vector<Token> all;
    for (auto& word : text::words(text)) {
        auto folded = std::move(word.folded);
        replace_all(folded, "\u2019", "'");
        auto end = word.end;
        if (folded.size() > 2 && folded.ends_with("'s")) {
            folded.resize(folded.size() - 2);
            end -= text.substr(word.start, word.end - word.start).ends_with("\u2019s") ? 4 : 2;
        }
        if (!folded.empty()) all.push_back({word.start, end, std::move(folded)});
    }
    return all;
}

/// Two words belong to one name when little stands between them.
bool is_near(std::string_view text, const Token& before, const Token& after) {
    const auto gap = text.substr(before.end, after.start - before.end);
    return gap.size() <= 3 && std::ranges::all_of(gap, [](char c) {
               return c == ' ' || c == ',' || c == '-' || c == '\n' || c == '\t' || c == '\xc2' ||
                      c == '\xa0';
           });
}

/// At spaces.
std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts{""};
    for (const char c : text)
        if (c == ' ')
            parts.emplace_back();
        else
            parts.back() += c;
    return parts;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct FoundDate {
    std::size_t start{};
    std::size_t end{};
    calendar::Date date{};
};

std::optional<unsigned> month_of(std::string_view folded) {
    if (folded.size() < 3) return {};
    for (unsigned i = 0; i < calendar::folded_month_names.size(); ++i)
        if (calendar::folded_month_names[i].starts_with(folded) || (i == 8 && folded == "sept")) return i + 1;
    return {};
}

struct Part {
    std::size_t start{};
    std::size_t end{};
    std::string folded{};
};

/// Runs of digits and runs of letters.
std::vector<Part> parts_of(std::string_view text) {
    std::vector<Part> parts;
    for (std::size_t at = 0; at < text.size();) {
        const auto start = at;
        if (is_digit(text[at])) {
            while (at < text.size() && is_digit(text[at])) ++at;
        } else if (std::isalpha(static_cast<unsigned char>(text[at]))) {
            while (at < text.size() && std::isalpha(static_cast<unsigned char>(text[at]))) ++at;
        } else {
            ++at;
            continue;
        }
        std::string folded(text.substr(start, at - start));
        std::ranges::transform(folded, folded.begin(), [](unsigned char c) { return std::tolower(c); });
        if (folded == "st" || folded == "nd" || folded == "rd" || folded == "th" || folded == "of") continue;
        parts.push_back({start, at, std::move(folded)});
    }
    return parts;
}

std::optional<calendar::Date> date_of(const Part& a, const Part& b, const Part& c) {
    const auto number = [](const Part& part) -> std::optional<int> {
        if (part.folded.empty() || part.folded.size() > 4 || !is_digit(part.folded[0])) return {};
        return std::stoi(part.folded);
    };
    const auto first = number(a), third = number(c);
    auto month = number(b);
    if (!month)
        if (const auto named = month_of(b.folded)) month = static_cast<int>(*named);
    if (!first || !month || !third || *month < 1 || *month > 12) return {};
    if (a.folded.size() == 4)
        return *third < 32
                   ? calendar::make_date(*first, static_cast<unsigned>(*month), static_cast<unsigned>(*third))
                   : std::nullopt;
    if (*first > 31) return {};
    int year = *third;
    if (c.folded.size() == 2)
        year += 2000;
    else if (c.folded.size() != 4)
        return {};
    return calendar::make_date(year, static_cast<unsigned>(*month), static_cast<unsigned>(*first));
}

std::vector<FoundDate> dates_in(std::string_view text) {
    std::vector<FoundDate> found;
    const auto parts = parts_of(text);
    for (std::size_t i = 0; i + 2 < parts.size(); ++i) {
        if (parts[i + 2].end - parts[i].start > 30) continue;
        const auto date = date_of(parts[i], parts[i + 1], parts[i + 2]);
        if (date) found.push_back({parts[i].start, parts[i + 2].end, *date});
    }
    return found;
}

/// Whether the text says that the date there is a birth: "DOB 3/2/2019", "born on 3 February 2019".
bool is_marked_as_birth(std::string_view text, const FoundDate& date) {
    const auto from = date.start > 40 ? date.start - 40 : 0;
    auto before = text::fold(text.substr(from, date.start - from));
    auto after = text::fold(text.substr(date.end, 16));
    replace_all(before, ".", "");
    replace_all(after, ".", "");
    return before.find("dob") != before.npos || before.find("born") != before.npos ||
           before.find("birth") != before.npos || after.find("dob") != after.npos ||
           after.find("birth") != after.npos;
}

int sureness(Match::Kind kind) { return kind == Match::Kind::single_word ? 0 : 1; }

Match match_of(std::size_t start, std::size_t end, const std::vector<std::string>& codes, Match::Kind kind) {
    return {start, end, codes.front(), kind, {codes.begin() + 1, codes.end()}};
}

/// Keeps the surer and then the longer of matches that overlap, in order of place.
std::vector<Match> without_overlaps(std::vector<Match> found) {
    std::ranges::stable_sort(found, [](const Match& a, const Match& b) {
        if (sureness(a.kind) != sureness(b.kind)) return sureness(a.kind) > sureness(b.kind);
        return a.end - a.start > b.end - b.start;
    });
    std::vector<Match> kept;
    for (auto& match : found)
        if (std::ranges::none_of(
                kept, [&](const Match& other) { return match.start < other.end && other.start < match.end; }))
            kept.push_back(std::move(match));
    std::ranges::sort(kept, {}, &Match::start);
    return kept;
}

} // namespace

std::vector<Name> names_of(const Person& person) {
    std::vector<Name> names;
    const auto add = [&](std::string_view name, Match::Kind kind) {
        Name added{{}, kind};
        for (auto& token : tokens(name)) added.words.push_back(std::move(token.word));
        if (added.words.empty() || (added.words.size() == 1 && text::characters(added.words[0]) < 2)) return;
        names.push_back(std::move(added));
    };
    const auto firsts = tokens(person.first_names);
    const auto first = firsts.empty() ? std::string() : firsts.front().word;
    if (!person.first_names.empty() && !person.last_name.empty()) {
        add(person.first_names + " " + person.last_name, Match::Kind::full_name);
        add(first + " " + person.last_name, Match::Kind::full_name);
        add(person.last_name + " " + person.first_names, Match::Kind::full_name);
        add(person.last_name + " " + first, Match::Kind::full_name);
    }
    // "Kelly-Ann" is one word to whoever reads it, and one reference.
    for (const auto& name : split(person.first_names))
        if (tokens(name).size() > 1) add(name, Match::Kind::single_word);
    for (const auto& word : firsts) add(word.word, Match::Kind::single_word);
    if (tokens(person.last_name).size() > 1) add(person.last_name, Match::Kind::single_word);
    for (const auto& word : tokens(person.last_name)) add(word.word, Match::Kind::single_word);
    for (const auto& alias : person.aliases)
        add(alias, tokens(alias).size() > 1 ? Match::Kind::full_name : Match::Kind::single_word);
    return names;
}

Register::Register(const std::vector<Person>& people) {
    for (const auto& person : people) {
        m_codes.push_back(person.code);
        for (const auto& name : names_of(person)) add(name, person.code);
        if (person.date_of_birth) m_births.emplace_back(*person.date_of_birth, person.code);
        if (person.nhs_number.size() == 10) m_numbers.emplace_back(person.nhs_number, person.code);
    }
}

void Register::add(const Name& name, const std::string& code) {
    auto& patterns = m_names[name.words.front()];
    const auto same = std::ranges::find(patterns, name.words, &Pattern::words);
    if (same == patterns.end()) {
        patterns.push_back({name.words, {code}, name.kind});
        return;
    }
    same->kind = std::min(
        same->kind, name.kind, [](Match::Kind a, Match::Kind b) { return sureness(a) > sureness(b); });
    if (std::ranges::count(same->codes, code) == 0) same->codes.push_back(code);
}

bool Match::may_be(std::string_view person) const {
    return code == person || std::ranges::count(others, person) != 0;
}

bool Register::knows(std::string_view code) const { return std::ranges::count(m_codes, code) != 0; }

std::vector<Match> Register::find(std::string_view text) const {
    std::vector<Match> found;
    find_names(text, found);
    find_births(text, found);
    find_numbers(text, found);
    return without_overlaps(std::move(found));
}

void Register::find_names(std::string_view text, std::vector<Match>& found) const {
    if (m_names.empty()) return;
    const auto words = tokens(text);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto patterns = m_names.find(words[i].word);
        if (patterns == m_names.end()) continue;
        for (const auto& pattern : patterns->second) {
            if (i + pattern.words.size() > words.size()) continue;
            bool all = true;
            for (std::size_t k = 1; all && k < pattern.words.size(); ++k)
                all = words[i + k].word == pattern.words[k] && is_near(text, words[i + k - 1], words[i + k]);
            if (all)
                found.push_back(match_of(
                    words[i].start, words[i + pattern.words.size() - 1].end, pattern.codes, pattern.kind));
        }
    }
}

void Register::find_births(std::string_view text, std::vector<Match>& found) const {
    if (m_births.empty()) return;
    for (const auto& date : dates_in(text)) {
        std::vector<std::string> born;
        for (const auto& [birth, code] : m_births)
            if (birth == date.date) born.push_back(code);
        if (!born.empty() && is_marked_as_birth(text, date))
            found.push_back(match_of(date.start, date.end, born, Match::Kind::date_of_birth));
    }
}

void Register::find_numbers(std::string_view text, std::vector<Match>& found) const {
    for (const auto& [number, code] : m_numbers) {
        for (std::size_t start = 0; start < text.size(); ++start) {
            if (text[start] != number[0] || (start > 0 && is_digit(text[start - 1]))) continue;
            std::size_t at = start, matched = 0;
            while (at < text.size() && matched < number.size()) {
                if (text[at] == number[matched])
                    ++matched, ++at;
                else if (matched > 0 && (text[at] == ' ' || text[at] == '-'))
                    ++at;
                else
                    break;
            }
            if (matched == number.size() && (at == text.size() || !is_digit(text[at])))
                found.push_back({start, at, code, Match::Kind::nhs_number});
        }
    }
}

} // namespace throughline::identity
