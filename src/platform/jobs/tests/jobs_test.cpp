// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/testing.hpp"
#include "platform/jobs/jobs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace throughline::jobs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::int64_t minutes(std::int64_t n) { return seconds(60 * n); }

struct Jobs : testing::Test {
    void queue(std::string_view kind, std::string_view payload, Instant due) {
        database->write([&](db::Transaction& tx) { enqueue(tx, kind, payload, due, random); });
    }

    std::size_t run() {
        return run_due(
            *database,
            handlers,
            [&] { return at; },
            [&](const Job& job, const std::exception&) { failures.push_back(job.payload); });
    }

    std::int64_t count(const std::string& where) {
        return database->read([&](db::Transaction& tx) {
            return tx.row("SELECT count(*) AS n FROM job WHERE " + where)->integer("n");
        });
    }

    /// As a process that dies in the middle of a job leaves it.
    void take_and_die() {
        struct Died {};
        const auto die = [](db::Transaction&, const Job&, Instant) { throw Died{}; };
        EXPECT_THROW(
            run_due(
                *database,
                {{"letter.send", die}},
                [&] { return at; },
                [](const Job&, const std::exception&) {}),
            Died);
    }

    db::TestDatabase database{SOURCE_DIR};
    Instant at{1'788'739'200'000'000};
    std::vector<std::string> sent;
    std::vector<std::string> failures;
    int failing{};
    std::map<std::string, Handler, std::less<>> handlers{
        {"letter.send", [this](db::Transaction& tx, const Job& job, Instant) {
             tx.change("INSERT INTO installation (name, value) VALUES (:n, 'sent')", {{"n", job.payload}});
             if (failing-- > 0) throw std::runtime_error("the post office shut on Grace");
             sent.push_back(job.payload);
         }}};
    unsigned char next_byte{};
    Random random = [this](std::span<std::byte> bytes) {
        for (auto& byte : bytes) byte = static_cast<std::byte>(next_byte++);
    };
};

TEST_F(Jobs, AreDoneOnceTheOldestFirst) {
    queue("letter.send", "second", at + -seconds(1));
    queue("letter.send", "first", at + -seconds(2));
    EXPECT_EQ(run(), 2U);
    EXPECT_EQ(run(), 0U);
    EXPECT_THAT(sent, ElementsAre("first", "second"));
    EXPECT_EQ(count("done_at IS NOT NULL AND leased_until IS NULL"), 2);
}

TEST_F(Jobs, WaitUntilTheyAreDue) {
    queue("letter.send", "later", at + seconds(1));
    EXPECT_EQ(run(), 0U);
    at = at + seconds(1);
    EXPECT_EQ(run(), 1U);
}

TEST_F(Jobs, OfAKindNobodyHandlesAreLeftAlone) {
    queue("index.refresh", "all", at);
    EXPECT_EQ(run(), 0U);
    EXPECT_EQ(count("attempts = 0 AND done_at IS NULL"), 1);
}

TEST_F(Jobs, AreQueuedWithTheActAndVanishWithIt) {
    EXPECT_THROW(
        database->write([&](db::Transaction& tx) {
            enqueue(tx, "letter.send", "x", at, random);
            throw std::runtime_error("the act failed");
        }),
        std::runtime_error);
    EXPECT_EQ(run(), 0U);
}

TEST_F(Jobs, TheSameOneIsFoldedIntoTheOneThatWaits) {
    queue("letter.send", "x", at + minutes(5));
    queue("letter.send", "x", at + minutes(9));
    EXPECT_EQ(count("kind = 'letter.send'"), 1);
    queue("letter.send", "x", at);
    EXPECT_EQ(run(), 1U) << "the earlier due counts";
    EXPECT_EQ(count("kind = 'letter.send'"), 1);
}

TEST_F(Jobs, TheSameOneMayBeQueuedAgainOnceItIsDone) {
    handlers["letter.send"] = [this](db::Transaction&, const Job& job, Instant) {
        sent.push_back(job.payload);
    };
    queue("letter.send", "x", at);
    EXPECT_EQ(run(), 1U);
    queue("letter.send", "x", at);
    EXPECT_EQ(run(), 1U);
    EXPECT_THAT(sent, ElementsAre("x", "x"));
}

TEST_F(Jobs, AFailureUndoesItsWorkAndIsTriedAgainAfterOneTwoAndFourMinutes) {
    queue("letter.send", "x", at);
    failing = 3;
    for (const int pause : {1, 2, 4}) {
        EXPECT_EQ(run(), 0U);
        EXPECT_EQ(run(), 0U) << "not before its pause is over";
        at = at + minutes(pause) + -1;
        EXPECT_EQ(run(), 0U);
        at = at + 1;
    }
    EXPECT_EQ(run(), 1U);
    EXPECT_THAT(failures, ElementsAre("x", "x", "x"));
    EXPECT_THAT(sent, ElementsAre("x"));
    EXPECT_EQ(count("attempts = 4 AND failed IS NULL"), 1);
}

TEST_F(Jobs, WhatIsKeptOfAFailureIsItsTypeAndNotItsWords) {
    queue("letter.send", "x", at);
    failing = 1;
    run();
    database->read([](db::Transaction& tx) {
        const auto failed = tx.row("SELECT failed FROM job")->text("failed");
        EXPECT_EQ(failed, "std::runtime_error");
    });
    database->read([](db::Transaction& tx) { EXPECT_FALSE(tx.row("SELECT 1 AS x FROM installation")); });
}

TEST_F(Jobs, QueuingAgainDoesNotCutThePauseAfterAFailureShort) {
    queue("letter.send", "x", at);
    failing = 1;
    run();
    queue("letter.send", "x", at);
    EXPECT_EQ(run(), 0U);
    at = at + minutes(1);
    EXPECT_EQ(run(), 1U);
}

TEST_F(Jobs, OneThatFailsDoesNotHoldUpTheOthers) {
    queue("letter.send", "x", at + -seconds(1));
    queue("letter.send", "y", at);
    failing = 1;
    EXPECT_EQ(run(), 1U);
    EXPECT_THAT(sent, ElementsAre("y"));
}

TEST_F(Jobs, OneWhoseRunnerDiedIsTakenAgainWhenTheLeaseRunsOut) {
    queue("letter.send", "x", at);
    take_and_die();
    EXPECT_EQ(run(), 0U);
    at = at + minutes(2) + -1;
    EXPECT_EQ(run(), 0U);
    at = at + 1;
    EXPECT_EQ(run(), 1U);
    EXPECT_EQ(count("attempts = 2 AND done_at IS NOT NULL"), 1);
}

// The first runner finds, when it comes to its work, that its lease is over and somebody else has done it.
TEST_F(Jobs, ARunnerThatLostItsLeaseDoesNothing) {
    queue("letter.send", "x", at);
    const Now slow = [&, calls = 0]() mutable {
        if (++calls == 2) { // between taking the job and doing it
            at = at + minutes(3);
            EXPECT_EQ(run(), 1U);
        }
        return at;
    };
    EXPECT_EQ(run_due(*database, handlers, slow, [](const Job&, const std::exception&) {}), 0U);
    EXPECT_THAT(sent, ElementsAre("x"));
    EXPECT_THAT(failures, IsEmpty());
}

TEST_F(Jobs, TwoRunnersDoEachJobOnce) {
    constexpr int many = 60;
    for (int i = 0; i < many; ++i) queue("letter.send", "letter " + std::to_string(i), at);
    std::mutex mutex;
    std::map<std::string, int> times;
    handlers["letter.send"] = [&](db::Transaction&, const Job& job, Instant) {
        const std::lock_guard lock(mutex);
        ++times[job.payload];
    };
    const auto other = db::Database::open(database.url());
    std::atomic<std::size_t> done{};
    const auto work = [&](db::Database& on) {
        done += run_due(
            on,
            handlers,
            [this] { return at; },
            [](const Job&, const std::exception& failure) { ADD_FAILURE() << failure.what(); });
    };
    std::thread thread([&] { work(*other); });
    std::thread second([&] { work(*database); });
    thread.join();
    second.join();
    EXPECT_EQ(done, many);
    EXPECT_EQ(times.size(), static_cast<std::size_t>(many));
    for (const auto& [payload, n] : times) EXPECT_EQ(n, 1) << payload;
}

TEST_F(Jobs, OneThatSomebodyHasLockedIsPassedOver) {
    if (database->engine() == db::Engine::sqlite)
        GTEST_SKIP() << "SQLite has one writer, who locks everything";
    queue("letter.send", "locked", at + -seconds(1));
    queue("letter.send", "free", at);
    database->write([&](db::Transaction& tx) {
        enqueue(tx, "letter.send", "locked", at, random);
        std::thread([&] { EXPECT_EQ(run(), 1U); }).join();
    });
    EXPECT_THAT(sent, ElementsAre("free"));
}

// An act that queues a job already waiting, and has not committed yet, must be seen by the job when it is
// done.
TEST_F(Jobs, AJobFoldedIntoAWaitingOneSeesTheActThatQueuedIt) {
    queue("count.facts", "x", at);
    std::int64_t seen = 0;
    handlers["count.facts"] = [&](db::Transaction& tx, const Job&, Instant) {
        seen = tx.row("SELECT count(*) AS n FROM installation")->integer("n");
    };
    std::thread runner;
    database->write([&](db::Transaction& tx) {
        tx.change("INSERT INTO installation (name, value) VALUES ('act', 'yes')");
        enqueue(tx, "count.facts", "x", at, random);
        runner = std::thread([&] { run(); });
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
    });
    runner.join();
    run();
    EXPECT_EQ(seen, 1);
    EXPECT_EQ(count("done_at IS NOT NULL"), 1);
}

TEST_F(Jobs, AreCountedForWhoeverWatchesAndTheFailedOnesCanBeTriedAtOnce) {
    const auto now_standing = [&] {
        return database->read([&](db::Transaction& tx) { return standing(tx, at); });
    };
    EXPECT_THAT(now_standing(), IsEmpty());
    queue("letter.send", "tomorrow", at + minutes(60 * 24));
    queue("letter.send", "a minute ago", at + -minutes(1));
    queue("letter.send", "an hour ago", at + -minutes(60));
    auto found = now_standing();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].kind, "letter.send");
    EXPECT_EQ(found[0].waiting, 2);
    EXPECT_EQ(found[0].late, 1);
    EXPECT_EQ(found[0].failed, 0);
    EXPECT_EQ(found[0].oldest_due, at + -minutes(60));

    failing = 1;
    EXPECT_EQ(run(), 1U);
    found = now_standing();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].waiting, 1);
    EXPECT_EQ(found[0].late, 0);
    EXPECT_EQ(found[0].failed, 1);

    const auto again = [&] {
        return database->write([&](db::Transaction& tx) { return try_failed_again(tx, at); });
    };
    EXPECT_EQ(again(), 1);
    EXPECT_EQ(again(), 0) << "it is due already";
    EXPECT_EQ(run(), 1U);
    EXPECT_EQ(sent.size(), 2U);
    EXPECT_EQ(now_standing()[0].failed, 0);
}

} // namespace
} // namespace throughline::jobs
