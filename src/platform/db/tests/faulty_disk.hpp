// SPDX-License-Identifier: GPL-3.0-or-later
// A disk on which things go wrong, for SQLite in tests: its n-th operation fails, or the power goes at it and
// what was not synced is lost, in part or torn.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace throughline::db {

/// While one lives, SQLite opens files of this process through it. One at a time, and used by one thread.
class FaultyDisk {
public:
    enum class Operation { write, sync, truncate, open, remove };

    FaultyDisk();
    ~FaultyDisk();
    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;

    /// The n-th operation of that kind from now (from 1) gives `code`; when it `stays`, all later ones do
    /// too.
    void fail(Operation operation, int n, int code, bool stays);
    /// At the n-th write, sync, truncation or removal from now the power goes: it and everything after it
    /// fails.
    void lose_power(int n);
    bool has_failed() const { return m_has_failed; }
    bool is_dark() const { return m_dark; }
    void heal(); ///< nothing fails any more
    int count(Operation operation) const;
    int count() const { return m_changes; } ///< of what changes the disk

    /// After the power went and everything was closed: leaves in each file what a real disk might hold. Of
    /// what was not synced, some is there, some is not, some is torn between two sectors; `seed` says which.
    void leave_what_survived(std::uint64_t seed);

    // For the VFS alone.
    struct Change {
        std::int64_t offset{};
        std::string bytes{};
        bool truncates{}; ///< to `offset`
    };
    struct File {
        std::string synced{};
        std::vector<Change> since{};
    };
    int next(Operation operation); ///< 0, or the code it fails with
    File& file(const std::string& path) { return m_files[path]; }
    void found(const std::string& path, std::string content); ///< on the disk, before anything was changed
    void synced(const std::string& path);
    void removed(const std::string& path) { m_files.erase(path); }

private:
    std::map<std::string, File, std::less<>> m_files;
    std::map<Operation, int> m_counts;
    Operation m_operation{};
    int m_fails_at{};
    int m_code{};
    bool m_stays{};
    bool m_has_failed{};
    int m_changes{};
    int m_dark_at{};
    bool m_dark{};
};

} // namespace throughline::db
