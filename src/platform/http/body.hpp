// SPDX-License-Identifier: GPL-3.0-or-later
// The body of a request that was let in: which kinds are read, how much, and what becomes of the bytes.
#pragma once

#include "platform/http/http.hpp"
#include "platform/http/multipart.hpp"
#include "platform/http/server.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace throughline::http {

class Body {
public:
    /// Throws Stop: 415 for a kind that is not read here, 400 for a multipart form without a boundary, 413
    /// when `announced` (bytes, when known) is beyond what was admitted.
    Body(
        const Request& head,
        const Admitted& admitted,
        std::optional<std::uint64_t> announced,
        const std::filesystem::path& folder);

    /// Throws Stop{413} beyond the limit, and what Multipart::feed throws.
    void feed(std::string_view bytes);
    /// What was posted. Throws Stop{400} when it is malformed or cut short.
    Form finish();

    std::uint64_t limit() const { return m_limit; }

private:
    std::uint64_t m_limit{};
    std::uint64_t m_size{};
    std::optional<Multipart> m_multipart{};
    std::string m_urlencoded{};
};

} // namespace throughline::http
