// SPDX-License-Identifier: GPL-3.0-or-later
// Every route × every role × every relation to a case. What is expected is worked out from the permission on
// the route's own line, so a new route is in the matrix as soon as it is in the table. Why it is built so:
// docs/decisions/0012-access.md.
#include "app/testing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>

namespace throughline {
namespace {

using in_process::Answer;
using in_process::Fields;
using in_process::Service;
using in_process::Visitor;
using people::Permission;
using people::Role;
using Route = Router::Route;

/// A value that a page could have made, and one that none would make. Neither names anything that is there.
struct ArgumentValues {
    std::string_view name{};
    std::string_view plausible{};
    std::string_view implausible{};
};
constexpr std::string_view some_id = "01920000-0000-7000-8000-000000000001";
constexpr std::array argument_values{
    ArgumentValues{"id", some_id, "%2A"},
    ArgumentValues{"code", "CHILD-1", "nobody%20of%20that%20code"},
    ArgumentValues{"file", "closed-0.css", "..closed"},
    ArgumentValues{"row", "CSC-1", "%27%20OR%201%3D1"},
};

/// Pages that a fresh case does not have yet, for those who may open them.
struct NotYetThere {
    std::string_view pattern{};
    std::string_view reason{};
};
constexpr std::array<NotYetThere, 0> not_yet_there{};

enum class Relation {
    own,        ///< granted in this role
    never,      ///< a case of the same partnership that was never granted
    elsewhere,  ///< a case of another partnership
    revoked,    ///< every grant on the case has ended
    conflicted, ///< this person's grants ended; their organisation goes on holding it in every other role
    another_organisation, ///< granted to another organisation in this person's role
};
constexpr std::array all_relations{
    Relation::own,
    Relation::never,
    Relation::elsewhere,
    Relation::revoked,
    Relation::conflicted,
    Relation::another_organisation};

std::string_view in_words(Relation relation) {
    switch (relation) {
    case Relation::own: return "own case";
    case Relation::never: return "a case never granted";
    case Relation::elsewhere: return "a case of another partnership";
    case Relation::revoked: return "a case no longer granted";
    case Relation::conflicted: return "a case with a conflict of interest";
    case Relation::another_organisation: return "a case granted to another organisation in this role";
    }
    throw std::logic_error("a relation outside its list");
}

const std::map<Role, std::string> account_with{
    {Role::business_unit, "unit"},
    {Role::notifier, "notifier"},
    {Role::safeguarding_partner, "council_partner"},
    {Role::agency_lead, "hospital_lead"},
    {Role::reviewer, "reviewer"},
    {Role::scrutineer, "scrutineer"},
    {Role::assurance_lead, "assurance"},
    {Role::system_operator, "operator"},
};

constexpr std::string_view no_such_case = "MAR-2026-999";

bool is_of_a_case(const Route& route) { return route.pattern.find("{reference}") != std::string::npos; }
bool is_post(const Route& route) { return route.method == http::Method::post; }
std::string name_of(const Route& route) { return (is_post(route) ? "POST " : "GET ") + route.pattern; }

/// What the permission on the route's line says, and nothing else.
bool is_allowed(const Route& route, Role role, Relation relation) {
    if (route.permission == Permission::everybody) return true;
    if (is_of_a_case(route)) return relation == Relation::own && people::may(role, route.permission);
    return people::roles_with(route.permission).empty() || people::may(role, route.permission);
}

enum class Likely { plausible, implausible };

/// The route's path with its arguments filled in. Fails the test for an argument that it has no value for.
std::string path_for(const Route& route, std::string_view reference, Likely likely) {
    std::string path;
    for (std::size_t at = 0; at < route.pattern.size();) {
        if (route.pattern[at] != '{') {
            path += route.pattern[at++];
            continue;
        }
        const auto end = route.pattern.find('}', at);
        const auto name = route.pattern.substr(at + 1, end - at - 1);
        at = end + 1;
        if (name == "reference") {
            path += reference;
            continue;
        }
        const auto* values = std::ranges::find(argument_values, name, &ArgumentValues::name);
        if (values == argument_values.end()) {
            ADD_FAILURE() << name_of(route) << ": give {" << name
                          << "} a plausible and an implausible value in argument_values";
            return path + "x";
        }
        path += likely == Likely::plausible ? values->plausible : values->implausible;
    }
    return path;
}

bool has_other_arguments(const Route& route) {
    const auto braces = std::ranges::count(route.pattern, '{');
    return braces > (is_of_a_case(route) ? 1 : 0);
}

class AccessTest : public ::testing::Test {
protected:
    AccessTest() {
        for (const auto& [role, account] : account_with) m_conflicted[role] = open("Conflict " + account);
        m_own = open("Wren");
        m_never = open("Heron");
        m_revoked = open("Dunnock");
        m_another = open("Siskin");
        end_grants(m_never, [](const auto&) { return true; });
        end_grants(m_another, [](const auto&) { return true; });
        forget_ended_grants(m_never);
        for (const auto& [role, account] : account_with) {
            grant(m_own, account, role);
            grant(m_revoked, account, role);
            grant(m_another, "school", role);
            for (const auto other : people::all_roles)
                if (other != role) grant(m_conflicted[role], organisation_of(account), other);
            grant(m_conflicted[role], account, role);
            end_grants(m_conflicted[role], [&](const auto& held) { return held.role == role; });
        }
        end_grants(m_revoked, [](const auto&) { return true; });
        const auto opened = county().act("other_county_unit", [](people::Work& work) {
            return case_file::open_case(work, "elsewhere", "Plover");
        });
        m_elsewhere = opened->reference;
    }

