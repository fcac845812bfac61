// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/backup_file.hpp"

#include "platform/crypto/crypto.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <optional>
#include <stdexcept>

namespace throughline {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view magic = "throughline-backup 1 ";
constexpr std::size_t longest_head = 4096;

[[noreturn]] void fail(std::string_view what, const fs::path& file, int error) {
    throw std::runtime_error(fmt::format("{} {}: {}.", what, file.string(), std::strerror(error)));
}

class File {
public:
    File(const fs::path& path, int flags) : m_path(path), m_descriptor(::open(path.c_str(), flags, 0600)) {
        if (m_descriptor < 0) fail("Cannot open", path, errno);
    }
    ~File() { ::close(m_descriptor); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    void write(std::string_view bytes) {
        while (!bytes.empty()) {
            const auto done = ::write(m_descriptor, bytes.data(), bytes.size());
            if (done < 0) fail("Cannot write", m_path, errno);
            bytes.remove_prefix(static_cast<std::size_t>(done));
        }
    }
    /// What comes next, at most a piece; empty at the end.
    std::string_view read() {
        const auto got = ::read(m_descriptor, m_piece.data(), m_piece.size());
        if (got < 0) fail("Cannot read", m_path, errno);
        return {m_piece.data(), static_cast<std::size_t>(got)};
    }
    void back_to(std::size_t place) const { ::lseek(m_descriptor, static_cast<off_t>(place), SEEK_SET); }
    void make_durable() const {
        if (::fsync(m_descriptor) != 0) fail("Cannot write", m_path, errno);
    }

private:
    fs::path m_path;
    int m_descriptor;
    std::array<char, 65536> m_piece{};
};

std::runtime_error not_a_backup(const fs::path& file) {
    return std::runtime_error(
        fmt::format("{} is not a backup of Throughline, or a newer one.", file.string()));
}

/// What the checksum is over: the words of the line, then the database.
void begin_with(crypto::Sha256& hash, const BackupHead& head) {
    hash.add(fmt::format("{}\n{}\n{}\n", head.taken_at, head.release, head.entries));
}

std::string line_of(const BackupHead& head) {
    return std::string(magic) +
           nlohmann::json{
               {"taken_at", head.taken_at},
               {"release", head.release},
               {"entries", head.entries},
               {"size", head.size},
               {"sha256", head.sha256}}
               .dump() +
           "\n";
}

BackupHead head_from(const fs::path& file, std::string_view line) {
    if (!line.starts_with(magic)) throw not_a_backup(file);
    const auto told = nlohmann::json::parse(line.substr(magic.size()), nullptr, false);
    try {
        return {
            told.at("taken_at"),
            told.at("release"),
            told.at("entries").get<std::int64_t>(),
            told.at("size").get<std::uint64_t>(),
            told.at("sha256")};
    } catch (const nlohmann::json::exception&) { // whatever is missing from the line, it is none of ours
        throw not_a_backup(file);
    }
}

} // namespace

ScratchFolder::ScratchFolder(const fs::path& beside) {
    auto pattern = (beside / "throughline-backup.XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) fail("Cannot make a folder in", beside, errno);
    m_path = pattern;
}

ScratchFolder::~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
}

BackupHead write_backup(const fs::path& file, const fs::path& database, BackupHead head) {
    File body(database, O_RDONLY | O_CLOEXEC);
    crypto::Sha256 hash;
    begin_with(hash, head);
    for (auto piece = body.read(); !piece.empty(); piece = body.read()) {
        hash.add(piece);
        head.size += piece.size();
    }
    head.sha256 = crypto::hex(hash.finish());

    const auto part = database.parent_path() / "whole";
    {
        File out(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
        out.write(line_of(head));
        body.back_to(0);
        for (auto piece = body.read(); !piece.empty(); piece = body.read()) out.write(piece);
        out.make_durable();
    }
    if (::renameat2(AT_FDCWD, part.c_str(), AT_FDCWD, file.c_str(), RENAME_NOREPLACE) != 0)
        fail("Cannot write", file, errno);
    const auto folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    File(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC).make_durable();
    return head;
}

BackupHead read_backup(const fs::path& file, const fs::path& database) {
    File in(file, O_RDONLY | O_CLOEXEC);
    const auto begin = std::string(in.read().substr(0, longest_head));
    const auto end = begin.find('\n');
    if (end == begin.npos) throw not_a_backup(file);
    auto head = head_from(file, std::string_view(begin).substr(0, end));

    in.back_to(end + 1);
    File out(database, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC);
    crypto::Sha256 hash;
    begin_with(hash, head);
    std::uint64_t size = 0;
    for (auto piece = in.read(); !piece.empty(); piece = in.read()) {
        hash.add(piece);
        size += piece.size();
        out.write(piece);
    }
    if (size < head.size)
        throw std::runtime_error(fmt::format("{} was cut off: it is not whole.", file.string()));
    if (size > head.size || crypto::hex(hash.finish()) != head.sha256)
        throw std::runtime_error(fmt::format("{} was changed: its checksum does not hold.", file.string()));
    return head;
}

} // namespace throughline
