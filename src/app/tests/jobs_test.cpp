// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/jobs.hpp"
#include "case_file/testing.hpp"

#include <gtest/gtest.h>

namespace throughline {
namespace {

class RoundsTest : public ::testing::Test {
protected:
    std::int64_t count(const std::string& what) {
        return m_county.read(
            [&](db::Transaction& tx) { return tx.row("SELECT count(*) AS n FROM " + what)->integer("n"); });
    }
    void put_tries() {
        m_county.database().write([&](db::Transaction& tx) {
            tx.change(
                "INSERT INTO tries (door, made, since) VALUES ('d', 1, :at)",
                {{"at", to_text(m_county.now())}});
        });
    }

    case_file::testing::Marlshire m_county{SOURCE_DIR};
};

TEST_F(RoundsTest, WhatRanOutIsClearedOnceAnHourHoweverOftenTheServerStarts) {
    begin_rounds(m_county.house());
    begin_rounds(m_county.house());
    EXPECT_EQ(count("job"), 1);
    put_tries();
    run_jobs(m_county.house());
    EXPECT_EQ(count("tries"), 1);
    EXPECT_EQ(count("job WHERE done_at IS NULL"), 1);

    m_county.pass(seconds(59 * 60));
    run_jobs(m_county.house());
    EXPECT_EQ(count("job WHERE done_at IS NOT NULL"), 1);
    m_county.pass(seconds(60));
    run_jobs(m_county.house());
    EXPECT_EQ(count("job WHERE done_at IS NOT NULL"), 2);
    EXPECT_EQ(count("job WHERE done_at IS NULL"), 1);
    EXPECT_EQ(count("tries"), 0);
}

TEST_F(RoundsTest, JobsThatWereDoneAreForgottenAfterThirtyDays) {
    begin_rounds(m_county.house());
    run_jobs(m_county.house());
    m_county.pass(seconds(31LL * 24 * 60 * 60));
    run_jobs(m_county.house());
    // The one of today and the one that waits.
    EXPECT_EQ(count("job"), 2);
}

} // namespace
} // namespace throughline
