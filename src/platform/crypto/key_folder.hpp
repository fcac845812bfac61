// SPDX-License-Identifier: GPL-3.0-or-later
// The folder that holds every secret of an installation, outside the database and outside its backups. One
// file a key, mode 0600 in a folder of mode 0700. Destroying a file makes what it sealed unreadable for good.
#pragma once

#include "platform/base/instant.hpp"
#include "platform/crypto/crypto.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::crypto {

/// A node without a key it needs must not make a second one: the request ends in 503.
class KeyMissing : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// One line of the folder's `backups.log`: a backup that was taken, wherever its file is now.
struct KeyBackup {
    Instant at{};
    std::string sha256{}; ///< hex, of the backup file
    int keys{};
    bool sealed{};
};

/// Safe to use from several threads. Names are lower-case letters, digits and hyphens; another name is a bug
/// and throws std::logic_error. Several processes and machines may share the folder.
class KeyFolder {
public:
    /// Opens the folder, making it and the keys every installation has (`ledger`, `ledger-head`,
    /// `keyed-hash`, `session`) when it does not exist yet. A folder that exists and lacks one of them throws
    /// KeyMissing: it may be an unmounted disk. A folder that others may read is refused with
    /// std::runtime_error.
    static KeyFolder open_or_create(const std::filesystem::path& folder, const Random& random);
    /// Opens an existing folder; throws KeyMissing when it is not there.
    static KeyFolder open(const std::filesystem::path& folder);

    KeyFolder(KeyFolder&&) noexcept;
    ~KeyFolder();

    const std::filesystem::path& folder() const { return m_folder; }
    bool has(std::string_view name) const;
    /// Throws KeyMissing, also as soon as another process has destroyed the key; std::runtime_error when the
    /// file is damaged, bears another name, or may be read by others.
    Key key(std::string_view name) const;
    /// Makes a new key, on disk (fsync of file and folder) before it is given back. Throws std::runtime_error
    /// if the name exists.
    Key create(std::string_view name, const Random& random);
    /// Makes those of the keys that are not there: what a release needs that was not the installation's
    /// first. Several processes may do so at once. Whether a missing key may be made at all, the caller
    /// knows.
    void make_missing(std::span<const std::string_view> names, const Random& random);
    /// Overwrites and removes the file. Harmless when it is gone already, so that an interrupted act can be
    /// repeated.
    void destroy(std::string_view name);
    std::vector<std::string> names() const;

    /// Writes every key into one file of mode 0600; refuses to overwrite. With a passphrase the file is
    /// sealed under a key drawn from it (Argon2id); without one it is as secret as the folder itself. The
    /// backup is written into `backups.log` before its file is, so that no backup is ever unlisted.
    void backup(const std::filesystem::path& file, std::string_view passphrase, const Random& random) const;
    /// Every backup that was begun, also those that a restore brought word of.
    std::vector<KeyBackup> backups() const;
    /// Brings back the keys of a backup into `folder`, which is made when it is not there. Keys already there
    /// with the same bytes are left; a key with other bytes is a conflict and nothing is written. Gives the
    /// names brought back. All of them are there afterwards, or none, also after a crash. Throws
    /// std::runtime_error.
    static std::vector<std::string> restore(
        const std::filesystem::path& file, const std::filesystem::path& folder, std::string_view passphrase);

private:
    explicit KeyFolder(std::filesystem::path folder);
    struct Cache;
    std::filesystem::path m_folder;
    std::unique_ptr<Cache> m_cache;
};

} // namespace throughline::crypto
