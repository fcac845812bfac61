// SPDX-License-Identifier: GPL-3.0-or-later
// Every route × every role × every relation to a case. What is expected is worked out from the permission on
// the route's own line, so a new route is in the matrix as soon as it is in the table. Why it is built so:
// docs/decisions/0012-access.md.
#include "app/routes.hpp"
#include "app/testing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <set>
#include <tuple>

namespace throughline {
namespace {

using in_process::Answer;
using in_process::Fields;
using in_process::Service;
using in_process::Visitor;
using people::Permission;
using people::Role;
using Route = Router::Route;

/// A value that a page could have made, one that none would make, and one that somebody tries on. None names
/// anything that is there.
enum class Likely { plausible, implausible, hostile };
constexpr std::array all_likelihoods{Likely::plausible, Likely::implausible, Likely::hostile};
struct ArgumentValues {
    std::string_view name{};
    std::array<std::string_view, all_likelihoods.size()> values{};
};
constexpr std::string_view injected = "%27%20OR%201%3D1%20--";
constexpr std::array argument_values{
    ArgumentValues{"id", {"01920000-0000-7000-8000-000000000001", "%2A", injected}},
    ArgumentValues{"code", {"CHILD-1", "nobody%20of%20that%20code", injected}},
    ArgumentValues{"file", {"closed-0.css", "..closed", "..%5C..%5Ckeys"}},
    ArgumentValues{"agency", {"hospital", "-", injected}},
    ArgumentValues{"number", {"1", "one", "99999999999999999999"}},
    ArgumentValues{"row", {"CSC-1", "%E2%98%82", injected}},
    ArgumentValues{"section", {"incident", "...", injected}},
    ArgumentValues{"slug", {"wren", "-", "%3Cscript%3E"}},
};

/// Pages that a fresh case does not have yet, for those who may open them.
struct NotYetThere {
    std::string_view pattern{};
    std::string_view reason{};
};
constexpr std::array not_yet_there{
    NotYetThere{"/.well-known/security.txt", "no contact is set"},
    NotYetThere{"/cases/{reference}/notification/receipt", "nothing has been sent"},
    NotYetThere{"/cases/{reference}/notification/record", "nothing has been sent"},
    NotYetThere{"/cases/{reference}/notification/record/text", "nothing has been sent"},
    NotYetThere{"/cases/{reference}/rapid-review/draft", "the rapid review begins with the notification"},
    NotYetThere{"/cases/{reference}/rapid-review/decision", "no version has been given to sign"},
    NotYetThere{"/cases/{reference}/rapid-review/override", "no version has been given to sign"},
    NotYetThere{"/cases/{reference}/rapid-review/panel", "nothing has been decided"},
    NotYetThere{"/cases/{reference}/local-review/reviewer", "no local review has been decided on"},
    NotYetThere{"/cases/{reference}/local-review/findings/new", "no local review has been decided on"},
    NotYetThere{"/cases/{reference}/local-review/recommendations/new", "no local review has been decided on"},
};

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

/// That each argument has values is a test of its own.
std::string_view value_for(std::string_view name, Likely likely) {
    const auto* values = std::ranges::find(argument_values, name, &ArgumentValues::name);
    if (values == argument_values.end()) return "x";
    return values->values.at(static_cast<std::size_t>(likely));
}

/// The route's path with its arguments filled in.
std::string path_for(const Route& route, std::string_view reference, Likely likely) {
    std::string path;
    std::size_t at = 0;
    for (auto brace = route.pattern.find('{'); brace != route.pattern.npos;
         brace = route.pattern.find('{', at)) {
        const auto end = route.pattern.find('}', brace);
        const auto name = route.pattern.substr(brace + 1, end - brace - 1);
        path += route.pattern.substr(at, brace - at);
        path += name == "reference" ? reference : value_for(name, likely);
        at = end + 1;
    }
    return path + route.pattern.substr(at);
}

bool has_other_arguments(const Route& route) {
    const auto braces = std::ranges::count(route.pattern, '{');
    return braces > (is_of_a_case(route) ? 1 : 0);
}

TEST(RoutesTest, EveryArgumentOfEveryRouteHasValuesToAskFor) {
    const auto table = all_routes();
    for (const auto& route : table.routes())
        for (auto at = route.pattern.find('{'); at != route.pattern.npos;
             at = route.pattern.find('{', at + 1)) {
            const auto name = route.pattern.substr(at + 1, route.pattern.find('}', at) - at - 1);
            EXPECT_TRUE(
                name == "reference" || std::ranges::count(argument_values, name, &ArgumentValues::name) == 1)
                << name_of(route) << ": give {" << name << "} values in argument_values";
        }
}

TEST(RoutesTest, EveryRouteIsReachedByItsOwnPathAndHiddenByNoOther) {
    const auto table = all_routes();
    for (const auto& route : table.routes()) {
        const auto found = table.find(route.method, path_for(route, no_such_case, Likely::plausible));
        ASSERT_TRUE(found) << name_of(route);
        EXPECT_EQ(name_of(*found->route), name_of(route));
    }
}

TEST(RoutesTest, EveryRouteOfACaseAsksForAPermissionThatSomebodyHolds) {
    const auto table = all_routes();
    for (const auto& route : table.routes())
        EXPECT_TRUE(!is_of_a_case(route) || !people::roles_with(route.permission).empty()) << name_of(route);
}

/// Opens the cases that the relations are about, all in one transaction.
class CaseOpener {
public:
    explicit CaseOpener(people::Work& work) : m_work(work) {}

