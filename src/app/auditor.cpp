// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/auditor.hpp"

#include "platform/documents/contents.hpp"
#include "platform/text/base64.hpp"
#include "platform/text/text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace throughline {
namespace {

namespace fs = std::filesystem;
using namespace std::string_view_literals;
using identity::Looking;

constexpr std::size_t piece = 256UL * 1024; ///< what is read as letters at once
constexpr std::size_t margin = 4UL * 1024;  ///< read again with the next piece, for what stands across both
constexpr std::size_t read_at_once = 64UL << 20; ///< of a file; one that holds others has to be no larger
constexpr std::size_t told = 1000;
constexpr int base64_in_base64 = 2;
constexpr Looking of_file_name{.singles = Looking::Singles::of_all, .is_file_name = true};

/// A file, or standard input for "-", that is read from its beginning; closed with its owner.
class OpenFile {
public:
    explicit OpenFile(const fs::path& path)
        : m_descriptor(
              path == "-" ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)) {}
    ~OpenFile() {
        if (m_descriptor >= 0) ::close(m_descriptor);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    bool is_open() const { return m_descriptor >= 0; }
    /// Appends up to `most` bytes; fewer only at the end of the file. False when reading fails.
    bool read(std::string& to, std::size_t most) const {
        std::vector<char> buffer(std::min<std::size_t>(most, 1UL << 20));
        while (most > 0) {
            const auto got = ::read(m_descriptor, buffer.data(), std::min(most, buffer.size()));
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) return got == 0;
            to.append(buffer.data(), static_cast<std::size_t>(got));
            most -= static_cast<std::size_t>(got);
        }
        return true;
    }

private:
    int m_descriptor;
};

/// A database of SQLite, its log or its journal, or a backup, which holds one.
bool is_of_database(std::string_view bytes) {
    constexpr std::array beginnings{
        "SQLite format 3\0"sv,
        "\x37\x7f\x06\x82"sv,
        "\x37\x7f\x06\x83"sv,
        "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"sv,
        "throughline-backup "sv};
    return std::ranges::any_of(beginnings, [&](std::string_view begin) { return bytes.starts_with(begin); });
}

bool may_be_readable(std::string_view decoded) {
    if (documents::may_hold_contents(decoded, "")) return true;
    const auto readable = std::ranges::count_if(
        decoded, [](char c) { return c == '\n' || c == '\r' || c == '\t' || c == '\0' || c >= ' '; });
    return readable * 10 >= static_cast<std::ptrdiff_t>(decoded.size()) * 9;
}

} // namespace

Auditor::Auditor(const identity::Search& search, fs::path program, fs::path scratch)
    : m_search(search), m_program(std::move(program)), m_scratch(std::move(scratch)) {}

std::string Auditor::shown(std::string_view path) const {
    std::string whole;
    for (std::size_t at = 0; at <= path.size();) {
        const auto end = std::min(path.find_first_of("/!", at), path.size());
        const auto part = path.substr(at, end - at);
        const bool names = !m_search.find(part, of_file_name, 1).empty();
        for (const char c : names ? "(withheld)"sv : part)
            whole += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
        if (end < path.size()) whole += path[end];
        at = end + 1;
    }
    return whole;
}

void Auditor::keep(const std::string& place, std::size_t at, const identity::Find& find) {
    if (!m_kept.emplace(place, at, find.what).second) return; // in the margin of two pieces
    if (m_found.size() == told) {
        m_is_full = true;
        return;
    }
    m_found.push_back({place, at, find.what, find.whose});
}

void Auditor::look_in_pieces(
    const std::string& place, std::string_view bytes, std::size_t shift, const Looking& looking) {
    for (std::size_t core = 0; core < bytes.size(); core += piece) {
        const auto from = core > margin ? core - margin : 0;
        const auto to = std::min(bytes.size(), core + piece + margin);
        for (const auto& find : m_search.find(bytes.substr(from, to - from), looking)) {
            const auto at = from + find.at;
            if (at >= core && at < core + piece) keep(place, shift + at, find);
        }
    }
}

void Auditor::look_at_base64(
    const std::string& place, std::string_view bytes, const Looking& looking, int depth) {
    if (depth > base64_in_base64) return;
    for (const auto& run : text::base64_in(bytes)) {
        if (!may_be_readable(run.decoded)) continue;
        const auto inner = fmt::format("{}, base64 at {}", place, run.at);
        look_in_pieces(inner, run.decoded, 0, looking);
        look_inside(inner, "", run.decoded, looking);
        look_at_base64(inner, run.decoded, looking, depth + 1);
    }
}

