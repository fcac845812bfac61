// SPDX-License-Identifier: GPL-3.0-or-later
#include "case_file/operations.hpp"
#include "local_review/testing.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/documents/confined.hpp"
#include "platform/jobs/jobs.hpp"
#include "publication/cited.hpp"
#include "publication/operations.hpp"
#include "publication/pdf.hpp"
#include "publication/progress.hpp"
#include "publication/rendered.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace throughline::publication {
namespace {

using local_review::testing::Linnet;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Date day(int year, unsigned month, unsigned of_month) { return *calendar::make_date(year, month, of_month); }

/// The house's clock stands at noon on Thursday 27 August 2026; Monday 31 August is a bank holiday.
const Date today = day(2026, 8, 27);
const Date earliest = day(2026, 9, 8);

class PublicationTest : public ::testing::Test {
protected:
    const CaseAccess& access() const { return m_linnet.access(); }
    template <class F>
    auto act(std::string_view who, F&& act_of) {
        return m_linnet.act(who, std::forward<F>(act_of));
    }

    PublicationTest() {
        registers("child", "Layla", "Whitcombe", "Linnet");
        EXPECT_TRUE(m_linnet.add_finding(m_linnet.finding_draft()));
        EXPECT_TRUE(m_linnet.add_recommendation(m_linnet.recommendation_draft()));
    }

    void registers(std::string relation, std::string first, std::string last, std::string pseudonym) {
        identity::Registration registration;
        registration.relation = std::move(relation);
        registration.person.first_names = std::move(first);
        registration.person.last_name = std::move(last);
        registration.person.pseudonym = std::move(pseudonym);
        registration.person.nhs_number = m_next_number++ == 0 ? "9990001162" : "";
        EXPECT_TRUE(
            act("unit", [&](Work& work) { return identity::register_person(work, access(), registration); }));
    }

    Outcome<Report> writes(std::string_view text, std::int64_t seen) {
        return act("reviewer", [&](Work& work) { return write_report(work, access(), text, seen); });
    }
    Outcome<Done> saves(const Details& details, std::int64_t seen) {
        return act("unit", [&](Work& work) { return save_details(work, access(), details, seen); });
    }
    Outcome<Done> passes() {
        return act("unit", [&](Work& work) { return pass_check(work, access()); });
    }
    Outcome<Done> releases(std::string_view who, std::string_view word, std::string_view reason) {
        return act(who, [&](Work& work) { return release_word(work, access(), word, "CHILD-1", reason); });
    }
    Outcome<Done> accepts(std::string_view partner) {
        return act("unit", [&](Work& work) { return record_acceptance(work, access(), partner, today); });
    }
    Outcome<Done> logs(Recipient to, Date sent) {
        return act("unit", [&](Work& work) { return log_copy(work, access(), to, sent); });
    }
    Check look_now() {
        return m_linnet.read([&](db::Transaction& tx) { return look(tx, m_linnet.house(), access()); });
    }
    Publication now() {
        return m_linnet.read([&](db::Transaction& tx) { return find(tx, m_linnet.house(), access()); });
    }
    std::vector<std::string> open_lines() {
        std::vector<std::string> open;
        for (const auto& line :
             m_linnet.read([&](db::Transaction& tx) { return gate(tx, m_linnet.house(), access()); }))
            if (!line.holds) open.push_back(line.what);
        return open;
    }
    std::vector<Published> published_now() {
        return m_linnet.read([](db::Transaction& tx) { return published(tx); });
    }

