// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/operations.hpp"

#include "case_file/operations.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace throughline::identity {
namespace {

using nlohmann::json;

constexpr auto named_view_lasts = seconds(15 * 60);

std::string about_person(std::string_view id) { return fmt::format("person/{}", id); }
std::string about_text(std::string_view id) { return fmt::format("written_text/{}", id); }

std::string to_json(const Person& person) {
    return json{
        {"first_names", person.first_names},
        {"last_name", person.last_name},
        {"aliases", person.aliases},
        {"date_of_birth", person.date_of_birth ? calendar::to_text(*person.date_of_birth) : ""},
        {"nhs_number", person.nhs_number}}
        .dump();
}

Person person_from(const Environment& house, const CaseAccess& access, const db::Row& row) {
    Person person;
    person.id = row.text("id");
    person.code = row.text("code");
    person.pseudonym = row.maybe_text("pseudonym").value_or("");
    person.version = row.integer("version");
    const auto opened =
        json::parse(case_file::unseal(house, access.id(), row.bytes("sealed"), about_person(person.id)));
    person.first_names = opened.at("first_names");
    person.last_name = opened.at("last_name");
    person.aliases = opened.at("aliases");
    person.date_of_birth = calendar::read_date(opened.at("date_of_birth").get<std::string>());
    person.nhs_number = opened.at("nhs_number");
    return person;
}

/// What a written text is under its seal.
struct Sealed {
    std::string text{};
    Typed typed{};
};

std::string to_json(const Sealed& sealed) {
    return json{{"text", sealed.text}, {"references", sealed.typed == Typed::with_references}}.dump();
}

Sealed
open_text(const Environment& house, const CaseAccess& access, std::string_view id, std::string_view sealed) {
    const auto opened = json::parse(case_file::unseal(house, access.id(), sealed, about_text(id)));
    return {opened.at("text"), opened.at("references").get<bool>() ? Typed::with_references : Typed::raw};
}

struct Decided {
    std::size_t start{};
    std::size_t end{};
    std::string code{};
    std::string state{};
};

std::vector<Decided> decisions_of(db::Transaction& tx, std::string_view text_id) {
    std::vector<Decided> decided;
    for (const auto& row : tx.rows(
             "SELECT starts, ends, code, state FROM name_suggestion WHERE text_id = :text",
             {{"text", text_id}}))
        decided.push_back(
            {static_cast<std::size_t>(row.integer("starts")),
             static_cast<std::size_t>(row.integer("ends")),
             row.text("code"),
             row.text("state")});
    return decided;
}

/// The decisions on every text of one owner, by text.
std::map<std::string, std::vector<Decided>, std::less<>>
decisions_of_owner(db::Transaction& tx, const CaseAccess& access, std::string_view owner) {
    std::map<std::string, std::vector<Decided>, std::less<>> decided;
    for (const auto& row : tx.rows(
             R"(SELECT s.text_id, s.starts, s.ends, s.code, s.state
                  FROM name_suggestion s JOIN written_text t ON t.id = s.text_id
                 WHERE s.case_id = :case_id AND t.owner = :owner)",
             {{"case_id", access.id()}, {"owner", owner}}))
        decided[row.text("text_id")].push_back(
            {static_cast<std::size_t>(row.integer("starts")),
             static_cast<std::size_t>(row.integer("ends")),
             row.text("code"),
             row.text("state")});
    return decided;
}

/// Whether this is the decision on that match.
bool is_about(const Decided& decided, const Match& match) {
    return decided.start == match.start && decided.end == match.end && match.may_be(decided.code);
}

/// The matches that become references: all sure ones, and the others as a person settled them. Counts the
/// open ones.
std::vector<Match>
settled_matches(const std::vector<Match>& found, const std::vector<Decided>& decided, std::int64_t& open) {
    std::vector<Match> settled;
    for (const auto& match : found) {
        if (match.is_sure()) {
            settled.push_back(match);
            continue;
        }
        const auto decision =
            std::ranges::find_if(decided, [&](const Decided& d) { return is_about(d, match); });
        if (decision == decided.end() || decision->state == "open")
            ++open;
        else if (decision->state == "person")
            settled.push_back({match.start, match.end, decision->code, match.kind});
    }
    return settled;
}

