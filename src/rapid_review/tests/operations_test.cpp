// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/operations.hpp"
#include "rapid_review/operations.hpp"
#include "rapid_review/testing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

namespace throughline::rapid_review {
namespace {

using testing::finished_draft;
using testing::Wren;

constexpr std::array all_partners{"council_partner", "health_partner", "police_partner"};

Date date(int year, unsigned month, unsigned day) { return *calendar::make_date(year, month, day); }

std::int64_t count(Wren& wren, std::string_view sql) {
    return wren.read([&](db::Transaction& tx) { return tx.row(sql)->integer("n"); });
}
std::int64_t noted(Wren& wren, std::string_view what) {
    return wren.read([&](db::Transaction& tx) {
        return tx.row("SELECT count(*) AS n FROM ledger WHERE what = :what", {{"what", what}})->integer("n");
    });
}
std::int64_t queued(Wren& wren, std::string_view kind) {
    return wren.read([&](db::Transaction& tx) {
        return tx
            .row(
                "SELECT count(*) AS n FROM job WHERE kind = :kind AND payload = :case_id",
                {{"kind", kind}, {"case_id", wren.access().id()}})
            ->integer("n");
    });
}

Draft saying(std::string summary) {
    auto draft = finished_draft();
    draft.summary = std::move(summary);
    return draft;
}

void decide(Wren& wren, WhatNext outcome) {
    wren.fix(finished_draft());
    for (const auto* partner : all_partners) ASSERT_TRUE(wren.sign(partner, outcome)) << partner;
}

// Opening --------------------------------------------------------------------------------------------------

TEST(RapidReviewOpeningTest, Rule18_ThereIsNoRapidReviewWithoutASentNotification) {
    Wren wren(SOURCE_DIR, Wren::Opened::no);
    EXPECT_THROW(wren.open(), std::runtime_error);
    EXPECT_FALSE(wren.read([&](db::Transaction& tx) { return find(tx, wren.access()); }));
    const auto saved =
        wren.act("unit", [&](Work& work) { return save_draft(work, wren.access(), finished_draft(), 0); });
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.refusal().kind, Refusal::Kind::conflict);
}

TEST(RapidReviewOpeningTest, ANotificationThatAsksForNoRapidReviewOpensNone) {
    Wren wren(SOURCE_DIR, Wren::Opened::no);
    wren.notify("2026-08-14T12:00:00Z", testing::Needs::none);
    wren.open();
    EXPECT_FALSE(wren.read([&](db::Transaction& tx) { return find(tx, wren.access()); }));
}

TEST(RapidReviewOpeningTest, Rule19_TheRapidReviewIsDue15WorkingDaysAfterTheNotificationWasSent) {
    Wren wren(SOURCE_DIR);
    const auto review = wren.review();
    EXPECT_EQ(review.reference, "RR-MAR-2026-001");
    EXPECT_EQ(review.due_on, date(2026, 9, 7)); // over the bank holiday of 31 August
    EXPECT_EQ(review.guidance, "panel-2025");
    EXPECT_FALSE(review.calendar_edition.empty());
    ASSERT_FALSE(review.explanation.empty());
    EXPECT_NE(
        std::ranges::find_if(
            review.explanation,
            [](const std::string& line) { return line.find("Summer bank holiday") != line.npos; }),
        review.explanation.end());
}

TEST(RapidReviewOpeningTest, Rule20_ItIsCountedFromTheLondonDayOnWhichTheNotificationWasSent) {
    Wren wren(SOURCE_DIR);
    EXPECT_EQ(wren.review().notified_on, date(2026, 8, 14));
    EXPECT_EQ(wren.review().opened_at, wren.now()); // the job ran thirteen days later: it changes nothing

    Wren late(SOURCE_DIR, Wren::Opened::no);
    late.notify("2026-08-13T23:10:00Z"); // ten past midnight on the 14th in London
    late.open();
    EXPECT_EQ(late.review().notified_on, date(2026, 8, 14));
    EXPECT_EQ(late.review().due_on, date(2026, 9, 7));
}

TEST(RapidReviewOpeningTest, Rule22_OpeningAgainChangesNothing) {
    Wren wren(SOURCE_DIR);
    const auto before = wren.review();
    wren.pass(seconds(60));
    wren.open();
    wren.open();
    EXPECT_EQ(count(wren, "SELECT count(*) AS n FROM rapid_review"), 1);
    EXPECT_EQ(wren.review().opened_at, before.opened_at);
    EXPECT_EQ(wren.review().reference, before.reference);
    EXPECT_EQ(noted(wren, "rapid_review.opened"), 1);
    EXPECT_EQ(wren.stage(), case_file::Stage::rapid_review);
}

// The draft and its versions -------------------------------------------------------------------------------

TEST(RapidReviewDraftTest, ADraftIsKeptAsTypedCompleteOrNot) {
    Wren wren(SOURCE_DIR);
    Draft part;
    part.summary = "  A baby was hurt.\r\nMore to come. ";
    part.criteria["improvements"] = {Reply::unclear, ""};
    ASSERT_TRUE(wren.save(part));
    auto kept = wren.read([&](db::Transaction& tx) { return draft_of(tx, wren.house(), wren.access()); });
    EXPECT_EQ(kept.summary, "A baby was hurt.\nMore to come.");
    EXPECT_EQ(kept.criteria["improvements"].reply, Reply::unclear);
    EXPECT_EQ(kept.family_told, Reply::none);

    ASSERT_TRUE(wren.save(finished_draft()));
    kept = wren.read([&](db::Transaction& tx) { return draft_of(tx, wren.house(), wren.access()); });
    EXPECT_EQ(kept, finished_draft());
    EXPECT_EQ(wren.review().draft_by, "unit");
}

TEST(RapidReviewDraftTest, WhoeverSavesSecondIsToldAndTheFirstTextStays) {
    Wren wren(SOURCE_DIR);
    ASSERT_TRUE(wren.save(saying("First words")));
    const auto seen = wren.review().draft_version;
    ASSERT_TRUE(wren.save(saying("Words of the quicker one")));
    const auto slower =
        wren.act("unit", [&](Work& work) { return save_draft(work, wren.access(), saying("Slower"), seen); });
    ASSERT_FALSE(slower);
    EXPECT_EQ(slower.refusal().kind, Refusal::Kind::conflict);
    const auto kept =
        wren.read([&](db::Transaction& tx) { return draft_of(tx, wren.house(), wren.access()); });
    EXPECT_EQ(kept.summary, "Words of the quicker one");
    const auto fixed = wren.act("unit", [&](Work& work) { return fix_version(work, wren.access(), seen); });
    ASSERT_FALSE(fixed);
    EXPECT_EQ(fixed.refusal().kind, Refusal::Kind::conflict);
}

TEST(RapidReviewDraftTest, AnUnfinishedDraftIsNotFixedAndStaysADraft) {
    Wren wren(SOURCE_DIR);
    auto draft = finished_draft();
    draft.race_and_inequality = "N/A";
    ASSERT_TRUE(wren.save(draft));
    const auto fixed = wren.fix();
    ASSERT_FALSE(fixed);
    EXPECT_EQ(fixed.refusal().problems.front().field, "race_and_inequality");
    EXPECT_EQ(wren.review().latest_version, 0);
    EXPECT_EQ(wren.review().state, State::drafting);
}

TEST(RapidReviewDraftTest, AFixedVersionKeepsItsWordsWhateverTheDraftBecomes) {
    Wren wren(SOURCE_DIR);
    EXPECT_EQ(wren.fix(saying("As the meeting left it")), 1);
    const auto version = [&](std::int64_t number) {
        return wren.read(
            [&](db::Transaction& tx) { return find_version(tx, wren.house(), wren.access(), number); });
    };
    const auto first = version(1);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->sha256.size(), 64U);
    EXPECT_EQ(first->draft, saying("As the meeting left it"));

