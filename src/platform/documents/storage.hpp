// SPDX-License-Identifier: GPL-3.0-or-later
// Files kept in the database, sealed in chunks of 256 KiB, with SHA-256: one thing to back up, and atomic with the
// row that names them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/base/identifier.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/db/db.hpp"

namespace throughline::documents {

struct Stored {
    std::string id{};
    std::uint64_t size{};
    std::string sha256{}; ///< hex, of the plain bytes
};

/// Seals `bytes` under `key` and keeps them. The file's name is sealed with them.
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

/// Opens a kept file. Throws std::runtime_error when a chunk is missing, altered or out of order.
Document open(db::Transaction& tx, const crypto::Key& key, std::string_view id);

} // namespace throughline::documents