/// Brings the suggestions of a text and its plain form up to date with the register and with what was
/// decided.
void apply_step(
    Work& work,
    const CaseAccess& access,
    const Register& registered,
    std::string_view text_id,
    const Sealed& sealed,
    bool is_new) {
    const auto found = registered.find(sealed.text);
    auto decided = is_new ? std::vector<Decided>{} : decisions_of(work.tx, text_id);
    for (const auto& match : found) {
        if (match.is_sure()) continue;
        if (std::ranges::any_of(decided, [&](const Decided& d) { return is_about(d, match); })) continue;
        work.tx.change(
            R"(INSERT INTO name_suggestion (id, case_id, text_id, starts, ends, code, state)
               VALUES (:id, :case_id, :text, :starts, :ends, :code, 'open'))",
            {{"id", work.new_id()},
             {"case_id", access.id()},
             {"text", text_id},
             {"starts", static_cast<std::int64_t>(match.start)},
             {"ends", static_cast<std::int64_t>(match.end)},
             {"code", match.code}});
    }
    std::int64_t open = 0;
    const auto settled = settled_matches(found, decided, open);
    const auto plain =
        open > 0 ? db::Value() : db::Value(compose(sealed.text, settled, sealed.typed, registered));
    work.tx.change(
        "UPDATE written_text SET plain = :plain, open_suggestions = :open WHERE id = :id",
        {{"plain", plain}, {"open", open}, {"id", text_id}});
}

/// Suggestions that the register no longer makes are withdrawn, so that they do not stay open for ever.
void withdraw_stale_suggestions(Work& work, std::string_view text_id, const std::vector<Match>& found) {
    for (const auto& row : work.tx.rows(
             "SELECT id, starts, ends, code FROM name_suggestion WHERE text_id = :text AND state = 'open'",
             {{"text", text_id}})) {
        const bool still = std::ranges::any_of(found, [&](const Match& match) {
            return !match.is_sure() && static_cast<std::int64_t>(match.start) == row.integer("starts") &&
                   static_cast<std::int64_t>(match.end) == row.integer("ends") &&
                   match.may_be(row.text("code"));
        });
        if (!still) work.tx.change("DELETE FROM name_suggestion WHERE id = :id", {{"id", row.text("id")}});
    }
}

void run_step_again(Work& work, const CaseAccess& access) {
    const Register registered(people_of(work.tx, work.house, access));
    for (const auto& row : work.tx.rows(
             "SELECT id, sealed FROM written_text WHERE case_id = :case_id", {{"case_id", access.id()}})) {
        const auto id = row.text("id");
        const auto sealed = open_text(work.house, access, id, row.bytes("sealed"));
        withdraw_stale_suggestions(work, id, registered.find(sealed.text));
        apply_step(work, access, registered, id, sealed, false);
    }
}

std::string insert_text(
    Work& work,
    const CaseAccess& access,
    const Register& registered,
    std::string_view owner,
    const Sealed& sealed) {
    const auto id = work.new_id();
    work.tx.change(
        R"(INSERT INTO written_text (id, case_id, owner, plain, sealed, open_suggestions)
           VALUES (:id, :case_id, :owner, NULL, :sealed, 0))",
        {{"id", id},
         {"case_id", access.id()},
         {"owner", owner},
         {"sealed", case_file::seal(work.house, access.id(), to_json(sealed), about_text(id))}});
    apply_step(work, access, registered, id, sealed, true);
    return id;
}

std::string digits_of(std::string_view text) {
    std::string digits;
    for (const char c : text)
        if (c >= '0' && c <= '9') digits += c;
    return digits;
}