    ASSERT_TRUE(wren.save(saying("As it was changed afterwards")));
    EXPECT_EQ(version(1)->text, first->text);
    EXPECT_EQ(version(1)->sha256, first->sha256);
    EXPECT_EQ(*wren.fix(), 2);
    EXPECT_NE(version(2)->sha256, first->sha256);
    EXPECT_EQ(version(2)->draft.summary, "As it was changed afterwards");
    EXPECT_FALSE(version(3));

    const auto shown = wren.read([&](db::Transaction& tx) {
        const identity::Texts texts(tx, wren.house(), wren.access(), text_owner, identity::View::codes);
        return texts.words(first->text_ids.at("summary"));
    });
    EXPECT_EQ(shown, "As the meeting left it");
}

TEST(RapidReviewDraftTest, ADraftThatSaysTheSameAsTheLatestVersionIsNotFixedAgain) {
    Wren wren(SOURCE_DIR);
    wren.fix(finished_draft());
    ASSERT_TRUE(wren.save(finished_draft()));
    const auto again = wren.fix();
    ASSERT_FALSE(again);
    EXPECT_EQ(again.refusal().kind, Refusal::Kind::conflict);
    EXPECT_EQ(wren.review().latest_version, 1);
}

TEST(RapidReviewDraftTest, WhatIsWrittenStandsNowhereInTheOpen) {
    Wren wren(SOURCE_DIR);
    ASSERT_TRUE(wren.act("unit", [&](Work& work) {
        identity::Person person;
        person.first_names = "Jude";
        person.last_name = "Tarrowby";
        return identity::register_person(work, wren.access(), {"child", person});
    }));
    auto draft = finished_draft();
    draft.summary = "Jude Tarrowby was hurt.";
    wren.fix(draft);
    const auto fixed =
        wren.read([&](db::Transaction& tx) { return *find_version(tx, wren.house(), wren.access(), 1); });
    EXPECT_EQ(fixed.draft.summary, "Jude Tarrowby was hurt."); // the words themselves are under the seal

    const auto plain = wren.read([&](db::Transaction& tx) {
        return tx
            .row("SELECT plain FROM written_text WHERE id = :id", {{"id", fixed.text_ids.at("summary")}})
            ->text("plain");
    });
    EXPECT_EQ(plain, "{{person:CHILD-1}} was hurt.");
    const auto sealed = wren.read([&](db::Transaction& tx) {
        return tx.row("SELECT sealed FROM rapid_review_version")->bytes("sealed");
    });
    EXPECT_EQ(sealed.find("Tarrowby"), sealed.npos);
    EXPECT_EQ(sealed.find("interpreter"), sealed.npos);
}

