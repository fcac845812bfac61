// SPDX-License-Identifier: GPL-3.0-or-later
// Small files of mode 0600, a secret or a proof in each, written so that a crash leaves the whole file or
// none, and so that several processes and machines (also over NFS) never overwrite one another's. Errors of
// the operating system are thrown as std::system_error with the path.
#pragma once

#include "platform/crypto/crypto.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace throughline::crypto {

/// Text that is wiped when it goes.
struct SecretText {
    SecretText() = default;
    explicit SecretText(std::string bytes) : text(std::move(bytes)) {}
    SecretText(SecretText&&) = default;
    SecretText& operator=(SecretText&&) = default;
    ~SecretText() { wipe(text); }
    std::string text{};
};

/// An open file, closed when it goes.
class Descriptor {
public:
    Descriptor(const std::filesystem::path& path, int flags); ///< made files have mode 0600
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor();
    int number() const { return m_number; }
    void write_all(std::string_view bytes) const;
    void sync() const;
    std::uint64_t size() const;
    void lock() const;        ///< waits; threads and processes exclude each other; ends with the descriptor
    void lock_shared() const; ///< as `lock`, beside other readers

private:
    std::filesystem::path m_path;
    int m_number{-1};
};

/// Held for as long as the object lives. Makes the lock file when it is not there.
class FileLock {
public:
    explicit FileLock(const std::filesystem::path& path);

private:
    Descriptor m_file;
};

/// A file of lines that only grows. Locked from construction to the end, so that what is read stays true
/// until what is appended is on disk.
class LineLog {
public:
    explicit LineLog(std::filesystem::path path); ///< makes the file when it is not there
    bool is_empty() const;
    std::string last_line() const; ///< whole or torn, without its newline; lines are under 4 KiB
    void append(
        std::string_view line) const; ///< on disk when it returns; a torn last line is left and ended first

private:
    std::filesystem::path m_path;
    Descriptor m_file;
};

/// Tells one writing of a file from the next.
struct FileMark {
    std::uint64_t device{};
    std::uint64_t inode{};
    std::int64_t changed_seconds{};
    std::int64_t changed_nanoseconds{};
    bool operator==(const FileMark&) const = default;
};
/// Nothing when there is no such file. Throws std::runtime_error when others than its owner may read it.
std::optional<FileMark> mark_of(const std::filesystem::path& path);

SecretText read_file(const std::filesystem::path& path, std::size_t most_bytes);

/// Throws when the file exists. The file, not yet its folder, is on disk when it returns.
void write_new_file(const std::filesystem::path& path, std::string_view bytes);

/// Gives a finished file its name. False when the name is taken; nothing is overwritten. (A link and an
/// unlink: unlike a rename that must not overwrite, it also works over NFS.)
bool give_name(const std::filesystem::path& unfinished, const std::filesystem::path& path);

/// Overwrites the bytes in place, unless they have another name too, and removes the file.
void discard_file(const std::filesystem::path& path);

void sync_folder(const std::filesystem::path& folder);

} // namespace throughline::crypto
