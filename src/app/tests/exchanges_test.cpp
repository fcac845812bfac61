// SPDX-License-Identifier: GPL-3.0-or-later
// How often a page waits for the database's server. A count, not a time: it is the same on every machine.
// Why so few: docs/decisions/0024-asked-ahead.md.
#include "app/tests/demo_house.hpp"
#include "app/tests/walk.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <set>

namespace throughline {
namespace {

using in_process::DemoHouse;
using in_process::Visitor;

class ExchangesTest : public ::testing::Test {
protected:
    void SetUp() override {
        const auto* engine = std::getenv("THROUGHLINE_TEST_ENGINE");
        if (!engine || std::string_view(engine) != "postgresql") GTEST_SKIP() << "SQLite is never waited for";
        if (!s_house) s_house = std::make_unique<DemoHouse>(SOURCE_DIR);
    }
    static void TearDownTestSuite() { s_house.reset(); }
    static DemoHouse& house() { return *s_house; }

    static std::uint64_t waits_for(const Visitor& visitor, const std::string& target) {
        const auto before = house().house().database.exchanges();
        house().get(visitor, target);
        return house().house().database.exchanges() - before;
    }

    static inline std::unique_ptr<DemoHouse> s_house;
};

/// One wait for who is asking and what they hold, one for the page; two for a read of a single question,
/// which is not remembered. More for what reads in several steps.
TEST_F(ExchangesTest, APageThatIsOpenedAgainWaitsForTheServerThreeTimesAtMost) {
    const std::map<std::string, std::uint64_t> in_steps{
        {"/cases/{reference}/notification/decision", 4}, // the notification, and then what is decided
        {"/cases/{reference}/notification/view", 4},     // the notification, and then the partner's view
        {"/operations", 8}, // its parts apart, so that one that fails does not hide the others
    };
    std::set<std::string> seen;
    for (const auto role : people::all_roles) {
        const auto visitor = house().sign_in(house().somebody(role).id);
        for (const auto& page : walk::reachable(house(), visitor, 1)) {
            if (page.pattern.empty() || page.target.find('?') != page.target.npos) continue;
            if (!seen.insert(page.pattern).second) continue;
            waits_for(visitor, page.target);
            const auto allowed = in_steps.contains(page.pattern) ? in_steps.at(page.pattern) : 3;
            EXPECT_LE(waits_for(visitor, page.target), allowed) << page.pattern;
        }
    }
    EXPECT_GT(seen.size(), 30U) << "hardly any page was looked at";
}

TEST_F(ExchangesTest, ACasePageThatIsOpenedAgainWaitsForTheServerTwice) {
    const auto visitor = house().sign_in(house().somebody(people::Role::business_unit).id);
    for (const auto& file : house().cases()) {
        const auto target = "/cases/" + file.reference;
        waits_for(visitor, target);
        EXPECT_LE(waits_for(visitor, target), 2U) << target;
    }
}

} // namespace
} // namespace throughline
