// SPDX-License-Identifier: GPL-3.0-or-later
#include "case_file/testing.hpp"
#include "identity/operations.hpp"

#include <gtest/gtest.h>

namespace throughline::identity {
namespace {

using case_file::testing::Marlshire;

class IdentityTest : public testing::Test {
protected:
    IdentityTest()
        : m_file(m_marlshire.open_case("Wren"))
        , m_access(CaseAccess::of_the_system(m_file.id, m_file.reference)) {}

    Outcome<Person> registers(std::string relation, std::string first, std::string last) {
        return m_marlshire.act("unit", [&](Work& work) {
            Registration registration;
            registration.relation = std::move(relation);
            registration.person.first_names = std::move(first);
            registration.person.last_name = std::move(last);
            return register_person(work, m_access, registration);
        });
    }
    std::string keeps(std::string_view text) {
        return *m_marlshire.act("unit", [&](Work& work) -> Outcome<std::string> {
            return keep(work, m_access, "test", text, Typed::raw);
        });
    }
    Texts texts(View view = View::codes) {
        return m_marlshire.read(
            [&](db::Transaction& tx) { return Texts(tx, m_marlshire.house(), m_access, "test", view); });
    }
    std::optional<std::string> stored_plain(std::string_view id) {
        return m_marlshire.read([&](db::Transaction& tx) {
            return tx.row("SELECT plain FROM written_text WHERE id = :id", {{"id", id}})->maybe_text("plain");
        });
    }
    std::vector<Suggestion> suggestions() {
        return m_marlshire.read(
            [&](db::Transaction& tx) { return open_suggestions(tx, m_marlshire.house(), m_access, 100); });
    }