// Signing --------------------------------------------------------------------------------------------------

TEST(RapidReviewSigningTest, Rule25_ThreeSignaturesOfOneMindDecide) {
    Wren wren(SOURCE_DIR);
    wren.fix(finished_draft());
    ASSERT_TRUE(wren.sign("council_partner", WhatNext::local_review));
    ASSERT_TRUE(wren.sign("police_partner", WhatNext::local_review));
    EXPECT_EQ(wren.review().state, State::signing);
    EXPECT_FALSE(wren.review().outcome);
    EXPECT_EQ(queued(wren, "rapid_review.decided"), 0);

    wren.pass(seconds(3600));
    ASSERT_TRUE(wren.sign("health_partner", WhatNext::local_review));
    const auto review = wren.review();
    EXPECT_EQ(review.state, State::decided);
    EXPECT_EQ(review.outcome, WhatNext::local_review);
    EXPECT_EQ(review.decided_on, date(2026, 8, 27));
    EXPECT_EQ(wren.stage(), case_file::Stage::local_review);
    EXPECT_EQ(queued(wren, "rapid_review.decided"), 1);
    EXPECT_EQ(noted(wren, "rapid_review.signed"), 3);
    EXPECT_EQ(noted(wren, "rapid_review.decided"), 1);
    const auto signatures = wren.current();
    ASSERT_EQ(signatures.size(), 3U);
    EXPECT_EQ(signatures[0].organisation_id, "council");
    EXPECT_EQ(signatures[1].organisation_id, "health");
    EXPECT_EQ(signatures[2].organisation_id, "police");
}

