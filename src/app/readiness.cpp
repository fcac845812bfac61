// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/readiness.hpp"

#include "app/installation.hpp"
#include "platform/db/migrations.hpp"
#include "platform/documents/confined.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace throughline {
namespace {

void look_at_database(const people::Environment& house, Readiness& found) {
    try {
        if (!db::is_migrated(house.database, carried_migrations()))
            found.missing.emplace_back("the database is of another release: run `throughline migrate`");
    } catch (const db::Fault&) {
        found.missing.emplace_back("the database does not answer");
    }
}

void look_at_keys(const people::Environment& house, Readiness& found) {
    try {
        (void)house.keys.key("ledger");
    } catch (const crypto::KeyMissing&) {
        found.missing.emplace_back("a key is missing: bring it back with `throughline keys restore FILE`");
    }
}

/// Uploads and the scratch folders of children are written there, beside the database.
void look_at_disk(const people::Environment& house, std::uint64_t room_needed, Readiness& found) {
    struct statvfs disk {};
    if (::statvfs(house.scratch.c_str(), &disk) != 0) {
        found.missing.emplace_back("the data folder cannot be reached");
        return;
    }
    if (std::uint64_t{disk.f_bavail} * disk.f_frsize < room_needed)
        found.missing.emplace_back("the disk of the data folder is full, or nearly: make room");
    const int probe = ::open(house.scratch.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (probe < 0)
        found.missing.emplace_back("nothing can be written in the data folder");
    else
        ::close(probe);
}

} // namespace

std::string Readiness::in_lines() const {
    std::string lines = is_ready() ? "ready\n" : "not ready\n";
    for (const auto& line : missing) lines += line + "\n";
    for (const auto& line : limited) lines += line + "\n";
    return lines;
}

Readiness readiness(const people::Environment& house, std::uint64_t room_needed) {
    Readiness found;
    look_at_database(house, found);
    look_at_keys(house, found);
    look_at_disk(house, room_needed, found);
    if (const auto& confinement = documents::confinement(); !confinement.possible)
        found.limited.push_back("files cannot be taken: " + confinement.reason);
    if (house.troubles)
        for (auto& line : house.troubles()) found.limited.push_back(std::move(line));
    return found;
}

} // namespace throughline
