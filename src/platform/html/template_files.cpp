// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/html/template_files.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace throughline::html {
namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("a template cannot be read: " + path.filename().string());
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

Templates::Sources read_template_files(const std::filesystem::path& source_directory) {
    Templates::Sources sources;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(source_directory / "src")) {
        const auto& path = entry.path();
        if (path.extension() != ".mustache" || path.parent_path().filename() != "templates") continue;
        const auto folder = path.parent_path().parent_path();
        const bool is_component =
            folder.parent_path().filename() == "platform" && folder.filename() == "html";
        const auto prefix = is_component ? "" : folder.filename().string() + "/";
        sources.emplace(prefix + path.stem().string(), text_of(path));
    }
    return sources;
}

} // namespace throughline::html
