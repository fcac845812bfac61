// SPDX-License-Identifier: GPL-3.0-or-later
// Real people, who stand only in a case's sealed register. Everywhere else they are references, such as
// {{person:CHILD-1}}, shown as a code, a chosen pseudonym, or (in named view) a name.
#pragma once

#include "case_file/case_file.hpp"
#include "platform/calendar/calendar.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::identity {

/// One person of the register, opened.
struct Person {
    std::string id{};
    std::string code{}; ///< CHILD-1, MOTHER, GRANDMOTHER-1
    std::string first_names{};
    std::string last_name{};
    std::vector<std::string> aliases{}; ///< other names used
    std::optional<calendar::Date> date_of_birth{};
    std::string nhs_number{}; ///< ten digits, or empty
    std::string pseudonym{};  ///< for what is published; empty: the code in words
    std::int64_t version{};

    std::string full_name() const;
};

/// "CHILD-1" as it is shown: "Child 1".
std::string label_of(std::string_view code);

/// Where a registered identity stands in a text.
struct Match {
    enum class Kind { full_name, date_of_birth, nhs_number, single_word };
    std::size_t start{}; ///< bytes
    std::size_t end{};
    std::string code{};
    Kind kind{};
    std::vector<std::string>
        others{}; ///< further people of the same name or date: nobody but a person can tell
    bool operator==(const Match&) const = default;

    /// Becomes a reference without being asked about.
    bool is_sure() const { return kind != Kind::single_word && others.empty(); }
    bool may_be(std::string_view person) const;
};
std::string_view to_text(Match::Kind kind);
std::string_view in_words(Match::Kind kind);

/// One way in which a person may be named: words folded and without possessives, never empty.
struct Name {
    std::vector<std::string> words{};
    Match::Kind kind{}; ///< full_name or single_word
};
std::vector<Name> names_of(const Person& person);

/// Looks for registered people in text, after NFKC and case folding. A full name is first and last name in
/// either order, or an alias of several words. A date of birth counts where the text marks it as one; NHS
/// numbers count with or without spaces. A single word (a first or last name, a one-word alias) may be
/// something else, and a name that a father and a son share, or the birthday of twins, may be either's: such
/// a match is told apart from a sure one.
class Register {
public:
    explicit Register(const std::vector<Person>& people);
    /// Matches in order of their place, never overlapping; the longer and surer wins.
    std::vector<Match> find(std::string_view text) const;
    bool knows(std::string_view code) const;

private:
    struct Pattern {
        std::vector<std::string> words{};
        std::vector<std::string> codes{}; ///< more than one when several people share the words
        Match::Kind kind{};
    };
    void add(const Name& name, const std::string& code);
    void find_names(std::string_view text, std::vector<Match>& found) const;
    void find_births(std::string_view text, std::vector<Match>& found) const;
    void find_numbers(std::string_view text, std::vector<Match>& found) const;

    std::map<std::string, std::vector<Pattern>, std::less<>> m_names; ///< by first folded word
    std::vector<std::pair<calendar::Date, std::string>> m_births;
    std::vector<std::pair<std::string, std::string>> m_numbers;
    std::vector<std::string> m_codes;
};

/// Whether references that were typed by hand count, or every "{{" is just what somebody wrote.
enum class Typed { raw, with_references };

/// The text with references where the matches are, and every other "{{" as the escape {{open}}.
std::string
compose(std::string_view original, const std::vector<Match>& matches, Typed typed, const Register& known);

/// How people are shown.
enum class View { codes, names, published };

/// Text with references, as words for a reader. `people` holds those of the case.
class Showing {
public:
    Showing(std::vector<Person> people, View view);
    View view() const { return m_view; }
    /// How one person is shown; the code in words for one that is unknown.
    std::string person(std::string_view code) const;
    std::string words(std::string_view plain) const;
    /// Escaped HTML in which each reference is a `<span class="tl-ref">`.
    std::string html(std::string_view plain) const;

private:
    template <class Text, class Reference>
    std::string walk(std::string_view plain, Text&& text, Reference&& reference) const;
    std::map<std::string, Person, std::less<>> m_people;
    View m_view;
};

/// Splits at references `{{kind:argument}}`; `kind` is empty for plain text (with {{open}} already undone).
struct Piece {
    std::string kind{};
    std::string text{}; ///< the text, or the argument
};
std::vector<Piece> pieces(std::string_view plain);

} // namespace throughline::identity
