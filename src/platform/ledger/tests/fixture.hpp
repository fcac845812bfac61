// SPDX-License-Identifier: GPL-3.0-or-later
// A ledger on a fresh database, with its keys and its heads.log in the test's own folder.
#pragma once

#include "platform/crypto/crypto.hpp"
#include "platform/db/testing.hpp"
#include "platform/ledger/ledger.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace throughline::ledger {

class LedgerTest : public testing::Test {
protected:
    static void SetUpTestSuite() { crypto::start(); }

    static Entry opened(int number) {
        return {
            at(number), "system", "system", "case_file.opened", "RR-MAR-2026-" + std::to_string(number), ""};
    }
    static Instant at(int number) { return Instant{1'788'784'496'000'000} + seconds(number); }

    /// One entry a transaction.
    void append(int count) {
        for (int i = 0; i < count; ++i)
            database->write([&](db::Transaction& tx) { ledger.append(tx, opened(++appended)); });
    }
    void sign() { ledger.sign_head(*database, at(appended)); }
    void tamper(std::string_view sql, const db::Parameters& parameters = {}) {
        database->write([&](db::Transaction& tx) { ASSERT_GT(tx.change(sql, parameters), 0); });
    }
    std::vector<std::string> faults() { return ledger.verify(*database).faults; }
    std::vector<std::string> heads() const {
        std::ifstream in{heads_log};
        std::vector<std::string> lines;
        for (std::string line; std::getline(in, line);) lines.push_back(line);
        return lines;
    }
    void write_heads(const std::string& text) const {
        std::ofstream out{heads_log, std::ios::trunc};
        out << text;
    }

    db::TestDatabase database{SOURCE_DIR};
    std::filesystem::path heads_log = database.folder() / "heads.log";
    crypto::KeyFolder keys =
        crypto::KeyFolder::open_or_create(database.folder() / "keys", crypto::system_random());
    Ledger ledger{keys, heads_log};
    int appended{};
};

} // namespace throughline::ledger
