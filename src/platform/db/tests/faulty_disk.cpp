// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/tests/faulty_disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <stdexcept>

namespace throughline::db {
namespace {

constexpr std::size_t sector = 512;

// NOLINTBEGIN(cppcoreguidelines-avoid-non-const-global-variables): SQLite's interface has no other place for
// them.
FaultyDisk* disk = nullptr;
sqlite3_vfs* real = nullptr;
// NOLINTEND(cppcoreguidelines-avoid-non-const-global-variables)

/// One open file: SQLite's header, and behind it the real file.
struct Opened {
    sqlite3_file base;
    sqlite3_file* inner;
    bool kept; ///< the database, its log: what has to outlive a loss of power
    char path[512];
};

Opened& opened(sqlite3_file* file) { return *reinterpret_cast<Opened*>(file); }
sqlite3_file* inner(sqlite3_file* file) { return opened(file).inner; }

std::string content_of(const std::filesystem::path& path) {
    std::error_code none;
    const auto size = std::filesystem::file_size(path, none);
    std::string content(none ? 0 : size, '\0');
    std::ifstream(path, std::ios::binary).read(content.data(), static_cast<std::streamsize>(content.size()));
    return content;
}

int close_file(sqlite3_file* file) { return inner(file)->pMethods->xClose(inner(file)); }
int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
    return disk->is_dark() ? SQLITE_IOERR_READ : inner(file)->pMethods->xRead(inner(file), into, size, at);
}
int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
    const int failed = disk->next(FaultyDisk::Operation::write);
    // The write at which the power goes may have reached the disk in part.
    if (opened(file).kept && (failed == 0 || disk->is_dark()))
        disk->file(opened(file).path)
            .since.push_back({at, {static_cast<const char*>(from), static_cast<std::size_t>(size)}, false});
    return failed != 0 ? failed : inner(file)->pMethods->xWrite(inner(file), from, size, at);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    if (const int failed = disk->next(FaultyDisk::Operation::truncate); failed != 0) return failed;
    if (opened(file).kept) disk->file(opened(file).path).since.push_back({size, {}, true});
    return inner(file)->pMethods->xTruncate(inner(file), size);
}
int sync_file(sqlite3_file* file, int /*flags*/) {
    if (const int failed = disk->next(FaultyDisk::Operation::sync); failed != 0) return failed;
    if (opened(file).kept) disk->synced(opened(file).path);
    return SQLITE_OK; // the real disk is not asked: this one stands for it
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return inner(file)->pMethods->xFileSize(inner(file), size);
}
int lock_file(sqlite3_file* file, int kind) { return inner(file)->pMethods->xLock(inner(file), kind); }
int unlock_file(sqlite3_file* file, int kind) { return inner(file)->pMethods->xUnlock(inner(file), kind); }
int is_reserved(sqlite3_file* file, int* out) {
    return inner(file)->pMethods->xCheckReservedLock(inner(file), out);
}
int control(sqlite3_file* file, int what, void* with) {
    return inner(file)->pMethods->xFileControl(inner(file), what, with);
}
int sector_size(sqlite3_file* file) { return inner(file)->pMethods->xSectorSize(inner(file)); }
int traits(sqlite3_file* file) { return inner(file)->pMethods->xDeviceCharacteristics(inner(file)); }
int map_shared(sqlite3_file* file, int page, int size, int extends, void volatile** at) {
    return inner(file)->pMethods->xShmMap(inner(file), page, size, extends, at);
}
int lock_shared(sqlite3_file* file, int offset, int n, int flags) {
    return inner(file)->pMethods->xShmLock(inner(file), offset, n, flags);
}
void order_shared(sqlite3_file* file) { inner(file)->pMethods->xShmBarrier(inner(file)); }
int unmap_shared(sqlite3_file* file, int removes) {
    return inner(file)->pMethods->xShmUnmap(inner(file), removes);
}

// Version 2: with shared memory, which the log needs, and without mapping the file, which would go past us.
const sqlite3_io_methods methods{
    2,
    close_file,
    read_file,
    write_file,
    truncate_file,
    sync_file,
    file_size,
    lock_file,
    unlock_file,
    is_reserved,
    control,
    sector_size,
    traits,
    map_shared,
    lock_shared,
    order_shared,
    unmap_shared,
    nullptr,
    nullptr};

