// SPDX-License-Identifier: GPL-3.0-or-later
// A small typed table of routes. The permission stands on the route's own line, so who may do what is read
// from the table, and a test walks every route with every role.
#pragma once

#include "platform/http/http.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::http {

/// Matches `/cases/{reference}/people` against a path; gives the arguments, or nothing. A segment in braces
/// matches one non-empty segment.
std::optional<std::map<std::string, std::string, std::less<>>>
match(std::string_view pattern, std::string_view path);

/// Whether somebody signed in has to show again who they are before the route's page or act is theirs.
enum class Confirm { nothing, it_is_you };

template <class Permission, class Visit>
class Router {
public:
    using Handler = Response (*)(const Request&, Visit&);

    struct Route {
        Method method{};
        std::string pattern{};
        Permission permission{};
        Handler handler{};
        std::uint64_t body_limit{256 * 1024};
        bool uploads{false};
        Confirm confirm{Confirm::nothing};
        bool reads_session{true}; ///< whether it matters who asks
    };

    struct Found {
        const Route* route{};
        std::map<std::string, std::string, std::less<>> arguments{};
    };

    void
    get(std::string pattern, Permission permission, Handler handler, Confirm confirm = Confirm::nothing) {
        m_routes.push_back({Method::get, std::move(pattern), permission, handler, 0, false, confirm});
    }
    /// A page that is the same for everybody and has to be there while the database is not: nobody's session
    /// is looked up.
    void get_for_anybody(std::string pattern, Permission everybody, Handler handler) {
        m_routes.push_back(
            {.method = Method::get,
             .pattern = std::move(pattern),
             .permission = everybody,
             .handler = handler,
             .body_limit = 0,
             .reads_session = false});
    }
    void
    post(std::string pattern, Permission permission, Handler handler, Confirm confirm = Confirm::nothing) {
        m_routes.push_back(
            {.method = Method::post,
             .pattern = std::move(pattern),
             .permission = permission,
             .handler = handler,
             .confirm = confirm});
    }
    /// A post that may bring files, `body_limit` bytes at most in all.
    void upload(std::string pattern, Permission permission, Handler handler, std::uint64_t body_limit) {
        m_routes.push_back({Method::post, std::move(pattern), permission, handler, body_limit, true});
    }

    /// The first route that fits (HEAD is answered by GET); nothing when none does.
    std::optional<Found> find(Method method, std::string_view path) const {
        const auto wanted = method == Method::head ? Method::get : method;
        for (const auto& route : m_routes) {
            if (route.method != wanted) continue;
            if (auto arguments = match(route.pattern, path)) return Found{&route, std::move(*arguments)};
        }
        return {};
    }
    /// Whether some other method would be answered at this path (405 instead of 404).
    bool knows(std::string_view path) const {
        for (const auto& route : m_routes)
            if (match(route.pattern, path)) return true;
        return false;
    }

    const std::vector<Route>& routes() const { return m_routes; }

private:
    std::vector<Route> m_routes;
};

} // namespace throughline::http
