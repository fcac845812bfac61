// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/html/assets.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace throughline::html {
namespace {

bool ends_with(std::string_view text, std::string_view ending) {
    return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

std::string media_type_of(std::string_view name) {
    if (ends_with(name, ".css")) return "text/css; charset=utf-8";
    if (ends_with(name, ".js")) return "text/javascript; charset=utf-8";
    if (ends_with(name, ".svg")) return "image/svg+xml";
    throw std::logic_error("an asset of a kind that is not served: " + std::string(name));
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// Calls `each` for every item between commas; true as soon as one call is.
template <class Each>
bool any_item(std::string_view list, const Each& each) {
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        if (each(trimmed(list.substr(0, end)))) return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

// RFC 9110, 12.5.3: named, and not with a weight of nought.
bool accepts(std::string_view accept_encoding, std::string_view coding) {
    return any_item(accept_encoding, [&](std::string_view item) {
        const auto end = std::min(item.find(';'), item.size());
        if (trimmed(item.substr(0, end)) != coding) return false;
        auto weight = trimmed(item.substr(std::min(end + 1, item.size())));
        if (weight.substr(0, 2) != "q=") return true;
        return weight.find_first_of("123456789") != std::string_view::npos;
    });
}

} // namespace

Assets::Assets(const std::map<std::string, std::string_view, std::less<>>& files) {
    const auto bytes = [&](const std::string& name) {
        const auto found = files.find(name);
        if (found == files.end()) throw std::logic_error("an asset was not built: " + name);
        return std::make_shared<const std::string>(found->second);
    };
    std::istringstream manifest(*bytes("manifest.txt"));
    for (std::string name, file; manifest >> name >> file;) {
        m_addresses[name] = "/assets/" + file;
        m_assets[file] = {
            media_type_of(name), "\"" + file + "\"", bytes(file), bytes(file + ".gz"), bytes(file + ".br")};
    }
}

std::string Assets::address(std::string_view name) const {
    const auto found = m_addresses.find(name);
    if (found == m_addresses.end()) throw std::logic_error("there is no asset " + std::string(name));
    return found->second;
}

http::Response Assets::answer(const http::Request& request) const {
    const auto found = m_assets.find(request.argument("file"));
    if (found == m_assets.end()) return http::plain("There is nothing at this address.\n", 404);
    const auto& asset = found->second;

    http::Response response;
    response.with("Cache-Control", "public, max-age=31536000, immutable")
        .with("ETag", asset.etag)
        .with("Vary", "Accept-Encoding");
    const bool known = any_item(request.header("if-none-match"), [&](std::string_view tag) {
        return tag == asset.etag || tag == "*";
    });
    if (known) {
        response.status = 304;
        return response;
    }
    response.with("Content-Type", asset.media_type);
    const auto accepted = request.header("accept-encoding");
    if (accepts(accepted, "br")) {
        response.with("Content-Encoding", "br").shared_body = asset.brotli;
    } else if (accepts(accepted, "gzip")) {
        response.with("Content-Encoding", "gzip").shared_body = asset.gzip;
    } else {
        response.shared_body = asset.plain;
    }
    return response;
}

} // namespace throughline::html