int open_file(sqlite3_vfs* /*vfs*/, const char* name, sqlite3_file* file, int flags, int* flags_out) {
    auto& out = opened(file);
    out.base.pMethods = nullptr;
    if (const int failed = disk->next(FaultyDisk::Operation::open); failed != 0) return failed;
    out.inner = reinterpret_cast<sqlite3_file*>(&out + 1);
    out.kept = name != nullptr && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) != 0;
    out.path[0] = '\0';
    if (out.kept) {
        const std::string path(name);
        if (path.size() >= sizeof out.path) return SQLITE_CANTOPEN;
        std::copy(path.begin(), path.end(), out.path);
        out.path[path.size()] = '\0';
        disk->found(path, content_of(path));
    }
    const int code = real->xOpen(real, name, out.inner, flags, flags_out);
    if (code == SQLITE_OK) out.base.pMethods = &methods;
    return code;
}
int remove_file(sqlite3_vfs* /*vfs*/, const char* name, int syncs) {
    if (const int failed = disk->next(FaultyDisk::Operation::remove); failed != 0) return failed;
    disk->removed(name);
    return real->xDelete(real, name, syncs);
}

sqlite3_vfs make_vfs() {
    sqlite3_vfs made = *real;
    made.szOsFile = static_cast<int>(sizeof(Opened)) + real->szOsFile;
    made.zName = "faulty";
    made.pNext = nullptr;
    made.xOpen = open_file;
    made.xDelete = remove_file;
    return made;
}

sqlite3_vfs& faulty() {
    static sqlite3_vfs vfs = make_vfs();
    return vfs;
}

void apply(std::string& content, const FaultyDisk::Change& change, std::size_t bytes) {
    const auto at = static_cast<std::size_t>(change.offset);
    if (change.truncates) {
        content.resize(std::min(content.size(), at));
        return;
    }
    if (content.size() < at + bytes) content.resize(at + bytes, '\0');
    content.replace(at, bytes, change.bytes, 0, bytes);
}

} // namespace

FaultyDisk::FaultyDisk() {
    if (disk != nullptr) throw std::logic_error("one faulty disk at a time");
    sqlite3_initialize();
    if (real == nullptr) real = sqlite3_vfs_find(nullptr);
    disk = this;
    sqlite3_vfs_register(&faulty(), 1);
}

FaultyDisk::~FaultyDisk() {
    sqlite3_vfs_register(real, 1);
    sqlite3_vfs_unregister(&faulty());
    disk = nullptr;
}

void FaultyDisk::fail(Operation operation, int n, int code, bool stays) {
    m_operation = operation;
    m_fails_at = m_counts[operation] + n;
    m_code = code;
    m_stays = stays;
    m_has_failed = false;
}

void FaultyDisk::lose_power(int n) { m_dark_at = m_changes + n; }

void FaultyDisk::heal() {
    m_fails_at = 0;
    m_dark_at = 0;
    m_dark = false;
}

int FaultyDisk::count(Operation operation) const {
    const auto found = m_counts.find(operation);
    return found == m_counts.end() ? 0 : found->second;
}

int FaultyDisk::next(Operation operation) {
    const int number = ++m_counts[operation];
    if (operation != Operation::open && ++m_changes == m_dark_at) m_dark = true;
    if (m_dark) return SQLITE_IOERR;
    const bool fails = m_fails_at != 0 && operation == m_operation &&
                       (m_stays ? number >= m_fails_at : number == m_fails_at);
    if (!fails) return 0;
    m_has_failed = true;
    return m_code;
}

void FaultyDisk::found(const std::string& path, std::string content) {
    m_files.try_emplace(path, File{std::move(content), {}});
}

void FaultyDisk::synced(const std::string& path) {
    auto& file = m_files[path];
    for (const auto& change : file.since) apply(file.synced, change, change.bytes.size());
    file.since.clear();
}

void FaultyDisk::leave_what_survived(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    for (const auto& [path, file] : m_files) {
        auto content = file.synced;
        // Sometimes all of it went, sometimes none; mostly some, and not in order.
        const auto share = random() % 5;
        for (const auto& change : file.since) {
            if (random() % 4 >= share) continue;
            const auto sectors = change.bytes.size() / sector;
            const bool torn = sectors > 1 && random() % 4 == 0;
            apply(content, change, torn ? (1 + random() % (sectors - 1)) * sector : change.bytes.size());
        }
        std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
    }
    m_files.clear();
}

} // namespace throughline::db
