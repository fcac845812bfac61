// SPDX-License-Identifier: GPL-3.0-or-later
// How an entry is hashed and how a head is signed. Private to this folder.
#pragma once

#include "platform/crypto/crypto.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace throughline::ledger {

/// What is entered after the first line of a heads.log; `why` is `from-N`, N being the entry that line signs.
inline constexpr std::string_view heads_begun = "ledger.heads_begun";
inline constexpr std::string_view begun_why = "from-";

/// One row as it stands in the table, its instant still text: what is hashed is what is stored.
struct Link {
    std::int64_t seq{};
    std::string at{};
    std::string who{};
    std::string role{};
    std::string what{};
    std::string record{};
    std::string why{};
    std::string prev{}; ///< the hash before; empty for the first entry
    std::string hash{};
};

/// HMAC-SHA-256 in hex over every field but `hash`. Each field is preceded by its length, so that no two
/// different rows give the same bytes.
std::string hash_of(const crypto::Key& key, const Link& link);

/// The newest entry's place and hash: (0, "") for an empty ledger.
struct Head {
    std::int64_t seq{};
    std::string hash{};
    bool operator==(const Head&) const = default;
};

/// A line of heads.log: sequence, hash, instant and Ed25519 signature (base64url) with a space between.
std::string sign(const crypto::SigningKey& key, const Head& head, std::string_view at);

struct SignedHead {
    Head head{};
    std::string message{};
    std::string signature{};
};
/// Nothing when the line does not read as one; whether the signature holds is another question.
std::optional<SignedHead> read_line(std::string_view line);
bool holds(std::string_view public_key, const SignedHead& line);

} // namespace throughline::ledger
