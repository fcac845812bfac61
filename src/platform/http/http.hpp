// SPDX-License-Identifier: GPL-3.0-or-later
// Requests and answers as the rest of the house sees them. Nothing here knows Beast.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace throughline::http {

enum class Method { get, head, post, other };
std::string_view in_words(Method method); ///< GET, HEAD, POST, other

/// A file that came with a form, held in an unlinked temporary file: it is gone with the last copy of this
/// object.
class Upload {
public:
    Upload(std::string file_name, std::string media_type, std::uint64_t size, std::shared_ptr<int> descriptor)
        : m_file_name(std::move(file_name))
        , m_media_type(std::move(media_type))
        , m_size(size)
        , m_descriptor(std::move(descriptor)) {}

    const std::string& file_name() const { return m_file_name; } ///< last path component, as the browser said
    const std::string& media_type() const { return m_media_type; } ///< as claimed, not as found
    std::uint64_t size() const { return m_size; }
    std::string bytes() const; ///< all of it; throws std::runtime_error when the disk fails

private:
    std::string m_file_name;
    std::string m_media_type;
    std::uint64_t m_size{};
    std::shared_ptr<int> m_descriptor;
};

/// Decoded name and value pairs in the order they came, from a query or a posted form.
class Form {
public:
    void add(std::string name, std::string value) {
        m_fields.emplace_back(std::move(name), std::move(value));
    }
    void add(std::string name, Upload upload) { m_uploads.emplace_back(std::move(name), std::move(upload)); }

    std::string text(std::string_view name) const; ///< the first value, or empty
    std::vector<std::string> all(std::string_view name) const;
    bool has(std::string_view name) const;
    const Upload* upload(std::string_view name) const; ///< nullptr when none was chosen
    const std::vector<std::pair<std::string, std::string>>& fields() const { return m_fields; }
    const std::vector<std::pair<std::string, Upload>>& uploads() const { return m_uploads; }

private:
    std::vector<std::pair<std::string, std::string>> m_fields;
    std::vector<std::pair<std::string, Upload>> m_uploads;
};

struct Request {
    Method method{Method::get};
    std::string target{}; ///< as sent: path and query
    std::string path{};   ///< decoded path without query
    Form query{};
    Form form{};                                                 ///< filled after the body was read
    std::vector<std::pair<std::string, std::string>> headers{};  ///< names in lower case
    std::map<std::string, std::string, std::less<>> arguments{}; ///< from the route's pattern
    std::string id{};                                            ///< names this request in logs
    std::string account{}; ///< id of whoever is signed in, once that is known; for logs

    /// By its lower-case name; empty when absent, joined by ", " when sent more than once (RFC 9110, 5.3).
    std::string header(std::string_view name) const;
    std::string cookie(std::string_view name) const;
    std::string
    argument(std::string_view name) const; ///< throws std::logic_error when the route has none such
};

struct Response {
    int status{200};
    std::vector<std::pair<std::string, std::string>> headers{};
    std::string body{};
    std::shared_ptr<const std::string> shared_body{}; ///< sent instead of body when set (assets)

    Response& with(std::string name, std::string value) {
        headers.emplace_back(std::move(name), std::move(value));
        return *this;
    }
};

Response html(std::string page, int status = 200); ///< text/html; charset=utf-8
Response plain(std::string text, int status = 200);
/// 303 to an address of our own. Throws std::logic_error unless `is_own_path(path)`.
Response see_other(std::string path);
/// Whether a browser sent there stays with us: one slash first, no backslash, visible ASCII only.
bool is_own_path(std::string_view path);

/// Ends the request with an error page. Thrown in pages and in this folder only.
class Stop : public std::exception {
public:
    explicit Stop(int status, std::string message = {}) : m_status(status), m_message(std::move(message)) {}
    int status() const { return m_status; }
    const std::string& message() const { return m_message; } ///< for the user, in plain words; may be empty
    const char* what() const noexcept override { return "request stopped"; }

private:
    int m_status;
    std::string m_message;
};

/// Percent-encodes one path segment or query value.
std::string encode(std::string_view text);
/// Reads application/x-www-form-urlencoded. Throws Stop{400} when it is malformed or not UTF-8, Stop{413}
/// beyond 1000 fields or 1 MiB in one.
Form read_urlencoded(std::string_view body);

} // namespace throughline::http