    static Details details() {
        return {
            "Linnet: a cold home",
            "This report describes neglect and a scald.",
            "Linnet was six. This review is about how worries can meet.",
            "linnet",
            "Leonora Vasey, independent lead reviewer",
            today,
            ""};
    }
    std::string good_report() const {
        return "# Linnet\n\n## Who she is\n\n{{person:CHILD-1}} is a reader ({{row:" +
               m_linnet.police_rows().front() +
               "}}).\n\n## What we found\n\nEach call stood alone ({{finding:1}}, "
               "{{recommendation:1}}).\n\n| When | What |\n|---|---|\n| Spring | A call |\n";
    }
    /// Everything but the date.
    void makes_ready() {
        ASSERT_TRUE(writes(good_report(), 0));
        ASSERT_TRUE(saves(details(), 0));
        for (const char* partner : {"council", "health", "police"}) ASSERT_TRUE(accepts(partner));
        ASSERT_TRUE(logs(Recipient::panel, today));
        ASSERT_TRUE(logs(Recipient::secretary_of_state, today));
        const auto passed = passes();
        ASSERT_TRUE(passed) << passed.refusal().message();
        ASSERT_THAT(open_lines(), IsEmpty());
    }
    /// As `prepare` gives it, without waiting for Chromium.
    Prepared prepared(Date on = earliest) {
        return {1, 1, "<p>Linnet is a reader.</p>", "%PDF-1.4 as if", "Linnet is a reader.", on};
    }
    Outcome<Done> schedules(const Prepared& what) {
        return act("unit", [&](Work& work) { return schedule(work, access(), what); });
    }
    /// What the job does, at noon of a day.
    void job_runs_on(Date on) {
        m_linnet.set_now(calendar::london_midnight(on) + seconds(12 * 3600));
        jobs::Handler handler = [&](db::Transaction& tx, const jobs::Job& job, Instant at) {
            const auto by = people::Actor::system();
            Work work{tx, by, at, m_linnet.house()};
            publish_when_due(work, case_file::system_access(tx, job.payload));
        };
        int failures = 0;
        (void)jobs::run_due(
            m_linnet.database(),
            {{"publication.due", handler}},
            [&] { return m_linnet.now(); },
            [&](const jobs::Job&, const std::exception&) { ++failures; });
        EXPECT_EQ(failures, 0);
    }
    std::int64_t ledger_entries(std::string_view what) {
        return m_linnet.read([&](db::Transaction& tx) {
            return tx.row("SELECT count(*) AS number FROM ledger WHERE what = :what", {{"what", what}})
                ->integer("number");
        });
    }

    Linnet m_linnet{SOURCE_DIR};
    int m_next_number{0};
};

TEST_F(PublicationTest, AReportIsKeptSealedAndEverySavedVersionStays) {
    ASSERT_TRUE(writes("Layla Whitcombe, first words", 0));
    const auto second = writes("Second words", 1);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->version, 2);
    const auto [versions, readable] = m_linnet.read([&](db::Transaction& tx) {
        std::int64_t count = 0;
        bool plain = false;
        for (const auto& row : tx.rows("SELECT sealed FROM report_version")) {
            ++count;
            plain = plain || row.bytes("sealed").find("words") != std::string::npos;
        }
        return std::pair(count, plain);
    });
    EXPECT_EQ(versions, 2);
    EXPECT_FALSE(readable);
}

TEST_F(PublicationTest, AReportSavedOnAnOlderVersionIsRefusedAndNothingChanges) {
    ASSERT_TRUE(writes("First words", 0));
    ASSERT_TRUE(writes("Second words", 1));
    const auto stale = writes("Other words", 1);
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.refusal().kind, Refusal::Kind::conflict);
    EXPECT_EQ(writes("Other first words", 0).refusal().kind, Refusal::Kind::conflict);
    const auto report =
        m_linnet.read([&](db::Transaction& tx) { return report_of(tx, m_linnet.house(), access()); });
    EXPECT_EQ(report.text, "Second words");
    EXPECT_EQ(report.sha256, crypto::hex(crypto::sha256("Second words")));
}

TEST_F(PublicationTest, SavingTheSameWordsAgainMakesNoNewVersion) {
    ASSERT_TRUE(writes("First words", 0));
    EXPECT_EQ(writes("First words", 1)->version, 1);
}

TEST_F(PublicationTest, Rule52_AFullNameInTheReportStopsItAndThePassageIsShown) {
    ASSERT_TRUE(writes("She lived at home. Then Layla Whitcombe went to school.", 0));
    const auto check = look_now();
    ASSERT_EQ(check.stops.size(), 1U);
    EXPECT_EQ(check.stops[0].passage.found, "Layla Whitcombe");
    EXPECT_EQ(check.stops[0].passage.before, "She lived at home. Then ");
    EXPECT_EQ(check.stops[0].passage.after, " went to school.");
    EXPECT_EQ(check.stops[0].where, "the report");
    EXPECT_FALSE(passes());
    EXPECT_FALSE(releases("unit", "Layla Whitcombe", "It is fine"));
}