    case_file::testing::Marlshire& county() { return m_service.county(); }
    const std::vector<Route>& routes() const { return m_service.routes().routes(); }
    std::string organisation_of(const std::string& account) { return county().actor(account).organisation; }

    std::string open(const std::string& name) {
        const auto file = county().open_case(name);
        m_ids[file.reference] = file.id;
        return file.reference;
    }
    people::CaseAccess system_access(const std::string& reference) {
        return people::CaseAccess::of_the_system(m_ids.at(reference), reference);
    }
    void grant(const std::string& reference, const std::string& holder, Role role) {
        const auto done = county().act("unit", [&](people::Work& work) -> Outcome<Done> {
            case_file::grant(work, system_access(reference), holder, role);
            return Done{};
        });
        ASSERT_TRUE(done);
    }
    template <class F>
    void end_grants(const std::string& reference, F&& ends) {
        const auto done = county().act("unit", [&](people::Work& work) -> Outcome<Done> {
            const auto access = system_access(reference);
            for (const auto& held : case_file::grants_of(work.tx, access))
                if (ends(held) && !held.ends)
                    if (auto ended = case_file::end_grant(work, access, held.id); !ended) return ended;
            return Done{};
        });
        ASSERT_TRUE(done);
    }
    /// A case is granted to some when it is opened; this one is as if it had not been.
    void forget_ended_grants(const std::string& reference) {
        county().database().write([&](db::Transaction& tx) {
            tx.change("DELETE FROM case_grant WHERE case_id = :id", {{"id", m_ids.at(reference)}});
        });
    }

    const std::string& reference_for(Role role, Relation relation) {
        switch (relation) {
        case Relation::own: return m_own;
        case Relation::never: return m_never;
        case Relation::elsewhere: return m_elsewhere;
        case Relation::revoked: return m_revoked;
        case Relation::conflicted: return m_conflicted.at(role);
        case Relation::another_organisation: return m_another;
        }
        throw std::logic_error("a relation outside its list");
    }

    Answer ask(const Route& route, const Visitor& visitor, const std::string& path) {
        return is_post(route) ? m_service.post(visitor, path, {}) : m_service.get(visitor, path);
    }
    /// Somebody whom the route's line lets in, on their own case.
    Visitor allowed_visitor(const Route& route) {
        for (const auto& [role, account] : account_with)
            if (is_allowed(route, role, Relation::own)) return m_service.sign_in(account);
        ADD_FAILURE() << name_of(route) << ": nobody may ever do this";
        return {};
    }
    std::string own_path(const Route& route) { return path_for(route, m_own, Likely::plausible); }

    void expect_allowed(const Route& route, Role role, Likely likely);
    void expect_refused(const Route& route, Role role, Relation relation, const Visitor& visitor);

