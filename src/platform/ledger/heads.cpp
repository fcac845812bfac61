// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/ledger/heads.hpp"

#include "platform/crypto/secret_file.hpp"

#include <fcntl.h>

#include <algorithm>
#include <fstream>

namespace throughline::ledger {
namespace {

/// The length of the file between two lines; what is added later belongs to the next verification.
std::uint64_t settled_size(const std::filesystem::path& file) {
    const crypto::Descriptor descriptor{file, O_RDONLY};
    descriptor.lock_shared();
    return descriptor.size();
}

} // namespace

Heads read_heads(const std::filesystem::path& file, std::string_view public_key) {
    Heads heads;
    if (!std::filesystem::exists(file)) return heads;
    const auto size = settled_size(file);
    heads.is_missing = size == 0;

    std::ifstream in{file, std::ios::binary};
    std::string text;
    std::uint64_t read = 0;
    std::int64_t before = 0;
    for (int number = 1; read < size && std::getline(in, text); ++number) {
        const bool is_whole = !in.eof(); // a line without its newline was never finished
        read += text.size() + 1;
        const auto name = "line " + std::to_string(number) + " of heads.log";
        const auto line = is_whole ? read_line(text) : std::nullopt;
        if (!line) {
            heads.faults.push_back(name + " cannot be read");
        } else if (!holds(public_key, *line)) {
            heads.faults.push_back(name + " bears a false signature");
        } else {
            if (line->head.seq <= before)
                heads.faults.push_back(
                    name + " signs entry " + std::to_string(line->head.seq) + " after entry " +
                    std::to_string(before));
            before = line->head.seq;
            heads.lines.push_back(line->head);
        }
    }
    std::stable_sort(
        heads.lines.begin(), heads.lines.end(), [](const Head& a, const Head& b) { return a.seq < b.seq; });
    return heads;
}

} // namespace throughline::ledger
