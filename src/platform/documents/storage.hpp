// SPDX-License-Identifier: GPL-3.0-or-later
// Files kept in the database, sealed in chunks of 256 KiB: one thing to back up, and atomic with the row that
// names them. Their names and SHA-256 are sealed too (docs/decisions/0004-sealed-storage.md).
#pragma once

#include "platform/base/identifier.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/db/db.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace throughline::documents {

/// What the receipt shows. The SHA-256 is of the plain bytes: whoever stores it elsewhere seals it, because
/// it lets a short file be guessed.
struct Stored {
    std::string id{};
    std::uint64_t size{};
    std::string sha256{}; ///< hex, of the plain bytes
};

/// Seals `bytes` under `key` and keeps them. The file's name is sealed with them; its media type and size are
/// not.
Stored keep(
    db::Transaction& tx,
    const crypto::Key& key,
    std::string_view file_name,
    std::string_view media_type,
    std::string_view bytes,
    Instant at,
    const Random& random);

struct Document {
    std::string file_name{};
    std::string media_type{};
    std::string sha256{};
    std::string bytes{};
};

/// Opens a kept file. Throws std::runtime_error when there is none of that id, when the key is another, or
/// when a chunk or the row itself is missing, altered, added or out of order.
Document open(db::Transaction& tx, const crypto::Key& key, std::string_view id);

/// How many kept files lack a part or have one cut short, as far as that shows without their keys.
std::int64_t count_broken(db::Transaction& tx);

} // namespace throughline::documents