TEST(RapidReviewSigningTest, Rule74_SignaturesAndDecisionKeepTheGuidanceInForceOnTheirDay) {
    Wren wren(SOURCE_DIR);
    decide(wren, WhatNext::no_further_review);
    EXPECT_EQ(wren.review().decision_guidance, "wt-2026");
    EXPECT_EQ(wren.review().decision_panel_guidance, "panel-2025");
    for (const auto& signature : wren.current()) EXPECT_EQ(signature.guidance, "wt-2026");
}

TEST(RapidReviewSigningTest, Rule24_ALocalReviewMayBeChosenWhateverThePromptsWereAnswered) {
    Wren wren(SOURCE_DIR);
    constexpr std::array replies{Reply::yes, Reply::no, Reply::unclear};
    // All 81 answers to the four prompts of regulation 11, and each answer on further circumstances in turn.
    for (std::size_t combination = 0; combination < 81; ++combination) {
        auto draft = saying("Combination " + std::to_string(combination));
        auto rest = combination;
        for (const auto prompt : prompts) {
            draft.criteria[std::string(prompt)].reply = replies[rest % 3];
            rest /= 3;
        }
        draft.criteria[std::string(circumstances)].reply = replies[combination % 3];
        wren.fix(draft);
        ASSERT_TRUE(wren.sign("council_partner", WhatNext::local_review)) << combination;
        ASSERT_EQ(wren.current().front().outcome, WhatNext::local_review);
    }
    ASSERT_TRUE(wren.sign("health_partner", WhatNext::local_review));
    ASSERT_TRUE(wren.sign("police_partner", WhatNext::local_review));
    EXPECT_EQ(wren.review().outcome, WhatNext::local_review);
}

TEST(RapidReviewSigningTest, Rule24_EveryOutcomeNeedsItsReasonsAndNothingIsChosenBeforehand) {
    Wren wren(SOURCE_DIR);
    wren.fix(finished_draft());
    const auto empty = wren.sign("council_partner", Ruling{1, {}, " \n", {}, ""});
    ASSERT_FALSE(empty);
    std::vector<std::string> fields;
    for (const auto& problem : empty.refusal().problems) fields.push_back(problem.field);
    EXPECT_EQ(fields, (std::vector<std::string>{"outcome", "reasons", "agreement"}));
    EXPECT_TRUE(wren.current().empty());
}

TEST(RapidReviewSigningTest, DissentIsRecordedWithItsWordsAndStopsNobody) {
    Wren wren(SOURCE_DIR);
    wren.fix(finished_draft());
    Ruling ruling{1, WhatNext::local_review, "More to learn.", Agreement::disagrees, ""};
    const auto wordless = wren.sign("police_partner", ruling);
    ASSERT_FALSE(wordless);
    EXPECT_EQ(wordless.refusal().problems.front().field, "dissent");
    ruling.dissent = "The account of 22 July is not how our officers told it.";
    ASSERT_TRUE(wren.sign("police_partner", ruling));
    ASSERT_TRUE(wren.sign("council_partner", WhatNext::local_review));
    ASSERT_TRUE(wren.sign("health_partner", WhatNext::local_review));
    EXPECT_EQ(wren.review().outcome, WhatNext::local_review);
    const auto police = wren.current().back();
    EXPECT_EQ(police.agreement, Agreement::disagrees);
    const auto words = wren.read([&](db::Transaction& tx) {
        return identity::Texts(tx, wren.house(), wren.access(), text_owner, identity::View::codes)
            .words(police.dissent_text_id);
    });
    EXPECT_EQ(words, ruling.dissent);
}

