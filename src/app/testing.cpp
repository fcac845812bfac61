// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/testing.hpp"

#include "app/layout.hpp"
#include "app/routes.hpp"
#include "people/cookie.hpp"
#include "people/session.hpp"
#include "platform/html/template_files.hpp"
#include "platform/http/body.hpp"
#include "platform/http/target.hpp"
#include "platform/http/wire.hpp"

#include <stdexcept>

namespace throughline::in_process {
namespace {

/// Read once for all tests of a program.
const html::Templates& templates(const std::filesystem::path& source_dir) {
    static const html::Templates all(html::read_template_files(source_dir));
    return all;
}

/// Fixed names, so that no expectation changes with a style sheet.
const html::Assets& fixed_assets() {
    static const html::Assets assets(
        {{"manifest.txt",
          "app.js app-0.js\nclosed.css closed-0.css\nicon.svg icon-0.svg\npublic.css public-0.css\n"},
         {"app-0.js", ""},
         {"app-0.js.gz", ""},
         {"app-0.js.br", ""},
         {"closed-0.css", ""},
         {"closed-0.css.gz", ""},
         {"closed-0.css.br", ""},
         {"icon-0.svg", ""},
         {"icon-0.svg.gz", ""},
         {"icon-0.svg.br", ""},
         {"public-0.css", ""},
         {"public-0.css.gz", ""},
         {"public-0.css.br", ""}});
    return assets;
}

std::string without_line(std::string head, std::string_view name) {
    const auto begins = head.find("\r\n" + std::string(name) + ":");
    if (begins == head.npos) return head;
    return head.erase(begins, head.find("\r\n", begins + 2) - begins);
}

std::string as_sent(const http::Response& response, const http::Request& request) {
    const auto wire = http::put_on_wire(response, request.method, request.id, true);
    return without_line(without_line(wire.head, "Date"), "X-Request-Id") + std::string(wire.content());
}

std::string urlencoded(const Fields& fields) {
    std::string body;
    for (const auto& [name, value] : fields)
        body += (body.empty() ? "" : "&") + http::encode(name) + "=" + http::encode(value);
    return body;
}

} // namespace

void FailingDatabase::transact(
    bool writes, const db::Familiar& familiar, const std::function<bool(db::Transaction&)>& act) {
    ++m_transactions;
    if (m_fails) throw db::Fault(db::Fault::Kind::gone, "the database has gone away");
    if (!writes) {
        m_inner.read(familiar, [&](db::Transaction& tx) { (void)act(tx); });
        return;
    }
    (void)m_inner.attempt([&](db::Transaction& tx) -> Outcome<Done> {
        if (!act(tx)) return missing();
        return Done{};
    });
}

std::string Answer::header(std::string_view name) const {
    for (const auto& [own, value] : response.headers)
        if (own == name) return value;
    return {};
}

House::House(case_file::testing::Marlshire& county, const std::filesystem::path& source_dir)
    : m_database(county.database())
    , m_house{
          .database = m_database,
          .keys = county.keys(),
          .ledger = county.ledger(),
          .statute = county.house().statute,
          .forms = county.house().forms,
          .templates = templates(source_dir),
          .random = county.house().random,
          .now = county.house().now,
          .public_url = {},
          .scratch = std::filesystem::temp_directory_path(),
          .program = {},
          .wake_jobs = {}}
    , m_routes(all_routes())
    , m_gate(m_house, m_routes, make_layout(fixed_assets(), m_house)) {}

Visitor House::sign_in(std::string_view account, std::int64_t microseconds_ago) {
    const auto at = m_house.now() + -microseconds_ago;
    return m_house.database.write([&](db::Transaction& tx) -> Visitor {
        const auto found = people::find_account(tx, account);
        if (!found) throw std::logic_error("no such account: " + std::string(account));
        const auto began = people::begin_session(tx, *found, at, m_house.random);
        return {began.token, people::find_session(tx, began.token, at)->csrf};
    });
}

Visitor House::visitor_from(const Answer& answer) {
    const auto cookie = answer.header("Set-Cookie");
    const auto begins = people::cookie_name(m_house, people::session_cookie).size() + 1;
    const auto token = cookie.substr(std::min(begins, cookie.size()), cookie.find(';') - begins);
    const auto session = m_house.database.read(
        [&](db::Transaction& tx) { return people::find_session(tx, token, m_house.now()); });
    if (!session) throw std::logic_error("this answer began no session");
    return {token, session->csrf};
}

Answer House::get(const Visitor& visitor, const std::string& target, const Headers& headers) {
    return send(http::Method::get, visitor, target, headers, "");
}

Answer House::post(const Visitor& visitor, const std::string& target, Fields fields, const Headers& headers) {
    bool has_once = false;
    for (const auto& field : fields) has_once = has_once || field.first == "once";
    if (!has_once) fields.emplace_back("once", crypto::base64url(crypto::random_bytes(12, m_house.random)));
    if (!visitor.csrf.empty()) fields.emplace_back("csrf", people::mask_csrf(visitor.csrf, m_house.random));
    return post_bare(visitor, target, fields, headers);
}

Answer House::post_bare(
    const Visitor& visitor, const std::string& target, const Fields& fields, const Headers& headers) {
    auto all = headers;
    all.emplace_back("content-type", "application/x-www-form-urlencoded");
    return send(http::Method::post, visitor, target, std::move(all), urlencoded(fields));
}

Answer House::send(
    http::Method method,
    const Visitor& visitor,
    const std::string& target,
    Headers headers,
    std::string_view body) {
    http::Request request;
    request.method = method;
    request.target = target;
    request.id = "00000000-0000-7000-8000-000000000000";
    request.headers = std::move(headers);
    if (!visitor.token.empty())
        request.headers.emplace_back(
            "cookie", people::cookie_name(m_house, people::session_cookie) + "=" + visitor.token);

    Answer answer;
    try {
        http::read_target(request);
        auto decision = m_gate.admit(request);
        if (auto* admitted = std::get_if<http::Admitted>(&decision)) {
            answer.let_in = true;
            if (method == http::Method::post) {
                http::Body posted(request, *admitted, body.size(), m_house.scratch);
                posted.feed(body);
                request.form = posted.finish();
            }
            answer.response = admitted->answer(request);
        } else {
            answer.response = std::get<http::Response>(std::move(decision));
        }
    } catch (const http::Stop& stop) {
        answer.response = m_gate.error_page(&request, stop.status(), stop.message());
    } catch (const std::exception&) {
        answer.response = m_gate.error_page(&request, 500, {});
    }
    answer.sent = as_sent(answer.response, request);
    return answer;
}

std::int64_t House::count(std::string_view table) {
    return m_house.database.read([&](db::Transaction& tx) {
        return tx.row("SELECT count(*) AS rows_there FROM " + std::string(table))->integer("rows_there");
    });
}

} // namespace throughline::in_process
