// SPDX-License-Identifier: GPL-3.0-or-later
// A database that hangs must not hold up whoever asks how the service is.
#include "app/installation.hpp"
#include "app/pulse.hpp"
#include "platform/db/testing.hpp"

#include <gtest/gtest.h>

#include <future>

namespace throughline {
namespace {

/// Answers, until it is told to hold everybody who comes.
class Holding : public db::Database {
public:
    explicit Holding(db::Database& inner) : m_inner(inner) {}
    std::promise<void> let_go{};
    std::atomic<bool> holds{};
    std::atomic<int> asked{};
    db::Engine engine() const override { return m_inner.engine(); }

protected:
    void transact(bool, const db::Familiar&, const std::function<bool(db::Transaction&)>& act) override {
        ++asked;
        if (holds) m_held.wait();
        m_inner.read([&](db::Transaction& tx) { (void)act(tx); });
    }

private:
    db::Database& m_inner;
    std::shared_future<void> m_held{let_go.get_future()};
};

using std::chrono::milliseconds;

TEST(PulseTest, ADatabaseThatHangsIsSaidNotToAnswerAndOneThatReturnsToAnswer) {
    db::TestDatabase inner{SOURCE_DIR};
    Holding database(*inner);
    Pulse pulse(database);
    EXPECT_EQ(pulse.trouble(), "");

    database.holds = true;
    const auto asked_before = database.asked.load();
    EXPECT_EQ(pulse.trouble(milliseconds{50}), "the database does not answer");
    EXPECT_EQ(pulse.trouble(milliseconds{50}), "the database does not answer");
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < 200; ++i) (void)pulse.trouble(milliseconds{50});
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{2}) << "each waited anew";
    EXPECT_EQ(database.asked, asked_before + 1) << "one look waits, however many ask";

    database.holds = false;
    database.let_go.set_value();
    EXPECT_EQ(pulse.trouble(std::chrono::seconds{10}), "");
}

} // namespace
} // namespace throughline