TEST(RapidReviewSigningTest, NobodySignsForAnotherOrganisation) {
    Wren wren(SOURCE_DIR);
    wren.fix(finished_draft());
    // Whoever signs, the signature is of the organisation they come from.
    ASSERT_TRUE(wren.sign("council_partner", WhatNext::local_review));
    ASSERT_EQ(wren.current().size(), 1U);
    EXPECT_EQ(wren.current().front().organisation_id, "council");
    EXPECT_EQ(wren.current().front().account, "council_partner");

    for (const auto* other :
         {"unit", "police_lead", "hospital_lead", "notifier", "scrutineer", "other_county_unit"}) {
        const auto refused = wren.sign(other, WhatNext::local_review);
        ASSERT_FALSE(refused) << other;
        EXPECT_EQ(refused.refusal().kind, Refusal::Kind::conflict);
    }
    EXPECT_EQ(wren.current().size(), 1U);
}

TEST(RapidReviewSigningTest, SigningAgainReplacesOnlyOnesOwnSignatureAndKeepsTheOldOne) {
    Wren wren(SOURCE_DIR);
    wren.fix(finished_draft());
    ASSERT_TRUE(wren.sign("council_partner", WhatNext::no_further_review));
    ASSERT_TRUE(wren.sign("health_partner", WhatNext::local_review));
    wren.pass(seconds(600));
    ASSERT_TRUE(wren.sign("council_partner", WhatNext::local_review));

    const auto current = wren.current();
    ASSERT_EQ(current.size(), 2U);
    EXPECT_EQ(current[0].outcome, WhatNext::local_review);
    EXPECT_EQ(current[1].organisation_id, "health");
    const auto history = wren.history();
    ASSERT_EQ(history.size(), 3U);
    const auto replaced = std::ranges::find(history, Signature::Ended::replaced, &Signature::ended);
    ASSERT_NE(replaced, history.end());
    EXPECT_EQ(replaced->organisation_id, "council");
    EXPECT_EQ(replaced->outcome, WhatNext::no_further_review);
    EXPECT_EQ(replaced->ended_at, wren.now());
    EXPECT_EQ(wren.review().state, State::signing);
}

TEST(RapidReviewSigningTest, ANewerVersionLetsSignaturesLapseAndTheyAreAskedForAgain) {
    Wren wren(SOURCE_DIR);
    wren.fix(finished_draft());
    ASSERT_TRUE(wren.sign("council_partner", WhatNext::local_review));
    ASSERT_TRUE(wren.sign("health_partner", WhatNext::local_review));
    wren.fix(saying("The accounts of 22 July now stand side by side."));
    EXPECT_TRUE(wren.current().empty());
    ASSERT_EQ(wren.history().size(), 2U);
    for (const auto& signature : wren.history()) EXPECT_EQ(signature.ended, Signature::Ended::lapsed);

    // The third partner alone does not decide on what the others signed before.
    ASSERT_TRUE(wren.sign("police_partner", WhatNext::local_review));
    EXPECT_EQ(wren.review().state, State::signing);
    ASSERT_TRUE(wren.sign("council_partner", WhatNext::local_review));
    ASSERT_TRUE(wren.sign("health_partner", WhatNext::local_review));
    EXPECT_EQ(wren.review().state, State::decided);
    EXPECT_EQ(wren.history().size(), 5U);
}

TEST(RapidReviewSigningTest, ASignatureOnAVersionThatIsNoLongerTheLatestIsAConflict) {
    Wren wren(SOURCE_DIR);
    wren.fix(finished_draft());
    wren.fix(saying("Changed"));
    for (const std::int64_t version : {0, 1, 3}) {
        const auto late = wren.sign(
            "police_partner", Ruling{version, WhatNext::local_review, "Reasons", Agreement::agrees, ""});
        ASSERT_FALSE(late) << version;
        EXPECT_EQ(late.refusal().kind, Refusal::Kind::conflict);
    }
    EXPECT_TRUE(wren.history().empty());
}