Outcome<Person> checked(Person person) {
    person.first_names = text::tidy(person.first_names);
    person.last_name = text::tidy(person.last_name);
    person.pseudonym = text::tidy(person.pseudonym);
    std::erase_if(person.aliases, [](const std::string& alias) { return text::tidy(alias).empty(); });
    for (auto& alias : person.aliases) alias = text::tidy(alias);
    if (person.first_names.empty() && person.last_name.empty() && person.aliases.empty())
        return invalid("first_names", "Enter a name, or the words people use for this person");
    if (!person.nhs_number.empty()) {
        person.nhs_number = digits_of(person.nhs_number);
        if (person.nhs_number.size() != 10)
            return invalid("nhs_number", "Enter an NHS number of 10 digits, or leave it empty");
    }
    return person;
}

/// CHILD-1, CHILD-2; MOTHER, then MOTHER-2: people of whom there is usually one carry no number.
std::string next_code(db::Transaction& tx, const CaseAccess& access, std::string_view relation) {
    std::string stem;
    for (const char c : relation) stem += c == ' ' || c == '_' ? '-' : static_cast<char>(std::toupper(c));
    const bool numbered = stem != "MOTHER" && stem != "FATHER";
    for (int number = 1;; ++number) {
        auto code = number == 1 && !numbered ? stem : fmt::format("{}-{}", stem, number);
        const auto taken = tx.row(
            "SELECT 1 AS one FROM person WHERE case_id = :case_id AND code = :code",
            {{"case_id", access.id()}, {"code", code}});
        if (!taken) return code;
    }
}

bool is_relation(std::string_view text) {
    return !text.empty() && text.size() <= 30 &&
           std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == ' ' || c == '_'; });
}

/// Rule 54: a pseudonym is not the child's own initials.
bool is_initials_of(std::string_view pseudonym, const Person& person) {
    if (pseudonym.empty() || person.first_names.empty()) return false;
    const auto initials = text::fold(person.first_names.substr(0, 1) + person.last_name.substr(0, 1));
    return text::fold(pseudonym) == initials;
}

} // namespace

Outcome<Person> register_person(Work& work, const CaseAccess& access, const Registration& registration) {
    if (!is_relation(registration.relation))
        return invalid("relation", "Choose who this person is to the child");
    auto person = checked(registration.person);
    if (!person) return person.refusal();
    if (is_initials_of(person->pseudonym, *person))
        return invalid("pseudonym", "Choose a pseudonym that is not the person's own initials");

    person->id = work.new_id();
    person->code = next_code(work.tx, access, registration.relation);
    person->version = 1;
    work.tx.change(
        R"(INSERT INTO person (id, case_id, code, pseudonym, sealed, version)
           VALUES (:id, :case_id, :code, :pseudonym, :sealed, 1))",
        {{"id", person->id},
         {"case_id", access.id()},
         {"code", person->code},
         {"pseudonym", person->pseudonym.empty() ? db::Value() : db::Value(person->pseudonym)},
         {"sealed", case_file::seal(work.house, access.id(), to_json(*person), about_person(person->id))}});
    work.note("identity.registered", access.reference(), person->code);
    run_step_again(work, access);
    return person;
}

Outcome<Done> change_person(Work& work, const CaseAccess& access, const Person& changed) {
    const auto person = checked(changed);
    if (!person) return person.refusal();
    if (is_initials_of(person->pseudonym, *person))
        return invalid("pseudonym", "Choose a pseudonym that is not the person's own initials");
    const auto touched = work.tx.change(
        R"(UPDATE person SET pseudonym = :pseudonym, sealed = :sealed, version = version + 1
            WHERE id = :id AND case_id = :case_id AND version = :seen)",
        {{"id", person->id},
         {"case_id", access.id()},
         {"pseudonym", person->pseudonym.empty() ? db::Value() : db::Value(person->pseudonym)},
         {"sealed", case_file::seal(work.house, access.id(), to_json(*person), about_person(person->id))},
         {"seen", person->version}});
    if (touched == 0)
        return conflict(
            "Somebody changed this person while you were writing. Read what stands there now, then save");
    work.note("identity.changed", access.reference(), person->code);
    run_step_again(work, access);
    return Done{};
}

