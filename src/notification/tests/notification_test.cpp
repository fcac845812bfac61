// SPDX-License-Identifier: GPL-3.0-or-later
#include "case_file/testing.hpp"
#include "identity/operations.hpp"
#include "notification/operations.hpp"
#include "platform/crypto/crypto.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace throughline::notification {
namespace {

using case_file::testing::Marlshire;

Date on(int year, unsigned month, unsigned day) { return calendar::make_date(year, month, day).value(); }

/// Noon in London, summer or winter.
Instant noon(Date date) { return calendar::london_midnight(date) + seconds(12 * 3600); }

void put_date(form::Answers& answers, const std::string& name, Date date) {
    const std::chrono::year_month_day parts{date};
    answers.values[name + "-day"] = {std::to_string(static_cast<unsigned>(parts.day()))};
    answers.values[name + "-month"] = {std::to_string(static_cast<unsigned>(parts.month()))};
    answers.values[name + "-year"] = {std::to_string(static_cast<int>(parts.year()))};
}

void put_child(form::Answers& answers, int number, const std::string& first, const std::string& last) {
    const auto name = "children-" + std::to_string(number) + "-";
    answers.values[name + "part"] = {number == 1 ? "seriously_harmed" : "there"};
    if (!first.empty()) answers.values[name + "first_names"] = {first};
    if (!last.empty()) answers.values[name + "last_name"] = {last};
    answers.values[name + "age_known"] = {"date_of_birth"};
    put_date(answers, name + "date_of_birth", on(2026 - 3 * number, 3, 2));
    answers.values[name + "sex"] = {"not_known_yet"};
    answers.values[name + "ethnicity"] = {"not_known_yet"};
    answers.values[name + "disability"] = {"no"};
    answers.values[name + "plan"] = {"no_plan"};
    answers.values[name + "living"] = {"not_known_yet"};
    answers.values[name + "now"] = {"Safe, with " + first};
    answers.values["children-count"] = {std::to_string(number)};
}

form::Answers whole(Date aware) {
    form::Answers answers{"notification", "2026-1", {}};
    auto& values = answers.values;
    values["notification_type"] = {"abuse_or_neglect_serious_harm"};
    put_date(answers, "aware", aware);
    put_date(answers, "incident_date", aware);
    values["abuse_or_neglect"] = {"suspected"};
    values["area"] = {"in_area"};
    values["place_type"] = {"own_home"};
    values["harm"] = {"physical_abuse"};
    values["what_happened"] = {"Quillon Harrowgate was brought to hospital with a broken arm."};
    put_child(answers, 1, "Quillon", "Harrowgate");
    put_child(answers, 2, "Isolde", "Harrowgate");
    values["safety_done"] = {"Isolde is with her aunt."};
    values["others_at_risk"] = {"no"};
    values["police"] = {"investigating"};
    values["courts"] = {"none"};
    values["media"] = {"none"};
    values["agencies_known"] = {"police"};
    return answers;
}

class NotificationTest : public testing::Test {
protected:
    NotificationTest()
        : m_file(m_marlshire.open_case("Wren"))
        , m_access(CaseAccess::of_the_system(m_file.id, m_file.reference)) {}