TEST(RapidReviewSigningTest, PartnersWhoDifferAreShownAsDifferingAndCanSignAgain) {
    Wren wren(SOURCE_DIR);
    wren.fix(finished_draft());
    ASSERT_TRUE(wren.sign("council_partner", WhatNext::no_further_review));
    ASSERT_TRUE(wren.sign("health_partner", WhatNext::local_review));
    ASSERT_TRUE(wren.sign("police_partner", WhatNext::local_review));
    EXPECT_EQ(wren.review().state, State::partners_differ);
    EXPECT_FALSE(wren.review().outcome);
    EXPECT_EQ(queued(wren, "rapid_review.decided"), 0);
    EXPECT_EQ(wren.stage(), case_file::Stage::rapid_review);

    ASSERT_TRUE(wren.sign("council_partner", WhatNext::local_review));
    EXPECT_EQ(wren.review().state, State::decided);
    EXPECT_EQ(wren.review().outcome, WhatNext::local_review);
}

TEST(RapidReviewSigningTest, ThreePartnersWhoSignAtTheSameMomentDecideOnce) {
    Wren wren(SOURCE_DIR);
    wren.fix(finished_draft());
    std::atomic<int> taken{0};
    {
        std::vector<std::jthread> signers;
        for (const auto* partner : all_partners)
            signers.emplace_back([&wren, &taken, partner] {
                const Ruling ruling{1, WhatNext::local_review, "More to learn.", Agreement::agrees, ""};
                if (wren.sign(partner, ruling)) ++taken;
            });
    }
    EXPECT_EQ(taken, 3);
    EXPECT_EQ(wren.review().state, State::decided);
    EXPECT_EQ(noted(wren, "rapid_review.decided"), 1);
}

TEST(RapidReviewSigningTest, AfterTheDecisionNothingOfItChanges) {
    Wren wren(SOURCE_DIR);
    decide(wren, WhatNext::suggest_national);
    EXPECT_EQ(wren.stage(), case_file::Stage::rapid_review); // until the Panel answers
    EXPECT_FALSE(wren.save(saying("Later thoughts")));
    EXPECT_FALSE(wren.fix());
    EXPECT_FALSE(wren.sign("police_partner", WhatNext::local_review));
    EXPECT_EQ(wren.review().outcome, WhatNext::suggest_national);
}

TEST(RapidReviewSigningTest, Rule25_AMissingSignatureNeedsAReasonThatIsKept) {
    Wren wren(SOURCE_DIR);
    const auto go_on = [&](std::string_view reason) {
        return wren.act("unit", [&](Work& work) { return decide_without(work, wren.access(), reason); });
    };
    wren.fix(finished_draft());
    EXPECT_FALSE(go_on("Nobody could be reached"));
    ASSERT_TRUE(wren.sign("council_partner", WhatNext::local_review));
    EXPECT_FALSE(go_on("Two could not be reached"));
    ASSERT_TRUE(wren.sign("health_partner", WhatNext::no_further_review));
    EXPECT_FALSE(go_on("The police partner could not be reached")); // the two differ
    ASSERT_TRUE(wren.sign("health_partner", WhatNext::local_review));
    const auto wordless = go_on("  ");
    ASSERT_FALSE(wordless);
    EXPECT_EQ(wordless.refusal().problems.front().field, "reason");
    ASSERT_TRUE(go_on("The police partner and the deputy are both ill."));
    EXPECT_EQ(wren.review().state, State::decided);
    EXPECT_EQ(wren.review().outcome, WhatNext::local_review);
    EXPECT_FALSE(wren.review().override_text_id.empty());
    EXPECT_EQ(noted(wren, "rapid_review.decided_without"), 1);
    EXPECT_EQ(queued(wren, "rapid_review.decided"), 1);
}