void Auditor::look_inside(
    const std::string& place, std::string_view name, std::string_view bytes, const Looking& looking) {
    if (!documents::may_hold_contents(bytes, name)) return;
    const auto contents = documents::contents_confined(bytes, name, m_program, m_scratch);
    for (const auto& member : contents.members) {
        m_figures.bytes += member.bytes.size();
        const auto inner = place + "!" + shown(member.path);
        auto of_name = looking;
        of_name.is_file_name = true;
        for (const auto& find : m_search.find(member.path, of_name)) keep(inner + " (its name)", 0, find);
        look_in_pieces(inner, member.bytes, 0, looking);
        look_at_base64(inner, member.bytes, looking, 1);
    }
    for (const auto& unread : contents.unread)
        m_unread.push_back(
            fmt::format("{}{}: {}", place, unread.path.empty() ? "" : "!" + shown(unread.path), unread.why));
}

void Auditor::look_at(
    const std::string& place, std::string_view name, std::string_view bytes, const Looking& looking) {
    m_figures.bytes += bytes.size();
    look_in_pieces(place, bytes, 0, looking);
    look_inside(place, name, bytes, looking);
    look_at_base64(place, bytes, looking, 1);
}

void Auditor::look_at_name(const fs::path& path) {
    const auto name = path.filename().string();
    for (const auto& find : m_search.find(name, of_file_name))
        keep(shown(path.string()) + " (its name)", 0, find);
}

void Auditor::look_at_file(const fs::path& file, Looking::Singles singles) {
    const OpenFile open(file);
    const auto place = file == "-" ? std::string("standard input") : shown(file.string());
    std::string bytes;
    if (!open.is_open() || !open.read(bytes, read_at_once)) {
        // Files come and go beside a server.
        if (errno != ENOENT) m_unread.push_back(fmt::format("{}: {}", place, std::strerror(errno)));
        return;
    }
    ++m_figures.files;
    Looking looking;
    looking.in_pages = is_of_database(bytes);
    if (!looking.in_pages && text::is_utf8(std::string_view(bytes).substr(0, piece)))
        looking.singles = singles;
    if (bytes.size() < read_at_once) {
        look_at(place, file.filename().string(), bytes, looking);
        return;
    }
    if (documents::may_hold_contents(bytes, file.filename().string()))
        m_unread.push_back(place + ": too large to be opened; its own bytes were looked at");
    for (std::size_t shift = 0;;) {
        m_figures.bytes += bytes.size();
        look_in_pieces(place, bytes, shift, looking);
        look_at_base64(place, bytes, looking, 1);
        if (bytes.size() < read_at_once) return;
        shift += bytes.size() - margin;
        bytes.erase(0, bytes.size() - margin);
        if (!open.read(bytes, read_at_once - margin)) {
            m_unread.push_back(fmt::format("{}: {}", place, std::strerror(errno)));
            return;
        }
        if (bytes.size() <= margin) return;
    }
}

void Auditor::look_at_folder(const fs::path& folder, Looking::Singles singles) {
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        entries.push_back(at->path());
    if (error && error != std::errc::no_such_file_or_directory)
        m_unread.push_back(fmt::format("{}: {}", shown(folder.string()), error.message()));
    std::ranges::sort(entries);
    for (const auto& entry : entries) {
        look_at_name(entry);
        const auto status = fs::symlink_status(entry, error);
        if (fs::is_directory(status))
            look_at_folder(entry, singles);
        else if (fs::is_regular_file(status) && m_seen.insert(fs::weakly_canonical(entry, error)).second)
            look_at_file(entry, singles);
    }
}

void Auditor::look_at_path(const fs::path& path, Looking::Singles singles) {
    if (path == "-") return look_at_file(path, singles);
    std::error_code error;
    const auto status = fs::status(path, error);
    if (fs::is_directory(status)) {
        look_at_name(path);
        look_at_folder(path, singles);
    } else if (!fs::is_regular_file(status)) {
        m_unread.push_back(
            fmt::format("{}: {}", shown(path.string()), error ? error.message() : "no file and no folder"));
    } else if (m_seen.insert(fs::weakly_canonical(path)).second) {
        look_at_name(path);
        look_at_file(path, singles);
    }
}

} // namespace throughline