    Service m_service{SOURCE_DIR};
    std::map<std::string, std::string> m_ids;
    std::string m_own, m_never, m_elsewhere, m_revoked, m_another;
    std::map<Role, std::string> m_conflicted;
};

/// Let in by the gate, and then answered by the page: done, asked again, or told why not. What is missing
/// looks as it would for somebody who may not ask.
void AccessTest::expect_allowed(const Route& route, Role role, Likely likely) {
    const auto visitor = m_service.sign_in(account_with.at(role)); // some posts end the session
    const auto path = path_for(route, m_own, likely);
    const auto answer = ask(route, visitor, path);
    EXPECT_TRUE(answer.let_in);
    if (answer.status() == 404) {
        const bool known = std::ranges::count(not_yet_there, route.pattern, &NotYetThere::pattern) > 0;
        EXPECT_TRUE(is_post(route) || has_other_arguments(route) || known)
            << "a page that is missing for those who may open it: repair it, or say why in not_yet_there";
        if (route.permission != Permission::everybody) {
            const auto nothing = m_service.get(visitor, "/no-such-page");
            EXPECT_EQ(answer.sent, nothing.sent);
        }
        return;
    }
    static constexpr std::array usual{200, 303, 403, 409, 422};
    EXPECT_TRUE(std::ranges::count(usual, answer.status())) << answer.status();
    EXPECT_TRUE(
        route.permission == Permission::everybody || !answer.header("Location").starts_with("/sign-in"))
        << answer.header("Location");
}

void AccessTest::expect_refused(const Route& route, Role role, Relation relation, const Visitor& visitor) {
    for (const auto likely : {Likely::plausible, Likely::implausible}) {
        const auto path = path_for(route, reference_for(role, relation), likely);
        const auto nothing =
            is_of_a_case(route) ? path_for(route, no_such_case, likely) : std::string("/no-such-page");
        const auto answer = ask(route, visitor, path);
        EXPECT_EQ(answer.status(), 404);
        EXPECT_FALSE(answer.let_in) << "its body would have been read";
        EXPECT_EQ(answer.sent, ask(route, visitor, nothing).sent);
        if (!has_other_arguments(route)) return;
    }
}

TEST_F(AccessTest, EveryRouteIsOpenToThoseWhomItsLineNamesAndIsNothingToAllOthers) {
    for (const auto& [role, account] : account_with) {
        const auto visitor = m_service.sign_in(account);
        for (const auto& route : routes()) {
            for (const auto relation : all_relations) {
                if (!is_of_a_case(route) && relation != Relation::own) continue;
                SCOPED_TRACE(
                    name_of(route) + ", " + std::string(people::in_words(role)) + ", " +
                    std::string(in_words(relation)));
                if (is_allowed(route, role, relation)) {
                    expect_allowed(route, role, Likely::plausible);
                    if (has_other_arguments(route)) expect_allowed(route, role, Likely::implausible);
                } else {
                    expect_refused(route, role, relation, visitor);
                }
            }
        }
    }
}

TEST_F(AccessTest, EveryRouteOfACaseAsksForAPermissionThatSomebodyHolds) {
    for (const auto& route : routes())
        EXPECT_TRUE(!is_of_a_case(route) || !people::roles_with(route.permission).empty()) << name_of(route);
}

TEST_F(AccessTest, SignedOutEveryClosedPathLeadsToSignInWhetherItIsThereOrNot) {
    const Visitor nobody;
    for (const auto& route : routes()) {
        SCOPED_TRACE(name_of(route));
        const auto path = own_path(route);
        const auto answer = ask(route, nobody, path);
        if (route.permission == Permission::everybody) {
            EXPECT_FALSE(answer.header("Location").starts_with("/sign-in"));
            continue;
        }
        EXPECT_EQ(answer.status(), 303);
        EXPECT_FALSE(answer.let_in) << "its body would have been read";
        EXPECT_EQ(
            answer.header("Location"),
            is_post(route) ? "/sign-in?next=" + http::encode("/cases")
                           : "/sign-in?next=" + http::encode(path));
    }
    EXPECT_EQ(m_service.get(nobody, "/no-such-page").header("Location"), "/sign-in?next=%2Fno-such-page");
    EXPECT_EQ(m_service.post(nobody, "/no-such-page", {}).header("Location"), "/sign-in?next=%2Fcases");
}

TEST_F(AccessTest, AnExpiredSessionReadsNothingMore) {
    const auto visitor = m_service.sign_in("unit", seconds(61 * 60));
    for (const auto& route : routes()) {
        if (is_post(route) || route.permission == Permission::everybody) continue;
        const auto path = own_path(route);
        EXPECT_EQ(m_service.get(visitor, path).header("Location"), "/sign-in?next=" + http::encode(path))
            << name_of(route);
    }
}

TEST_F(AccessTest, WhatIsPostedOnAnExpiredSessionIsKeptAndGivenBackToTheSameAccountAlone) {
    const auto expired = m_service.sign_in("unit", seconds(61 * 60));
    const auto again = m_service.sign_in("unit"), other = m_service.sign_in("notifier");
    for (const auto& route : routes()) {
        if (!is_post(route) || route.permission == Permission::everybody) continue;
        SCOPED_TRACE(name_of(route));
        const auto entries = m_service.count("ledger"), jobs = m_service.count("job");
        const auto path = own_path(route);
        const auto kept = m_service.post(expired, path, {{"words", "typed in the <night>"}});
        ASSERT_TRUE(kept.header("Location").starts_with("/kept/")) << kept.header("Location");
        EXPECT_EQ(m_service.count("ledger"), entries);
        EXPECT_EQ(m_service.count("job"), jobs);

        EXPECT_EQ(
            m_service.get(other, kept.header("Location")).sent, m_service.get(other, "/no-such-page").sent);
        const auto given_back = m_service.get(again, kept.header("Location"));
        EXPECT_EQ(given_back.status(), 200);
        EXPECT_NE(given_back.sent.find("typed in the &lt;night&gt;"), std::string::npos);
        EXPECT_NE(given_back.sent.find("action=\"" + path + "\""), std::string::npos);
    }
}

TEST_F(AccessTest, APostWithoutItsTokenDoesNothingAndIsKept) {
    for (const auto& route : routes()) {
        if (!is_post(route) || route.permission == Permission::everybody) continue;
        SCOPED_TRACE(name_of(route));
        const auto visitor = allowed_visitor(route);
        const auto other = m_service.sign_in("other_county_unit");
        const auto entries = m_service.count("ledger"), jobs = m_service.count("job");
        const auto their_token = people::mask_csrf(other.csrf, m_service.house().random);
        for (const auto& token : {std::string(), std::string("x"), their_token}) {
            const auto answer =
                m_service.post_bare(visitor, own_path(route), {{"name", "Teal"}, {"csrf", token}});
            EXPECT_TRUE(answer.header("Location").starts_with("/kept/")) << answer.header("Location");
            EXPECT_NE(
                m_service.get(visitor, answer.header("Location")).sent.find("value=\"Teal\""),
                std::string::npos);
        }
        EXPECT_EQ(m_service.count("ledger"), entries);
        EXPECT_EQ(m_service.count("job"), jobs);
    }
}

TEST_F(AccessTest, APostFromAnotherSiteIsRefusedBeforeItIsRead) {
    const std::vector<in_process::Headers> from_elsewhere{
        {{"host", "throughline.example"}, {"origin", "https://elsewhere.example"}},
        {{"host", "throughline.example"}, {"origin", "null"}},
        {{"host", "throughline.example"}, {"sec-fetch-site", "cross-site"}},
    };
    for (const auto& route : routes()) {
        if (!is_post(route)) continue;
        SCOPED_TRACE(name_of(route));
        const auto visitor = allowed_visitor(route);
        for (const auto& headers : from_elsewhere) {
            const auto answer = m_service.post(visitor, own_path(route), {}, headers);
            EXPECT_EQ(answer.status(), 403);
            EXPECT_FALSE(answer.let_in);
        }
        const auto ours = m_service.post(
            visitor,
            own_path(route),
            {},
            {{"host", "throughline.example"},
             {"origin", "https://throughline.example"},
             {"sec-fetch-site", "same-origin"}});
        EXPECT_TRUE(ours.let_in);
    }
}

} // namespace
} // namespace throughline
