// SPDX-License-Identifier: GPL-3.0-or-later
// The whole service without sockets, for tests: a request goes through the parts of the server in its order
// (target, gate, body, page, error page) and comes back as it would be sent.
#pragma once

#include "app/gate.hpp"
#include "case_file/testing.hpp"
#include "platform/html/assets.hpp"

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace throughline::in_process {

/// The same database, until it is told to fail like one whose server has gone away.
class FailingDatabase : public db::Database {
public:
    explicit FailingDatabase(db::Database& inner) : m_inner(inner) {}
    void fail() { m_fails = true; }
    /// Transactions so far: a coarse measure of work that does not depend on the machine.
    std::size_t transactions() const { return m_transactions; }
    db::Engine engine() const override { return m_inner.engine(); }
    std::uint64_t exchanges() const override { return m_inner.exchanges(); }

protected:
    void transact(
        bool writes, const db::Familiar& familiar, const std::function<bool(db::Transaction&)>& act) override;

private:
    db::Database& m_inner;
    bool m_fails{false};
    std::atomic<std::size_t> m_transactions{};
};

/// Somebody at a browser; without a token they are signed out.
struct Visitor {
    std::string token{};
    std::string csrf{}; ///< the session's own, unmasked
};

using Fields = std::vector<std::pair<std::string, std::string>>;
using Headers = std::vector<std::pair<std::string, std::string>>;

struct Answer {
    http::Response response{};
    bool let_in{}; ///< the gate let the request in: the page itself has answered
    /// Everything as it would be sent, without what differs between any two answers: Date and X-Request-Id.
    std::string sent{};

    int status() const { return response.status; }
    std::string header(std::string_view name) const; ///< empty when absent
};

/// The service on the database, keys and clock of a county.
class House {
public:
    /// The project's real templates and routes, and assets of fixed names.
    House(case_file::testing::Marlshire& county, const std::filesystem::path& source_dir);

    const Router& routes() const { return m_routes; }
    const people::Environment& house() const { return m_house; }
    FailingDatabase& database() { return m_database; }

    /// What the world reaches the service by, as `--public-url` says it; nothing at first.
    void reached_by(std::string public_url) { m_house.public_url = std::move(public_url); }
    /// A session that was begun, and last used, that long ago.
    Visitor sign_in(std::string_view account, std::int64_t microseconds_ago = 0);
    /// The session that an answer's Set-Cookie began.
    Visitor visitor_from(const Answer& answer);

    Answer get(const Visitor& visitor, const std::string& target, const Headers& headers = {});
    /// As our own pages post: with the session's csrf token under a mask and, unless the fields hold one, a
    /// fresh `once`.
    Answer
    post(const Visitor& visitor, const std::string& target, Fields fields, const Headers& headers = {});
    /// Just these fields.
    Answer post_bare(
        const Visitor& visitor, const std::string& target, const Fields& fields, const Headers& headers = {});
    Answer send(
        http::Method method,
        const Visitor& visitor,
        const std::string& target,
        Headers headers,
        std::string_view body);

    std::int64_t count(std::string_view table);

protected:
    FailingDatabase m_database;
    people::Environment m_house;
    Router m_routes;
    Gate m_gate;
};

/// Comes before the service on it.
struct HasCounty {
    explicit HasCounty(const std::filesystem::path& source_dir) : m_county(source_dir) {}
    case_file::testing::Marlshire m_county;
};

/// One small county and the service on it.
class Service : private HasCounty, public House {
public:
    explicit Service(const std::filesystem::path& source_dir)
        : HasCounty(source_dir), House(m_county, source_dir) {}

    case_file::testing::Marlshire& county() { return m_county; }
};

} // namespace throughline::in_process
