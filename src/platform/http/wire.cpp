// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/http/wire.hpp"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace throughline::http {

namespace {

struct Header {
    std::string_view name{};
    std::string_view value{};
};

// No page calls a third party, none may be framed, and nothing about a case stays in a cache or a referrer.
constexpr Header unless_set[] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
     "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"}, // for browsers that do not read frame-ancestors
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"},
    {"Cache-Control", "no-store"},
};

constexpr std::string_view ours[] = {
    "Connection", "Content-Length", "Date", "Keep-Alive", "Transfer-Encoding", "X-Request-Id"};

bool same_name(std::string_view a, std::string_view b) {
    return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

bool is_token(std::string_view name) {
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::ranges::all_of(name, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               others.find(c) != std::string_view::npos;
    });
}

bool fits_in_a_line(std::string_view value) {
    return std::ranges::all_of(value, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return c == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

std::string_view reason(int status) {
    switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 505: return "HTTP Version Not Supported";
    default: return "Other"; // the phrase is for people reading a capture; no client looks at it
    }
}

/// RFC 9110, 5.6.7; the names are English whatever the locale.
std::string http_date() {
    constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto now = std::time(nullptr);
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    return fmt::format(
        "{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
        days.at(static_cast<std::size_t>(utc.tm_wday)),
        utc.tm_mday,
        months.at(static_cast<std::size_t>(utc.tm_mon)),
        utc.tm_year + 1900,
        utc.tm_hour,
        utc.tm_min,
        utc.tm_sec);
}

} // namespace

Wire put_on_wire(Response response, Method method, std::string_view request_id, bool keep_alive, Site site) {
    if (response.status < 200 || response.status > 599)
        throw std::logic_error("an answer has no such status");
    const bool no_body = response.status == 204 || response.status == 304;

    Wire wire;
    wire.status = response.status;
    wire.keep_alive = keep_alive;
    wire.head_only = no_body || method == Method::head;
    const auto length = response.shared_body ? response.shared_body->size() : response.body.size();
    auto out = std::back_inserter(wire.head);
    fmt::format_to(
        out, "HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status, reason(response.status), http_date());
    for (const auto& [name, value] : response.headers) {
        if (!is_token(name) || !fits_in_a_line(value))
            throw std::logic_error("a header of an answer does not fit in a line");
        if (std::ranges::any_of(ours, [&](auto one) { return same_name(one, name); }))
            throw std::logic_error("a header of an answer is the server's to write: " + name);
        fmt::format_to(out, "{}: {}\r\n", name, value);
    }
    for (const auto& [name, value] : unless_set)
        if (std::ranges::none_of(
                response.headers, [&](const auto& set) { return same_name(set.first, name); }))
            fmt::format_to(out, "{}: {}\r\n", name, value);
    // A year; a host of ours has nothing beneath its name that would do without (RFC 6797, 6.1).
    if (site == Site::over_tls)
        wire.head += "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";
    // 204 may carry no length, and that of a 304 would be read as the length of what is cached (RFC
    // 9110, 8.6).
    if (!no_body) fmt::format_to(out, "Content-Length: {}\r\n", length);
    fmt::format_to(
        out, "X-Request-Id: {}\r\nConnection: {}\r\n\r\n", request_id, keep_alive ? "keep-alive" : "close");
    wire.body = std::move(response.body);
    wire.shared_body = std::move(response.shared_body);
    return wire;
}

} // namespace throughline::http