TEST_F(PublicationTest, Rule52_AnNhsNumberAndANameInSummaryTitleOrAddressStopIt) {
    ASSERT_TRUE(writes("Her number was 999 000 1162.", 0));
    EXPECT_EQ(look_now().stops.size(), 1U);
    ASSERT_TRUE(writes("Nothing here.", 1));
    EXPECT_TRUE(look_now().passes());
    auto named = details();
    named.summary = "About Layla Whitcombe.";
    ASSERT_TRUE(saves(named, 0));
    ASSERT_EQ(look_now().stops.size(), 1U);
    EXPECT_EQ(look_now().stops[0].where, "the summary");
    EXPECT_FALSE(passes());
    named = details();
    named.slug = "layla-whitcombe";
    ASSERT_TRUE(saves(named, 1));
    ASSERT_EQ(look_now().stops.size(), 1U);
    EXPECT_EQ(look_now().stops[0].where, "the address");
}

TEST_F(PublicationTest, Rule52_ANameHiddenInMarkupIsFoundOnThePage) {
    ASSERT_TRUE(writes("Lay*la* Whit&#99;ombe went out.", 0));
    const auto check = look_now();
    ASSERT_EQ(check.stops.size(), 1U);
    EXPECT_EQ(check.stops[0].where, "the page made from the report");
}

TEST_F(PublicationTest, Rule53_ASingleWordNeedsTwoPeopleAndAReason) {
    ASSERT_TRUE(writes("Layla is also a song.", 0));
    ASSERT_EQ(look_now().words.size(), 1U);
    EXPECT_FALSE(passes());
    EXPECT_FALSE(releases("reviewer", "Layla", "  "));
    ASSERT_TRUE(releases("reviewer", "Layla", "The song, played at the party"));
    EXPECT_FALSE(passes());
    EXPECT_FALSE(releases("reviewer", "Layla", "The song again"));
    ASSERT_TRUE(releases("unit", "layla", ""));
    EXPECT_TRUE(look_now().passes());
    EXPECT_TRUE(passes());
}

TEST_F(PublicationTest, AReleasedWordHasToBeLookedAtAgainWhenTheReportChanges) {
    ASSERT_TRUE(writes("Layla is also a song.", 0));
    ASSERT_TRUE(releases("reviewer", "Layla", "The song"));
    ASSERT_TRUE(releases("unit", "Layla", ""));
    ASSERT_TRUE(writes("Layla is also a song. Layla cried.", 1));
    EXPECT_EQ(look_now().words.size(), 2U);
    EXPECT_FALSE(passes());
}

TEST_F(PublicationTest, ACitationThatLeadsNowhereIsNamedAndBlocks) {
    ASSERT_TRUE(writes("As we found ({{finding:9}}) and saw ({{row:XXX-1}}).", 0));
    EXPECT_THAT(look_now().unknown_citations, ElementsAre("{{finding:9}}", "{{row:XXX-1}}"));
    EXPECT_FALSE(passes());
}

TEST_F(PublicationTest, ACitedRowShowsTheKindOfAgencyAndTheYearAndNeverItsWords) {
    const auto page = m_linnet.read([&](db::Transaction& tx) {
        return render(good_report(), citations_of(tx, m_linnet.house(), access())).html;
    });
    EXPECT_THAT(page, HasSubstr("An entry in the records of one agency (Police), 2026."));
    EXPECT_THAT(page, Not(HasSubstr("shouting")));
}

TEST_F(PublicationTest, ADetailIsCheckedForItsFormAndTheAddressForBeingFree) {
    auto wrong = details();
    wrong.slug = "Linnet Report";
    wrong.family_told = today + std::chrono::days(1);
    const auto refused = saves(wrong, 0);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.refusal().problems.size(), 2U);
    ASSERT_TRUE(saves(details(), 0));
    EXPECT_EQ(saves(wrong, 1).refusal().kind, Refusal::Kind::invalid);
    auto other = details();
    other.title = "Another title";
    EXPECT_EQ(saves(other, 0).refusal().kind, Refusal::Kind::conflict);
    EXPECT_TRUE(saves(other, 1));
}

TEST_F(PublicationTest, TheChecklistNamesWhatIsOpen) {
    EXPECT_EQ(open_lines().size(), 13U);
    makes_ready();
    ASSERT_TRUE(writes(good_report() + "\nOne more line.\n", 1));
    // What was checked and accepted were other words.
    EXPECT_THAT(
        open_lines(),
        ElementsAre(
            "The identity check passed on exactly these words",
            "Marlshire County Council accepts the report",
            "NHS Marlshire ICB accepts the report",
            "Marlshire Police accepts the report"));
}

