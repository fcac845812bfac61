// SPDX-License-Identifier: GPL-3.0-or-later
// What was posted: that a form came before and where it led, and what came on an expired session, kept sealed
// until the same person signs in again.
#pragma once

#include "people/operations.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace throughline::people {

/// Claims a form for one act; false when it was claimed before.
bool claim_posted(db::Transaction& tx, std::string_view account, std::string_view key, Instant at);
void remember_where_it_led(
    db::Transaction& tx, std::string_view account, std::string_view key, std::string_view location);
/// Where the first one led; empty when that is not known (yet).
std::string where_it_led(db::Transaction& tx, std::string_view account, std::string_view key);

/// A post as it came, without its files.
struct KeptForm {
    std::string path{};
    std::vector<std::pair<std::string, std::string>> fields{};
    std::size_t files{}; ///< how many files came with it; they are not kept
};
/// Seals the fields and gives the id to find them by.
std::string keep_form(
    db::Transaction& tx,
    const Environment& house,
    std::string_view account,
    const KeptForm& form,
    Instant at);
/// Nothing unless it was kept for this very account.
std::optional<KeptForm>
find_kept_form(db::Transaction& tx, const Environment& house, std::string_view account, std::string_view id);

} // namespace throughline::people
