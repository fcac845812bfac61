// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/documents/storage.hpp"

#include <algorithm>
#include <stdexcept>

namespace throughline::documents {
namespace {

constexpr std::uint64_t chunk_bytes = 256 * 1024;
constexpr std::size_t sha256_hex = 64;

/// A file of no bytes has one chunk too, so that its loss is noticed.
std::int64_t chunks_of(std::uint64_t size) {
    return static_cast<std::int64_t>(size == 0 ? 1 : (size + chunk_bytes - 1) / chunk_bytes);
}

/// Binds the row's open columns to the heading: none of them can be changed alone.
std::string about_heading(std::string_view id, std::string_view media_type, std::uint64_t size) {
    return "document/" + std::string(id) + "/heading/" + std::to_string(size) + '/' + std::string(media_type);
}

std::string about_chunk(std::string_view id, std::int64_t n, bool last) {
    return "document/" + std::string(id) + "/chunk/" + std::to_string(n) + (last ? "/last" : "");
}

std::runtime_error broken(std::string_view id, const std::string& what) {
    return std::runtime_error("document " + std::string(id) + ": " + what);
}

constexpr std::string_view add_document_sql = R"(
    INSERT INTO document (id, heading_sealed, media_type, size, kept_at)
    VALUES (:id, :heading, :media_type, :size, :kept_at))";
constexpr std::string_view add_chunk_sql =
    "INSERT INTO document_chunk (document_id, n, sealed) VALUES (:id, :n, :sealed)";

} // namespace

Stored keep(
    db::Transaction& tx,
    const crypto::Key& key,
    std::string_view file_name,
    std::string_view media_type,
    std::string_view bytes,
    Instant at,
    const Random& random) {
    const Stored stored{new_identifier(at, random), bytes.size(), crypto::hex(crypto::sha256(bytes))};
    const auto heading = stored.sha256 + std::string(file_name);
    tx.change(
        add_document_sql,
        {{"id", stored.id},
         {"heading",
          db::Bytes{crypto::seal(key, heading, about_heading(stored.id, media_type, stored.size), random)}},
         {"media_type", media_type},
         {"size", static_cast<std::int64_t>(stored.size)},
         {"kept_at", to_text(at)}});

    const auto count = chunks_of(stored.size);
    for (std::int64_t n = 0; n < count; ++n) {
        const auto chunk = bytes.substr(static_cast<std::size_t>(n) * chunk_bytes, chunk_bytes);
        const auto about = about_chunk(stored.id, n, n + 1 == count);
        tx.change(
            add_chunk_sql,
            {{"id", stored.id}, {"n", n}, {"sealed", db::Bytes{crypto::seal(key, chunk, about, random)}}});
    }
    return stored;
}

namespace {

constexpr std::string_view find_document_sql =
    "SELECT heading_sealed, media_type, size FROM document WHERE id = :id";
/// A few at a time, so that a large file is not held sealed and plain at once.
constexpr std::string_view next_chunks_sql = R"(
    SELECT n, sealed
      FROM document_chunk
     WHERE document_id = :id AND n > :after
     ORDER BY n
     LIMIT 16)";

std::string
open_chunks(db::Transaction& tx, const crypto::Key& key, std::string_view id, std::uint64_t size) {
    const auto count = chunks_of(size);
    std::string bytes;
    bytes.reserve(size);
    std::int64_t next = 0;
    for (;;) {
        const auto rows = tx.rows(next_chunks_sql, {{"id", id}, {"after", next - 1}});
        for (const auto& row : rows) {
            if (next == count) throw broken(id, "there is a chunk too many");
            if (row.integer("n") != next) break;
            const auto plain =
                crypto::open(key, row.bytes("sealed"), about_chunk(id, next, next + 1 == count));
            if (!plain) throw broken(id, "chunk " + std::to_string(next) + " does not open");
            bytes += *plain;
            ++next;
        }
        if (rows.empty() || rows.back().integer("n") != next - 1) break;
    }
    if (next != count) throw broken(id, "chunk " + std::to_string(next) + " is missing");
    return bytes;
}

} // namespace

Document open(db::Transaction& tx, const crypto::Key& key, std::string_view id) {
    const auto row = tx.row(find_document_sql, {{"id", id}});
    if (!row) throw broken(id, "there is no such document");
    Document document;
    document.media_type = row->text("media_type");
    const auto size = static_cast<std::uint64_t>(std::max<std::int64_t>(row->integer("size"), 0));

    const auto heading =
        crypto::open(key, row->bytes("heading_sealed"), about_heading(id, document.media_type, size));
    if (!heading || heading->size() < sha256_hex) throw broken(id, "its heading does not open");
    document.sha256 = heading->substr(0, sha256_hex);
    document.file_name = heading->substr(sha256_hex);

    document.bytes = open_chunks(tx, key, id, size);
    if (crypto::hex(crypto::sha256(document.bytes)) != document.sha256)
        throw broken(id, "its bytes are not the ones that were kept");
    return document;
}

std::int64_t count_broken(db::Transaction& tx) {
    std::int64_t broken = 0;
    for (
        const auto& row : tx.rows(
            R"(SELECT d.size, count(c.n) AS parts, coalesce(min(c.n), -1) AS first, coalesce(max(c.n), -1) AS last,
                       coalesce(sum(length(c.sealed)), 0) AS bytes
                  FROM document d LEFT JOIN document_chunk c ON c.document_id = d.id
                 GROUP BY d.id, d.size)")) {
        const auto size = row.integer("size"), wanted = chunks_of(static_cast<std::uint64_t>(size));
        const bool whole = row.integer("parts") == wanted && row.integer("first") == 0 &&
                           row.integer("last") == wanted - 1 &&
                           row.integer("bytes") == size + wanted * crypto::sealing_adds;
        if (!whole) ++broken;
    }
    return broken;
}

} // namespace throughline::documents
