// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/search.hpp"

#include "platform/calendar/names.hpp"
#include "platform/text/text.hpp"

#include <algorithm>
#include <string_view>

namespace throughline::identity {
namespace {

using text::Gap;
using text::Letter;
using text::Letters;

constexpr std::size_t fewest_letters = 3;
/// In pages of a database a shorter name would be found by chance in what is sealed.
constexpr std::size_t fewest_in_pages = 6;
constexpr std::size_t birth_before = 60;
constexpr std::size_t birth_after = 120; ///< characters around a word that marks a birth

/// a to z, 0 to 9, and all others together.
std::size_t symbol(char32_t folded) {
    if (folded >= U'a' && folded <= U'z') return folded - U'a';
    if (folded >= U'0' && folded <= U'9') return 26 + folded - U'0';
    return 36;
}
constexpr std::size_t symbols = 37;

std::size_t beginning(char32_t a, char32_t b, char32_t c) {
    return (symbol(a) * symbols + symbol(b)) * symbols + symbol(c);
}

/// Whether a word may begin with this letter: something is before it, or figures turn into letters, or, as in
/// "forJaneDoe", small letters into a capital.
bool may_begin(const std::vector<Letter>& letters, std::size_t at) {
    if (letters[at].before != Gap::none) return true;
    if (at == 0) return true;
    const auto &letter = letters[at], &previous = letters[at - 1];
    if (letter.place == previous.place) return false;
    return letter.is_digit() != previous.is_digit() || (letter.is_capital && !previous.is_capital);
}

bool may_end(const std::vector<Letter>& letters, std::size_t after) {
    return after >= letters.size() || may_begin(letters, after);
}

/// Whether a word is not a piece of something longer, such as a token in base64.
bool stands_alone(const Letters& read, std::size_t from, std::size_t last) {
    const auto is_apart = [&](std::size_t place) {
        if (place >= read.characters.size()) return true; // also before the first
        const auto c = read.characters[place].code;
        return c != U'-' && c != U'_' && c != U'+' && !(c >= U'0' && c <= U'9') &&
               !(c >= U'A' && c <= U'Z') && !(c >= U'a' && c <= U'z');
    };
    return is_apart(std::size_t{read.letters[from].place} - 1) &&
           is_apart(std::size_t{read.letters[last].place} + 1);
}

bool spells(const std::vector<Letter>& letters, std::size_t from, std::u32string_view word) {
    if (from + word.size() > letters.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i)
        if (letters[from + i].folded != word[i] || (i > 0 && letters[from + i].before == Gap::far))
            return false;
    return true;
}

} // namespace

struct Search::Hit {
    std::size_t at{};
    std::size_t end{};
    bool is_sure{};
    Find find{};
};

Search::Search(const std::vector<CasePeople>& cases) : m_by_beginning(symbols * symbols * symbols) {
    std::vector<Person> born;
    for (const auto& one : cases) {
        for (const auto& person : one.people) {
            add_person(one.reference, person, one.ordinary);
            if (!person.date_of_birth) continue;
            Person birth;
            birth.code = std::to_string(m_births.size());
            birth.date_of_birth = person.date_of_birth;
            born.push_back(std::move(birth));
            m_births.push_back({one.reference, person.code});
        }
    }
    m_born.emplace(born);
    for (const auto month : calendar::folded_month_names) excuse(month);
    for (const auto day : calendar::folded_weekday_names) excuse(day);
}

void Search::add_person(
    const std::string& reference, const Person& person, const std::set<std::string>& ordinary) {
    ++m_people;
    const Whose whose{reference, person.code};
    for (const auto& name : names_of(person)) {
        if (name.kind == Match::Kind::full_name)
            add_pattern(name.words, Pattern::Kind::full_name, whose);
        else if (name.words.size() != 1 || !ordinary.contains(name.words.front()))
            add_pattern(name.words, Pattern::Kind::single_word, whose);
    }
    if (person.nhs_number.size() == 10) m_numbers[person.nhs_number].push_back(whose);
}

bool can_be_sought(std::string_view text) { return text::letters_of(text).size() >= fewest_letters; }

void Search::add_text(std::string_view text) {
    std::vector<std::string> words;
    for (auto& word : text::words(text)) words.push_back(std::move(word.folded));
    add_pattern(words, Pattern::Kind::asked, std::nullopt);
}

void Search::excuse(std::string_view words) {
    for (const auto& word : text::words(words)) m_excused.insert(text::letters_of(word.folded));
}

void Search::add_pattern(
    const std::vector<std::string>& words, Pattern::Kind kind, const std::optional<Whose>& whose) {
    Pattern pattern{{}, {}, kind, {}};
    for (const auto& word : words) {
        const auto letters = text::letters_of(word);
        for (std::size_t i = 0; i < letters.size(); ++i) pattern.begins.push_back(i == 0);
        pattern.letters += letters;
    }
    if (pattern.letters.size() < fewest_letters) return;
    const auto [known, is_new] =
        m_known.try_emplace({pattern.letters, static_cast<int>(kind)}, m_patterns.size());
    if (is_new) {
        m_by_beginning[beginning(pattern.letters[0], pattern.letters[1], pattern.letters[2])].push_back(
            static_cast<std::uint32_t>(m_patterns.size()));
        m_patterns.push_back(std::move(pattern));
    }
    auto& all = m_patterns[known->second].whose;
    if (whose && std::ranges::find(all, *whose) == all.end()) all.push_back(*whose);
}

std::string Search::in_words(const std::vector<Whose>& whose) const {
    constexpr std::size_t named = 3;
    std::string words;
    for (std::size_t i = 0; i < std::min(named, whose.size()); ++i)
        words += (i == 0 ? "" : "; ") + whose[i].code + ", " + whose[i].reference;
    if (whose.size() > named) words += "; and " + std::to_string(whose.size() - named) + " more";
    return words;
}

/// Empty when the single name does not count there.
std::string Search::whose_single(const Pattern& pattern, const Looking& looking) const {
    if (looking.singles == Looking::Singles::none || m_excused.contains(pattern.letters)) return {};
    if (looking.singles == Looking::Singles::of_all) return in_words(pattern.whose);
    std::vector<Whose> here;
    for (const auto& whose : pattern.whose)
        if (whose.reference == looking.reference) here.push_back(whose);
    return in_words(here);
}

void Search::find_names(
    const Letters& read, std::size_t from, const Looking& looking, std::vector<Hit>& hits) const {
    const auto& letters = read.letters;
    const auto& candidates =
        m_by_beginning[beginning(letters[from].folded, letters[from + 1].folded, letters[from + 2].folded)];
    for (const auto candidate : candidates) {
        const auto& pattern = m_patterns[candidate];
        const auto size = pattern.letters.size();
        if (!spells(letters, from, pattern.letters)) continue;
        const bool whole = may_begin(letters, from) && may_end(letters, from + size);
        if (!whole && (!looking.in_pages || size < fewest_in_pages)) continue;

        // "J a n e  D o e": either no letter of a word stands apart, or all do.
        bool any_apart = false, all_apart = true, words_run_together = false;
        for (std::size_t i = 1; i < size; ++i) {
            const auto gap = letters[from + i].before;
            if (pattern.begins[i]) {
                words_run_together =
                    words_run_together || (gap == Gap::none && !letters[from + i].is_capital);
                continue;
            }
            if (gap == Gap::near)
                any_apart = true;
            else
                all_apart = false;
        }
        if (any_apart && !all_apart) continue;
        if (words_run_together && !whole) continue;

        Hit hit{read.at(letters[from]), read.at(letters[from + size - 1]) + 1, true, {}};
        switch (pattern.kind) {
        case Pattern::Kind::full_name: hit.find = {hit.at, "full name", in_words(pattern.whose)}; break;
        case Pattern::Kind::asked: hit.find = {hit.at, "the text asked for", ""}; break;
        case Pattern::Kind::single_word: {
            if (any_apart || !letters[from].is_capital || !whole) continue;
            if (!looking.is_file_name && !stands_alone(read, from, from + size - 1)) continue;
            auto whose = whose_single(pattern, looking);
            if (whose.empty()) continue;
            hit.find = {hit.at, "single name", std::move(whose)};
            hit.is_sure = false;
        }
        }
        hits.push_back(std::move(hit));
    }
}

void Search::find_number(const Letters& read, std::size_t from, bool in_pages, std::vector<Hit>& hits) const {
    constexpr std::size_t digits = 10;
    const auto& letters = read.letters;
    if (from + digits > letters.size() || m_numbers.empty()) return;
    const auto runs_on = [&](std::size_t at) {
        return at > 0 && at < letters.size() && letters[at].before == Gap::none && letters[at].is_digit() &&
               letters[at - 1].is_digit();
    };
    if (!in_pages && (runs_on(from) || runs_on(from + digits))) return;
    std::string number;
    for (std::size_t i = from; i < from + digits; ++i) {
        if (!letters[i].is_digit() || (i > from && letters[i].before == Gap::far)) return;
        number += static_cast<char>(letters[i].folded);
    }
    const auto found = m_numbers.find(number);
    if (found == m_numbers.end()) return;
    const auto at = read.at(letters[from]);
    hits.push_back(
        {at,
         read.at(letters[from + digits - 1]) + 1,
         true,
         {at, std::string(identity::in_words(Match::Kind::nhs_number)), in_words(found->second)}});
}

void Search::find_birth(const Letters& read, std::size_t from, std::vector<Hit>& hits) const {
    const auto& letters = read.letters;
    if (!spells(letters, from, U"dob") && !spells(letters, from, U"born") && !spells(letters, from, U"birth"))
        return;
    const auto words = read.around(letters[from], birth_before, birth_after);
    for (const auto& match : m_born->find(words)) {
        std::vector<Whose> whose{m_births[std::stoul(match.code)]};
        for (const auto& other : match.others) whose.push_back(m_births[std::stoul(other)]);
        const auto at = read.at(letters[from]);
        hits.push_back(
            {at,
             at + 1,
             true,
             {at, std::string(identity::in_words(Match::Kind::date_of_birth)), in_words(whose)}});
    }
}

void Search::find_in(
    const Letters& read, const Looking& looking, std::size_t shift, std::vector<Hit>& hits) const {
    const auto& letters = read.letters;
    const auto first = hits.size();
    for (std::size_t i = 0; i + fewest_letters <= letters.size(); ++i) {
        if (letters[i].is_digit()) find_number(read, i, looking.in_pages, hits);
        if (letters[i + 1].before == Gap::far || letters[i + 2].before == Gap::far) continue;
        if (!looking.in_pages && !may_begin(letters, i)) continue;
        if (letters[i].folded == U'd' || letters[i].folded == U'b') find_birth(read, i, hits);
        find_names(read, i, looking, hits);
    }
    for (auto i = first; i < hits.size(); ++i) {
        hits[i].at += shift;
        hits[i].end += shift;
        hits[i].find.at += shift;
    }
}

std::vector<Find> Search::find(std::string_view bytes, const Looking& looking, std::size_t most) const {
    std::vector<Hit> hits;
    const std::string titled =
        looking.title.empty() ? "" : std::string(looking.title) + ": " + std::string(bytes);
    const auto ahead = titled.empty() ? 0 : looking.title.size() + 2;
    const auto plain = text::read_letters(
        titled.empty() ? bytes : std::string_view(titled), text::Encoding::utf8, text::Tags::stand);
    find_in(plain, looking, 0, hits);
    for (auto& hit : hits) {
        hit.at -= std::min(ahead, hit.at);
        hit.end -= std::min(ahead, hit.end);
        hit.find.at = hit.at;
    }
    if (plain.has_tags)
        find_in(text::read_letters(bytes, text::Encoding::utf8, text::Tags::dropped), looking, 0, hits);
    for (const auto& [start, encoding] : text::utf16_in(bytes)) {
        const auto wide = text::read_letters(bytes.substr(start), encoding, text::Tags::stand);
        find_in(wide, looking, start, hits);
        if (wide.has_tags)
            find_in(
                text::read_letters(bytes.substr(start), encoding, text::Tags::dropped), looking, start, hits);
    }

    std::ranges::stable_sort(hits, [](const Hit& a, const Hit& b) {
        if (a.at != b.at) return a.at < b.at;
        if (a.is_sure != b.is_sure) return a.is_sure;
        return a.end > b.end;
    });
    std::vector<Find> finds;
    std::size_t end = 0;
    bool last_is_sure = false;
    for (auto& hit : hits) {
        if (!finds.empty() && hit.at < end && (last_is_sure || !hit.is_sure)) continue;
        if (finds.size() == most) break;
        end = hit.end;
        last_is_sure = hit.is_sure;
        finds.push_back(std::move(hit.find));
    }
    return finds;
}

} // namespace throughline::identity
