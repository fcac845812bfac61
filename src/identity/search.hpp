// SPDX-License-Identifier: GPL-3.0-or-later
// Looks for the registered people of all cases in bytes of any kind: what stands there in the clear and
// should not. Wider than Register::find, which reads one case's texts: letters are compared without case and
// accents, whatever stands between them that a reader would not see.
#pragma once

#include "identity/identity.hpp"
#include "platform/text/letters.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace throughline::identity {

/// What was found and whose it is, never the name itself.
struct Find {
    std::size_t at{};    ///< byte
    std::string what{};  ///< "full name", "single name", or "the text asked for"
    std::string whose{}; ///< "CHILD-1, MAR-2026-002", with more people when several share it; or empty
    bool operator==(const Find&) const = default;
};

/// What the bytes are, as far as it decides what counts in them.
struct Looking {
    /// Pages of a database file: what stands beside a value may be another value's first letter, so a full
    /// name needs no end of a word around it.
    bool in_pages{false};
    /// A single name counts, written with a capital and as a whole word, unless it is an ordinary word.
    enum class Singles { none, of_one_case, of_all } singles{Singles::none};
    std::string_view reference{}; ///< of the case, for of_one_case
    /// The name of a file: its words may be joined by hyphens, underscores and figures. Elsewhere a single
    /// name that stands so is more likely a piece of a token made by chance.
    bool is_file_name{false};
    std::string_view title{}; ///< of a field: a date in "date_of_birth" is marked as a birth by that
};

/// Who is registered in a case. Single names that are among `ordinary` (folded) do not count.
struct CasePeople {
    std::string reference{};
    std::vector<Person> people{};
    std::set<std::string> ordinary{};
};

/// Whether a text has letters and figures enough (three) to be looked for.
bool can_be_sought(std::string_view text);

class Search {
public:
    explicit Search(const std::vector<CasePeople>& cases);
    /// A text that counts wherever it stands as whole words, when it can be sought.
    void add_text(std::string_view text);
    /// Single names of these words do not count in any case: those of people who work here, of months.
    void excuse(std::string_view words);

    std::size_t people() const { return m_people; }
    /// In order of place, at most `most`; never overlapping, except in different readings of the same bytes.
    std::vector<Find> find(std::string_view bytes, const Looking& looking, std::size_t most = 1000) const;

private:
    struct Whose {
        std::string reference{};
        std::string code{};
        bool operator==(const Whose&) const = default;
    };
    struct Pattern {
        std::u32string letters{};
        std::vector<bool> begins{}; ///< a word of the name begins with that letter
        enum class Kind { full_name, single_word, asked } kind{};
        std::vector<Whose> whose{};
    };
    struct Hit;

    void
    add_person(const std::string& reference, const Person& person, const std::set<std::string>& ordinary);
    void
    add_pattern(const std::vector<std::string>& words, Pattern::Kind kind, const std::optional<Whose>& whose);
    void find_in(
        const text::Letters& read, const Looking& looking, std::size_t shift, std::vector<Hit>& hits) const;
    void find_names(
        const text::Letters& read, std::size_t from, const Looking& looking, std::vector<Hit>& hits) const;
    void
    find_number(const text::Letters& read, std::size_t from, bool in_pages, std::vector<Hit>& hits) const;
    void find_birth(const text::Letters& read, std::size_t from, std::vector<Hit>& hits) const;
    std::string whose_single(const Pattern& pattern, const Looking& looking) const;
    std::string in_words(const std::vector<Whose>& whose) const;

    std::size_t m_people{};
    std::vector<Pattern> m_patterns{};
    std::map<std::pair<std::u32string, int>, std::size_t> m_known{};
    std::vector<std::vector<std::uint32_t>> m_by_beginning{}; ///< by the first three letters
    std::unordered_map<std::string, std::vector<Whose>> m_numbers{};
    std::vector<Whose> m_births{};
    std::optional<Register> m_born{}; ///< dates of birth alone; a code is a place in m_births
    std::set<std::u32string> m_excused{};
};

} // namespace throughline::identity
