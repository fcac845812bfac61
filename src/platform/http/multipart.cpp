// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/http/multipart.hpp"

#include "platform/http/limits.hpp"
#include "platform/http/target.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

namespace throughline::http {

namespace {

std::string lower(std::string_view text) {
    std::string lowered(text);
    for (auto& c : lowered) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return lowered;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// Takes a quoted string, without its quotes, off the front. Browsers do not escape a backslash, so only one
/// before a quote or another backslash counts as an escape.
std::string take_quoted(std::string_view& text) {
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return value;
        }
        if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
        value += text[i];
    }
    throw Stop{400};
}

using Parameters = std::map<std::string, std::string, std::less<>>;

/// `value; name=token; name="quoted"`: the value in lower case under the empty name, then the parameters.
Parameters read_parameters(std::string_view text) {
    Parameters parameters;
    const auto first = text.find(';');
    parameters[""] = lower(trimmed(text.substr(0, first)));
    text = first == std::string_view::npos ? std::string_view{} : text.substr(first);
    while (!(text = trimmed(text)).empty()) {
        if (text.front() != ';') throw Stop{400};
        text = trimmed(text.substr(1));
        if (text.empty()) break;
        const auto equals = text.find('=');
        if (equals == std::string_view::npos) throw Stop{400};
        const auto name = lower(trimmed(text.substr(0, equals)));
        text = trimmed(text.substr(equals + 1));
        std::string value;
        if (text.starts_with('"')) {
            value = take_quoted(text);
        } else {
            const auto end = text.find(';');
            value = trimmed(text.substr(0, end));
            text = end == std::string_view::npos ? std::string_view{} : text.substr(end);
        }
        if (!parameters.emplace(name, std::move(value)).second) throw Stop{400};
    }
    return parameters;
}

/// Undoes what browsers do to quotes and line ends in names (WHATWG HTML, multipart/form-data encoding).
std::string browser_name(std::string name) {
    constexpr std::pair<std::string_view, std::string_view> escapes[] = {
        {"%22", "\""}, {"%0D", " "}, {"%0A", " "}};
    for (const auto& [escape, plain] : escapes)
        for (std::size_t at = 0; (at = name.find(escape, at)) != std::string::npos;)
            name.replace(at, escape.size(), plain);
    return name;
}

std::string last_component(const std::string& name) {
    const auto slash = name.find_last_of("/\\");
    return slash == std::string::npos ? name : name.substr(slash + 1);
}

std::shared_ptr<int> open_unlinked(const std::filesystem::path& folder) {
    const auto where = folder.empty() ? std::filesystem::temp_directory_path() : folder;
    int descriptor = ::open(where.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == ENOENT)) {
        // Some file systems know no nameless file: make a named one and take its name away at once.
        auto name = (where / "upload-XXXXXX").string();
        descriptor = ::mkostemp(name.data(), O_CLOEXEC);
        if (descriptor >= 0) ::unlink(name.c_str());
    }
    if (descriptor < 0)
        throw std::system_error(errno, std::generic_category(), "making a file for an upload");
    return {new int(descriptor), [](int* held) {
                ::close(*held);
                delete held;
            }};
}

void write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto n = ::write(descriptor, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) throw std::system_error(errno, std::generic_category(), "storing an upload");
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
}

} // namespace

std::string boundary_of(std::string_view content_type) {
    const auto parameters = read_parameters(content_type);
    const auto found = parameters.find("boundary");
    // RFC 2046, 5.1.1: 1 to 70 characters of a short list, no space at the end.
    constexpr std::string_view allowed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'()+_,-./:=? ";
    if (found == parameters.end() || found->second.empty() || found->second.size() > 70) return {};
    if (found->second.find_first_not_of(allowed) != std::string::npos || found->second.ends_with(' '))
        return {};
    return found->second;
}

Multipart::Multipart(std::string_view boundary, std::filesystem::path folder)
    : m_delimiter("\r\n--" + std::string(boundary))
    , m_folder(std::move(folder))
    // The first boundary may stand at the very start, without a line end before it.
    , m_pending("\r\n") {}

void Multipart::feed(std::string_view bytes) {
    if (m_state == State::epilogue) return;
    m_pending += bytes;
    while (step()) {
    }
    m_pending.erase(0, m_at);
    m_at = 0;
}