    Outcome<Saved> save(Saving saving, std::string_view who = "notifier") {
        return m_marlshire.act(who, [&](Work& work) { return save_section(work, m_access, saving); });
    }
    void save_whole(const form::Answers& answers) {
        for (const auto* const section :
             {"incident", "children", "household", "safety", "proceedings", "agencies", "further"}) {
            const auto saved = save({section, version_of(section), answers, 0});
            ASSERT_TRUE(saved) << section;
            EXPECT_TRUE(saved->problems.empty()) << section << ": " << saved->problems.front().message;
        }
    }
    Outcome<Done> view(
        std::string_view who,
        std::string partner,
        PartnerAnswer answer,
        std::string words = {},
        std::int64_t seen = 0) {
        return m_marlshire.act(who, [&](Work& work) {
            return give_view(
                work, m_access, {std::move(partner), answer, work.today(), std::move(words), seen});
        });
    }
    void all_agree() {
        ASSERT_TRUE(view("council_partner", "council", PartnerAnswer::agree));
        ASSERT_TRUE(view("health_partner", "health", PartnerAnswer::agree));
        ASSERT_TRUE(view("police_partner", "police", PartnerAnswer::agree));
    }
    Outcome<Notification> sends(std::string_view who = "notifier") {
        return m_marlshire.act(who, [&](Work& work) { return send(work, m_access); });
    }
    std::optional<Notification> found() {
        return m_marlshire.read([&](db::Transaction& tx) { return find(tx, m_access); });
    }
    std::int64_t version_of(std::string_view section) {
        return m_marlshire.read([&](db::Transaction& tx) {
            const auto saved = saved_sections(tx, m_access);
            const auto one = saved.find(section);
            return one == saved.end() ? 0 : one->second.version;
        });
    }
    form::Answers stored() {
        return m_marlshire.read([&](db::Transaction& tx) {
            const auto notification = find(tx, m_access);
            return answers_of(
                tx,
                m_marlshire.house(),
                m_access,
                definition_for(m_marlshire.house(), notification, on(2026, 8, 27)),
                notification);
        });
    }
    std::vector<Hindrance> hindered() {
        return m_marlshire.read([&](db::Transaction& tx) {
            return hindrances(tx, m_marlshire.house(), m_access, calendar::london_date(m_marlshire.now()));
        });
    }
    std::vector<identity::Person> people() {
        return m_marlshire.read(
            [&](db::Transaction& tx) { return identity::people_of(tx, m_marlshire.house(), m_access); });
    }
    case_file::Stage stage() {
        return m_marlshire.read([&](db::Transaction& tx) { return case_file::load(tx, m_access).stage; });
    }
    std::int64_t count(std::string_view sql) {
        return m_marlshire.read([&](db::Transaction& tx) { return tx.row(sql)->integer("found"); });
    }

    Marlshire m_marlshire{SOURCE_DIR};
    case_file::CaseFile m_file;
    CaseAccess m_access;
    const Date m_aware = on(2026, 8, 26);
};

TEST_F(NotificationTest, WhatWasTypedIsKeptWhateverIsWrongWithIt) {
    form::Answers answers{"notification", "2026-1", {}};
    answers.values["aware-day"] = {"31"};
    answers.values["aware-month"] = {"2"};
    answers.values["aware-year"] = {"2026"};
    answers.values["what_happened"] = {"Half a sentence"};
    const auto saved = save({"incident", 0, answers, 0});
    ASSERT_TRUE(saved);
    ASSERT_FALSE(saved->problems.empty());
    EXPECT_EQ(saved->problems.front().field, "aware-day");
    EXPECT_EQ(stored(), answers);
    EXPECT_EQ(found()->counted, std::nullopt);
    EXPECT_EQ(stage(), case_file::Stage::notification);
}

TEST_F(NotificationTest, EachSectionIsSavedOnItsOwnInAnyOrder) {
    auto answers = whole(m_aware);
    ASSERT_TRUE(save({"safety", 0, answers, 0}));
    EXPECT_EQ(stored().text("safety_done"), "Isolde is with her aunt.");
    EXPECT_EQ(stored().text("what_happened"), "") << "answers of other sections do not come along";
    ASSERT_TRUE(save({"incident", 0, answers, 0}));
    EXPECT_EQ(stored().text("safety_done"), "Isolde is with her aunt.");
    EXPECT_EQ(version_of("safety"), 1);
}

TEST_F(NotificationTest, AStaleVersionIsAConflictAndLeavesWhatStands) {
    auto answers = whole(m_aware);
    ASSERT_TRUE(save({"safety", 0, answers, 0}));
    answers.values["safety_done"] = {"Somebody else's words"};
    const auto stale = save({"safety", 0, answers, 0});
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.refusal().kind, Refusal::Kind::conflict);
    EXPECT_EQ(stored().text("safety_done"), "Isolde is with her aunt.");
    ASSERT_TRUE(save({"safety", 1, answers, 0}));
    EXPECT_FALSE(save({"safety", 1, answers, 0}));
    EXPECT_EQ(version_of("safety"), 2);
}

