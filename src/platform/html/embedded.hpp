// SPDX-License-Identifier: GPL-3.0-or-later
// A file that the program carries inside itself (cmake/embed.cmake).
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace throughline {

struct EmbeddedFile {
    std::string_view name{};
    std::string_view bytes{};
};

/// By name: `Templates(as_map<std::string>(embedded::templates()))`,
/// `Assets(as_map<std::string_view>(embedded::assets()))`.
template <class Text>
std::map<std::string, Text, std::less<>> as_map(std::span<const EmbeddedFile> files) {
    std::map<std::string, Text, std::less<>> map;
    for (const auto& file : files) map.emplace(file.name, file.bytes);
    return map;
}

} // namespace throughline
