// SPDX-License-Identifier: GPL-3.0-or-later
// The rapid review's pages, asked for and posted as a browser does.
#include "app/testing.hpp"
#include "rapid_review/testing.hpp"

#include <gtest/gtest.h>

namespace throughline {
namespace {

using rapid_review::testing::finished_draft;

class RapidReviewPagesTest : public ::testing::Test {
protected:
    RapidReviewPagesTest() {
        const auto file = m_service.county().open_case("Wren");
        m_access.emplace(people::CaseAccess::of_the_system(file.id, file.reference));
    }

    void open_review() {
        rapid_review::testing::notify(m_service.county(), *m_access, "2026-08-14T14:42:00Z");
        rapid_review::testing::open(m_service.county(), *m_access);
    }
    in_process::Answer get(std::string_view who, const std::string& page = "") {
        return m_service.get(m_service.sign_in(who), "/cases/MAR-2026-001/rapid-review" + page);
    }
    in_process::Answer post(std::string_view who, const std::string& page, const in_process::Fields& fields) {
        return m_service.post(m_service.sign_in(who), "/cases/MAR-2026-001/rapid-review" + page, fields);
    }
    rapid_review::RapidReview review() {
        return *m_service.county().read(
            [&](db::Transaction& tx) { return rapid_review::find(tx, *m_access); });
    }