TEST_F(NotificationTest, ASectionThatTheFormDoesNotHaveIsMissing) {
    const auto saved = save({"nonsense", 0, whole(m_aware), 0});
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.refusal().kind, Refusal::Kind::missing);
    EXPECT_EQ(found(), std::nullopt) << "a refused act leaves nothing";
}

TEST_F(NotificationTest, Rule2_FiveWorkingDaysAreCountedFromTheDayAfterAwareness) {
    struct Vector {
        Date aware{};
        Date due{};
    };
    // Worked examples of the statutory reference, section 3.6.
    std::int64_t seen = 0;
    for (const auto& vector : {
             Vector{on(2026, 3, 30), on(2026, 4, 8)},
             Vector{on(2026, 4, 2), on(2026, 4, 13)},
             Vector{on(2026, 5, 2), on(2026, 5, 11)},
             Vector{on(2026, 8, 28), on(2026, 9, 7)},
             Vector{on(2026, 12, 21), on(2026, 12, 30)},
             Vector{on(2026, 12, 24), on(2027, 1, 5)},
         }) {
        m_marlshire.set_now(noon(vector.aware));
        ASSERT_TRUE(save({"incident", seen++, whole(vector.aware), 0}));
        const auto notification = found();
        EXPECT_EQ(notification->aware_on, vector.aware);
        EXPECT_EQ(notification->due_on(), vector.due) << calendar::to_text(vector.aware);
        EXPECT_FALSE(notification->explanation().empty());
        EXPECT_FALSE(notification->counted->guidance.empty());
        EXPECT_FALSE(notification->counted->calendar_edition.empty());
        EXPECT_EQ(notification->counted->steps.front().date, vector.aware);
        EXPECT_EQ(notification->counted->steps.back().date, vector.due);
    }
}

TEST_F(NotificationTest, Rule73_AClockThatRunsIsNotCountedAnewByAnotherSave) {
    ASSERT_TRUE(save({"incident", 0, whole(m_aware), 0}));
    // As if it had been counted before a bank holiday was taken away.
    m_marlshire.database().write([&](db::Transaction& tx) {
        tx.change("UPDATE notification SET due_on = '2026-09-01', due_calendar = 'earlier'");
    });
    ASSERT_TRUE(save({"incident", 1, whole(m_aware), 0}));
    EXPECT_EQ(found()->due_on(), on(2026, 9, 1));
    EXPECT_EQ(found()->counted->calendar_edition, "earlier");
    ASSERT_TRUE(save({"incident", 2, whole(on(2026, 8, 25)), 0}));
    EXPECT_EQ(found()->due_on(), on(2026, 9, 2)) << "another awareness date is another clock";
}

TEST_F(NotificationTest, ADateBeyondTheCalendarIsKeptAndToldAndStartsNoClock) {
    const auto saved = save({"incident", 0, whole(on(1926, 8, 25)), 0});
    ASSERT_TRUE(saved);
    ASSERT_FALSE(saved->problems.empty());
    EXPECT_EQ(saved->problems.back().field, "aware-year");
    EXPECT_EQ(stored().text("aware-year"), "1926");
    EXPECT_EQ(found()->due_on(), std::nullopt);
}

