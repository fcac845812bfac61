// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/sign_in_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace throughline::people {
namespace {

constexpr std::array names{second_factor_key, sign_in_key};

} // namespace

std::string lost_sign_in_key(db::Database& database, const crypto::KeyFolder& keys) {
    const auto missing =
        std::ranges::find_if(names, [&](const std::string_view name) { return !keys.has(name); });
    if (missing == names.end()) return {};
    const auto sealed = database.read([](db::Transaction& tx) {
        return tx.row("SELECT count(*) AS sealed FROM second_factor")->integer("sealed");
    });
    if (sealed == 0) return {};
    return fmt::format(
        "The keys folder {} lacks the key {}, under which {} second factors were made. Bring it back with "
        "`throughline keys restore FILE`, or take each factor away with `throughline account "
        "reset-second-factor EMAIL`.",
        keys.folder().string(),
        *missing,
        sealed);
}

void make_sign_in_keys(db::Database& database, crypto::KeyFolder& keys, const Random& random) {
    if (const auto lost = lost_sign_in_key(database, keys); !lost.empty()) throw crypto::KeyMissing(lost);
    keys.make_missing(names, random);
}

std::string keyed_hash(
    const crypto::KeyFolder& keys, std::string_view kind, std::initializer_list<std::string_view> parts) {
    std::string text(kind);
    for (const auto part : parts) text += fmt::format("/{}:{}", part.size(), part);
    return crypto::hex(crypto::hmac_sha256(keys.key(sign_in_key), text));
}

} // namespace throughline::people
