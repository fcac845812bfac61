// SPDX-License-Identifier: GPL-3.0-or-later
// How often a page waits for the database's server. A count, not a time: it is the same on every machine.
// Why so few: docs/decisions/0024-asked-ahead.md.
#include "app/tests/demo_house.hpp"
#include "app/tests/walk.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace throughline {
namespace {

using in_process::DemoHouse;
using in_process::Visitor;

class ExchangesTest : public ::testing::Test {
protected:
    std::uint64_t waits_for(const Visitor& visitor, const std::string& target) {
        const auto before = m_house.house().database.exchanges();
        m_house.get(visitor, target);
        return m_house.house().database.exchanges() - before;
    }

    DemoHouse m_house{SOURCE_DIR};
};

/// One wait for who is asking and what they hold, one for the page. A page that reads in several steps, or
/// asks for what depends on what it just read, has its reason beside it.
TEST_F(ExchangesTest, APageThatIsOpenedAgainWaitsForTheServerTwice) {
    const std::map<std::string, std::uint64_t> more{};
    std::set<std::string> seen;
    for (const auto role : people::all_roles) {
        const auto visitor = m_house.sign_in(m_house.somebody(role).id);
        for (const auto& page : walk::reachable(m_house, visitor, 1)) {
            if (page.pattern.empty() || page.target.find('?') != page.target.npos) continue;
            if (!seen.insert(page.pattern).second) continue;
            waits_for(visitor, page.target);
            const auto allowed = more.contains(page.pattern) ? more.at(page.pattern) : 2;
            EXPECT_LE(waits_for(visitor, page.target), allowed) << page.pattern;
        }
    }
    EXPECT_GT(seen.size(), 30U) << "hardly any page was looked at";
}

} // namespace
} // namespace throughline