TEST_F(NotificationTest, TheNamesOfTwoChildrenGoToTheSealedRegister) {
    ASSERT_TRUE(save({"children", 0, whole(m_aware), 0}));
    const auto registered = people();
    ASSERT_EQ(registered.size(), 2U);
    EXPECT_EQ(registered[0].code, "CHILD-1");
    EXPECT_EQ(registered[0].full_name(), "Quillon Harrowgate");
    EXPECT_EQ(registered[0].date_of_birth, on(2023, 3, 2));
    EXPECT_EQ(registered[1].code, "CHILD-2");
    EXPECT_EQ(registered[1].full_name(), "Isolde Harrowgate");
    ASSERT_TRUE(save({"children", 1, whole(m_aware), 0}));
    EXPECT_EQ(people().size(), 2U) << "saving again registers nobody twice";
}

TEST_F(NotificationTest, ANameChangedInTheFormIsChangedInTheRegister) {
    auto answers = whole(m_aware);
    ASSERT_TRUE(save({"children", 0, answers, 0}));
    answers.values["children-2-first_names"] = {"Isolde May"};
    ASSERT_TRUE(save({"children", 1, answers, 0}));
    ASSERT_EQ(people().size(), 2U);
    EXPECT_EQ(people()[1].full_name(), "Isolde May Harrowgate");
    EXPECT_EQ(people()[0].version, 1) << "the other child was not touched";
}

TEST_F(NotificationTest, ACorrectionMadeInTheRegisterIsNotUndoneBySavingTheFormAgain) {
    const auto answers = whole(m_aware);
    ASSERT_TRUE(save({"children", 0, answers, 0}));
    auto person = people()[0];
    person.last_name = "Harrogate";
    person.aliases = {"Quill"};
    ASSERT_TRUE(
        m_marlshire.act("unit", [&](Work& work) { return identity::change_person(work, m_access, person); }));
    ASSERT_TRUE(save({"children", 1, answers, 0}));
    EXPECT_EQ(people()[0].last_name, "Harrogate");
}

TEST_F(NotificationTest, SomebodyRegisteredUnderTheSameNameIsTakenToBeThatChild) {
    ASSERT_TRUE(m_marlshire.act("unit", [&](Work& work) {
        identity::Registration sibling{"sibling", {}};
        sibling.person.first_names = "Isolde";
        sibling.person.last_name = "Harrowgate";
        return identity::register_person(work, m_access, sibling);
    }));
    ASSERT_TRUE(save({"children", 0, whole(m_aware), 0}));
    const auto registered = people();
    ASSERT_EQ(registered.size(), 2U);
    EXPECT_EQ(registered[1].code, "SIBLING-1");
    EXPECT_EQ(registered[1].date_of_birth, on(2020, 3, 2)) << "what the form knows is added";
}

TEST_F(NotificationTest, AChildTakenAwayKeepsTheOthersTheirOwnPerson) {
    auto answers = whole(m_aware);
    ASSERT_TRUE(save({"children", 0, answers, 0}));
    auto left = whole(m_aware);
    std::erase_if(left.values, [](const auto& value) { return value.first.starts_with("children-"); });
    put_child(left, 1, "Isolde", "Harrowgate");
    put_date(left, "children-1-date_of_birth", on(2020, 3, 2));
    ASSERT_TRUE(save({"children", 1, left, 1}));
    EXPECT_EQ(people().size(), 2U) << "the register forgets nobody";
    EXPECT_EQ(people()[0].full_name(), "Quillon Harrowgate");
    left.values["children-1-first_names"] = {"Isolde Ann"};
    ASSERT_TRUE(save({"children", 2, left, 0}));
    EXPECT_EQ(people()[0].full_name(), "Quillon Harrowgate");
    EXPECT_EQ(people()[1].full_name(), "Isolde Ann Harrowgate");
}

TEST_F(NotificationTest, Rule13_AnUnbornChildWithoutANameIsRecordedAndRegistersNobody) {
    auto answers = whole(m_aware);
    std::erase_if(answers.values, [](const auto& value) { return value.first.starts_with("children-"); });
    put_child(answers, 1, "", "");
    answers.values["children-1-first_names-unknown"] = {"yes"};
    answers.values["children-1-last_name-unknown"] = {"yes"};
    answers.values["children-1-age_known"] = {"unborn"};
    put_date(answers, "children-1-expected", on(2026, 11, 3));
    answers.values["children-1-now"] = {"Her mother is safe."};
    save_whole(answers);
    all_agree();
    EXPECT_TRUE(people().empty());
    EXPECT_TRUE(sends());
}

