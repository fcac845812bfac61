// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/documents/archive.hpp"

#include "platform/documents/unreadable.hpp"

#include <zip.h>

#include <array>

namespace throughline::documents {

namespace {

constexpr zip_int64_t most_parts = 20'000;
constexpr std::size_t small_part = 16 << 20;

constexpr const char* damaged = "This file is damaged or was cut short on its way. Open it in the program "
                                "that made it, save it again and send "
                                "the new copy.";
constexpr const char* too_large = "This file unpacks to far more than its tables can hold, so it was not "
                                  "opened. Copy the table into a new document "
                                  "and send that.";
constexpr const char* locked = "This file is protected with a password. Remove the password (File, Info, "
                               "Protect) and send it again; it is "
                               "encrypted here anyway.";

struct CloseZip {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct ClosePart {
    void operator()(zip_file_t* part) const { zip_fclose(part); }
};

} // namespace

struct Archive::Inside {
    std::unique_ptr<zip_t, CloseZip> archive{};
    std::uint64_t left{};

    zip_int64_t find(const std::string& name) const {
        return zip_name_locate(archive.get(), name.c_str(), ZIP_FL_NOCASE);
    }
};

Archive::Archive(std::string_view bytes, const Caps& caps) : m_inside(std::make_unique<Inside>()) {
    m_inside->left = caps.inflated_bytes;
    zip_error_t error;
    zip_error_init(&error);
    auto* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source == nullptr) throw std::bad_alloc();
    m_inside->archive.reset(zip_open_from_source(source, ZIP_RDONLY, &error));
    zip_error_fini(&error);
    if (!m_inside->archive) {
        zip_source_free(source);
        throw Unreadable(damaged);
    }
    const auto count = zip_get_num_entries(m_inside->archive.get(), 0);
    if (count > most_parts) throw Unreadable(too_large);
    // What the parts claim is checked first, so that a bomb in a part we never open is refused as well.
    std::uint64_t claimed = 0;
    for (zip_int64_t i = 0; i < count; ++i) {
        zip_stat_t stat;
        if (zip_stat_index(m_inside->archive.get(), static_cast<zip_uint64_t>(i), 0, &stat) != 0)
            throw Unreadable(damaged);
        if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
            throw Unreadable(locked);
        if ((stat.valid & ZIP_STAT_SIZE) == 0) continue;
        if (stat.size > caps.inflated_bytes || (claimed += stat.size) > caps.inflated_bytes)
            throw Unreadable(too_large);
    }
}

Archive::~Archive() = default;

bool Archive::has(const std::string& name) const { return m_inside->find(name) >= 0; }

std::vector<std::string> Archive::names() const {
    std::vector<std::string> all;
    const auto count = zip_get_num_entries(m_inside->archive.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i)
        if (const char* name = zip_get_name(m_inside->archive.get(), static_cast<zip_uint64_t>(i), 0))
            all.emplace_back(name);
    return all;
}

void Archive::stream(const std::string& name, const std::function<void(std::string_view)>& take) {
    const auto index = m_inside->find(name);
    if (index < 0) throw Unreadable(damaged);
    const std::unique_ptr<zip_file_t, ClosePart> part(
        zip_fopen_index(m_inside->archive.get(), static_cast<zip_uint64_t>(index), 0));
    if (!part) throw Unreadable(damaged);
    std::array<char, 65536> piece{};
    for (;;) {
        const auto got = zip_fread(part.get(), piece.data(), piece.size());
        if (got < 0) throw Unreadable(damaged);
        if (got == 0) return;
        // A part may hold more than it claims, so what comes out is counted too.
        if (static_cast<std::uint64_t>(got) > m_inside->left) throw Unreadable(too_large);
        m_inside->left -= static_cast<std::uint64_t>(got);
        take({piece.data(), static_cast<std::size_t>(got)});
    }
}

std::string Archive::whole(const std::string& name) {
    std::string bytes;
    stream(name, [&](std::string_view piece) {
        if (bytes.size() + piece.size() > small_part) throw Unreadable(too_large);
        bytes += piece;
    });
    return bytes;
}

} // namespace throughline::documents
