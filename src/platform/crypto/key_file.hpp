// SPDX-License-Identifier: GPL-3.0-or-later
// One key as text, in a file of the keys folder: three short lines, so that an operator can tell what it is,
// and a damaged or renamed file is noticed before anything is sealed under wrong bytes. Private to this
// folder.
#pragma once

#include "platform/crypto/secret_file.hpp"

#include <utility>
#include <vector>

namespace throughline::crypto {

/// Lower-case letters, digits and hyphens, from 1 to 100, not beginning with a hyphen.
bool is_key_name(std::string_view name);

SecretText write_key(std::string_view name, const Key& key);
/// Nothing when the text is not a whole key of that name.
std::optional<Key> read_key(std::string_view name, std::string_view text);

/// A key as it stands in its file and in a backup.
SecretText key_as_text(const Key& key);
std::optional<Key> key_from_text(std::string_view text);

std::filesystem::path key_path(const std::filesystem::path& folder, std::string_view name);
/// The key in the file; std::runtime_error when it is damaged or bears another name.
Key load_key(const std::filesystem::path& folder, std::string_view name);

/// The names of the keys in the folder, sorted.
std::vector<std::string> key_names(const std::filesystem::path& folder);

/// Refuses, with std::runtime_error, a folder that others may enter or that somebody else owns: nothing is
/// mended silently, because somebody may have read it already.
void demand_private(const std::filesystem::path& folder);

/// Every change of the folder is made under this lock.
FileLock lock_folder(const std::filesystem::path& folder);

/// Whether somebody who was killed left an unfinished change.
bool has_remains(const std::filesystem::path& folder);
/// Finishes a restore that had been decided, and removes every other unfinished file. Under the lock.
void clear_remains(const std::filesystem::path& folder);

/// Puts one key into the folder; throws when the name is taken. Under the lock.
void put_one(const std::filesystem::path& folder, std::string_view name, const Key& key);

/// Takes a key out, overwritten; harmless when it is not there. Under the lock.
void remove_one(const std::filesystem::path& folder, std::string_view name);

/// Puts keys into the folder so that, also after a crash, all of them are there or none. Under the lock; no
/// key of these names may be there.
void put_all(const std::filesystem::path& folder, const std::vector<std::pair<std::string, Key>>& keys);

} // namespace throughline::crypto