std::vector<Person> people_of(db::Transaction& tx, const Environment& house, const CaseAccess& access) {
    std::vector<Person> people;
    for (const auto& row : tx.rows(
             "SELECT id, code, pseudonym, sealed, version FROM person WHERE case_id = :case_id ORDER BY code",
             {{"case_id", access.id()}}))
        people.push_back(person_from(house, access, row));
    return people;
}

std::string
keep(Work& work, const CaseAccess& access, std::string_view owner, std::string_view text, Typed typed) {
    return Keeper(work, access).keep(owner, text, typed);
}

void rewrite(
    Work& work, const CaseAccess& access, std::string_view text_id, std::string_view text, Typed typed) {
    const Register registered(people_of(work.tx, work.house, access));
    const Sealed sealed{text::tidy(text), typed};
    work.tx.change("DELETE FROM name_suggestion WHERE text_id = :text", {{"text", text_id}});
    const auto touched = work.tx.change(
        "UPDATE written_text SET sealed = :sealed WHERE id = :id AND case_id = :case_id",
        {{"sealed", case_file::seal(work.house, access.id(), to_json(sealed), about_text(text_id))},
         {"id", text_id},
         {"case_id", access.id()}});
    if (touched != 1) throw std::logic_error("a text was written anew that is not there");
    apply_step(work, access, registered, text_id, sealed, true);
}

Keeper::Keeper(Work& work, const CaseAccess& access)
    : m_work(work), m_access(access), m_register(people_of(work.tx, work.house, access)) {}

std::string Keeper::keep(std::string_view owner, std::string_view text, Typed typed) {
    return insert_text(m_work, m_access, m_register, owner, {text::tidy(text), typed});
}

Texts::Texts(
    db::Transaction& tx,
    const Environment& house,
    const CaseAccess& access,
    std::string_view owner,
    View view)
    : m_house(&house), m_access(access), m_showing(people_of(tx, house, access), view) {
    std::vector<std::string> open;
    for (const auto& row : tx.rows(
             R"(SELECT id, plain, sealed, open_suggestions FROM written_text
                 WHERE case_id = :case_id AND owner = :owner)",
             {{"case_id", access.id()}, {"owner", owner}})) {
        const bool is_open = row.integer("open_suggestions") > 0;
        const auto id = row.text("id");
        if (is_open) open.push_back(id);
        m_texts.emplace(id, Held{row.maybe_text("plain").value_or(""), row.bytes("sealed"), is_open});
    }
    if (open.empty()) return;

    const Register registered(people_of(tx, house, access));
    const auto decided = decisions_of_owner(tx, access, owner);
    for (const auto& id : open) {
        auto& held = m_texts.at(id);
        const auto sealed = open_text(house, access, id, held.sealed);
        std::int64_t still_open = 0;
        const auto found = decided.find(id);
        const auto settled = settled_matches(
            registered.find(sealed.text),
            found == decided.end() ? std::vector<Decided>{} : found->second,
            still_open);
        held.plain = compose(sealed.text, settled, sealed.typed, registered);
    }
}

std::string Texts::words(std::string_view text_id) const {
    const auto found = m_texts.find(text_id);
    return found == m_texts.end() ? "" : m_showing.words(found->second.plain);
}

html::Markup Texts::markup(std::string_view text_id) const {
    const auto found = m_texts.find(text_id);
    return {found == m_texts.end() ? "" : m_showing.html(found->second.plain)};
}

std::string Texts::original(std::string_view text_id) const {
    const auto found = m_texts.find(text_id);
    return found == m_texts.end() ? "" : open_text(*m_house, m_access, text_id, found->second.sealed).text;
}

bool Texts::has_open_suggestion(std::string_view text_id) const {
    const auto found = m_texts.find(text_id);
    return found != m_texts.end() && found->second.open;
}

namespace {

/// Everybody whom the match at that place may be; the code of the suggestion first.
std::vector<std::string>
codes_at(const Register& registered, std::string_view text, std::size_t start, const std::string& code) {
    std::vector<std::string> codes{code};
    for (const auto& match : registered.find(text)) {
        if (match.start != start || !match.may_be(code)) continue;
        if (match.code != code) codes.push_back(match.code);
        for (const auto& other : match.others)
            if (other != code) codes.push_back(other);
    }
    return codes;
}

} // namespace

