// SPDX-License-Identifier: GPL-3.0-or-later
// A temporary folder for one test, and a look at the files in it.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace throughline::crypto {

class Scratch {
public:
    Scratch() {
        std::string name = (std::filesystem::temp_directory_path() / "throughline-keys-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        m_folder = name;
    }
    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(m_folder, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::filesystem::path operator/(const char* name) const { return m_folder / name; }

private:
    std::filesystem::path m_folder;
};

inline std::string slurp(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void spill(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream out{path, std::ios::binary | std::ios::trunc};
    out << bytes;
    if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

} // namespace throughline::crypto