// Sending --------------------------------------------------------------------------------------------------

Outcome<Done> send(Wren& wren, std::string_view at, std::string reason = {}, std::string note = {}) {
    wren.set_now(*read_instant("2026-10-01T09:00:00Z"));
    const Sending sending{*read_instant(at), std::move(reason), std::move(note)};
    return wren.act("unit", [&](Work& work) { return send_to_panel(work, wren.access(), sending); });
}

TEST(RapidReviewSendingTest, Rule21_ItIsOnTimeUntilTheLastMinuteOfTheDueDateInLondon) {
    Wren wren(SOURCE_DIR);
    decide(wren, WhatNext::local_review);
    ASSERT_TRUE(send(wren, "2026-09-07T22:59:59Z"));
    EXPECT_EQ(wren.review().state, State::sent);
    EXPECT_EQ(wren.review().days_late, 0);
    EXPECT_EQ(wren.review().submitted_at, read_instant("2026-09-07T22:59:59Z"));
}

TEST(RapidReviewSendingTest, Rule21_AMinuteLaterItIsOneWorkingDayLateAndNeedsAReason) {
    Wren wren(SOURCE_DIR);
    decide(wren, WhatNext::local_review);
    const auto unexplained = send(wren, "2026-09-07T23:00:00Z");
    ASSERT_FALSE(unexplained);
    EXPECT_EQ(unexplained.refusal().problems.front().field, "late_reason");
    EXPECT_FALSE(send(wren, "2026-09-07T23:00:00Z", "because"));
    EXPECT_FALSE(send(wren, "2026-09-07T23:00:00Z", "other"));
    ASSERT_TRUE(send(wren, "2026-09-07T23:00:00Z", "returns_awaited", "Housing answered on the 7th."));
    EXPECT_EQ(wren.review().days_late, 1);
    EXPECT_EQ(wren.review().late_reason, "returns_awaited");
    EXPECT_FALSE(wren.review().late_text_id.empty());
}

TEST(RapidReviewSendingTest, Rule21_LatenessIsCountedInWorkingDays) {
    Wren wren(SOURCE_DIR);
    decide(wren, WhatNext::local_review);
    ASSERT_TRUE(send(wren, "2026-09-14T08:00:00Z", "meeting_moved")); // a weekend lies between
    EXPECT_EQ(wren.review().days_late, 5);
}

TEST(RapidReviewSendingTest, Rule25_NothingIsSentBeforeTheDecision) {
    Wren wren(SOURCE_DIR);
    wren.fix(finished_draft());
    ASSERT_TRUE(wren.sign("council_partner", WhatNext::local_review));
    const auto early = send(wren, "2026-09-01T09:00:00Z");
    ASSERT_FALSE(early);
    EXPECT_EQ(early.refusal().kind, Refusal::Kind::conflict);
}

TEST(RapidReviewSendingTest, Rule33_WhatWasSentIsSentOnceAndItsTimelinessStays) {
    Wren wren(SOURCE_DIR);
    decide(wren, WhatNext::local_review);
    EXPECT_FALSE(send(wren, "2026-08-26T09:00:00Z"));               // before the partners decided
    EXPECT_FALSE(send(wren, "2026-10-02T09:00:00Z", "other", "x")); // not yet happened
    ASSERT_TRUE(send(wren, "2026-09-04T09:00:00Z"));
    const auto again = send(wren, "2026-09-20T09:00:00Z", "returns_awaited");
    ASSERT_FALSE(again);
    EXPECT_EQ(again.refusal().kind, Refusal::Kind::conflict);
    EXPECT_EQ(wren.review().submitted_at, read_instant("2026-09-04T09:00:00Z"));
    EXPECT_EQ(wren.review().days_late, 0);
}

} // namespace
} // namespace throughline::rapid_review