std::vector<Suggestion> open_suggestions(
    db::Transaction& tx, const Environment& house, const CaseAccess& access, std::int64_t limit) {
    std::vector<Suggestion> all;
    const Register registered(people_of(tx, house, access));
    for (const auto& row : tx.rows(
             R"(SELECT s.id, s.code, s.starts, s.ends, t.id AS text_id, t.sealed
                  FROM name_suggestion s JOIN written_text t ON t.id = s.text_id
                 WHERE s.case_id = :case_id AND s.state = 'open' ORDER BY s.code, s.id LIMIT :limit)",
             {{"case_id", access.id()}, {"limit", limit}})) {
        const auto text = open_text(house, access, row.text("text_id"), row.bytes("sealed")).text;
        const auto start = static_cast<std::size_t>(row.integer("starts"));
        const auto end = static_cast<std::size_t>(row.integer("ends"));
        const auto from = start > 90 ? text.find(' ', start - 90) : std::size_t{0};
        all.push_back(
            {row.text("id"),
             codes_at(registered, text, start, row.text("code")),
             text.substr(std::min(from, start), start - std::min(from, start)),
             text.substr(start, end - start),
             text::shorten(text.substr(end), 90)});
    }
    return all;
}

std::int64_t count_open_suggestions(db::Transaction& tx, const CaseAccess& access) {
    return tx
        .row(
            "SELECT count(*) AS open FROM name_suggestion WHERE case_id = :case_id AND state = 'open'",
            {{"case_id", access.id()}})
        ->integer("open");
}

Outcome<Done> settle(
    Work& work,
    const CaseAccess& access,
    std::string_view suggestion_id,
    Settled as,
    bool everywhere,
    std::string_view who) {
    const auto asked = work.tx.row(
        R"(SELECT s.code, s.starts, s.ends, s.state, t.id AS text_id, t.sealed
             FROM name_suggestion s JOIN written_text t ON t.id = s.text_id
            WHERE s.id = :id AND s.case_id = :case_id)",
        {{"id", suggestion_id}, {"case_id", access.id()}});
    if (!asked) return missing();
    if (asked->text("state") != "open") return conflict("Somebody has settled this word already");

    const Register registered(people_of(work.tx, work.house, access));
    auto code = asked->text("code");
    if (as == Settled::person) {
        const auto text = open_text(work.house, access, asked->text("text_id"), asked->bytes("sealed")).text;
        const auto codes =
            codes_at(registered, text, static_cast<std::size_t>(asked->integer("starts")), code);
        if (codes.size() > 1 && everywhere)
            return invalid("as", "Several people have this name. Say for each place whom it means");
        if (who.empty() && codes.size() > 1) return invalid("as", "Choose which of them is meant here");
        if (!who.empty() && std::ranges::count(codes, who) == 0)
            return invalid("as", "Choose one of the people who have this name");
        if (!who.empty()) code = who;
    }

    const auto word_of = [&](const db::Row& row) {
        const auto text = open_text(work.house, access, row.text("text_id"), row.bytes("sealed")).text;
        const auto start = static_cast<std::size_t>(row.integer("starts"));
        return text::fold(text.substr(start, static_cast<std::size_t>(row.integer("ends")) - start));
    };
    const auto word = word_of(*asked);
    std::map<std::string, Sealed, std::less<>> touched;
    for (const auto& row : work.tx.rows(
             R"(SELECT s.id, s.starts, s.ends, t.id AS text_id, t.sealed
                  FROM name_suggestion s JOIN written_text t ON t.id = s.text_id
                 WHERE s.case_id = :case_id AND s.state = 'open' AND s.code = :code)",
             {{"case_id", access.id()}, {"code", asked->text("code")}})) {
        const bool is_asked = row.text("id") == suggestion_id;
        if (!is_asked && (!everywhere || word_of(row) != word)) continue;
        work.tx.change(
            R"(UPDATE name_suggestion SET state = :state, code = :code, settled_by = :by
                WHERE id = :id AND state = 'open')",
            {{"state", as == Settled::person ? "person" : "ordinary_word"},
             {"code", code},
             {"by", work.by.account},
             {"id", row.text("id")}});
        touched.emplace(
            row.text("text_id"), open_text(work.house, access, row.text("text_id"), row.bytes("sealed")));
    }
    for (const auto& [text_id, sealed] : touched)
        apply_step(work, access, registered, text_id, sealed, false);
    work.note(
        "identity.settled",
        access.reference(),
        fmt::format("{} {}", code, as == Settled::person ? "person" : "ordinary_word"));
    return Done{};
}