TEST_F(PublicationTest, OnlyAPartnerAcceptsAndNobodyInTheFuture) {
    EXPECT_FALSE(accepts("council")); // nothing is written
    ASSERT_TRUE(writes("Words", 0));
    EXPECT_FALSE(accepts("hospital"));
    EXPECT_FALSE(act("unit", [&](Work& work) {
        return record_acceptance(work, access(), "council", today + std::chrono::days(1));
    }));
    EXPECT_TRUE(accepts("council"));
}

TEST_F(PublicationTest, Rule55_WithoutTheReviewersNameItIsNotPublished) {
    makes_ready();
    auto nameless = details();
    nameless.reviewer = "";
    ASSERT_TRUE(saves(nameless, 1));
    ASSERT_TRUE(passes());
    EXPECT_THAT(open_lines(), ElementsAre("The reviewer is named"));
    const auto refused = prepare(m_linnet.house(), access(), earliest, m_linnet.now());
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.refusal().message(), HasSubstr("reviewer is named"));
}

TEST_F(PublicationTest, TheDateOfACopyThatWasLoggedStands) {
    ASSERT_TRUE(writes("Words", 0));
    ASSERT_TRUE(logs(Recipient::panel, today));
    EXPECT_FALSE(logs(Recipient::panel, today - std::chrono::days(7)));
    EXPECT_FALSE(logs(Recipient::ofsted, today + std::chrono::days(1)));
    EXPECT_EQ(now().copies.size(), 1U);
}

struct Counted {
    Date panel{};
    Date minister{};
    Date first{};
};

TEST_F(PublicationTest, Rule47_PublicationIsAtLeast7WorkingDaysAfterBothCopies) {
    const std::vector<Counted> cases{
        {day(2026, 3, 26), day(2026, 3, 26), day(2026, 4, 8)},     // Good Friday and Easter Monday between
        {day(2026, 3, 26), day(2026, 3, 24), day(2026, 4, 8)},     // the later of the two counts
        {day(2026, 12, 17), day(2026, 12, 17), day(2026, 12, 30)}, // Christmas, Boxing Day on the Monday
        {day(2026, 8, 27), day(2026, 8, 27), day(2026, 9, 8)},     // the summer bank holiday
        {day(2026, 6, 6), day(2026, 6, 6), day(2026, 6, 17)},      // sent on a Saturday
    };
    for (const auto& one : cases) {
        Publication publication;
        publication.copies = {
            {Recipient::panel, one.panel, 1}, {Recipient::secretary_of_state, one.minister, 1}};
        const auto tries = [&](Date date) {
            return can_publish_on(m_linnet.house(), publication, date, one.panel);
        };
        const auto first = tries(one.first);
        EXPECT_TRUE(first) << first.refusal().message();
        auto before = one.first - std::chrono::days(1);
        while (!m_linnet.house().statute.working_days().is_working(before)) before -= std::chrono::days(1);
        const auto early = tries(before);
        ASSERT_FALSE(early);
        EXPECT_THAT(early.refusal().message(), HasSubstr(calendar::in_full(one.first)));
    }
}

TEST_F(PublicationTest, Rule47_TheRefusalSaysHowItWasCounted) {
    Publication publication;
    publication.copies = {
        {Recipient::panel, day(2026, 3, 26), 1}, {Recipient::secretary_of_state, day(2026, 3, 26), 1}};
    const auto early = can_publish_on(m_linnet.house(), publication, day(2026, 4, 7), day(2026, 3, 26));
    ASSERT_FALSE(early);
    EXPECT_THAT(early.refusal().message(), HasSubstr("Good Friday"));
    EXPECT_THAT(early.refusal().message(), HasSubstr("Easter Monday"));
}

