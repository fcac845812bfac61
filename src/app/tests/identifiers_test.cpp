// SPDX-License-Identifier: GPL-3.0-or-later
// The identifiers of one case tried on another: in every address and in every field that names a record. What
// belongs to another case, another year or another partnership must look, byte for byte, like what never was,
// and nothing may happen.
#include "app/tests/demo_house.hpp"
#include "app/tests/walk.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <sstream>

namespace throughline {
namespace {

using in_process::Answer;
using in_process::DemoHouse;
using in_process::Fields;
using in_process::Visitor;
using people::Role;
using walk::Field;
using Route = Router::Route;

/// Where the records of one kind are: `case_id` and `value`. An argument or field that names none says why.
struct Kind {
    std::string_view within{}; ///< of a route: part of its pattern; of a field: its name
    std::string_view sql{};
    std::string_view made_up{};
    std::string_view names_no_record_because{};
};
constexpr std::string_view codes_sql = "SELECT case_id, code AS value FROM person";
constexpr std::string_view rows_sql = "SELECT case_id, label AS value FROM chronology_row";
constexpr std::string_view findings_sql = "SELECT case_id, CAST(number AS TEXT) AS value FROM finding";
constexpr std::string_view recommendations_sql =
    "SELECT case_id, CAST(number AS TEXT) AS value FROM recommendation";
constexpr std::string_view nowhere = "01920000-0000-7000-8000-000000000001";
/// People and agencies belong to a partnership: those of all partnerships but a case's own are "of another".
constexpr std::string_view accounts_sql =
    "SELECT c.id AS case_id, a.id AS value FROM account a JOIN organisation o ON o.id = a.organisation_id "
    "JOIN case_file c ON c.partnership_id = o.partnership_id";
constexpr std::string_view organisations_sql =
    "SELECT c.id AS case_id, o.id AS value FROM organisation o JOIN case_file c "
    "ON c.partnership_id = o.partnership_id";

constexpr std::array argument_kinds{
    Kind{"/people/{code}", codes_sql, "NOBODY-9", {}},
    Kind{"/rows/{row}", rows_sql, "Z999", {}},
    Kind{"/findings/{number}", findings_sql, "98", {}},
    Kind{"/recommendations/{number}", recommendations_sql, "98", {}},
    Kind{"/actions/{number}", "SELECT case_id, number AS value FROM action", "98.7", {}},
    Kind{
        "/versions/{number}",
        "SELECT r.case_id, CAST(v.number AS TEXT) AS value FROM rapid_review_version v "
        "JOIN rapid_review r ON r.id = v.review_id",
        "98",
        {}},
    Kind{
        "/returns/{agency}",
        "SELECT q.case_id, o.code AS value FROM agency_request q JOIN organisation o "
        "ON o.id = q.organisation_id",
        "ZZZ",
        {}},
    Kind{"/sections/{section}", {}, {}, "every notification has the same sections"},
    Kind{"/kept/{id}", {}, {}, "access_test.cpp tries the forms kept for another account"},
    Kind{"/assets/{file}", {}, {}, "everybody may have every asset"},
    Kind{"/reviews/{slug}", {}, {}, "everybody may read what is published"},
};

constexpr std::array field_kinds{
    Kind{"id", "SELECT case_id, id AS value FROM name_suggestion", nowhere, {}},
    Kind{"end", "SELECT case_id, id AS value FROM case_grant", nowhere, {}},
    Kind{"account", accounts_sql, nowhere, {}},
    Kind{"owner", accounts_sql, nowhere, {}},
    Kind{"reviewer", accounts_sql, nowhere, {}},
    Kind{"organisations", organisations_sql, nowhere, {}},
    Kind{"partner", organisations_sql, nowhere, {}},
    Kind{"code", codes_sql, "NOBODY-9", {}},
    Kind{"rows", rows_sql, "Z999", {}},
    Kind{"labels", rows_sql, "Z999", {}},
    Kind{"findings", findings_sql, "98", {}},
    Kind{"recommendation", recommendations_sql, "98", {}},
};

/// What stands behind the question mark.
constexpr std::array query_kinds{
    Kind{"recommendation", recommendations_sql, "98", {}},
    Kind{
        "agency",
        "SELECT q.case_id, o.code AS value FROM agency_request q JOIN organisation o "
        "ON o.id = q.organisation_id",
        "ZZZ",
        {}},
    Kind{"at", "SELECT case_id, 'action-' || number AS value FROM action", "action-98.7", {}},
    Kind{"words", {}, {}, "looks for words in the case's own rows"},
    Kind{"page", {}, {}, "counts pages of the case's own rows"},
    Kind{"all", {}, {}, "says yes"},
    Kind{"done", {}, {}, "names a sentence"},
};

/// Hidden fields that name no record.
constexpr std::array plain_fields{"csrf", "once", "version", "shown", "everywhere", "word", "part"};

bool has_further_argument(const Route& route) {
    const bool of_a_case = route.pattern.find("{reference}") != route.pattern.npos;
    return std::ranges::count(route.pattern, '{') > (of_a_case ? 1 : 0);
}

const Kind* kind_of(const Route& route) {
    const auto* found = std::ranges::find_if(argument_kinds, [&](const Kind& kind) {
        return route.pattern.find(kind.within) != route.pattern.npos;
    });
    return found == argument_kinds.end() ? nullptr : found;
}

const Kind* kind_of(const Field& field) {
    const auto* found = std::ranges::find(field_kinds, field.name, &Kind::within);
    // The author of what is published is written out.
    const bool is_words = field.kind == Field::Kind::text && field.name == "reviewer";
    return found == field_kinds.end() || is_words ? nullptr : found;
}

bool looks_like_an_identifier(std::string_view value) {
    return value.size() == 36 && value[8] == '-' && value[13] == '-' && value[14] == '7';
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
    return text;
}

/// The demo, with one case moved to a partnership that has nothing to do with it, and somebody of every role
/// who may open every case: even they must not reach one case through another.
class IdentifiersTest : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        s_house = std::make_unique<DemoHouse>(SOURCE_DIR);
        move_one_case_elsewhere();
        const auto cases = house().cases();
        for (const auto role : people::all_roles) {
            const auto account = house().somebody(role);
            house().house().database.write([&](db::Transaction& tx) {
                const auto system = people::Actor::system();
                people::Work work{tx, system, house().house().now(), house().house()};
                for (const auto& file : cases)
                    case_file::grant(
                        work, people::CaseAccess::of_the_system(file.id, file.reference), account.id, role);
            });
            s_visitors[role] = house().sign_in(account.id);
            // Some pages are there only for somebody who has asked to see names.
            house().show_names_to(account.id);
        }
    }
    static void TearDownTestSuite() { s_house.reset(); }
    static DemoHouse& house() { return *s_house; }

