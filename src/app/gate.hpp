// SPDX-License-Identifier: GPL-3.0-or-later
// The one place that decides access: who is asking, which route, on which case, with which permission. It
// runs on the header alone, before any body is read. What somebody may not see does not exist for them.
#pragma once

#include "case_file/operations.hpp"
#include "people/operations.hpp"
#include "platform/http/router.hpp"
#include "platform/http/server.hpp"

#include <mutex>
#include <string>
#include <unordered_set>
#include <variant>

namespace throughline {

using Router = http::Router<people::Permission, people::Visit>;

/// What the layout around a page knows of the request.
struct Surroundings {
    std::string path{};
    std::string notice{}; ///< code of what was just done (`?done=…`)
    std::string case_name{};
    std::string case_stage{};
    std::string names_until{}; ///< "14:20" while named view is on
};
using Layout = std::function<html::Object(
    const people::Visit& visit, const people::Page& page, bool is_public, const Surroundings& around)>;

class Gate {
public:
    Gate(const people::Environment& house, const Router& router, Layout layout);

    std::variant<http::Response, http::Admitted> admit(http::Request& head);
    http::Response error_page(const http::Request* request, int status, const std::string& message) const;

private:
    struct Arrival;
    std::variant<http::Response, http::Admitted> decide(http::Request& head);
    Arrival look_up(const http::Request& head, const Router::Found* found, Instant at);
    http::Response answer(const Router::Route& route, people::Visit& visit, http::Request& request);
    std::variant<http::Response, http::Admitted>
    meet_stranger(const http::Request& head, const Router::Found* found, const Arrival& arrival);
    http::Response
    keep_what_was_posted(const people::Account& account, const http::Request& request, Instant at);
    /// The question who it is, or nothing when it has been answered.
    std::optional<http::Response>
    ask_who(const Router::Route& route, people::Visit& visit, const http::Request& request);
    std::string where_the_first_led(const std::string& account, const std::string& key) const;
    void note_opening(const people::Visit& visit);
    void keep_awake(const people::Session& session, Instant at);

    const people::Environment& m_house;
    const Router& m_router;
    Layout m_layout;
    std::mutex m_openings_mutex;
    std::unordered_set<std::string> m_openings; ///< account, case and hour already in the ledger
    std::string m_openings_hour;
};

} // namespace throughline