TEST_F(PublicationTest, Rule47_NoDateWithoutBothCopiesNorOnADayOffNorInThePast) {
    Publication publication;
    publication.copies = {{Recipient::panel, day(2026, 3, 26), 1}, {Recipient::ofsted, day(2026, 3, 26), 1}};
    EXPECT_FALSE(can_publish_on(m_linnet.house(), publication, day(2026, 8, 27), today));
    publication.copies.push_back({Recipient::secretary_of_state, day(2026, 3, 26), 1});
    EXPECT_TRUE(can_publish_on(m_linnet.house(), publication, today, today));
    EXPECT_FALSE(can_publish_on(m_linnet.house(), publication, day(2026, 8, 26), today)); // yesterday
    EXPECT_FALSE(can_publish_on(m_linnet.house(), publication, day(2026, 8, 29), today)); // a Saturday
    EXPECT_FALSE(can_publish_on(m_linnet.house(), publication, day(2026, 8, 31), today)); // a bank holiday
}

TEST_F(PublicationTest, Rule47_BeyondTheBankHolidayDataTheProgramDoesNotGuess) {
    Publication publication;
    publication.copies = {
        {Recipient::panel, day(2026, 3, 26), 1}, {Recipient::secretary_of_state, day(2026, 3, 26), 1}};
    EXPECT_FALSE(can_publish_on(m_linnet.house(), publication, day(2060, 3, 1), today));
}

TEST_F(PublicationTest, ItIsPublishedOnItsDayAndOnlyOnce) {
    makes_ready();
    ASSERT_TRUE(schedules(prepared()));
    EXPECT_EQ(now().state, State::scheduled);
    job_runs_on(earliest - std::chrono::days(1));
    EXPECT_THAT(published_now(), IsEmpty());
    job_runs_on(earliest);
    ASSERT_EQ(published_now().size(), 1U);
    const auto review = published_now()[0];
    EXPECT_EQ(review.slug, "linnet");
    EXPECT_EQ(review.pdf_sha256, crypto::hex(crypto::sha256("%PDF-1.4 as if")));
    EXPECT_EQ(now().state, State::published);
    const auto stage =
        m_linnet.read([&](db::Transaction& tx) { return case_file::load(tx, access()).stage; });
    EXPECT_EQ(stage, case_file::Stage::proof);

    // The same job again, as after a lost lease.
    EXPECT_TRUE(act("unit", [&](Work& work) -> Outcome<Done> {
        publish_when_due(work, access());
        return Done{};
    }));
    EXPECT_EQ(published_now().size(), 1U);
    EXPECT_EQ(ledger_entries("publication.published"), 1);
    const auto [page, pdf] = m_linnet.read([](db::Transaction& tx) {
        return std::pair(published_page(tx, "linnet"), published_pdf(tx, "linnet"));
    });
    EXPECT_EQ(page, "<p>Linnet is a reader.</p>");
    EXPECT_EQ(pdf, "%PDF-1.4 as if");
}

TEST_F(PublicationTest, WhatIsPublishedStaysAsItIs) {
    makes_ready();
    ASSERT_TRUE(schedules(prepared()));
    job_runs_on(earliest);
    EXPECT_FALSE(writes("Other words", 1));
    EXPECT_FALSE(saves({}, 1));
    EXPECT_FALSE(schedules(prepared()));
    EXPECT_FALSE(act("unit", [&](Work& work) { return unschedule(work, access()); }));
}

TEST_F(PublicationTest, AReportChangedAfterTheCheckIsNotPublished) {
    makes_ready();
    ASSERT_TRUE(schedules(prepared()));
    ASSERT_TRUE(writes(good_report() + "\nA new line.\n", 1));
    EXPECT_EQ(now().state, State::drafting);
    EXPECT_EQ(now().held, Held::report_changed);
    job_runs_on(earliest);
    EXPECT_THAT(published_now(), IsEmpty());
    EXPECT_FALSE(schedules(prepared())); // made from the older words
}

TEST_F(PublicationTest, ANameRegisteredAfterTheDateWasSetStillStopsIt) {
    makes_ready();
    ASSERT_TRUE(schedules(prepared()));
    registers("adult", "Linnet", "Is", "");
    job_runs_on(earliest);
    EXPECT_THAT(published_now(), IsEmpty());
    EXPECT_EQ(now().state, State::drafting);
    EXPECT_EQ(now().held, Held::identity_found);
}

TEST_F(PublicationTest, ADateThatWasMovedOnIsKept) {
    makes_ready();
    ASSERT_TRUE(schedules(prepared()));
    ASSERT_TRUE(schedules(prepared(earliest + std::chrono::days(2))));
    job_runs_on(earliest);
    EXPECT_THAT(published_now(), IsEmpty());
    job_runs_on(earliest + std::chrono::days(2));
    EXPECT_EQ(published_now().size(), 1U);
}

