// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of signing in. They came after the first release, so an installation may not have them yet: they
// are made at its next start, unless something is sealed under ones that are gone.
#pragma once

#include "platform/base/identifier.hpp"
#include "platform/crypto/key_folder.hpp"
#include "platform/db/db.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace throughline::people {

constexpr std::string_view second_factor_key = "second-factor"; ///< seals what phones share with us
constexpr std::string_view sign_in_key = "sign-in"; ///< for the hashes of recovery codes, devices, addresses

/// Words for the operator when one is missing although somebody has a second factor, which was then made
/// under another keys folder; else empty.
std::string lost_sign_in_key(db::Database& database, const crypto::KeyFolder& keys);
/// Makes those that are missing. Throws crypto::KeyMissing with those words when one is lost.
void make_sign_in_keys(db::Database& database, crypto::KeyFolder& keys, const Random& random);

/// A hash under the key of signing in, in hexadecimal: the same parts of the same kind give the same one, and
/// nobody without the key can try which parts those were.
std::string keyed_hash(
    const crypto::KeyFolder& keys, std::string_view kind, std::initializer_list<std::string_view> parts);

} // namespace throughline::people
