// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/sign_in.hpp"

#include "people/device.hpp"
#include "people/sign_in_keys.hpp"
#include "people/sign_in_tries.hpp"
#include "platform/text/text.hpp"

namespace throughline::people {
SignInTry begin_sign_in(
    db::Transaction& tx,
    const crypto::KeyFolder& keys,
    std::string_view email,
    std::string_view device_cookie_value,
    Instant at) {
    const auto address = text::fold(text::tidy(email));
    SignInTry tried;
    const auto row = tx.row(
        "SELECT id, password_hash FROM account WHERE email = :email AND disabled_at IS NULL",
        {{"email", address}});
    if (row) {
        tried.challenge.account = row->text("id");
        tried.challenge.password_hash = row->text("password_hash");
    }
    const auto device = known_device(keys, device_cookie_value, tried.challenge.account, at);
    tried.door = {
        keyed_hash(keys, device.empty() ? "address" : "device", {address, device}),
        attempts_allowed,
        attempt_window};
    tried.challenge.too_many = !take_try(tx, tried.door, at);
    return tried;
}

Outcome<Account> finish_sign_in(db::Transaction& tx, const SignInTry& tried, bool passed) {
    if (tried.challenge.too_many)
        return invalid(
            "password",
            "There were many tries for this address. Wait 15 minutes, or use a device on which you have "
            "signed "
            "in before");
    // Asked again: the account may have been disabled, or its password changed, while it was checked.
    const auto now = challenge_of(tx, tried.challenge.account);
    if (!passed || now.account.empty() || now.password_hash != tried.challenge.password_hash)
        return invalid("password", "Check your e-mail address and password. One of them is not right");
    forget_tries(tx, tried.door);
    return *find_account(tx, now.account);
}

} // namespace throughline::people