    people::CaseAccess open(const std::string& name, std::string_view partnership = "partnership") {
        const auto opened = case_file::open_case(m_work, partnership, name);
        if (!opened) throw std::logic_error(opened.refusal().message());
        return people::CaseAccess::of_the_system(opened->id, opened->reference);
    }
    void grant(const people::CaseAccess& access, std::string_view holder, Role role) {
        case_file::grant(m_work, access, holder, role);
    }
    template <class F>
    void end_grants(const people::CaseAccess& access, F&& ends) {
        for (const auto& held : case_file::grants_of(m_work.tx, access))
            if (ends(held) && !case_file::end_grant(m_work, access, held.id))
                throw std::logic_error("a grant did not end");
    }
    /// A case is granted to some when it is opened; this one is as if it had not been.
    void forget_grants(const people::CaseAccess& access) {
        m_work.tx.change("DELETE FROM case_grant WHERE case_id = :id", {{"id", access.id()}});
    }

private:
    people::Work& m_work;
};

bool every(const case_file::Grant&) { return true; }

class AccessTest : public ::testing::Test {
protected:
    AccessTest() {
        const auto done = m_service.county().act("unit", [&](people::Work& work) -> Outcome<Done> {
            open_cases(CaseOpener(work));
            return Done{};
        });
        if (!done) throw std::logic_error(done.refusal().message());
    }

    void open_cases(CaseOpener opener) {
        const auto own = opener.open("Wren"), never = opener.open("Heron"), revoked = opener.open("Dunnock"),
                   another = opener.open("Siskin"), elsewhere = opener.open("Plover", "elsewhere");
        opener.forget_grants(never);
        opener.forget_grants(another);
        opener.forget_grants(elsewhere);
        opener.grant(elsewhere, "northmoor", Role::business_unit);
        for (const auto& [role, account] : account_with) {
            opener.grant(own, account, role);
            opener.grant(revoked, account, role);
            opener.grant(another, "school", role);
            const auto conflicted = opener.open("Conflict " + account);
            for (const auto other : people::all_roles)
                opener.grant(conflicted, m_service.county().actor(account).organisation, other);
            opener.grant(conflicted, account, role);
            opener.end_grants(conflicted, [held = role](const auto& grant) { return grant.role == held; });
            m_conflicted[role] = conflicted.reference();
        }
        opener.end_grants(revoked, every);
        m_own = own.reference();
        m_never = never.reference();
        m_revoked = revoked.reference();
        m_another = another.reference();
        m_elsewhere = elsewhere.reference();
    }

    const std::vector<Route>& routes() const { return m_service.routes().routes(); }

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

    void expect_allowed(const Route& route, const Visitor& visitor);
    void expect_refused(const Route& route, Role role, Relation relation, const Visitor& visitor);

