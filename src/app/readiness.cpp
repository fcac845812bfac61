// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/readiness.hpp"

#include "app/pulse.hpp"
#include "platform/documents/confined.hpp"
#include "publication/operations.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace throughline {
namespace {

using Part = people::Trouble::Part;

void look_at_database(const people::Environment& house, Readiness& found) {
    auto trouble = house.database_trouble ? house.database_trouble() : trouble_of(house.database);
    if (!trouble.empty()) found.missing.push_back({Part::saving, std::move(trouble)});
}

void look_at_keys(const people::Environment& house, Readiness& found) {
    try {
        (void)house.keys.key("ledger");
    } catch (const crypto::KeyMissing&) {
        found.missing.push_back(
            {Part::saving, "a key is missing: bring it back with `throughline keys restore FILE`"});
    }
}

/// Uploads and the scratch folders of children are written there, beside the database.
void look_at_disk(const people::Environment& house, std::uint64_t room_needed, Readiness& found) {
    struct statvfs disk {};
    if (::statvfs(house.scratch.c_str(), &disk) != 0) {
        found.missing.push_back({Part::saving, "the data folder cannot be reached"});
        return;
    }
    if (std::uint64_t{disk.f_bavail} * disk.f_frsize < room_needed)
        found.missing.push_back({Part::saving, "the disk of the data folder is full, or nearly: make room"});
    const int probe = ::open(house.scratch.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (probe < 0)
        found.missing.push_back({Part::saving, "nothing can be written in the data folder"});
    else
        ::close(probe);
}

} // namespace

std::string Readiness::in_lines() const {
    std::string lines = is_ready() ? "ready\n" : "not ready\n";
    for (const auto& trouble : missing) lines += trouble.words + "\n";
    for (const auto& trouble : limited) lines += trouble.words + "\n";
    return lines;
}

Readiness readiness(const people::Environment& house, std::uint64_t room_needed) {
    Readiness found;
    look_at_database(house, found);
    look_at_keys(house, found);
    look_at_disk(house, room_needed, found);
    if (const auto& confinement = documents::confinement(); !confinement.possible)
        found.limited.push_back({Part::reading_files, "files cannot be taken: " + confinement.reason});
    if (const auto why = publication::why_no_pdf(); !why.empty())
        found.limited.push_back({Part::printing, "no PDF can be printed: " + why});
    if (house.troubles)
        for (auto& trouble : house.troubles()) found.limited.push_back(std::move(trouble));
    return found;
}

} // namespace throughline
