// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gate.hpp"

#include "identity/operations.hpp"
#include "people/confirmation.hpp"
#include "people/confirmation_pages.hpp"
#include "people/cookie.hpp"
#include "people/posted.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/html/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

namespace throughline {

using people::Permission;
using people::Visit;

namespace {

constexpr auto awake_every = seconds(5 * 60);

bool is_read(http::Method method) { return method == http::Method::get || method == http::Method::head; }

/// A post must come from our own pages: browsers say where from.
bool comes_from_elsewhere(const http::Request& head, std::string_view public_url) {
    if (head.header("sec-fetch-site") == "cross-site") return true;
    const auto origin = head.header("origin");
    if (origin.empty()) return false;
    const auto slashes = origin.find("://");
    const auto host = slashes == origin.npos ? origin : origin.substr(slashes + 3);
    return host != head.header("host") && origin != public_url;
}

http::Response to_sign_in(std::string_view target) {
    return http::see_other("/sign-in?next=" + http::encode(target));
}

/// One form as it was filled in: the same press twice gives the same key, another form on the page another
/// one.
std::string claim_key(std::string_view once, const http::Request& request) {
    crypto::Sha256 hash;
    const auto add = [&](std::string_view text) {
        hash.add(fmt::format("{}:", text.size()));
        hash.add(text);
    };
    add(once);
    add(request.path);
    for (const auto& [name, value] : request.form.fields()) {
        if (name == "csrf" || people::is_secret(name)) continue;
        add(name);
        add(value);
    }
    for (const auto& [name, upload] : request.form.uploads()) {
        add(name);
        add(upload.file_name());
        add(std::to_string(upload.size()));
    }
    return crypto::hex(hash.finish());
}

bool asks_who(const Router::Route& route, const Visit& visit) {
    return route.confirm == http::Confirm::it_is_you && !people::is_confirmed(visit.session(), visit.at());
}

/// A database that is away, or has no room, is no mistake of the page's: whoever asked is told to try again,
/// and the log why. What was begun is rolled back by then.
template <class F>
auto while_there(F&& act) {
    try {
        return act();
    } catch (const db::Fault& fault) {
        switch (fault.kind()) {
        case db::Fault::Kind::gone:
        case db::Fault::Kind::busy: throw http::Away({}, fault.what());
        case db::Fault::Kind::full: throw http::Away(std::string(http::no_room), fault.what());
        case db::Fault::Kind::unique:
        case db::Fault::Kind::foreign_key:
        case db::Fault::Kind::check:
        case db::Fault::Kind::not_null:
        case db::Fault::Kind::other: break;
        }
        throw;
    }
}

/// The reference in the address; empty where there is none.
std::string case_asked_for(const Router::Found* found) {
    if (!found) return {};
    const auto reference = found->arguments.find("reference");
    return reference == found->arguments.end() ? std::string() : reference->second;
}

std::string location_of(const http::Response& response) {
    for (const auto& [name, value] : response.headers)
        if (name == "Location") return value;
    return {};
}

} // namespace

/// Who came, and what they hold on the case they ask for.
struct Gate::Arrival {
    std::optional<people::Session> session{};
    std::optional<case_file::Held> held{};
    Surroundings around{};
};

Gate::Gate(const people::Environment& house, const Router& router, Layout layout)
    : m_house(house), m_router(router), m_layout(std::move(layout)) {}

Gate::Arrival Gate::look_up(const http::Request& head, const Router::Found* found, Instant at) {
    Arrival arrival;
    arrival.around.path = head.path;
    arrival.around.notice = head.query.text("done");
    const auto token = people::cookie_in(head, m_house, people::session_cookie);
    if (token.empty()) return arrival;

    // Whoever comes again is looked up in one exchange. A token that somebody made up has one question, and
    // pushes nothing out of memory.
    const db::Familiar familiar{
        .key = crypto::hex(crypto::sha256(token)) + " " + case_asked_for(found),
        .varying = {to_text(at)},
        .at_least = 2};
    m_house.database.read(familiar, [&](db::Transaction& tx) {
        arrival.session = people::find_session(tx, token, at);
        const auto reference = case_asked_for(found);
        if (!arrival.session || arrival.session->expired || reference.empty()) return;
        const auto& account = arrival.session->account;
        const people::Actor actor{account.id, account.name, account.organisation_id, account.role};
        arrival.held = case_file::held_roles(tx, actor, reference, at);
        if (!arrival.held) return;
        const people::CaseAccess access(arrival.held->case_id, reference, arrival.held->roles, false);
        const auto file = case_file::load(tx, access);
        arrival.around.case_name = file.name;
        arrival.around.case_stage = case_file::in_words(file.stage);
        if (access.may(Permission::view_names))
            if (const auto until = identity::named_view_until(tx, access, account.id, at))
                arrival.around.names_until = calendar::london_clock(*until);
    });
    return arrival;
}

std::variant<http::Response, http::Admitted> Gate::admit(http::Request& head) {
    return while_there([&] { return decide(head); });
}

std::variant<http::Response, http::Admitted> Gate::decide(http::Request& head) {
    if (head.method == http::Method::other) throw http::Stop(405);
    if (head.method == http::Method::post && comes_from_elsewhere(head, m_house.public_url))
        throw http::Stop(403);

    const auto at = m_house.now();
    auto found = m_router.find(head.method, head.path);
    const auto* route = found ? found->route : nullptr;
    auto arrival = route && !route->reads_session ? Arrival{.around = {.path = head.path}}
                                                  : look_up(head, found ? &*found : nullptr, at);
    const bool signed_in = arrival.session && !arrival.session->expired;

    if (!signed_in && (!route || route->permission != Permission::everybody))
        return meet_stranger(head, found ? &*found : nullptr, arrival);
    if (signed_in) head.account = arrival.session->account.id;
    if (!route) throw http::Stop(m_router.knows(head.path) ? 405 : 404);

    auto visit = std::shared_ptr<Visit>(new Visit(m_house, at));
    if (signed_in) {
        const auto& account = arrival.session->account;
        visit->m_actor = {account.id, account.name, account.organisation_id, account.role};
        visit->m_session = arrival.session;
    }
    if (found->arguments.contains("reference") && route->permission != Permission::everybody) {
        if (!arrival.held) throw http::Stop(404);
        people::CaseAccess access(
            arrival.held->case_id, found->arguments.at("reference"), arrival.held->roles, false);
        if (!access.may(route->permission)) throw http::Stop(404);
        visit->m_access = std::move(access);
    } else if (
        !people::roles_with(route->permission).empty() &&
        !people::may(visit->m_actor.role, route->permission)) {
        throw http::Stop(404);
    }
    // What was typed behind the question mark is not kept in memory.
    if (is_read(head.method) && head.query.fields().empty()) visit->m_page = head.path;
    visit->m_layout = [this,
                       around = arrival.around](const Visit& v, const people::Page& page, bool is_public) {
        return m_layout(v, page, is_public, around);
    };
    if (signed_in) keep_awake(*arrival.session, at);
    if (is_read(head.method) && asks_who(*route, *visit))
        return http::see_other("/confirm?next=" + http::encode(head.target));
    if (visit->has_case() && is_read(head.method)) note_opening(*visit);

    head.arguments = std::move(found->arguments);
    http::Admitted admitted;
    admitted.body_limit = route->body_limit;
    admitted.uploads = route->uploads;
    admitted.answer = [this, route, visit](http::Request& request) {
        return while_there([&] { return answer(*route, *visit, request); });
    };
    return admitted;
}

http::Response Gate::answer(const Router::Route& route, Visit& visit, http::Request& request) {
    try {
        if (route.method != http::Method::post || !visit.signed_in()) return route.handler(request, visit);

        // What everybody may post needs no session, so none can be abused; and somebody who signs in twice in
        // two tabs must not find their password among what was kept.
        if (route.permission != Permission::everybody &&
            !people::is_csrf(visit.session().csrf, request.form.text("csrf")))
            return keep_what_was_posted(visit.session().account, request, visit.at());
        if (auto question = ask_who(route, visit, request)) return std::move(*question);
        const auto once = request.form.text("once");
        const auto key = once.empty() ? std::string() : claim_key(once, request);
        visit.m_once = key;
        try {
            auto response = route.handler(request, visit);
            const auto location = location_of(response);
            // The claim was made inside the act's own transaction; where it led is known only now.
            if (!key.empty() && visit.m_once.empty() && !location.empty())
                m_house.database.write([&](db::Transaction& tx) {
                    people::remember_where_it_led(tx, visit.by().account, key, location);
                });
            return response;
        } catch (const people::PostedBefore&) {
            return http::see_other(where_the_first_led(visit.by().account, key));
        }
    } catch (const crypto::KeyMissing&) {
        throw http::Stop(503, "This part of the service cannot open the case just now. Nothing is lost.");
    }
}

std::optional<http::Response>
Gate::ask_who(const Router::Route& route, Visit& visit, const http::Request& request) {
    if (!asks_who(route, visit)) return {};
    if (!request.form.has(people::confirmation_field))
        return people::ask_to_confirm(visit, request.path, request.form, nullptr);
    const auto password = request.form.text(people::confirmation_field);
    auto refusal = invalid(std::string(people::confirmation_field), "Enter your password");
    if (!password.empty()) switch (people::confirm(m_house, visit.session(), password, visit.at())) {
        case people::Confirmation::confirmed: return {};
        case people::Confirmation::busy: throw http::Stop(503);
        case people::Confirmation::ended:
            return keep_what_was_posted(visit.session().account, request, visit.at());
        case people::Confirmation::wrong:
            refusal =
                invalid(std::string(people::confirmation_field), "This is not your password. Try again");
            break;
        }
    return people::ask_to_confirm(visit, request.path, request.form, &refusal);
}

/// A double press may arrive between the first act's commit and the note of where it led.
std::string Gate::where_the_first_led(const std::string& account, const std::string& key) const {
    for (int tries = 0; tries < 25; ++tries) {
        auto location = m_house.database.read(
            [&](db::Transaction& tx) { return people::where_it_led(tx, account, key); });
        if (!location.empty()) return location;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return "/cases";
}

std::variant<http::Response, http::Admitted>
Gate::meet_stranger(const http::Request& head, const Router::Found* found, const Arrival& arrival) {
    if (is_read(head.method)) return to_sign_in(head.target);
    if (!arrival.session || !found) return to_sign_in("/cases");

    // The session ran out while somebody was writing: what they typed is theirs and is given back to them
    // alone.
    http::Admitted admitted;
    admitted.body_limit = found->route->body_limit;
    admitted.uploads = found->route->uploads;
    admitted.answer = [this, account = arrival.session->account](http::Request& request) {
        return while_there([&] { return keep_what_was_posted(account, request, m_house.now()); });
    };
    return admitted;
}

http::Response
Gate::keep_what_was_posted(const people::Account& account, const http::Request& request, Instant at) {
    people::KeptForm kept{request.path, {}, request.form.uploads().size()};
    for (const auto& field : request.form.fields())
        if (field.first != "csrf" && field.first != "once" && !people::is_secret(field.first))
            kept.fields.push_back(field);
    const auto id = m_house.database.write(
        [&](db::Transaction& tx) { return people::keep_form(tx, m_house, account.id, kept, at); });
    return http::see_other("/kept/" + id);
}

void Gate::keep_awake(const people::Session& session, Instant at) {
    if (session.seen_at + awake_every > at) return;
    try {
        m_house.database.write(
            [&](db::Transaction& tx) { people::touch_session(tx, session.token_hash, at); });
    } catch (const db::Fault&) {
        // A disk that takes nothing keeps nobody from reading; the next request tries again.
    }
}

void Gate::note_opening(const Visit& visit) {
    const auto hour = to_text(visit.at()).substr(0, 13);
    const auto opening = visit.by().account + "/" + visit.access().id();
    {
        const std::scoped_lock lock(m_openings_mutex);
        if (hour != m_openings_hour) {
            m_openings.clear();
            m_openings_hour = hour;
        }
        if (!m_openings.insert(opening).second) return;
    }
    try {
        m_house.database.write([&](db::Transaction& tx) {
            const people::Work work{tx, visit.by(), visit.at(), m_house};
            work.note("case_file.read", visit.access().reference());
        });
    } catch (...) {
        // Nobody opens a case without its entry: not now, and not at the second try either.
        const std::scoped_lock lock(m_openings_mutex);
        m_openings.erase(opening);
        throw;
    }
}

http::Response Gate::error_page(const http::Request* request, int status, const std::string& message) const {
    const char* title = "Something went wrong on our side";
    const char* words = "Nothing you sent has been half done. Try again in a few minutes.";
    switch (status) {
    case 400:
        title = "This request could not be understood";
        words = "Go back to the page you came from and try again.";
        break;
    case 403:
        title = "This did not come from a page of ours";
        words = "Open the page again from here, then send it once more.";
        break;
    case 404:
        title = "There is nothing here for you";
        words = "The address may have changed, or the page may not be shared with you.";
        break;
    case 405:
        title = "This page cannot do that";
        words = "Go back to the page you came from and use its own buttons.";
        break;
    case 408:
        title = "The connection was too slow";
        words = "What you were sending did not arrive whole, so nothing was kept. Try again.";
        break;
    case 413:
        title = "This is too large to take";
        words = "Send a smaller file, or split it. A file may be 20 MB at most. Nothing was kept.";
        break;
    case 414:
    case 431:
        title = "The address or its header is too long";
        words = "Open the page again from its start, and follow its links.";
        break;
    case 415:
        title = "This kind of form is not read here";
        words = "Use the form on the page to send your answer.";
        break;
    case 503:
        title = "We are busy just now";
        words =
            request && request->method == http::Method::post
                ? "Nothing was half done. Wait a moment, then reload this page: what you typed is sent again."
                : "Wait a moment, then try again. Nothing is lost.";
        break;
    default: break;
    }
    try {
        http::Request none;
        Visit visit(m_house, m_house.now());
        Surroundings around;
        if (request) around.path = request->path;
        visit.m_layout = [&](const Visit& v, const people::Page& page, bool is_public) {
            return m_layout(v, page, is_public, around);
        };
        auto page = visit.show_public(
            "app/error",
            {.title = title},
            {{"heading", title},
             {"words", message.empty() ? std::string(words) : message},
             {"number", request ? request->id : std::string()}});
        page.status = status;
        return page;
    } catch (const std::exception&) {
        return http::plain(
            std::string(title) + ". " + words, status); // the page itself failed: say it plainly
    }
}

} // namespace throughline