std::set<std::string>
ordinary_words(db::Transaction& tx, const Environment& house, const CaseAccess& access) {
    std::set<std::string> words;
    std::string held, text; // several words of one text are settled: it is opened once
    for (const auto& row : tx.rows(
             R"(SELECT s.starts, s.ends, t.id AS text_id, t.sealed
                  FROM name_suggestion s JOIN written_text t ON t.id = s.text_id
                 WHERE s.case_id = :case_id AND s.state = 'ordinary_word' ORDER BY t.id)",
             {{"case_id", access.id()}})) {
        if (const auto id = row.text("text_id"); id != held) {
            text = open_text(house, access, id, row.bytes("sealed")).text;
            held = id;
        }
        const auto start = std::min(text.size(), static_cast<std::size_t>(row.integer("starts")));
        words.insert(text::fold(text.substr(start, static_cast<std::size_t>(row.integer("ends")) - start)));
    }
    return words;
}

void begin_named_view(Work& work, const CaseAccess& access, std::string_view reason) {
    const auto ends = to_text(work.at + named_view_lasts);
    work.tx.change(
        R"(INSERT INTO named_view (account_id, case_id, ends_at) VALUES (:account, :case_id, :ends)
           ON CONFLICT (account_id, case_id) DO UPDATE SET ends_at = :ends)",
        {{"account", work.by.account}, {"case_id", access.id()}, {"ends", ends}});
    const auto sealed =
        crypto::base64url(case_file::seal(work.house, access.id(), text::tidy(reason), "ledger/why").data);
    work.note("identity.named_view_began", access.reference(), sealed);
}

void end_named_view(Work& work, const CaseAccess& access) {
    const auto ended = work.tx.change(
        "DELETE FROM named_view WHERE account_id = :account AND case_id = :case_id",
        {{"account", work.by.account}, {"case_id", access.id()}});
    if (ended > 0) work.note("identity.named_view_ended", access.reference());
}

std::optional<Instant>
named_view_until(db::Transaction& tx, const CaseAccess& access, std::string_view account, Instant at) {
    const auto row = tx.row(
        "SELECT ends_at FROM named_view WHERE account_id = :account AND case_id = :case_id AND ends_at > "
        ":now",
        {{"account", account}, {"case_id", access.id()}, {"now", to_text(at)}});
    if (!row) return {};
    return read_instant(row->text("ends_at"));
}

View view_for(db::Transaction& tx, const case_file::Visit& visit) {
    if (!visit.access().may(people::Permission::view_names)) return View::codes;
    return named_view_until(tx, visit.access(), visit.by().account, visit.at()) ? View::names : View::codes;
}

std::vector<Passage> check_release(const Register& registered, std::string_view text) {
    std::vector<Passage> passages;
    for (const auto& match : registered.find(text)) {
        const auto from = match.start > 60 ? text.find(' ', match.start - 60) : std::size_t{0};
        const auto begin = std::min(from, match.start);
        passages.push_back(
            {match,
             std::string(text.substr(begin, match.start - begin)),
             std::string(text.substr(match.start, match.end - match.start)),
             text::shorten(text.substr(match.end), 60)});
    }
    return passages;
}

bool stops_release(const std::vector<Passage>& passages) {
    return std::ranges::any_of(
        passages, [](const Passage& passage) { return passage.match.kind != Match::Kind::single_word; });
}

} // namespace throughline::identity