    in_process::Service m_service{SOURCE_DIR};
    std::optional<people::CaseAccess> m_access;
};

in_process::Fields posted(const rapid_review::Draft& draft, std::int64_t seen) {
    in_process::Fields fields{
        {"version", std::to_string(seen)},
        {"family_told", std::string(to_text(draft.family_told))},
        {"family_asked", std::string(to_text(draft.family_asked))}};
    for (const auto& part : rapid_review::parts())
        fields.emplace_back(part.name, rapid_review::text_of(draft, part.name));
    for (const auto& [prompt, answer] : draft.criteria)
        fields.emplace_back(prompt, std::string(to_text(answer.reply)));
    return fields;
}

in_process::Fields ruling(std::int64_t version, std::string outcome) {
    return {
        {"version", std::to_string(version)},
        {"outcome", std::move(outcome)},
        {"reasons", "Four services each saw one missed appointment."},
        {"agreement", "agrees"}};
}

bool says(const in_process::Answer& answer, std::string_view words) {
    return answer.response.body.find(words) != std::string::npos;
}

TEST_F(RapidReviewPagesTest, BeforeTheNotificationIsSentThePageSaysWhenTheReviewOpens) {
    const auto page = get("unit");
    EXPECT_EQ(page.status(), 200);
    EXPECT_TRUE(says(page, "opens by itself when the notification is sent"));
    EXPECT_EQ(get("unit", "/draft").status(), 404);
    EXPECT_EQ(get("police_partner", "/decision").status(), 404);
}

TEST_F(RapidReviewPagesTest, AnOpenReviewShowsItsRulerItsClockAndHowItWasCounted) {
    open_review();
    const auto page = get("council_partner");
    EXPECT_EQ(page.status(), 200);
    EXPECT_TRUE(says(page, "RR-MAR-2026-001"));
    EXPECT_TRUE(says(page, "tl-ruler"));
    EXPECT_TRUE(says(page, "Monday 7 September 2026, end of day"));
    EXPECT_TRUE(says(page, "day 9 of 15"));
    EXPECT_TRUE(says(page, "Summer bank holiday"));
}

TEST_F(RapidReviewPagesTest, Rule21_AfterTheDueDateThePageSaysByHowManyWorkingDaysItIsLate) {
    open_review();
    m_service.county().set_now(*read_instant("2026-09-09T09:00:00Z"));
    const auto page = get("unit");
    EXPECT_EQ(page.status(), 200);
    EXPECT_TRUE(says(page, "<b>2</b><span>working days late"));
}

TEST_F(RapidReviewPagesTest, WhoeverSavesSecondSeesBothTextsAndLosesNothing) {
    open_review();
    auto first = finished_draft(), second = finished_draft();
    first.summary = "Words of the quicker <one>";
    second.summary = "Words of the slower one";
    second.criteria["panel_view"].reply = rapid_review::Reply::no;
    ASSERT_EQ(post("unit", "/draft", posted(first, 0)).status(), 303);

    const auto conflict = post("unit", "/draft", posted(second, 0));
    EXPECT_EQ(conflict.status(), 409);
    EXPECT_TRUE(says(conflict, "Words of the slower one"));
    EXPECT_TRUE(says(conflict, "Words of the quicker &lt;one&gt;"));
    EXPECT_TRUE(says(conflict, "Saved meanwhile by Person of unit"));
    EXPECT_TRUE(says(conflict, "name=\"version\" value=\"1\""));

    ASSERT_EQ(post("unit", "/draft", posted(second, 1)).status(), 303);
    EXPECT_TRUE(says(get("unit", "/draft"), "Words of the slower one"));
}

TEST_F(RapidReviewPagesTest, AnUnfinishedDraftIsKeptAndAskedForAgainWhenItIsToBeFixed) {
    open_review();
    auto draft = finished_draft();
    draft.race_and_inequality = "N/A";
    auto fields = posted(draft, 0);
    fields.emplace_back("do", "fix");
    const auto again = post("unit", "/draft", fields);
    EXPECT_EQ(again.status(), 422);
    EXPECT_TRUE(says(again, "href=\"#race_and_inequality\""));
    EXPECT_EQ(review().draft_version, 1);
    EXPECT_EQ(review().latest_version, 0);
}

TEST_F(RapidReviewPagesTest, ThreePartnersDecideInTheBrowserAndTheUnitLogsTheSending) {
    open_review();
    auto fields = posted(finished_draft(), 0);
    fields.emplace_back("do", "fix");
    const auto fixed = post("unit", "/draft", fields);
    ASSERT_EQ(fixed.status(), 303);
    EXPECT_EQ(fixed.header("Location"), "/cases/MAR-2026-001/rapid-review/versions/1?done=saved");
    const auto version = get("scrutineer", "/versions/1");
    EXPECT_EQ(version.status(), 404); // no grant on this case
    EXPECT_TRUE(says(get("health_partner", "/versions/1"), "SHA-256"));

    const auto decision = get("police_partner", "/decision");
    EXPECT_EQ(decision.status(), 200);
    EXPECT_FALSE(says(decision, " checked")); // nothing is chosen beforehand
    EXPECT_TRUE(says(decision, "Your turn"));
    EXPECT_EQ(get("unit", "/decision").status(), 404); // only partners sign

    for (const auto* who : {"police_partner", "health_partner", "council_partner"})
        ASSERT_EQ(post(who, "/decision", ruling(1, "local_review")).status(), 303) << who;
    const auto decided = get("unit");
    EXPECT_TRUE(says(decided, "Decided on 27 August 2026: A local review (LCSPR)"));
    EXPECT_TRUE(says(decided, "Four services each saw one missed appointment."));

    EXPECT_TRUE(says(get("unit", "/panel"), "Which day was it sent?"));
    const auto sent = post(
        "unit",
        "/panel",
        {{"sent-day", "27"}, {"sent-month", "8"}, {"sent-year", "2026"}, {"time", "12:00"}});
    ASSERT_EQ(sent.status(), 303);
    EXPECT_TRUE(says(get("unit"), "Sent on time"));
}

TEST_F(RapidReviewPagesTest, SigningAnOldVersionIsAConflictThatKeepsTheReasons) {
    open_review();
    auto fields = posted(finished_draft(), 0);
    fields.emplace_back("do", "fix");
    ASSERT_EQ(post("unit", "/draft", fields).status(), 303);
    auto changed = finished_draft();
    changed.immediate_safety = "The sister was seen alone on 26 August and stays with her grandmother.";
    fields = posted(changed, 1);
    fields.emplace_back("do", "fix");
    ASSERT_EQ(post("unit", "/draft", fields).status(), 303);

    const auto conflict = post("council_partner", "/decision", ruling(1, "local_review"));
    EXPECT_EQ(conflict.status(), 409);
    EXPECT_TRUE(says(conflict, "Version 2 has been fixed since you began"));
    EXPECT_TRUE(says(conflict, "Four services each saw one missed appointment."));
    EXPECT_TRUE(says(conflict, "value=\"local_review\" checked"));
    EXPECT_TRUE(says(conflict, "<del>9</del> <ins>26</ins>"));
    EXPECT_TRUE(says(conflict, "name=\"version\" value=\"2\""));
}

TEST_F(RapidReviewPagesTest, PartnersWhoDifferAreShownWithEachView) {
    open_review();
    auto fields = posted(finished_draft(), 0);
    fields.emplace_back("do", "fix");
    ASSERT_EQ(post("unit", "/draft", fields).status(), 303);
    ASSERT_EQ(post("council_partner", "/decision", ruling(1, "no_further_review")).status(), 303);
    ASSERT_EQ(post("police_partner", "/decision", ruling(1, "suggest_national")).status(), 303);
    ASSERT_EQ(post("health_partner", "/decision", ruling(1, "local_review")).status(), 303);
    const auto page = get("unit");
    EXPECT_TRUE(says(page, "they differ"));
    EXPECT_TRUE(says(page, "Marlshire Police: Suggest a national review"));
    EXPECT_TRUE(says(page, "Marlshire County Council: No further review"));
}

TEST_F(RapidReviewPagesTest, Rule23_AnOutcomeThatIsNoneOfTheThreeIsAskedForAgain) {
    open_review();
    auto fields = posted(finished_draft(), 0);
    fields.emplace_back("do", "fix");
    ASSERT_EQ(post("unit", "/draft", fields).status(), 303);
    const auto again = post("police_partner", "/decision", ruling(1, "practitioner_event"));
    EXPECT_EQ(again.status(), 422);
    EXPECT_TRUE(says(again, "Choose what should happen next"));
    EXPECT_FALSE(review().is_decided());
}

} // namespace
} // namespace throughline
