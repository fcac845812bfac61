// SPDX-License-Identifier: GPL-3.0-or-later
// A backup is lines of text: a head that says how to open it, the body, and the SHA-256 of all before it, so
// that a damaged file is told apart from a wrong passphrase.
//
//   throughline-keys 1
//   made 2026-09-07T12:34:56.000000Z
//   open                        or: sealed argon2id PASSES MEMORY SALT
//   key NAME BASE64             or, sealed: one line of base64 that holds these lines
//   log LINE                    what backups.log held
//   end SHA256
#include "platform/crypto/key_file.hpp"
#include "platform/crypto/key_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <stdexcept>

namespace throughline::crypto {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view magic = "throughline-keys 1";
constexpr std::size_t largest_backup = 64U << 20;
/// A hostile file must not make us work or allocate without end: 4 GiB and 16 passes are more than we ever
/// write.
constexpr Stretching most{16, 4ULL << 30};

using Named = std::pair<std::string, Key>;

struct Contents {
    Instant made{};
    bool sealed{};
    std::vector<Named> keys{};
    std::vector<std::string> log{};
};

std::vector<std::string_view> split(std::string_view text, char at) {
    std::vector<std::string_view> parts;
    for (auto end = text.find(at); end != std::string_view::npos; end = text.find(at)) {
        parts.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    if (!text.empty()) parts.push_back(text);
    return parts;
}

template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return {};
    return value;
}

std::runtime_error not_a_backup() { return std::runtime_error("this is not a key backup, or a newer one"); }
std::runtime_error damaged() { return std::runtime_error("this key backup is damaged or was cut off"); }

fs::path log_path(const fs::path& folder) { return folder / "backups.log"; }

std::vector<std::string> log_lines(const fs::path& folder) {
    if (!mark_of(log_path(folder))) return {};
    const auto text = read_file(log_path(folder), largest_backup);
    std::vector<std::string> lines;
    for (const auto line : split(text.text, '\n')) lines.emplace_back(line);
    return lines;
}

std::string log_line(const KeyBackup& backup) {
    return to_text(backup.at) + ' ' + backup.sha256 + ' ' + std::to_string(backup.keys) +
           (backup.sealed ? " sealed" : " open");
}

std::optional<KeyBackup> read_log_line(std::string_view line) {
    const auto words = split(line, ' ');
    if (words.size() != 4 || words[1].size() != 64) return {};
    const auto at = read_instant(words[0]);
    const auto keys = number<int>(words[2]);
    if (!at || !keys || (words[3] != "sealed" && words[3] != "open")) return {};
    return KeyBackup{*at, std::string(words[1]), *keys, words[3] == "sealed"};
}

SecretText write_body(const fs::path& folder, const std::vector<std::string>& names) {
    SecretText body;
    const auto log = log_lines(folder);
    std::size_t size = 0;
    for (const auto& name : names) size += name.size() + 60;
    for (const auto& line : log) size += line.size() + 10;
    body.text.reserve(size); // no growing: growing would leave an unwiped copy
    for (const auto& name : names) {
        const auto text = key_as_text(load_key(folder, name));
        body.text.append("key ").append(name).append(1, ' ').append(text.text).append(1, '\n');
    }
    for (const auto& line : log) body.text.append("log ").append(line).append(1, '\n');
    return body;
}

void read_body(std::string_view body, Contents& contents) {
    std::set<std::string_view> seen;
    for (const auto line : split(body, '\n')) {
        if (line.starts_with("log ")) {
            if (!read_log_line(line.substr(4))) throw damaged();
            contents.log.emplace_back(line.substr(4));
            continue;
        }
        const auto words = split(line, ' ');
        if (words.size() != 3 || words[0] != "key") throw damaged();
        auto key = key_from_text(words[2]);
        if (!is_key_name(words[1]) || !key || !seen.insert(words[1]).second) throw damaged();
        contents.keys.emplace_back(std::string(words[1]), *key);
    }
}

/// The text before the last line, once that line's SHA-256 agrees.
std::string_view checked(std::string_view text) {
    if (!text.starts_with(std::string(magic) + '\n')) throw not_a_backup();
    constexpr std::size_t last_line = 4 + 64 + 1;
    if (text.size() < last_line) throw damaged();
    const auto before = text.substr(0, text.size() - last_line);
    if (text.substr(before.size()) != "end " + hex(sha256(before)) + '\n') throw damaged();
    return before;
}

SecretText
unseal(std::string_view way, std::string_view head, std::string_view body, std::string_view passphrase) {
    const auto words = split(way, ' ');
    if (words.size() != 5 || words[1] != "argon2id") throw not_a_backup();
    const auto passes = number<unsigned long long>(words[2]);
    const auto memory = number<std::size_t>(words[3]);
    const auto salt = from_base64url(words[4]);
    if (!passes || !memory || !salt || salt->size() != 16) throw damaged();
    if (*passes > most.passes || *memory > most.memory_bytes) throw not_a_backup();
    if (passphrase.empty())
        throw std::runtime_error("this key backup is sealed: give the passphrase it was made with");

    if (body.ends_with('\n')) body.remove_suffix(1);
    const auto sealed = from_base64url(body);
    if (!sealed) throw damaged();
    auto plain = open(key_from_passphrase(passphrase, *salt, {*passes, *memory}), *sealed, head);
    if (!plain) throw std::runtime_error("this is not the passphrase the key backup was made with");
    return SecretText{std::move(*plain)};
}

Contents read_backup(std::string_view text, std::string_view passphrase) {
    const auto before = checked(text);
    const auto lines = split(before, '\n');
    if (lines.size() < 3 || !lines[1].starts_with("made ")) throw not_a_backup();
    const auto made = read_instant(lines[1].substr(5));
    if (!made) throw damaged();

    Contents contents{*made, lines[2].starts_with("sealed "), {}, {}};
    const auto head = before.substr(0, lines[0].size() + lines[1].size() + lines[2].size() + 3);
    const auto body = before.substr(head.size());
    if (contents.sealed)
        read_body(unseal(lines[2], head, body, passphrase).text, contents);
    else if (lines[2] == "open")
        read_body(body, contents);
    else
        throw not_a_backup();
    return contents;
}

/// Nothing of `keys` that is already there, byte for byte. Throws when a name is taken by other bytes.
std::vector<Named> missing_of(const fs::path& folder, const std::vector<Named>& keys) {
    std::vector<Named> missing;
    std::string conflicts;
    for (const auto& [name, key] : keys) {
        if (!mark_of(key_path(folder, name)))
            missing.emplace_back(name, key);
        else if (!same(load_key(folder, name).bytes(), key.bytes()))
            conflicts += ' ' + name;
    }
    if (!conflicts.empty())
        throw std::runtime_error(
            "nothing was restored: the keys folder holds other keys under these names:" + conflicts);
    return missing;
}

} // namespace

