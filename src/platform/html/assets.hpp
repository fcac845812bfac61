// SPDX-License-Identifier: GPL-3.0-or-later
// The built style sheets and script, carried inside the program and sent as they were packed. Their names
// hold a fingerprint of their bytes, so a browser may keep them for ever.
#pragma once

#include "platform/http/http.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace throughline::html {

class Assets {
public:
    /// `files`: name to bytes, as `script/assets` made them: `manifest.txt`, and each asset plain, `.gz` and
    /// `.br`. Throws std::logic_error when the manifest names what is not there.
    explicit Assets(const std::map<std::string, std::string_view, std::less<>>& files);

    /// `closed.css` → `/assets/closed-0a1b2c3d4e5f.css`. Throws std::logic_error for a name that was not
    /// built.
    std::string address(std::string_view name) const;

    /// Answers `GET /assets/{file}`: the smallest form the browser reads; 304 when it has it; 404 otherwise.
    http::Response answer(const http::Request& request) const;

private:
    struct Asset {
        std::string media_type{};
        std::string etag{};
        std::shared_ptr<const std::string> plain{};
        std::shared_ptr<const std::string> gzip{};
        std::shared_ptr<const std::string> brotli{};
    };
    std::map<std::string, std::string, std::less<>> m_addresses{};
    std::map<std::string, Asset, std::less<>> m_assets{};
};

} // namespace throughline::html