    Service m_service{SOURCE_DIR};
    std::string m_own, m_never, m_elsewhere, m_revoked, m_another;
    std::map<Role, std::string> m_conflicted;
    std::map<std::tuple<std::string, std::string, std::string>, std::string> m_as_nothing; ///< asked once
    std::set<std::string> m_missing; ///< patterns of pages that were not there for those who may open them
};

/// Let in by the gate, and then answered by the page: done, asked again, or told why not. What is missing
/// looks as it would for somebody who may not ask.
void AccessTest::expect_allowed(const Route& route, const Visitor& visitor) {
    const bool is_closed = route.permission != Permission::everybody;
    for (const auto likely : all_likelihoods) {
        const auto path = path_for(route, m_own, likely);
        const auto answer = ask(route, visitor, path);
        EXPECT_TRUE(answer.let_in) << path;
        if (answer.status() == 404) {
            if (!is_post(route) && !has_other_arguments(route)) m_missing.insert(route.pattern);
            EXPECT_TRUE(!is_closed || answer.sent == m_service.get(visitor, "/no-such-page").sent) << path;
        } else {
            static constexpr std::array usual{200, 303, 403, 409, 422};
            EXPECT_TRUE(std::ranges::count(usual, answer.status())) << path << ": " << answer.status();
            EXPECT_TRUE(!is_closed || !answer.header("Location").starts_with("/sign-in")) << path;
        }
        if (!has_other_arguments(route)) return;
    }
}

void AccessTest::expect_refused(const Route& route, Role role, Relation relation, const Visitor& visitor) {
    for (const auto likely : all_likelihoods) {
        const auto path = path_for(route, reference_for(role, relation), likely);
        const auto nothing =
            is_of_a_case(route) ? path_for(route, no_such_case, likely) : std::string("/no-such-page");
        const auto answer = ask(route, visitor, path);
        EXPECT_EQ(answer.status(), 404);
        EXPECT_FALSE(answer.let_in) << "its body would have been read";
        auto& as_nothing = m_as_nothing[{visitor.token, name_of(route), nothing}];
        if (as_nothing.empty()) as_nothing = ask(route, visitor, nothing).sent;
        EXPECT_EQ(answer.sent, as_nothing);
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
                    // Posting may end a session, so whoever posts has one of their own.
                    const auto who = is_post(route) ? m_service.sign_in(account) : visitor;
                    expect_allowed(route, who);
                } else {
                    expect_refused(route, role, relation, visitor);
                }
            }
        }
    }
    std::set<std::string> expected;
    for (const auto& page : not_yet_there) expected.emplace(page.pattern);
    EXPECT_EQ(m_missing, expected)
        << "a page that is missing for those who may open it: repair it, or say why in not_yet_there";
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

// How long a refusal takes must not say more than the refusal. Time is compared as a ratio of medians of many
// requests that take turns, under a factor that a busy machine does not reach; work is compared exactly.
TEST_F(AccessTest, WhatIsNotYoursTakesAsLongAsWhatIsNotThere) {
    const auto visitor = m_service.sign_in("unit");
    const std::vector<std::string> references{
        std::string(no_such_case),
        m_never,
        m_elsewhere,
        m_revoked,
        m_another,
        m_conflicted.at(Role::business_unit)};
    constexpr std::size_t rounds = 150;
    std::vector<std::vector<std::chrono::nanoseconds>> took(references.size());
    std::vector<std::size_t> transactions(references.size());
    for (std::size_t round = 0; round < rounds; ++round)
        for (std::size_t i = 0; i < references.size(); ++i) {
            const auto before = m_service.database().transactions();
            const auto begins = std::chrono::steady_clock::now();
            const auto answer = m_service.get(visitor, "/cases/" + references[i] + "/access");
            took[i].push_back(std::chrono::steady_clock::now() - begins);
            transactions[i] += m_service.database().transactions() - before;
            ASSERT_EQ(answer.status(), 404);
        }
    std::vector<double> medians;
    for (auto& times : took) {
        std::ranges::nth_element(times, times.begin() + rounds / 2);
        medians.push_back(static_cast<double>(times[rounds / 2].count()));
    }
    for (std::size_t i = 1; i < references.size(); ++i) {
        EXPECT_EQ(transactions[i], transactions[0]) << references[i];
        EXPECT_LT(medians[i] / medians[0], 1.5) << references[i];
        EXPECT_GT(medians[i] / medians[0], 1 / 1.5) << references[i];
    }
}

} // namespace
} // namespace throughline
