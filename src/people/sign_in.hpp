// SPDX-License-Identifier: GPL-3.0-or-later
// A password tried at the door. Tries on devices where the account has signed in before are counted for each
// device; all others together for each address, whether an account has it or not. So whoever guesses from
// elsewhere comes no further than ten tries in a quarter of an hour, and keeps nobody from their own device.
#pragma once

#include "people/session.hpp"
#include "people/tries.hpp"
#include "platform/crypto/key_folder.hpp"

#include <string_view>

namespace throughline::people {

struct SignInTry {
    Challenge challenge{};
    Door door{};
};

/// Counts the try and says what the password is to be checked against; the check itself (`passes`) takes a
/// tenth of a second and belongs outside any transaction. The same work is done for an address that nobody
/// has.
SignInTry begin_sign_in(
    db::Transaction& tx,
    const crypto::KeyFolder& keys,
    std::string_view email,
    std::string_view device_cookie_value,
    Instant at);

/// Whose password was shown, when it passed. Refuses with the same words whether the address or the password
/// was wrong, and whether or not an account has the address for which too many tries were made.
Outcome<Account> finish_sign_in(db::Transaction& tx, const SignInTry& tried, bool passed);

} // namespace throughline::people
