// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/clearing.hpp"
#include "platform/db/testing.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace throughline::people {
namespace {

constexpr Instant noon{1'788'782'400'000'000}; // 2026-09-07T12:00:00Z
constexpr auto an_hour = seconds(60 * 60);
constexpr auto a_day = 24 * an_hour;

/// A table, how to put a row into it as of `:at`, and how long such a row stays.
struct Kept {
    std::string table{};
    std::string insert{};
    std::int64_t stays_for{};
};
const std::vector<Kept> all_kept{
    {"tries", "(door, made, since) VALUES ('d', 1, :at)", an_hour},
    {"half_signed_in",
     "(token_hash, account_id, password_mark, began_at) VALUES ('t', 'a1', 'm', :at)",
     an_hour},
    {"second_factor_begun", "(account_id, sealed, begun_at) VALUES ('a1', :bytes, :at)", an_hour},
    {"posted_form", "(once, account_id, location, at) VALUES ('o', 'a1', '', :at)", 2 * a_day},
    {"kept_form", "(id, account_id, sealed, kept_at) VALUES ('k', 'a1', :bytes, :at)", 30 * a_day},
    {"session",
     "(token_hash, account_id, csrf, began_at, seen_at) VALUES ('s', 'a1', 'c', '2026-01-01', :at)",
     30 * a_day},
};

class ClearingTest : public testing::Test {
protected:
    ClearingTest() {
        m_database->write([](db::Transaction& tx) {
            tx.change("INSERT INTO partnership (id, code, name, phone) VALUES ('p', 'MAR', 'M', '')");
            tx.change("INSERT INTO organisation (id, partnership_id, code, name, kind) "
                      "VALUES ('o', 'p', 'C', 'C', 'school')");
            tx.change("INSERT INTO account (id, email, name, post, organisation_id, role, password_hash, "
                      "created_at) VALUES ('a1', 'a', 'A', '', 'o', 'reviewer', 'none', '2026-01-01')");
        });
    }

    void put(const Kept& kept, Instant at) {
        db::Parameters parameters{{"at", to_text(at)}};
        if (kept.insert.find(":bytes") != kept.insert.npos) parameters.emplace_back("bytes", db::Bytes{"x"});
        m_database->write([&](db::Transaction& tx) {
            tx.change("INSERT INTO " + kept.table + " " + kept.insert, parameters);
        });
    }
    std::int64_t rows_after_clearing(const Kept& kept) {
        return m_database->write([&](db::Transaction& tx) {
            clear_what_ran_out(tx, noon);
            return tx.row("SELECT count(*) AS n FROM " + kept.table)->integer("n");
        });
    }

    db::TestDatabase m_database{SOURCE_DIR};
};

TEST_F(ClearingTest, WhatRanOutGoesAndWhatDidNotStays) {
    for (const auto& kept : all_kept) {
        put(kept, noon + -kept.stays_for + 1);
        EXPECT_EQ(rows_after_clearing(kept), 1) << kept.table;
        m_database->write([&](db::Transaction& tx) { tx.change("DELETE FROM " + kept.table); });
        put(kept, noon + -kept.stays_for);
        EXPECT_EQ(rows_after_clearing(kept), 0) << kept.table;
    }
}

} // namespace
} // namespace throughline::people
