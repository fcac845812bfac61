// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/crypto/key_folder.hpp"

#include "platform/crypto/key_file.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <mutex>
#include <system_error>

namespace throughline::crypto {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 4> keys_of_every_installation{
    "ledger", "ledger-head", "keyed-hash", "session"};

/// `keys/` and `keys` are the same folder; its name is needed.
fs::path without_slash(const fs::path& folder) {
    const auto plain = fs::absolute(folder).lexically_normal();
    return plain.has_filename() ? plain : plain.parent_path();
}

void make_private_folder(const fs::path& folder) {
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        throw std::system_error(errno, std::generic_category(), "cannot make " + folder.string());
    demand_private(folder);
}

/// Makes the folder with its first keys under another name and renames it when it is whole, so that a folder
/// without them is never an installation that was only half made. Several processes may try at once: one
/// wins.
void make_folder(const fs::path& folder, const Random& random) {
    fs::create_directories(folder.parent_path());
    const fs::path unfinished = folder.string() + ".unfinished";
    make_private_folder(unfinished);
    const FileLock lock = lock_folder(unfinished);
    if (!fs::exists(folder)) {
        for (const auto& entry : fs::directory_iterator(unfinished))
            if (entry.path().filename() != ".lock") discard_file(entry.path());
        for (const auto name : keys_of_every_installation)
            write_new_file(key_path(unfinished, name), write_key(name, new_key(random)).text);
        sync_folder(unfinished);
        fs::rename(unfinished, folder);
        sync_folder(folder.parent_path());
    } else {
        std::error_code somebody_else_tidied;
        fs::remove_all(unfinished, somebody_else_tidied);
    }
}

} // namespace

struct KeyFolder::Cache {
    struct Known {
        FileMark mark{};
        Key key;
    };
    std::mutex mutex{};
    std::map<std::string, Known, std::less<>> known{};
};

KeyFolder::KeyFolder(fs::path folder) : m_folder(std::move(folder)), m_cache(std::make_unique<Cache>()) {}
KeyFolder::KeyFolder(KeyFolder&&) noexcept = default;
KeyFolder::~KeyFolder() = default;

KeyFolder KeyFolder::open_or_create(const fs::path& folder, const Random& random) {
    const auto path = without_slash(folder);
    for (int attempt = 1; !fs::exists(path); ++attempt) {
        try {
            make_folder(path, random);
        } catch (const std::exception&) {
            // Another process that renames or tidies the unfinished folder takes it away under our hands.
            if (attempt == 3 && !fs::exists(path)) throw;
        }
    }
    auto keys = open(path);
    for (const auto name : keys_of_every_installation)
        if (!keys.has(name))
            throw KeyMissing(
                "the keys folder " + path.string() + " is there, but its key " + std::string(name) +
                " is not: mount the right folder, or restore it from a key backup");
    return keys;
}

KeyFolder KeyFolder::open(const fs::path& folder) {
    const auto path = without_slash(folder);
    if (!fs::exists(path)) throw KeyMissing("there is no keys folder " + path.string());
    demand_private(path);
    if (has_remains(path)) {
        const FileLock lock = lock_folder(path);
        clear_remains(path);
    }
    return KeyFolder{path};
}

bool KeyFolder::has(std::string_view name) const { return mark_of(key_path(m_folder, name)).has_value(); }

Key KeyFolder::key(std::string_view name) const {
    // The file is looked at every time: a key that was destroyed, here or on another machine, is gone at
    // once.
    const auto mark = mark_of(key_path(m_folder, name));
    const std::lock_guard guard{m_cache->mutex};
    const auto found = m_cache->known.find(name);
    if (found != m_cache->known.end()) {
        if (mark == found->second.mark) return found->second.key;
        m_cache->known.erase(found);
    }
    if (!mark) throw KeyMissing("the key " + std::string(name) + " is not in the keys folder");
    const Key key = load_key(m_folder, name);
    m_cache->known.emplace(name, Cache::Known{*mark, key});
    return key;
}

Key KeyFolder::create(std::string_view name, const Random& random) {
    const FileLock lock = lock_folder(m_folder);
    clear_remains(m_folder);
    const Key key = new_key(random);
    put_one(m_folder, name, key);
    return key;
}

void KeyFolder::make_missing(std::span<const std::string_view> names, const Random& random) {
    if (std::ranges::all_of(names, [&](const auto name) { return has(name); })) return;
    const FileLock lock = lock_folder(m_folder);
    clear_remains(m_folder);
    for (const auto name : names)
        if (!has(name)) put_one(m_folder, name, new_key(random));
}

void KeyFolder::destroy(std::string_view name) {
    const FileLock lock = lock_folder(m_folder);
    clear_remains(m_folder);
    remove_one(m_folder, name);
    const std::lock_guard guard{m_cache->mutex};
    if (const auto found = m_cache->known.find(name); found != m_cache->known.end())
        m_cache->known.erase(found);
}

std::vector<std::string> KeyFolder::names() const { return key_names(m_folder); }

} // namespace throughline::crypto
