// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/crypto/key_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace throughline::crypto {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view ending = ".key";
// Names of unfinished files. A key is written under `.NAME.new` and then given its name.
constexpr std::string_view fresh = ".new";
constexpr std::string_view staged = ".staged";
constexpr std::string_view destroyed = ".destroyed";
/// Stands in the folder from the moment a set of staged keys is complete until all have their names.
constexpr const char* decided = ".decided";

std::string check_of(std::string_view name, std::string_view text) {
    SecretText both{std::string(name) + ' ' + std::string(text)};
    return hex(sha256(both.text)).substr(0, 16);
}

/// The name in `.NAME.staged`, or nothing.
std::string staged_name(const std::string& file) {
    if (!file.starts_with('.') || !file.ends_with(staged)) return {};
    const auto name = file.substr(1, file.size() - 1 - staged.size());
    return is_key_name(name) ? name : std::string();
}

bool is_unfinished(const std::string& file) {
    return file.starts_with('.') &&
           (file.ends_with(fresh) || file.ends_with(staged) || file.ends_with(destroyed));
}

std::vector<std::string> file_names(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// Gives every staged key its name and forgets the decision.
void carry_out(const fs::path& folder) {
    for (const auto& file : file_names(folder)) {
        const auto name = staged_name(file);
        // A name that is taken is this same key, named before the crash; the second name goes below.
        if (!name.empty() && !give_name(folder / file, key_path(folder, name))) discard_file(folder / file);
    }
    sync_folder(folder);
    fs::remove(folder / decided);
    sync_folder(folder);
}

} // namespace

bool is_key_name(std::string_view name) {
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !name.empty() && name.size() <= 100 && name.front() != '-' &&
           std::all_of(name.begin(), name.end(), allowed);
}

SecretText key_as_text(const Key& key) { return SecretText{base64url(key.bytes())}; }

std::optional<Key> key_from_text(std::string_view text) {
    auto bytes = from_base64url(text);
    if (!bytes) return {};
    const SecretText secret{std::move(*bytes)};
    if (secret.text.size() != 32) return {};
    return Key{secret.text};
}

SecretText write_key(std::string_view name, const Key& key) {
    const auto text = key_as_text(key);
    SecretText file;
    file.text.reserve(256); // no growing: growing would leave an unwiped copy
    file.text.append("throughline-key 1 ").append(name).append(1, '\n');
    file.text.append(text.text).append(1, '\n').append(check_of(name, text.text)).append(1, '\n');
    return file;
}

std::optional<Key> read_key(std::string_view name, std::string_view text) {
    const auto first = "throughline-key 1 " + std::string(name) + '\n';
    if (!text.starts_with(first) || text.size() != first.size() + 43 + 1 + 16 + 1) return {};
    const auto secret = text.substr(first.size(), 43);
    const auto check = text.substr(first.size() + 44, 16);
    if (!same(check, check_of(name, secret))) return {};
    return key_from_text(secret);
}

fs::path key_path(const fs::path& folder, std::string_view name) {
    if (!is_key_name(name))
        throw std::logic_error("a key's name is made of lower-case letters, digits and hyphens");
    return folder / (std::string(name) + std::string(ending));
}

Key load_key(const fs::path& folder, std::string_view name) {
    const auto file = read_file(key_path(folder, name), 4096);
    auto key = read_key(name, file.text);
    if (!key)
        throw std::runtime_error(
            "the key file " + key_path(folder, name).string() +
            " is damaged or was renamed; move it away and restore it from a key backup");
    return *key;
}

std::vector<std::string> key_names(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& file : file_names(folder)) {
        if (!file.ends_with(ending)) continue;
        const auto name = file.substr(0, file.size() - ending.size());
        if (is_key_name(name)) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

void demand_private(const fs::path& folder) {
    struct stat status {};
    if (::stat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode))
        throw std::runtime_error(folder.string() + " is not a folder");
    if ((status.st_mode & 077) != 0)
        throw std::runtime_error(
            "the keys folder " + folder.string() +
            " may be entered by others than its owner; once you know that " +
            "nobody has read it, close it with chmod 700");
    if (status.st_uid != ::geteuid())
        throw std::runtime_error(
            "the keys folder " + folder.string() + " belongs to another user; run as its owner");
}

FileLock lock_folder(const fs::path& folder) { return FileLock{folder / ".lock"}; }

bool has_remains(const fs::path& folder) {
    const auto files = file_names(folder);
    return std::any_of(files.begin(), files.end(), is_unfinished) || fs::exists(folder / decided);
}

void clear_remains(const fs::path& folder) {
    if (fs::exists(folder / decided)) carry_out(folder);
    bool cleared = false;
    for (const auto& file : file_names(folder)) {
        if (!is_unfinished(file)) continue;
        discard_file(folder / file);
        cleared = true;
    }
    if (cleared) sync_folder(folder);
}

void put_one(const fs::path& folder, std::string_view name, const Key& key) {
    const auto path = key_path(folder, name);
    const auto unfinished = folder / ('.' + std::string(name) + std::string(fresh));
    write_new_file(unfinished, write_key(name, key).text);
    if (!give_name(unfinished, path)) {
        discard_file(unfinished);
        throw std::runtime_error("the key " + std::string(name) + " exists already");
    }
    sync_folder(folder);
}

void put_all(const fs::path& folder, const std::vector<std::pair<std::string, Key>>& keys) {
    if (keys.empty()) return;
    for (const auto& [name, key] : keys)
        write_new_file(folder / ('.' + name + std::string(staged)), write_key(name, key).text);
    sync_folder(folder);
    write_new_file(folder / decided, "");
    sync_folder(folder);
    carry_out(folder);
}

void remove_one(const fs::path& folder, std::string_view name) {
    const auto path = key_path(folder, name);
    if (!fs::exists(path)) return;
    const auto leaving = folder / ('.' + std::string(name) + std::string(destroyed));
    fs::rename(path, leaving);
    sync_folder(folder);
    discard_file(leaving);
    sync_folder(folder);
}

} // namespace throughline::crypto