    static void move_one_case_elsewhere() {
        house().change(
            "INSERT INTO partnership (id, code, name, phone) VALUES ('elsewhere', 'ZED', 'Elsewhere', '')");
        house().change(
            "INSERT INTO organisation (id, partnership_id, code, name, kind, partner_seat) "
            "VALUES ('01920000-0000-7000-8000-00000000e15e', 'elsewhere', 'ELS', 'Elsewhere Council', "
            "'social_care', 'local_authority')");
        for (const auto& [id, role] :
             {std::pair{"01920000-0000-7000-8000-0000000000a1", "reviewer"},
              std::pair{"01920000-0000-7000-8000-0000000000a2", "agency_lead"}})
            house().change(
                "INSERT INTO account (id, email, name, post, organisation_id, role, password_hash, "
                "created_at) VALUES (:id, :id, 'Somebody Else', '', "
                "'01920000-0000-7000-8000-00000000e15e', :role, 'none', '2026-01-01T00:00:00.000000Z')",
                {{"id", id}, {"role", role}});
        house().change("UPDATE case_file SET partnership_id = 'elsewhere', reference = 'ZED-2026-001' "
                       "WHERE name = 'Teal'");
    }

    /// The identifiers of one case that the other does not have too: the first ones and the last.
    static std::vector<std::string>
    only_of(const Kind& kind, const case_file::CaseFile& theirs, const case_file::CaseFile& ours) {
        std::vector<std::string> values;
        house().house().database.read([&](db::Transaction& tx) {
            std::set<std::string> own, other;
            for (const auto& row : tx.rows(kind.sql)) {
                if (row.text("case_id") == ours.id) own.insert(row.text("value"));
                if (row.text("case_id") == theirs.id) other.insert(row.text("value"));
            }
            std::ranges::set_difference(other, own, std::back_inserter(values));
        });
        if (values.size() > 2) values.erase(values.begin() + 1, values.end() - 1);
        return values;
    }

    static std::vector<case_file::CaseFile> own_cases() {
        auto all = house().cases();
        std::erase_if(all, [](const auto& file) { return file.name != "Alder" && file.name != "Wren"; });
        return all;
    }
    static std::string relation(const case_file::CaseFile& theirs, const case_file::CaseFile& ours) {
        if (theirs.partnership_id != ours.partnership_id) return "another partnership";
        return theirs.reference.substr(4, 4) == ours.reference.substr(4, 4) ? "the same year"
                                                                            : "another year";
    }
    static std::string path_for(const Route& route, const std::string& reference, const std::string& value) {
        auto path = replaced(route.pattern, "{reference}", reference);
        const auto brace = path.find('{');
        return path.replace(brace, path.find('}') - brace + 1, http::encode(value));
    }
    static Visitor visitor_for(const Route& route) {
        for (const auto role : people::all_roles)
            if (people::may(role, route.permission)) return s_visitors.at(role);
        throw std::logic_error("nobody may ever do this");
    }

