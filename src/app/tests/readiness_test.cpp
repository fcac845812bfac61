// SPDX-License-Identifier: GPL-3.0-or-later
// That /readyz tells the truth: each way of not being ready, one by one.
#include "app/readiness.hpp"
#include "app/testing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <limits>

namespace throughline {
namespace {

bool says(const std::vector<people::Trouble>& lines, std::string_view words) {
    return std::ranges::any_of(
        lines, [&](const auto& line) { return line.words.find(words) != line.words.npos; });
}

class ReadinessTest : public ::testing::Test {
protected:
    people::Environment house() const { return m_service.house(); }
    in_process::Service m_service{SOURCE_DIR};
};

TEST_F(ReadinessTest, AWholeInstallationIsReady) {
    const auto found = readiness(house());
    EXPECT_TRUE(found.is_ready()) << found.in_lines();
    EXPECT_EQ(found.in_lines().substr(0, 6), "ready\n");
    EXPECT_EQ(m_service.get({}, "/readyz").status(), 200);
}

TEST_F(ReadinessTest, ADatabaseOfAnotherReleaseIsNot) {
    m_service.county().database().write([](db::Transaction& tx) {
        tx.change("DELETE FROM schema_migration WHERE name = (SELECT max(name) FROM schema_migration)");
    });
    const auto answer = m_service.get({}, "/readyz");
    EXPECT_EQ(answer.status(), 503);
    EXPECT_NE(answer.sent.find("not ready\nthe database is of another release"), std::string::npos);
}

TEST_F(ReadinessTest, AFullDiskIsNot) {
    const auto found = readiness(house(), std::numeric_limits<std::uint64_t>::max());
    EXPECT_FALSE(found.is_ready());
    EXPECT_TRUE(says(found.missing, "make room")) << found.in_lines();
}

TEST_F(ReadinessTest, AFolderInWhichNothingCanBeWrittenIsNot) {
    auto elsewhere = house();
    elsewhere.scratch = "/proc";
    EXPECT_TRUE(says(readiness(elsewhere).missing, "nothing can be written"));
    elsewhere.scratch = "/nowhere/at/all";
    EXPECT_TRUE(says(readiness(elsewhere).missing, "cannot be reached"));
}

TEST_F(ReadinessTest, AThreadThatStandsStillIsSaidAndPagesGoOn) {
    auto stuck = house();
    stuck.troubles = [] {
        return std::vector<people::Trouble>{
            {people::Trouble::Part::following, "jobs are not being done: what follows waits"}};
    };
    const auto found = readiness(stuck);
    EXPECT_TRUE(found.is_ready());
    EXPECT_TRUE(says(found.limited, "jobs are not being done"));
}

} // namespace
} // namespace throughline