TEST_F(NotificationTest, Rule9_EachPartnerSpeaksForTheirOwnOrganisationAlone) {
    EXPECT_FALSE(view("police_partner", "health", PartnerAnswer::agree));
    EXPECT_FALSE(view("police_lead", "police", PartnerAnswer::agree)) << "not a safeguarding partner";
    EXPECT_FALSE(view("hospital_lead", "hospital", PartnerAnswer::agree));
    EXPECT_FALSE(view("notifier", "health", PartnerAnswer::agree));
    const auto silent = view("police_partner", "police", PartnerAnswer::disagree);
    ASSERT_FALSE(silent);
    EXPECT_EQ(silent.refusal().problems.front().field, "words");
    EXPECT_TRUE(view("police_partner", "police", PartnerAnswer::disagree, "The threshold is not met."));
    EXPECT_FALSE(view("notifier", "police", PartnerAnswer::not_reached, "", 1)) << "they have spoken";
    EXPECT_TRUE(view("notifier", "health", PartnerAnswer::not_reached));
    EXPECT_FALSE(view("health_partner", "health", PartnerAnswer::agree)) << "a stale version";
    EXPECT_TRUE(view("health_partner", "health", PartnerAnswer::agree, "", 1)) << "their own view counts";
    const auto views = m_marlshire.read([&](db::Transaction& tx) { return views_of(tx, m_access); });
    ASSERT_EQ(views.size(), 2U);
    EXPECT_TRUE(std::ranges::all_of(views, &PartnerView::by_partner));
}

TEST_F(NotificationTest, Rule9_ItIsSentWithARecordedDissentButNotWithAPartnerUnasked) {
    save_whole(whole(m_aware));
    ASSERT_TRUE(view("council_partner", "council", PartnerAnswer::agree));
    ASSERT_TRUE(view("police_partner", "police", PartnerAnswer::disagree, "The threshold is not met."));
    ASSERT_EQ(hindered().size(), 1U);
    EXPECT_EQ(hindered().front().section, "view");
    EXPECT_FALSE(sends());
    ASSERT_TRUE(view("notifier", "health", PartnerAnswer::not_reached));
    EXPECT_TRUE(hindered().empty());
    EXPECT_TRUE(sends());
}

TEST_F(NotificationTest, Rule1_OnlyTheCouncilsNotifierSends) {
    save_whole(whole(m_aware));
    all_agree();
    for (const auto* const who : {"unit", "council_partner", "police_partner", "reviewer", "hospital_lead"})
        EXPECT_FALSE(sends(who)) << who;
    EXPECT_EQ(found()->state, State::drafted);
    EXPECT_TRUE(sends());
}

TEST_F(NotificationTest, Rule3_WithoutAnAwarenessDateItIsNotSent) {
    auto answers = whole(m_aware);
    save_whole(answers);
    all_agree();
    answers.values.erase("aware-day");
    answers.values.erase("aware-month");
    answers.values.erase("aware-year");
    ASSERT_TRUE(save({"incident", 1, answers, 0}));
    EXPECT_EQ(found()->due_on(), std::nullopt);
    const auto sent = sends();
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.refusal().problems.front().field, "aware-day");
    EXPECT_EQ(found()->state, State::drafted);
}