    static inline std::unique_ptr<DemoHouse> s_house;
    static inline std::map<Role, Visitor> s_visitors;
};

/// An answer that the question would take.
std::string some_answer(const Field& field) {
    const auto& values = field.values;
    if (field.name == "do") return values.back(); // the first one is for looking something up
    if (field.kind == Field::Kind::choice && values.front().empty() && values.size() > 1) return values[1];
    if (field.kind != Field::Kind::text || !values.front().empty() || kind_of(field)) return values.front();
    const bool is_ahead = field.name.starts_with("due") || field.name.starts_with("by_when");
    if (field.name.ends_with("-day")) return "1";
    if (field.name.ends_with("-month")) return is_ahead ? "10" : "8";
    if (field.name.ends_with("-year")) return "2026";
    return field.name == "slug" ? "some-words" : "Some words.";
}

/// What a form says when every question has some answer.
Fields answered(const walk::Form& form) {
    Fields fields;
    for (const auto& field : form.fields)
        if (field.name != "csrf" && field.name != "once" && field.kind != Field::Kind::file)
            fields.emplace_back(field.name, some_answer(field));
    return fields;
}

/// Without what differs between any two pages.
std::string without_tokens(const std::string& page) {
    auto text = page;
    for (const std::string_view name :
         {"name=\"csrf\" value=\"", "name=\"once\" value=\"", "Content-Length: "})
        for (auto at = text.find(name); at != text.npos; at = text.find(name, at + name.size())) {
            const auto begins = at + name.size();
            text.erase(begins, text.find_first_of("\"\r", begins) - begins);
        }
    return text;
}

/// The first line that tells the two answers apart, other than by what was typed.
std::string first_difference(
    const std::string& answer, const std::string& other, std::string_view value, std::string_view made_up) {
    std::istringstream ours(without_tokens(answer)), others(without_tokens(other));
    for (std::string line, other_line;;) {
        const bool more = static_cast<bool>(std::getline(ours, line));
        const bool other_more = static_cast<bool>(std::getline(others, other_line));
        if (more != other_more) return "one of them ends";
        if (!more) return {};
        if (line != other_line && replaced(line, value, "(it)") != replaced(other_line, made_up, "(it)"))
            return line + "\n" + other_line;
    }
}

Fields with(Fields fields, const std::string& name, const std::string& value) {
    std::erase_if(fields, [&](const auto& field) { return field.first == name; });
    fields.emplace_back(name, value);
    return fields;
}

TEST_F(IdentifiersTest, EveryArgumentOfEveryRouteSaysWhereItsRecordsAre) {
    for (const auto& route : house().routes().routes())
        EXPECT_TRUE(!has_further_argument(route) || kind_of(route))
            << route.pattern << ": say in argument_kinds where its records are";
}

TEST_F(IdentifiersTest, ARecordOfAnotherCaseIsNotThereUnderOnesOwn) {
    std::set<std::string> expected, tried, relations;
    const auto before = house().contents();
    for (const auto& route : house().routes().routes()) {
        const auto* kind = has_further_argument(route) ? kind_of(route) : nullptr;
        if (!kind || kind->sql.empty()) continue;
        const bool posts = route.method == http::Method::post;
        expected.insert((posts ? "POST " : "GET ") + route.pattern);
        const auto visitor = visitor_for(route);
        for (const auto& ours : own_cases()) {
            const auto nothing = path_for(route, ours.reference, std::string(kind->made_up));
            for (const auto& theirs : house().cases()) {
                for (const auto& value : only_of(*kind, theirs, ours)) {
                    const auto at_home = path_for(route, theirs.reference, value);
                    const auto path = path_for(route, ours.reference, value);
                    SCOPED_TRACE(path + " of " + theirs.reference);
                    const auto there = house().get(visitor, at_home);
                    if (there.status() == 404) continue;
                    Answer answer, as_nothing;
                    if (posts) {
                        Fields fields;
                        for (const auto& form : walk::forms_of(there.response.body, at_home))
                            if (form.posts && form.action == at_home) fields = answered(form);
                        answer = house().post(visitor, path, fields);
                        as_nothing = house().post(visitor, nothing, fields);
                    } else {
                        answer = house().get(visitor, path);
                        as_nothing = house().get(visitor, nothing);
                    }
                    EXPECT_EQ(answer.status(), 404);
                    EXPECT_EQ(answer.sent, as_nothing.sent);
                    tried.insert((posts ? "POST " : "GET ") + route.pattern);
                    relations.insert(relation(theirs, ours));
                }
            }
        }
    }
    for (const auto& route : expected)
        EXPECT_TRUE(tried.contains(route)) << route << ": no case of the demo has a record to try there";
    EXPECT_EQ(relations, (std::set<std::string>{"another partnership", "another year", "the same year"}));
    EXPECT_TRUE(before == house().contents()) << "something was changed";
}

