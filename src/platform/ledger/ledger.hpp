// SPDX-License-Identifier: GPL-3.0-or-later
// One append-only table of who did what, each entry chained to the one before by an HMAC, its head signed
// into heads.log, so that an altered, removed, reordered or cut-off entry is found. What nobody inside can
// find is a ledger cut off together with the last lines of heads.log: that is why heads are also given to
// somebody outside.
#pragma once

#include "platform/base/instant.hpp"
#include "platform/crypto/key_folder.hpp"
#include "platform/db/db.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::ledger {

/// `who`: an account id or `system`. `what`: `folder.act`. `record`: a reference, never a name. `why`: a
/// code, or base64url of a sealed text; a chained row can never be rewritten, so nothing readable about a
/// person goes in.
struct Entry {
    Instant at{};
    std::string who{};
    std::string role{};
    std::string what{};
    std::string record{};
    std::string why{};
};

struct Kept {
    std::int64_t seq{};
    Entry entry{};
    std::string hash{}; ///< hex
};

/// What verification found. `faults` is empty when the ledger is whole.
struct Verdict {
    std::int64_t entries{};
    std::vector<std::string> faults{}; ///< each names the entry: "entry 17 was altered"
};

class Ledger {
public:
    Ledger(const crypto::KeyFolder& keys, std::filesystem::path heads_log);

    /// Adds an entry in the caller's transaction, so that it stands or falls with the change. PostgreSQL:
    /// locks the one-row head table until the transaction ends. An entry without `who` or `what` throws
    /// std::logic_error.
    void append(db::Transaction& tx, const Entry& entry) const;

    /// Appends the signed head (sequence, hash, instant) to heads.log when it has moved since the last line.
    /// A new heads.log is itself entered (`ledger.heads_begun`), so that one that was removed cannot be begun
    /// anew as if nothing had been.
    void sign_head(db::Database& database, Instant at) const;

    /// The lines of heads.log for entries up to that one, as they stand there: what a backup carries.
    std::vector<std::string> heads_up_to(std::int64_t seq) const;

    /// Checks every entry's hash and link, the head row, and every line of heads.log against the table. A
    /// missing heads.log is a fault once the ledger holds an entry; entries newer than its last line are not.
    Verdict verify(db::Database& database) const;

private:
    const crypto::KeyFolder& m_keys;
    std::filesystem::path m_heads_log;
};

/// How many entries there are, as its head says: quick, and no proof of anything.
std::int64_t length(db::Transaction& tx);

/// Entries about one record (prefix match on `record`), newest first.
std::vector<Kept> about(db::Transaction& tx, std::string_view record, std::int64_t limit);

} // namespace throughline::ledger