void KeyFolder::backup(const fs::path& file, std::string_view passphrase, const Random& random) const {
    const bool sealed = !passphrase.empty();
    const auto salt = random_bytes(16, random);
    const Stretching stretching{};
    std::optional<Key> passphrase_key; // drawn before the lock, because it takes most of a second
    if (sealed) passphrase_key = key_from_passphrase(passphrase, salt, stretching);

    const FileLock lock = lock_folder(m_folder);
    clear_remains(m_folder);
    const auto all = names();
    const auto at = system_now();
    auto body = write_body(m_folder, all);
    std::string head = std::string(magic) + "\nmade " + to_text(at) + '\n';
    if (sealed) {
        head += "sealed argon2id " + std::to_string(stretching.passes) + ' ' +
                std::to_string(stretching.memory_bytes) + ' ' + base64url(salt) + '\n';
        body = SecretText{base64url(seal(*passphrase_key, body.text, head, random)) + '\n'};
    } else {
        head += "open\n";
    }
    SecretText text;
    text.text.reserve(head.size() + body.text.size() + 100);
    text.text.append(head).append(body.text);
    text.text.append("end " + hex(sha256(text.text)) + '\n');

    const Descriptor out{file, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW};
    LineLog{log_path(m_folder)}.append(
        log_line({at, hex(sha256(text.text)), static_cast<int>(all.size()), sealed}));
    out.write_all(text.text);
    out.sync();
    sync_folder(file.parent_path());
}

std::vector<KeyBackup> KeyFolder::backups() const {
    std::vector<KeyBackup> all;
    for (const auto& line : log_lines(m_folder)) {
        const auto backup = read_log_line(line);
        if (!backup) throw std::runtime_error("a line of " + log_path(m_folder).string() + " cannot be read");
        all.push_back(*backup);
    }
    return all;
}

std::vector<std::string>
KeyFolder::restore(const fs::path& file, const fs::path& folder, std::string_view passphrase) {
    const auto text = read_file(file, largest_backup);
    const auto contents = read_backup(text.text, passphrase);

    if (!fs::exists(folder)) {
        if (folder.has_parent_path()) fs::create_directories(folder.parent_path());
        if (::mkdir(folder.c_str(), 0700) != 0 && !fs::exists(folder))
            throw std::runtime_error("cannot make the keys folder " + folder.string());
    }
    demand_private(folder);
    const FileLock lock = lock_folder(folder);
    clear_remains(folder);
    const auto missing = missing_of(folder, contents.keys);

    // Word of every backup comes back too, first of this one, which its own log cannot hold.
    auto lines = contents.log;
    lines.push_back(log_line(
        {contents.made, hex(sha256(text.text)), static_cast<int>(contents.keys.size()), contents.sealed}));
    const auto known = log_lines(folder);
    const LineLog log{log_path(folder)};
    for (const auto& line : lines)
        if (std::find(known.begin(), known.end(), line) == known.end()) log.append(line);

    put_all(folder, missing);
    std::vector<std::string> names;
    for (const auto& [name, key] : missing) names.push_back(name);
    return names;
}

} // namespace throughline::crypto
