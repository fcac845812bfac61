// SPDX-License-Identifier: GPL-3.0-or-later
// Looks through values, files and folders for registered people, layer under layer, and keeps where one
// stands.
#pragma once

#include "identity/search.hpp"

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace throughline {

/// How much was looked at.
struct AuditFigures {
    std::int64_t files{};
    std::int64_t values{};
    std::int64_t pages{};
    std::uint64_t bytes{}; ///< what was unpacked counts too
};

class Auditor {
public:
    /// `program` and `scratch` are for the confined children that open what files hold.
    Auditor(const identity::Search& search, std::filesystem::path program, std::filesystem::path scratch);

    /// What was found, as a line for the operator: the place, the kind, whose it is.
    struct Found {
        std::string place{};
        std::size_t at{};
        std::string what{};
        std::string whose{};
    };

    /// One value or page as a whole, with what is inside it. `name` is its own, as far as that says what it
    /// is.
    void look_at(
        const std::string& place,
        std::string_view name,
        std::string_view bytes,
        const identity::Looking& looking);
    /// A file, a folder with all below it, or "-" for standard input; links are followed only where they are
    /// what was named. `singles`: whether single names count there.
    void look_at_path(const std::filesystem::path& path, identity::Looking::Singles singles);

    /// A name as it may be printed: "(withheld)" in the place of each part that names somebody.
    std::string shown(std::string_view path) const;

    AuditFigures& figures() { return m_figures; }
    const std::vector<Found>& found() const { return m_found; }
    /// What could not be looked at, and why.
    const std::vector<std::string>& unread() const { return m_unread; }
    bool has_more_than_it_tells() const { return m_is_full; }

private:
    void look_at_folder(const std::filesystem::path& folder, identity::Looking::Singles singles);
    void look_at_file(const std::filesystem::path& file, identity::Looking::Singles singles);
    void look_at_name(const std::filesystem::path& path);
    void look_in_pieces(
        const std::string& place,
        std::string_view bytes,
        std::size_t shift,
        const identity::Looking& looking);
    void look_inside(
        const std::string& place,
        std::string_view name,
        std::string_view bytes,
        const identity::Looking& looking);
    void look_at_base64(
        const std::string& place, std::string_view bytes, const identity::Looking& looking, int depth);
    void keep(const std::string& place, std::size_t at, const identity::Find& find);

    const identity::Search& m_search;
    std::filesystem::path m_program;
    std::filesystem::path m_scratch;
    AuditFigures m_figures{};
    std::vector<Found> m_found{};
    std::set<std::tuple<std::string, std::size_t, std::string>> m_kept{};
    std::vector<std::string> m_unread{};
    std::set<std::filesystem::path> m_seen{};
    bool m_is_full{false};
};

} // namespace throughline