TEST_F(NotificationTest, SendingFixesTheRecordAndStartsWhatFollows) {
    save_whole(whole(m_aware));
    all_agree();
    const auto sent = sends();
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->reference, "SIN-MAR-2026-001");
    EXPECT_EQ(sent->state, State::submitted);
    EXPECT_EQ(sent->submitted_at, m_marlshire.now());
    EXPECT_EQ(sent->submitted_by, m_marlshire.actor("notifier").account);
    EXPECT_TRUE(sent->requires_rapid_review);
    EXPECT_EQ(sent->guidance, m_marlshire.house().statute.edition_in_force(on(2026, 8, 27)).id);
    EXPECT_EQ(sent->sha256.size(), 64U);
    EXPECT_EQ(stage(), case_file::Stage::rapid_review);
    EXPECT_EQ(
        count(
            "SELECT count(*) AS found FROM job WHERE kind = 'notification.sent' AND payload = '" + m_file.id +
            "'"),
        1);
    EXPECT_EQ(count("SELECT count(*) AS found FROM ledger WHERE what = 'notification.sent'"), 1);
}

TEST_F(NotificationTest, TheRecordOpensWithTheSha256OfTheReceiptAndAnAlteredOneDoesNot) {
    save_whole(whole(m_aware));
    all_agree();
    const auto sent = sends();
    ASSERT_TRUE(sent);
    const auto record = [&] {
        return m_marlshire.read(
            [&](db::Transaction& tx) { return record_of(tx, m_marlshire.house(), m_access); });
    };
    ASSERT_TRUE(record());
    EXPECT_TRUE(record()->intact);
    EXPECT_EQ(crypto::hex(crypto::sha256(record()->bytes)), sent->sha256);
    EXPECT_NE(record()->bytes.find("Quillon Harrowgate was brought to hospital"), std::string::npos);
    EXPECT_NE(record()->bytes.find(R"("view":"agree")"), std::string::npos);
    m_marlshire.database().write([&](db::Transaction& tx) {
        tx.change("UPDATE notification SET sha256 = :other", {{"other", std::string(64, 'a')}});
    });
    EXPECT_FALSE(record()->intact);
}

TEST_F(NotificationTest, SendingTwiceSendsOnce) {
    save_whole(whole(m_aware));
    all_agree();
    const auto first = sends();
    ASSERT_TRUE(first);
    m_marlshire.pass(seconds(60));
    const auto second = sends();
    ASSERT_FALSE(second);
    EXPECT_EQ(second.refusal().kind, Refusal::Kind::conflict);
    EXPECT_EQ(found()->submitted_at, first->submitted_at);
    EXPECT_EQ(found()->sha256, first->sha256);
    EXPECT_EQ(count("SELECT count(*) AS found FROM ledger WHERE what = 'notification.sent'"), 1);
}

TEST_F(NotificationTest, NothingCanBeChangedAfterSending) {
    auto answers = whole(m_aware);
    save_whole(answers);
    all_agree();
    ASSERT_TRUE(sends());
    answers.values["safety_done"] = {"Other words"};
    const auto saved = save({"safety", 1, answers, 0});
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.refusal().kind, Refusal::Kind::conflict);
    EXPECT_NE(saved.refusal().message().find("27 August 2026"), std::string::npos);
    const auto viewed = view("police_partner", "police", PartnerAnswer::disagree, "Late", 1);
    ASSERT_FALSE(viewed);
    EXPECT_EQ(viewed.refusal().kind, Refusal::Kind::conflict);
    EXPECT_EQ(stored().text("safety_done"), "Isolde is with her aunt.");
}

TEST_F(NotificationTest, Rule5_ALookedAfterDeathWithoutAbuseOrNeglectStartsNoRapidReview) {
    auto answers = whole(m_aware);
    answers.values["notification_type"] = {"looked_after_child_death"};
    answers.values["abuse_or_neglect"] = {"not_suspected"};
    answers.values["children-1-part"] = {"died"};
    save_whole(answers);
    all_agree();
    const auto sent = sends();
    ASSERT_TRUE(sent);
    EXPECT_FALSE(sent->requires_rapid_review);
    EXPECT_EQ(stage(), case_file::Stage::notification);
    EXPECT_EQ(count("SELECT count(*) AS found FROM job WHERE kind = 'notification.sent'"), 0);
}