/// A field of a form that names a record, as somebody who may do so would post it.
struct Naming {
    Visitor visitor{};
    std::string action{};
    Fields fields{};
    const Kind* kind{};
    case_file::CaseFile ours{};
};

TEST_F(IdentifiersTest, AFieldThatNamesARecordOfAnotherCaseIsAnsweredAsIfThereWereNone) {
    std::vector<Naming> namings;
    std::set<std::string> seen;
    for (const auto& ours : own_cases())
        for (const auto& [role, visitor] : s_visitors)
            for (const auto& page : walk::reachable_in_case(house(), visitor, ours.reference)) {
                for (const auto& form : page.forms()) {
                    if (!form.posts) continue;
                    for (const auto& field : form.fields) {
                        const auto* kind = kind_of(field);
                        EXPECT_TRUE(
                            kind || ((field.kind != Field::Kind::hidden ||
                                      std::ranges::count(plain_fields, field.name)) &&
                                     std::ranges::none_of(field.values, looks_like_an_identifier)))
                            << page.pattern << ": " << field.name << ": say in field_kinds what it names";
                        if (kind && seen.insert(ours.reference + page.pattern + field.name).second)
                            namings.push_back({visitor, form.action, answered(form), kind, ours});
                    }
                }
            }
    std::set<std::string> tried, relations, worked;
    const auto before = house().contents();
    for (const auto& [visitor, action, fields, kind, ours] : namings) {
        const std::string name(kind->within);
        const auto as_nothing = house().post(visitor, action, with(fields, name, std::string(kind->made_up)));
        for (const auto& theirs : house().cases())
            for (const auto& value : only_of(*kind, theirs, ours)) {
                SCOPED_TRACE(action + " " + name + "=" + value + " of " + theirs.reference);
                const auto answer = house().post(visitor, action, with(fields, name, value));
                EXPECT_EQ(answer.status(), as_nothing.status());
                EXPECT_EQ(first_difference(answer.sent, as_nothing.sent, value, kind->made_up), "");
                tried.insert(name);
                relations.insert(relation(theirs, ours));
            }
    }
    EXPECT_TRUE(before == house().contents()) << "something was changed";
    EXPECT_EQ(relations, (std::set<std::string>{"another partnership", "another year", "the same year"}));

    // The same forms act when what they name is the case's own: nothing else was wrong with them.
    for (const auto& [visitor, action, fields, kind, ours] : namings)
        if (house().post(visitor, action, fields).status() == 303) worked.insert(std::string(kind->within));
    EXPECT_EQ(worked, tried);
}

TEST_F(IdentifiersTest, AnAddressThatNamesARecordOfAnotherCaseBehindItsQuestionMarkShowsNothingOfIt) {
    std::set<std::string> tried, seen;
    for (const auto& ours : own_cases())
        for (const auto& [role, visitor] : s_visitors)
            for (const auto& page : walk::reachable_in_case(house(), visitor, ours.reference, 2)) {
                std::vector<std::string> names;
                for (const auto& form : page.forms())
                    for (const auto& field : form.fields)
                        if (!form.posts) names.push_back(field.name);
                const auto question = page.target.find('?');
                if (question != page.target.npos) {
                    const auto query = http::read_urlencoded(page.target.substr(question + 1));
                    for (const auto& field : query.fields()) names.push_back(field.first);
                }
                for (const auto& name : names) {
                    const auto* kind = std::ranges::find(query_kinds, name, &Kind::within);
                    ASSERT_NE(kind, query_kinds.end())
                        << page.pattern << "?" << name << ": say in query_kinds what it names";
                    if (kind->sql.empty() || !seen.insert(ours.reference + page.pattern + name).second)
                        continue;
                    const auto path = page.target.substr(0, question) + "?" + name + "=";
                    const auto as_nothing = house().get(visitor, path + std::string(kind->made_up));
                    for (const auto& theirs : house().cases())
                        for (const auto& value : only_of(*kind, theirs, ours)) {
                            SCOPED_TRACE(path + value + " of " + theirs.reference);
                            const auto answer = house().get(visitor, path + value);
                            EXPECT_EQ(
                                first_difference(answer.sent, as_nothing.sent, value, kind->made_up), "");
                            tried.insert(name);
                        }
                }
            }
    for (const auto& kind : query_kinds)
        EXPECT_TRUE(kind.sql.empty() || tried.contains(std::string(kind.within)))
            << kind.within << ": no page was asked with it";
}

} // namespace
} // namespace throughline
