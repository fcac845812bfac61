// SPDX-License-Identifier: GPL-3.0-or-later
// The two pages that say how the service is: /status for everybody, /operations for the operator.
#include "app/jobs.hpp"
#include "app/log.hpp"
#include "app/operations_page.hpp"
#include "app/testing.hpp"
#include "platform/jobs/jobs.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace throughline {
namespace {

bool has(const std::string& text, std::string_view words) { return text.find(words) != text.npos; }

class WatchingTest : public ::testing::Test {
protected:
    std::string operations() { return m_service.get(m_service.sign_in("operator"), "/operations").sent; }
    /// A job that was tried once, failed, and waits an hour for its next turn.
    void fail_a_job() {
        m_service.county().database().write([&](db::Transaction& tx) {
            const auto next = m_service.house().now() + seconds(60 * 60);
            jobs::enqueue(tx, "publication.due", "MAR-2026-001", next, m_service.house().random);
            tx.change("UPDATE job SET attempts = 1, failed = 'std::runtime_error'");
        });
    }
    std::int64_t entries_of_trying_again() {
        return m_service.county().database().read([](db::Transaction& tx) {
            return tx.row("SELECT count(*) AS n FROM ledger WHERE what = 'jobs.tried_again'")->integer("n");
        });
    }
    in_process::Service m_service{SOURCE_DIR};
};

TEST_F(WatchingTest, TheStatusPageSaysThatTheServiceWorksToWhoeverAsks) {
    const auto answer = m_service.get({}, "/status");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_TRUE(has(answer.sent, "Looked at "));
    EXPECT_TRUE(has(answer.sent, "href=\"/cases\"")) << "a way back";
    EXPECT_TRUE(has(m_service.get({}, "/").sent, "href=\"/status\"")) << "the way there";
    EXPECT_TRUE(has(m_service.get(m_service.sign_in("unit"), "/cases").sent, "href=\"/status\""));
}

TEST_F(WatchingTest, TheStatusPageIsThereWhileTheDatabaseIsNot) {
    const auto visitor = m_service.sign_in("unit");
    m_service.database().fail();
    EXPECT_EQ(m_service.get({}, "/readyz").status(), 503);
    for (const auto& who : {in_process::Visitor{}, visitor}) {
        const auto answer = m_service.get(who, "/status");
        EXPECT_EQ(answer.status(), 503);
        EXPECT_TRUE(has(answer.sent, "Throughline does not work just now"));
        EXPECT_TRUE(has(answer.sent, "Does not work</span>"));
        EXPECT_TRUE(has(answer.sent, "Waits</span>")) << "what needs the database is not said to work";
        EXPECT_FALSE(has(answer.sent, "Works</span>"));
        EXPECT_TRUE(has(answer.sent, "href=\"tel:"));
        for (const auto* secret : {"database", "PostgreSQL", "sqlite", "/tmp", "migrate", "bubblewrap"})
            EXPECT_FALSE(has(answer.sent, secret)) << secret;
    }
}

TEST_F(WatchingTest, EveryKindOfJobHasItsWords) {
    for (const auto& [kind, handler] : all_handlers(m_service.house()))
        EXPECT_FALSE(job_in_words(kind).empty()) << kind << ": say in job_words what it does";
}

TEST_F(WatchingTest, TheOperatorSeesWhatWasNeverDoneAndWhatToDo) {
    const auto page = operations();
    EXPECT_TRUE(has(page, "Backup taken"));
    EXPECT_TRUE(has(page, "Never"));
    EXPECT_TRUE(has(page, "throughline backup FILE"));
    EXPECT_FALSE(has(page, "All is well"));
    EXPECT_FALSE(has(page, "/operations/jobs/again")) << "nothing has failed";
}

TEST_F(WatchingTest, AFailedJobIsTriedAgainAtOnceAndThatIsInTheLedger) {
    fail_a_job();
    const auto page = operations();
    EXPECT_TRUE(has(page, "Publishing a review on its day"));
    EXPECT_TRUE(has(page, "/operations/jobs/again"));
    EXPECT_FALSE(has(page, "MAR-2026-001")) << "which case it is for is not the operator's to know";

    const auto visitor = m_service.sign_in("operator");
    EXPECT_EQ(
        m_service.post(visitor, "/operations/jobs/again", {}).header("Location"), "/operations?done=again");
    EXPECT_EQ(entries_of_trying_again(), 1);
    const auto due = m_service.county().database().read(
        [](db::Transaction& tx) { return tx.row("SELECT due FROM job")->text("due"); });
    EXPECT_EQ(due, to_text(m_service.house().now()));
    EXPECT_EQ(m_service.post(visitor, "/operations/jobs/again", {}).header("Location"), "/operations");
    EXPECT_EQ(entries_of_trying_again(), 1) << "nothing was left to try";
}

TEST_F(WatchingTest, FailedSignInsAreCountedAndTold) {
    for (int i = 0; i < 10; ++i)
        m_service.post_bare({}, "/sign-in", {{"email", "nobody@marlshire.example"}, {"password", "wrong"}});
    const auto page = operations();
    EXPECT_TRUE(has(page, "10 within the hour"));
    EXPECT_TRUE(has(page, "addresses paused for a quarter of an hour: 1"));
    EXPECT_FALSE(has(page, "nobody@marlshire.example"));
}

TEST(LogTest, WhoWasRefusedAPageStandsBesideItAndNobodyElseDoes) {
    std::ostringstream said;
    log::start(log::Form::json, said);
    http::Request request;
    request.account = "01920000-0000-7000-8000-000000000007";
    log::request({request, 404, {}}, "/operations");
    EXPECT_TRUE(has(said.str(), R"("account":"01920000-0000-7000-8000-000000000007")")) << said.str();
    said.str("");
    log::request({request, 200, {}}, "/cases");
    EXPECT_FALSE(has(said.str(), "account")) << said.str();
    log::start(log::Form::text);
}

} // namespace
} // namespace throughline