    Marlshire m_marlshire{SOURCE_DIR};
    case_file::CaseFile m_file;
    CaseAccess m_access;
};

TEST_F(IdentityTest, PeopleGetCodesByWhoTheyAreToTheChild) {
    EXPECT_EQ(registers("child", "Maisie", "Tarrowby")->code, "CHILD-1");
    EXPECT_EQ(registers("child", "Grace", "Tarrowby")->code, "CHILD-2");
    EXPECT_EQ(registers("mother", "Orla", "Tarrowby")->code, "MOTHER");
    EXPECT_FALSE(registers("mo/ther", "Orla", "Tarrowby"));
    EXPECT_FALSE(registers("father", "", ""));
}

TEST_F(IdentityTest, AKeptTextHoldsReferencesAndTheRegisterHoldsTheNames) {
    (void)registers("child", "Maisie", "Tarrowby");
    const auto id = keeps("Maisie Tarrowby was seen");
    EXPECT_EQ(stored_plain(id), "{{person:CHILD-1}} was seen");
    EXPECT_EQ(texts().words(id), "Child 1 was seen");
    EXPECT_EQ(texts(View::names).words(id), "Maisie Tarrowby was seen");
    EXPECT_EQ(texts().original(id), "Maisie Tarrowby was seen");
}

TEST_F(IdentityTest, NoRegisteredNameStandsInAnyTableInTheClear) {
    (void)registers("child", "Maisie", "Tarrowby");
    (void)keeps("Maisie Tarrowby was seen, Maisie smiled");
    m_marlshire.read([&](db::Transaction& tx) {
        for (const auto& row : tx.rows("SELECT sealed, plain FROM written_text")) {
            EXPECT_EQ(row.bytes("sealed").find("Maisie"), std::string::npos);
            EXPECT_EQ(row.maybe_text("plain").value_or("").find("Maisie"), std::string::npos);
        }
        for (const auto& row : tx.rows("SELECT sealed FROM person"))
            EXPECT_EQ(row.bytes("sealed").find("Maisie"), std::string::npos);
    });
}

TEST_F(IdentityTest, ATextWithAnOpenSuggestionStaysSealedUntilItIsSettled) {
    (void)registers("child", "Grace", "Tarrowby");
    const auto id = keeps("Grace said grace before tea");
    EXPECT_EQ(stored_plain(id), std::nullopt);
    EXPECT_TRUE(texts().has_open_suggestion(id));
    auto open = suggestions();
    ASSERT_EQ(open.size(), 2U);

    const auto settles = [&](const Suggestion& suggestion, Settled as) {
        return static_cast<bool>(m_marlshire.act(
            "unit", [&](Work& work) { return settle(work, m_access, suggestion.id, as, false); }));
    };
    const auto& name = open[0].word == "Grace" ? open[0] : open[1];
    const auto& prayer = open[0].word == "Grace" ? open[1] : open[0];
    EXPECT_TRUE(settles(name, Settled::person));
    EXPECT_EQ(stored_plain(id), std::nullopt);
    EXPECT_TRUE(settles(prayer, Settled::ordinary_word));
    EXPECT_EQ(stored_plain(id), "{{person:CHILD-1}} said grace before tea");
    EXPECT_FALSE(settles(prayer, Settled::person)) << "settled once is settled";
}

TEST_F(IdentityTest, SettlingEverywhereSettlesTheSameWordInEveryText) {
    (void)registers("child", "Kayleigh", "Tarrowby");
    const auto first = keeps("Kayleigh came"), second = keeps("Rang kayleigh");
    const auto asked = suggestions().front().id;
    const auto done = m_marlshire.act(
        "unit", [&](Work& work) { return settle(work, m_access, asked, Settled::person, true); });
    ASSERT_TRUE(done);
    EXPECT_EQ(stored_plain(first), "{{person:CHILD-1}} came");
    EXPECT_EQ(stored_plain(second), "Rang {{person:CHILD-1}}");
}

TEST_F(IdentityTest, ASurnameThatSeveralShareIsSettledPlaceByPlaceAsOneOfThem) {
    (void)registers("child", "Maisie", "Tarrowby");
    (void)registers("mother", "Orla", "Tarrowby");
    const auto first = keeps("Rang Mrs Tarrowby"), second = keeps("The Tarrowby girl was late");
    const auto open = suggestions();
    ASSERT_EQ(open.size(), 2U);
    EXPECT_EQ(open[0].codes, (std::vector<std::string>{"CHILD-1", "MOTHER"}));

    const auto settles = [&](const Suggestion& suggestion, bool everywhere, std::string_view who) {
        return static_cast<bool>(m_marlshire.act("unit", [&](Work& work) {
            return settle(work, m_access, suggestion.id, Settled::person, everywhere, who);
        }));
    };
    const bool is_first = open[0].before == "Rang Mrs ";
    const auto &mrs = open[is_first ? 0 : 1], &girl = open[is_first ? 1 : 0];
    EXPECT_FALSE(settles(mrs, false, "")) << "nobody is inferred";
    EXPECT_FALSE(settles(mrs, false, "FATHER")) << "only somebody of that name";
    EXPECT_FALSE(settles(mrs, true, "MOTHER")) << "elsewhere it may be the other";
    EXPECT_TRUE(settles(mrs, false, "MOTHER"));
    EXPECT_TRUE(settles(girl, false, "CHILD-1"));
    EXPECT_EQ(stored_plain(first), "Rang Mrs {{person:MOTHER}}");
    EXPECT_EQ(stored_plain(second), "The {{person:CHILD-1}} girl was late");

    (void)registers("sibling", "Una", "Tarrowby");
    EXPECT_EQ(stored_plain(first), "Rang Mrs {{person:MOTHER}}") << "what a person settled stays settled";
}

TEST_F(IdentityTest, AFullNameThatFatherAndSonShareIsNobodysUntilAPersonSays) {
    (void)registers("child", "Rowan", "Tarrowby");
    (void)registers("father", "Rowan", "Tarrowby");
    const auto id = keeps("Rowan Tarrowby was arrested");
    EXPECT_EQ(stored_plain(id), std::nullopt);
    const auto open = suggestions();
    ASSERT_EQ(open.size(), 1U);
    EXPECT_EQ(open[0].word, "Rowan Tarrowby");
    ASSERT_TRUE(m_marlshire.act("unit", [&](Work& work) {
        return settle(work, m_access, open[0].id, Settled::person, false, "FATHER");
    }));
    EXPECT_EQ(stored_plain(id), "{{person:FATHER}} was arrested");
}

TEST(RegisterTest, Rule52_AFullNameThatSeveralShareStillStopsRelease) {
    const Register registered(
        {{.code = "CHILD-1", .first_names = "Rowan", .last_name = "Tarrowby"},
         {.code = "FATHER", .first_names = "Rowan", .last_name = "Tarrowby"}});
    EXPECT_TRUE(stops_release(check_release(registered, "It was Rowan Tarrowby.")));
}

TEST(RegisterTest, TheBirthdayOfTwinsMayBeEithers) {
    const auto birthday = calendar::make_date(2019, 2, 3);
    const Register registered(
        {{.code = "CHILD-1", .first_names = "Maisie", .last_name = "Tarrowby", .date_of_birth = birthday},
         {.code = "CHILD-2", .first_names = "Isla", .last_name = "Tarrowby", .date_of_birth = birthday}});
    const auto found = registered.find("DOB 3/2/2019");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_FALSE(found[0].is_sure());
    EXPECT_TRUE(found[0].may_be("CHILD-2"));
}

TEST_F(IdentityTest, RegisteringANameLaterRunsTheStepAgain) {
    const auto id = keeps("Maisie Tarrowby was seen");
    EXPECT_EQ(stored_plain(id), "Maisie Tarrowby was seen");
    (void)registers("child", "Maisie", "Tarrowby");
    EXPECT_EQ(stored_plain(id), "{{person:CHILD-1}} was seen");
}

TEST_F(IdentityTest, AChangeOnAnOlderVersionIsRefused) {
    auto person = *registers("child", "Maisie", "Tarrowby");
    person.pseudonym = "Linnet";
    const auto change = [&](Work& work) { return change_person(work, m_access, person); };
    EXPECT_TRUE(m_marlshire.act("unit", change));
    EXPECT_FALSE(m_marlshire.act("unit", change));
}

TEST_F(IdentityTest, Rule54_APseudonymIsNotTheChildsInitials) {
    auto person = *registers("child", "Maisie", "Tarrowby");
    person.pseudonym = "MT";
    EXPECT_FALSE(m_marlshire.act("unit", [&](Work& work) { return change_person(work, m_access, person); }));
}

TEST_F(IdentityTest, Rule75_NamedViewLastsAQuarterOfAnHourAndIsLogged) {
    ASSERT_TRUE(m_marlshire.act("unit", [&](Work& work) -> Outcome<Done> {
        begin_named_view(work, m_access, "to ring the grandmother");
        return Done{};
    }));
    const auto on = [&] {
        return m_marlshire.read([&](db::Transaction& tx) {
            return named_view_until(tx, m_access, m_marlshire.actor("unit").account, m_marlshire.now())
                .has_value();
        });
    };
    EXPECT_TRUE(on());
    m_marlshire.pass(seconds(15 * 60));
    EXPECT_FALSE(on());
    m_marlshire.read([&](db::Transaction& tx) {
        const auto entries = ledger::about(tx, m_file.reference, 10);
        ASSERT_FALSE(entries.empty());
        EXPECT_EQ(entries.front().entry.what, "identity.named_view_began");
        EXPECT_EQ(entries.front().entry.why.find("grandmother"), std::string::npos);
    });
}

TEST_F(IdentityTest, Rule52_ARegisteredNameStopsReleaseAndASingleWordDoesNot) {
    (void)registers("child", "Grace", "Tarrowby");
    const auto people =
        m_marlshire.read([&](db::Transaction& tx) { return people_of(tx, m_marlshire.house(), m_access); });
    const Register registered(people);
    EXPECT_TRUE(stops_release(check_release(registered, "A report about Grace Tarrowby")));
    const auto single = check_release(registered, "with grace");
    EXPECT_EQ(single.size(), 1U);
    EXPECT_FALSE(stops_release(single));
    EXPECT_TRUE(check_release(registered, "A report about a child").empty());
}

} // namespace
} // namespace throughline::identity