Form Multipart::finish() {
    if (m_state != State::epilogue) throw Stop{400};
    return std::move(m_form);
}

bool Multipart::step() {
    switch (m_state) {
    case State::preamble: return read_data();
    case State::delimiter: return read_delimiter();
    case State::headers: return read_headers();
    case State::data: return read_data();
    case State::epilogue: return false;
    }
    return false;
}

/// After a boundary: two dashes end the form, a line end begins a part.
bool Multipart::read_delimiter() {
    const auto left = std::string_view(m_pending).substr(m_at);
    if (left.size() < 2) return false;
    if (left.starts_with("--")) {
        m_state = State::epilogue;
        m_at = m_pending.size();
        return false;
    }
    if (left.front() == ' ' || left.front() == '\t') { // transport padding, RFC 2046
        ++m_at;
        return true;
    }
    if (!left.starts_with("\r\n")) throw Stop{400};
    m_at += 2;
    m_state = State::headers;
    return true;
}

bool Multipart::read_headers() {
    const auto left = std::string_view(m_pending).substr(m_at);
    const auto end = left.find("\r\n\r\n");
    if (std::min(end, left.size()) > limits::part_header_bytes) throw Stop{400};
    if (end == std::string_view::npos) return false;
    open_part(left.substr(0, end));
    m_at += end + 4;
    m_state = State::data;
    return true;
}

bool Multipart::read_data() {
    const auto left = std::string_view(m_pending).substr(m_at);
    const auto end = left.find(m_delimiter);
    if (end == std::string_view::npos) {
        // All but what might be the beginning of a boundary is data.
        const auto sure = left.size() - std::min(left.size(), m_delimiter.size() - 1);
        take(left.substr(0, sure));
        m_at += sure;
        return false;
    }
    take(left.substr(0, end));
    close_part();
    m_at += end + m_delimiter.size();
    m_state = State::delimiter;
    return true;
}

void Multipart::open_part(std::string_view headers) {
    if (++m_parts > limits::fields) throw Stop{413};
    std::optional<Parameters> disposition;
    m_media_type.clear();
    while (!headers.empty()) {
        const auto end = headers.find("\r\n");
        const auto line = headers.substr(0, end);
        headers = end == std::string_view::npos ? std::string_view{} : headers.substr(end + 2);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) throw Stop{400};
        const auto name = lower(trimmed(line.substr(0, colon)));
        const auto value = trimmed(line.substr(colon + 1));
        if (name == "content-disposition") disposition = read_parameters(value);
        if (name == "content-type") m_media_type = value;
    }
    if (!disposition || disposition->at("") != "form-data" || !disposition->contains("name")) throw Stop{400};

    m_name = browser_name(disposition->at("name"));
    const auto file_name = disposition->find("filename");
    m_is_file = file_name != disposition->end();
    m_file_name = m_is_file ? last_component(browser_name(file_name->second)) : std::string{};
    if (!is_text(m_name) || !is_text(m_file_name) || !is_text(m_media_type)) throw Stop{400};
    m_text.clear();
    m_file.reset();
    m_size = 0;
}

void Multipart::take(std::string_view bytes) {
    if (m_state != State::data || bytes.empty())
        return; // what stands before the first boundary is not for us
    m_size += bytes.size();
    if (m_is_file) {
        if (!m_file) {
            if (m_form.uploads().size() == limits::files) throw Stop{413};
            m_file = open_unlinked(m_folder);
        }
        write_all(*m_file, bytes);
        return;
    }
    m_text_bytes += bytes.size();
    if (m_size > limits::field_bytes || m_text_bytes > limits::text_bytes) throw Stop{413};
    m_text += bytes;
}

void Multipart::close_part() {
    if (m_state == State::preamble) return;
    if (!m_is_file) {
        if (!is_text(m_text)) throw Stop{400};
        m_form.add(std::exchange(m_name, {}), std::exchange(m_text, {}));
    } else if (m_size > 0 || !m_file_name.empty()) { // a browser sends a nameless empty file when none was
                                                     // chosen
        if (!m_file && m_form.uploads().size() == limits::files) throw Stop{413};
        auto file = m_file ? std::exchange(m_file, {}) : std::make_shared<int>(-1);
        m_form.add(
            std::exchange(m_name, {}),
            Upload(std::exchange(m_file_name, {}), m_media_type, m_size, std::move(file)));
    }
}

} // namespace throughline::http
