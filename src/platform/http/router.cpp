// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/http/router.hpp"

namespace throughline::http {

namespace {

/// Takes the first segment, with its slash, off the front.
std::string_view take_segment(std::string_view& path) {
    const auto end = path.find('/', 1);
    const auto segment = path.substr(1, end == std::string_view::npos ? end : end - 1);
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
    return segment;
}

} // namespace

std::optional<std::map<std::string, std::string, std::less<>>>
match(std::string_view pattern, std::string_view path) {
    std::map<std::string, std::string, std::less<>> arguments;
    while (pattern.starts_with('/') && path.starts_with('/')) {
        const auto wanted = take_segment(pattern);
        const auto given = take_segment(path);
        if (wanted.starts_with('{') && wanted.ends_with('}')) {
            if (given.empty()) return {};
            arguments.emplace(wanted.substr(1, wanted.size() - 2), given);
        } else if (wanted != given) {
            return {};
        }
    }
    if (!pattern.empty() || !path.empty()) return {};
    return arguments;
}

} // namespace throughline::http
