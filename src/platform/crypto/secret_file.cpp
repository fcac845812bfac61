// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/crypto/secret_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace throughline::crypto {
namespace {

[[noreturn]] void fail(const char* act, const std::filesystem::path& path) {
    throw std::system_error(errno, std::generic_category(), std::string(act) + ' ' + path.string());
}

} // namespace

Descriptor::Descriptor(const std::filesystem::path& path, int flags)
    : m_path(path), m_number(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    if (m_number < 0) fail("cannot open", path);
}

Descriptor::~Descriptor() { ::close(m_number); }

void Descriptor::write_all(std::string_view bytes) const {
    while (!bytes.empty()) {
        const auto written = ::write(m_number, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) fail("cannot write", m_path);
        if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void Descriptor::sync() const {
    if (::fsync(m_number) != 0) fail("cannot bring to disk", m_path);
}

std::uint64_t Descriptor::size() const {
    struct stat status {};
    if (::fstat(m_number, &status) != 0) fail("cannot look at", m_path);
    return static_cast<std::uint64_t>(status.st_size);
}

void Descriptor::lock() const {
    while (::flock(m_number, LOCK_EX) != 0)
        if (errno != EINTR) fail("cannot lock", m_path);
}

void Descriptor::lock_shared() const {
    while (::flock(m_number, LOCK_SH) != 0)
        if (errno != EINTR) fail("cannot lock", m_path);
}

FileLock::FileLock(const std::filesystem::path& path) : m_file(path, O_RDWR | O_CREAT | O_NOFOLLOW) {
    m_file.lock();
}

LineLog::LineLog(std::filesystem::path path)
    : m_path(std::move(path)), m_file(m_path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW) {
    m_file.lock();
}

bool LineLog::is_empty() const { return m_file.size() == 0; }

std::string LineLog::last_line() const {
    std::array<char, 4096> tail{};
    const auto size = m_file.size();
    const auto from = size > tail.size() ? size - tail.size() : 0;
    const auto got = ::pread(m_file.number(), tail.data(), tail.size(), static_cast<off_t>(from));
    if (got < 0) fail("cannot read", m_path);
    std::string_view text{tail.data(), static_cast<std::size_t>(got)};
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (const auto start = text.rfind('\n'); start != std::string_view::npos) text.remove_prefix(start + 1);
    return std::string(text);
}

void LineLog::append(std::string_view line) const {
    const auto size = m_file.size();
    std::string bytes;
    if (size > 0) {
        char last = 0;
        if (::pread(m_file.number(), &last, 1, static_cast<off_t>(size - 1)) != 1)
            fail("cannot read", m_path);
        if (last != '\n') bytes = '\n';
    }
    bytes.append(line).append(1, '\n');
    m_file.write_all(bytes);
    m_file.sync();
    if (size == 0) sync_folder(m_path.parent_path());
}

std::optional<FileMark> mark_of(const std::filesystem::path& path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) {
        if (errno == ENOENT) return {};
        fail("cannot look at", path);
    }
    if (!S_ISREG(status.st_mode) || (status.st_mode & 077) != 0)
        throw std::runtime_error(
            path.string() + " must be a plain file that only its owner may read (mode 0600)");
    return FileMark{
        std::uint64_t{status.st_dev},
        std::uint64_t{status.st_ino},
        status.st_ctim.tv_sec,
        status.st_ctim.tv_nsec};
}

SecretText read_file(const std::filesystem::path& path, std::size_t most_bytes) {
    const Descriptor file{path, O_RDONLY};
    const auto size = static_cast<std::size_t>(file.size());
    if (size > most_bytes) throw std::runtime_error(path.string() + " is too large to be what it should be");
    SecretText bytes{std::string(size, '\0')};
    std::size_t filled = 0;
    while (filled < size) {
        const auto got = ::read(file.number(), bytes.text.data() + filled, size - filled);
        if (got < 0 && errno != EINTR) fail("cannot read", path);
        if (got == 0) break;
        if (got > 0) filled += static_cast<std::size_t>(got);
    }
    bytes.text.resize(filled);
    return bytes;
}

void write_new_file(const std::filesystem::path& path, std::string_view bytes) {
    const Descriptor file{path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW};
    file.write_all(bytes);
    file.sync();
}

bool give_name(const std::filesystem::path& unfinished, const std::filesystem::path& path) {
    const bool taken = ::link(unfinished.c_str(), path.c_str()) != 0;
    if (taken && errno != EEXIST) fail("cannot name", path);
    if (!taken && ::unlink(unfinished.c_str()) != 0) fail("cannot remove", unfinished);
    return !taken;
}

void discard_file(const std::filesystem::path& path) {
    {
        const Descriptor file{path, O_WRONLY | O_NOFOLLOW};
        struct stat status {};
        if (::fstat(file.number(), &status) != 0) fail("cannot look at", path);
        // A writer that was killed between link and unlink leaves a second name of a living key.
        if (status.st_nlink == 1) {
            file.write_all(std::string(static_cast<std::size_t>(status.st_size), '\0'));
            file.sync();
        }
    }
    if (::unlink(path.c_str()) != 0) fail("cannot remove", path);
}

void sync_folder(const std::filesystem::path& folder) {
    const Descriptor file{folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY};
    file.sync();
}

} // namespace throughline::crypto
