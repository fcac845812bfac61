// SPDX-License-Identifier: GPL-3.0-or-later
// The register, the reference step that every text about a case goes through, named view, and the check on
// the way out.
#pragma once

#include "identity/identity.hpp"
#include "platform/html/html.hpp"

#include <set>

namespace throughline::identity {

using case_file::CaseAccess;
using case_file::Environment;
using case_file::Work;

/// What a person is to the case; decides the code.
struct Registration {
    std::string relation{}; ///< child, sibling, mother, father, grandmother, …: letters only
    Person person{};        ///< id, code and version are given by the register
};

/// Adds a person, gives the code, and runs the reference step again over the case's texts.
Outcome<Person> register_person(Work& work, const CaseAccess& access, const Registration& registration);
/// Changes names, dates, numbers or pseudonym; runs the reference step again. `person.version` is the version
/// seen.
Outcome<Done> change_person(Work& work, const CaseAccess& access, const Person& person);
/// The register, opened, by code. Opening it for people to read is logged by the caller's page.
std::vector<Person> people_of(db::Transaction& tx, const Environment& house, const CaseAccess& access);

/// Keeps a text through the reference step and gives its id. `owner` is the folder it belongs to.
std::string
keep(Work& work, const CaseAccess& access, std::string_view owner, std::string_view text, Typed typed);
/// Writes a kept text anew.
void rewrite(
    Work& work, const CaseAccess& access, std::string_view text_id, std::string_view text, Typed typed);

/// Keeps many texts of one case with one opening of the register.
class Keeper {
public:
    Keeper(Work& work, const CaseAccess& access);
    std::string keep(std::string_view owner, std::string_view text, Typed typed);

private:
    Work& m_work;
    const CaseAccess& m_access;
    Register m_register;
};

/// The texts of one case, ready to show.
class Texts {
public:
    /// All texts of one owner.
    Texts(
        db::Transaction& tx,
        const Environment& house,
        const CaseAccess& access,
        std::string_view owner,
        View view);

    /// Words for a reader, references shown. An unsettled text is shown with its sure references replaced.
    std::string words(std::string_view text_id) const;
    html::Markup markup(std::string_view text_id) const;
    /// As it was written, references typed by hand included: for a form that changes it.
    std::string original(std::string_view text_id) const;
    bool has_open_suggestion(std::string_view text_id) const;
    const Showing& showing() const { return m_showing; }

private:
    struct Held {
        std::string plain{};
        std::string sealed{};
        bool open{};
    };
    const Environment* m_house;
    CaseAccess m_access;
    std::map<std::string, Held, std::less<>> m_texts;
    Showing m_showing;
};

/// A word that may be a registered person, in the text where it stands.
struct Suggestion {
    std::string id{};
    std::vector<std::string> codes{}; ///< more than one when several people have this name
    std::string before{};
    std::string word{};
    std::string after{};
};
std::vector<Suggestion>
open_suggestions(db::Transaction& tx, const Environment& house, const CaseAccess& access, std::int64_t limit);
std::int64_t count_open_suggestions(db::Transaction& tx, const CaseAccess& access);
enum class Settled { person, ordinary_word };
/// Settles one suggestion; with `everywhere`, every open one of the same word and person in the case. `who`
/// is the code of the person meant; where several people have the name it has to be said, and for each place:
/// a code is never inferred.
Outcome<Done> settle(
    Work& work,
    const CaseAccess& access,
    std::string_view suggestion_id,
    Settled as,
    bool everywhere,
    std::string_view who = {});

/// The words of a case that people have settled as ordinary ones, folded.
std::set<std::string> ordinary_words(db::Transaction& tx, const Environment& house, const CaseAccess& access);

/// Named view: a right, switched on by a person for a quarter of an hour, logged.
void begin_named_view(Work& work, const CaseAccess& access, std::string_view reason);
void end_named_view(Work& work, const CaseAccess& access);
std::optional<Instant>
named_view_until(db::Transaction& tx, const CaseAccess& access, std::string_view account, Instant at);
/// How this visitor sees people on this case now.
View view_for(db::Transaction& tx, const case_file::Visit& visit);

/// What would leave: each place where a registered identity stands. Full names, dates of birth and NHS
/// numbers stop release (rule 52); single words are for two people to look at.
struct Passage {
    Match match{};
    std::string before{};
    std::string found{};
    std::string after{};
};
std::vector<Passage> check_release(const Register& registered, std::string_view text);
bool stops_release(const std::vector<Passage>& passages);

} // namespace throughline::identity