TEST_F(PublicationTest, ADateThatWasTakenAwayPublishesNothing) {
    makes_ready();
    ASSERT_TRUE(schedules(prepared()));
    ASSERT_TRUE(act("unit", [&](Work& work) { return unschedule(work, access()); }));
    job_runs_on(earliest);
    EXPECT_THAT(published_now(), IsEmpty());
}

TEST_F(PublicationTest, AnAddressThatAnotherReviewHoldsIsRefused) {
    makes_ready();
    ASSERT_TRUE(schedules(prepared()));
    const auto other = m_linnet.open_case("Alder");
    const auto elsewhere = CaseAccess::of_the_system(other.id, other.reference);
    const auto taken = act("unit", [&](Work& work) { return save_details(work, elsewhere, details(), 0); });
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.refusal().problems[0].field, "slug");
}

TEST_F(PublicationTest, NothingThatWasPreparedCanBeReadBeforeItsDay) {
    makes_ready();
    ASSERT_TRUE(schedules(prepared()));
    EXPECT_FALSE(m_linnet.read([](db::Transaction& tx) { return find_published(tx, "linnet"); }).has_value());
    const auto readable = m_linnet.read([](db::Transaction& tx) {
        const auto row = tx.row("SELECT page, pdf, pdf_text FROM publication_prepared");
        return row->bytes("page") + row->bytes("pdf") + row->bytes("pdf_text");
    });
    EXPECT_THAT(readable, Not(HasSubstr("Linnet")));
    EXPECT_THAT(readable, Not(HasSubstr("%PDF")));
}

TEST_F(PublicationTest, WhatBecameOfAReviewIsCountedLive) {
    makes_ready();
    ASSERT_TRUE(schedules(prepared()));
    job_runs_on(earliest);
    const auto progress =
        m_linnet.read([&](db::Transaction& tx) { return progress_of(tx, published(tx).front(), earliest); });
    EXPECT_EQ(progress.findings, 1);
    EXPECT_EQ(progress.recommendations, 1);
    EXPECT_EQ(progress.actions, 0);
}

TEST_F(PublicationTest, ThePdfIsTaggedAndHoldsWhatThePageHoldsAndNoRegisteredName) {
    if (!std::filesystem::exists("/usr/bin/chromium") || !documents::confinement().possible)
        GTEST_SKIP() << "Chromium under bubblewrap cannot run here: " << documents::confinement().reason;
    makes_ready();
    const auto made = prepare(m_linnet.house(), access(), earliest, m_linnet.now());
    ASSERT_TRUE(made) << made.refusal().message();
    EXPECT_EQ(made->pdf.substr(0, 5), "%PDF-");
    EXPECT_TRUE(check_structure({}, made->pdf));
    EXPECT_THAT(made->pdf_text, HasSubstr("Linnet is a reader"));
    EXPECT_THAT(made->pdf_text, HasSubstr("Finding 1: Each call was answered by itself"));
    EXPECT_THAT(made->pdf_text, HasSubstr("8 September 2026"));
    // A row says who and when, never what.
    EXPECT_THAT(made->pdf_text, HasSubstr("2026."));
    EXPECT_THAT(made->pdf_text, Not(HasSubstr("A neighbour rang about shouting")));
    EXPECT_THAT(made->pdf_text, Not(HasSubstr("Layla")));
    EXPECT_THAT(made->pdf_text, Not(HasSubstr("Whitcombe")));
    const auto set = schedules(*made);
    ASSERT_TRUE(set) << set.refusal().message();
    job_runs_on(earliest);
    EXPECT_EQ(published_now().size(), 1U);
}

TEST_F(PublicationTest, APdfWithoutAMainHeadingIsRefused) {
    if (!std::filesystem::exists("/usr/bin/chromium") || !documents::confinement().possible)
        GTEST_SKIP() << "Chromium under bubblewrap cannot run here: " << documents::confinement().reason;
    const auto made = make_pdf({}, "<!DOCTYPE html><html lang=\"en-GB\"><title>x</title><p>No heading</p>");
    ASSERT_TRUE(made);
    EXPECT_FALSE(check_structure({}, *made));
    EXPECT_FALSE(text_of_pdf({}, "no PDF at all"));
}

} // namespace
} // namespace throughline::publication
