// SPDX-License-Identifier: GPL-3.0-or-later
// External programs, and our own parsers of what strangers send, run as children under bubblewrap: no
// network, a read-only system, a scratch folder, limits on time, memory and output.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::documents {

/// Where a child finds its `program`.
constexpr std::string_view child_program = "/program";

struct Child {
    std::vector<std::string> command{}; ///< program and arguments; `/scratch` is the only writable folder
    std::string input{};                ///< to its standard input
    std::map<std::string, std::string> files{};    ///< laid into /scratch before it starts
    std::vector<std::filesystem::path> readable{}; ///< further paths bound read-only (the program itself is)
    /// A file that is copied in as `child_program`, for a command that no longer stands under a name of its
    /// own.
    std::filesystem::path program{};
    std::chrono::seconds time{30};
    std::uint64_t memory_bytes{2ULL << 30}; ///< address space; 0: no limit (Chromium maps a great deal)
    std::uint64_t output_bytes{256ULL << 20};
    std::uint64_t scratch_bytes{1ULL << 30}; ///< in /scratch altogether; looked at as it runs
    std::uint64_t scratch_files{20'000};
    std::vector<std::string> collect{}; ///< names in /scratch to bring back
};

struct Ended {
    enum class How { exited, signalled, timed_out, too_much_output, cannot_confine } how{};
    int status{}; ///< exit status when exited
    std::string output{};
    std::string errors{}; ///< at most 64 KiB; may quote the input: never logged
    std::map<std::string, std::string> files{};
};

/// Runs a child to its end. `cannot_confine` when bubblewrap is missing or cannot make its namespaces:
/// nothing was run. `scratch_parent` is where the scratch folder is made (mode 0700, removed at the end).
Ended run_confined(const Child& child, const std::filesystem::path& scratch_parent);

/// Children of this process since it began.
struct ChildCounts {
    std::uint64_t started{};
    std::uint64_t killed{};  ///< for time, output, room or memory; or ended by a signal
    std::uint64_t refused{}; ///< not started, because they could not be confined
};
ChildCounts child_counts();

/// Whether children can be confined here, with the reason when not; asked once and remembered.
struct Confinement {
    bool possible{};
    std::string reason{};
};
const Confinement& confinement();

} // namespace throughline::documents
