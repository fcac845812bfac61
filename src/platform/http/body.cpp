// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/http/body.hpp"

#include "platform/http/limits.hpp"

#include <algorithm>
#include <cctype>

namespace throughline::http {

namespace {

/// `type/subtype` in lower case, without parameters.
std::string media_type(std::string_view content_type) {
    std::string type(content_type.substr(0, content_type.find_first_of("; \t")));
    for (auto& c : type) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return type;
}

} // namespace

Body::Body(
    const Request& head,
    const Admitted& admitted,
    std::optional<std::uint64_t> announced,
    const std::filesystem::path& folder)
    : m_limit(admitted.body_limit) {
    const auto content_type = head.header("content-type");
    const auto type = media_type(content_type);
    if (!head.header("content-encoding").empty()) throw Stop{415};
    if (type == "multipart/form-data" && admitted.uploads) {
        const auto boundary = boundary_of(content_type);
        if (boundary.empty()) throw Stop{400};
        m_multipart.emplace(boundary, folder);
    } else if (type == "application/x-www-form-urlencoded") {
        m_limit = std::min<std::uint64_t>(m_limit, limits::text_bytes);
    } else {
        throw Stop{415};
    }
    if (announced && *announced > m_limit) throw Stop{413};
}

void Body::feed(std::string_view bytes) {
    if (bytes.size() > m_limit - m_size) throw Stop{413};
    m_size += bytes.size();
    if (m_multipart)
        m_multipart->feed(bytes);
    else
        m_urlencoded += bytes;
}

Form Body::finish() { return m_multipart ? m_multipart->finish() : read_urlencoded(m_urlencoded); }

} // namespace throughline::http