TEST_F(NotificationTest, Rule10_ADecisionNotToNotifyNeedsAReasonAndTheViewsAndStaysOnTheCase) {
    ASSERT_TRUE(view("council_partner", "council", PartnerAnswer::disagree, "A fall, seen by two people."));
    const auto decides = [&](std::string_view who, std::string_view reason) {
        return m_marlshire.act(who, [&](Work& work) { return decide_not_to_notify(work, m_access, reason); });
    };
    EXPECT_FALSE(decides("notifier", " "));
    EXPECT_FALSE(decides("notifier", "No abuse suspected.")) << "two partners have no view yet";
    ASSERT_TRUE(view("health_partner", "health", PartnerAnswer::disagree, "The paediatrician agrees."));
    ASSERT_TRUE(view("notifier", "police", PartnerAnswer::not_reached));
    EXPECT_FALSE(decides("unit", "No abuse suspected."));
    ASSERT_TRUE(decides("notifier", "No abuse suspected."));
    EXPECT_EQ(found()->state, State::not_notified);
    EXPECT_EQ(stage(), case_file::Stage::not_notified);
    EXPECT_FALSE(save({"safety", 0, whole(m_aware), 0}));
    EXPECT_FALSE(sends());
    const auto reason = m_marlshire.read([&](db::Transaction& tx) {
        const identity::Texts texts(tx, m_marlshire.house(), m_access, text_owner, identity::View::codes);
        return texts.words(find(tx, m_access)->reason_text);
    });
    EXPECT_EQ(reason, "No abuse suspected.");
}

TEST_F(NotificationTest, NoNameStandsInAnyPlainColumn) {
    auto answers = whole(m_aware);
    answers.values["home_authority"] = {"Harrowgate"}; // posted by hand: no code of the form
    ASSERT_TRUE(save({"further", 0, answers, 0}));
    EXPECT_EQ(found()->home_authority, "");
    answers.values.erase("home_authority");
    ASSERT_TRUE(save({"further", 1, answers, 0}));
    save_whole(answers);
    ASSERT_TRUE(view("health_partner", "health", PartnerAnswer::agree, "Quillon Harrowgate is a baby."));
    ASSERT_TRUE(view("council_partner", "council", PartnerAnswer::agree));
    ASSERT_TRUE(view("police_partner", "police", PartnerAnswer::agree));
    ASSERT_TRUE(sends());

    m_marlshire.read([&](db::Transaction& tx) {
        const auto holds = [](std::string_view text) {
            return text.find("Quillon") != text.npos || text.find("Harrowgate") != text.npos ||
                   text.find("Isolde") != text.npos || text.find("broken arm") != text.npos;
        };
        for (const auto& row : tx.rows("SELECT * FROM notification"))
            for (const auto* const column :
                 {"reference",
                  "edition",
                  "state",
                  "aware_on",
                  "incident_on",
                  "type",
                  "abuse_or_neglect",
                  "home_authority",
                  "due_on",
                  "due_counted",
                  "due_guidance",
                  "due_calendar",
                  "sha256",
                  "guidance"})
                EXPECT_FALSE(holds(row.text(column))) << column;
        EXPECT_FALSE(holds(tx.row("SELECT sealed_record FROM notification")->bytes("sealed_record")));
        for (const auto& row : tx.rows("SELECT section, sealed FROM notification_section"))
            EXPECT_FALSE(holds(row.bytes("sealed"))) << row.text("section");
        for (const auto& row : tx.rows("SELECT plain FROM written_text"))
            EXPECT_FALSE(holds(row.maybe_text("plain").value_or("")));
        for (const auto& row : tx.rows("SELECT what, record, why FROM ledger"))
            EXPECT_FALSE(holds(row.text("what") + row.text("record") + row.text("why")));
        for (const auto& row : tx.rows("SELECT kind, payload FROM job"))
            EXPECT_FALSE(holds(row.text("kind") + row.text("payload")));
    });
}

} // namespace
} // namespace throughline::notification
