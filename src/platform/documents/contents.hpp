// SPDX-License-Identifier: GPL-3.0-or-later
// What files hold inside themselves, layer under layer: office files and other archives, compressed files,
// the streams and words of a PDF. For looking at all of it, not for reading one format well.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::documents {

struct Member {
    std::string path{}; ///< "word/document.xml", "inner.zip!letter.txt", "stream 3"
    std::string bytes{};
};
struct Unread {
    std::string path{}; ///< empty: the file itself
    std::string why{};  ///< in our own words: locked, broken, too large, too deep
};
struct Contents {
    std::vector<Member> members{};
    std::vector<Unread> unread{};
};

struct ContentsCaps {
    std::uint64_t bytes{200ULL << 20}; ///< of all members together
    std::size_t members{20'000};
    int depth{5};
};

/// Whether something may be inside, judged by the first bytes, for brotli by the name. `bytes` may be cut off
/// after the first 512.
bool may_hold_contents(std::string_view bytes, std::string_view name);

/// Opens every layer, in this process: for a confined child. Throws nothing about what the bytes are: what
/// does not open is among `unread`, with what was read until then among `members`.
Contents open_contents(std::string_view bytes, std::string_view name, const ContentsCaps& caps = {});

/// What `throughline contents NAME` does: opens what comes from `in` and writes it to `out`. 0 or 1, as
/// run_parse.
int run_contents(std::istream& in, std::ostream& out, std::string_view name);

/// As `open_contents`, in a confined child, and the words and particulars of each PDF by poppler in further
/// ones. Nothing of the bytes is written to a disk. Where no child can be confined, or one fails, the file is
/// `unread`.
Contents contents_confined(
    std::string_view bytes,
    std::string_view name,
    const std::filesystem::path& self_program,
    const std::filesystem::path& scratch_parent);

/// Between the two; trusts nothing: malformed text throws std::runtime_error.
std::string write_contents(const Contents& contents);
Contents read_contents(std::string_view text);

} // namespace throughline::documents
