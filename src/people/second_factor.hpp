// SPDX-License-Identifier: GPL-3.0-or-later
// The second factor: besides the password, a code that only somebody's own phone shows. Ten recovery codes
// are for the day the phone is lost. Why it is built so: docs/decisions/0025-the-second-factor.md.
#pragma once

#include "people/operations.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::people {

constexpr std::size_t recovery_codes_made = 10;

struct SecondFactor {
    Instant set_up_at{};
    std::size_t recovery_codes_left{};
};
/// Nothing for an account that signs in with its password alone.
std::optional<SecondFactor> find_second_factor(db::Transaction& tx, std::string_view account);

/// Draws a secret for the person acting, in place of one that was begun before. It does not count, and one
/// that was set up earlier goes on counting, until `set_up_second_factor`.
void begin_second_factor(const Work& work);
/// The secret that was begun, for half an hour; nothing otherwise.
std::optional<std::string>
begun_secret(db::Transaction& tx, const Environment& house, std::string_view account, Instant at);
/// Makes the begun secret the one that counts, shown to be on a phone by a code of it. Ends the person's
/// sessions but `session` (its token's hash). Gives the recovery codes, which nobody can show again.
Outcome<std::vector<std::string>>
set_up_second_factor(const Work& work, std::string_view code, std::string_view session);

/// New recovery codes for the person acting; the old ones are good for nothing. Refuses when there is no
/// second factor.
Outcome<std::vector<std::string>> make_recovery_codes(const Work& work);

/// Takes the person's own away. Harmless when there is none.
void take_away_second_factor(const Work& work);
/// For an operator, after somebody has lost phone and codes: takes it away and ends all sessions of the
/// account. False when there was none.
bool reset_second_factor(db::Transaction& tx, std::string_view account, Instant at);

enum class Shown { code, recovery_code };
/// Whether what was typed is a code of the phone or a recovery code, either taken once only. `device` keeps
/// the wrong tries of one device apart from those of others. Counts the try: call it in a transaction that is
/// kept also when it refuses.
Outcome<Shown> check_second_factor(
    db::Transaction& tx,
    const Environment& house,
    std::string_view account,
    std::string_view typed,
    std::string_view device,
    Instant at);

} // namespace throughline::people
