// SPDX-License-Identifier: GPL-3.0-or-later
// The file of a backup: one line that says what it is, then a SQLite database of the same schema, whichever
// engine the installation runs on.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace throughline {

struct BackupHead {
    std::string taken_at{}; ///< instant
    std::string release{};  ///< of the program that took it
    std::int64_t entries{}; ///< of the ledger
    std::uint64_t size{};   ///< of the database after the line, bytes
    std::string sha256{};   ///< of the words above and the database, hex
};

/// A folder of its own, mode 0700, that goes with the value.
class ScratchFolder {
public:
    explicit ScratchFolder(const std::filesystem::path& beside);
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

/// Writes `file` (mode 0600) from a database file, whole or not at all: in the folder of `database` first,
/// which is on the same disk and nobody else's, made durable, then moved. Fills in size and sha256. Throws
/// std::runtime_error in words for the operator; never overwrites.
BackupHead
write_backup(const std::filesystem::path& file, const std::filesystem::path& database, BackupHead head);

/// Reads the head of `file` and puts its database at `database`. Throws std::runtime_error when the file is
/// no backup, was cut off or changed.
BackupHead read_backup(const std::filesystem::path& file, const std::filesystem::path& database);

} // namespace throughline
