// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/second_factor.hpp"

#include "people/one_time_code.hpp"
#include "people/session.hpp"
#include "people/sign_in_keys.hpp"
#include "people/tries.hpp"
#include "platform/text/text.hpp"

#include <stdexcept>

namespace throughline::people {
namespace {

constexpr auto begun_lasts = seconds(30 * 60);
constexpr std::int64_t tries_allowed = 10;
constexpr auto tries_window = seconds(60 * 60);
constexpr std::size_t groups_in_a_code = 3; ///< twelve letters, 59 bits

constexpr std::string_view factor_place = "second_factor/";
constexpr std::string_view begun_place = "second_factor_begun/";

std::string about(std::string_view place, std::string_view account) {
    return std::string(place) + std::string(account);
}

std::string
sealed(const Environment& house, std::string_view secret, std::string_view place, std::string_view account) {
    return crypto::seal(house.keys.key(second_factor_key), secret, about(place, account), house.random);
}

std::string
opened(const Environment& house, const std::string& bytes, std::string_view place, std::string_view account) {
    auto secret = crypto::open(house.keys.key(second_factor_key), bytes, about(place, account));
    if (!secret) throw std::runtime_error("a second factor does not open");
    return std::move(*secret);
}

/// As it is compared: people type hyphens, spaces and capitals as they like.
std::string plain(std::string_view typed) {
    std::string letters;
    for (const char sign : text::fold(typed))
        if (sign != '-' && sign != ' ') letters += sign;
    return letters;
}

std::string hash_of_recovery_code(
    const Environment& house, std::string_view account, std::string_view salt, std::string_view code) {
    return keyed_hash(house.keys, "recovery_code", {account, salt, plain(code)});
}

std::vector<std::string> fresh_recovery_codes(const Work& work) {
    const auto& account = work.by.account;
    const auto& random = work.house.random;
    work.tx.change("DELETE FROM recovery_code WHERE account_id = :account", {{"account", account}});
    std::vector<std::string> codes;
    for (std::size_t i = 0; i < recovery_codes_made; ++i) {
        const auto& code = codes.emplace_back(crypto::random_letters(groups_in_a_code, random));
        const auto salt = crypto::base64url(crypto::random_bytes(16, random));
        work.tx.change(
            "INSERT INTO recovery_code (account_id, salt, code_hash) VALUES (:account, :salt, :hash)",
            {{"account", account},
             {"salt", salt},
             {"hash", hash_of_recovery_code(work.house, account, salt, code)}});
    }
    return codes;
}

bool take_recovery_code(
    db::Transaction& tx,
    const Environment& house,
    std::string_view account,
    std::string_view typed,
    Instant at) {
    for (const auto& row : tx.rows(
             "SELECT salt, code_hash FROM recovery_code WHERE account_id = :account AND used_at IS NULL",
             {{"account", account}})) {
        const auto salt = row.text("salt");
        if (crypto::same(hash_of_recovery_code(house, account, salt, typed), row.text("code_hash")))
            return tx.change(
                       R"(UPDATE recovery_code SET used_at = :at
                          WHERE account_id = :account AND salt = :salt AND used_at IS NULL)",
                       {{"at", to_text(at)}, {"account", account}, {"salt", salt}}) == 1;
    }
    return false;
}

bool take_code(
    db::Transaction& tx,
    const Environment& house,
    std::string_view account,
    std::string_view typed,
    Instant at) {
    const auto row = tx.row(
        "SELECT sealed, last_step FROM second_factor WHERE account_id = :account", {{"account", account}});
    if (!row) return false;
    auto secret = opened(house, row->bytes("sealed"), factor_place, account);
    const auto step = step_of_code(secret, typed, at, row->integer("last_step"));
    crypto::wipe(secret);
    // Of two that bring the same code at the same time, one finds the step taken.
    return step && tx.change(
                       R"(UPDATE second_factor SET last_step = :step
                          WHERE account_id = :account AND last_step < :step)",
                       {{"step", *step}, {"account", account}}) == 1;
}

/// True when there was one.
bool remove(db::Transaction& tx, std::string_view account) {
    for (const auto* table : {"recovery_code", "second_factor_begun", "half_signed_in"})
        tx.change(
            std::string("DELETE FROM ") + table + " WHERE account_id = :account", {{"account", account}});
    return tx.change("DELETE FROM second_factor WHERE account_id = :account", {{"account", account}}) == 1;
}

} // namespace

std::optional<SecondFactor> find_second_factor(db::Transaction& tx, std::string_view account) {
    const auto row = tx.row(
        R"(SELECT set_up_at, (SELECT count(*) FROM recovery_code r
                              WHERE r.account_id = f.account_id AND r.used_at IS NULL) AS codes_left
           FROM second_factor f WHERE account_id = :account)",
        {{"account", account}});
    if (!row) return {};
    return SecondFactor{
        *read_instant(row->text("set_up_at")), static_cast<std::size_t>(row->integer("codes_left"))};
}

void begin_second_factor(const Work& work) {
    const auto& account = work.by.account;
    auto secret = new_code_secret(work.house.random);
    work.tx.change(
        R"(INSERT INTO second_factor_begun (account_id, sealed, begun_at) VALUES (:account, :sealed, :at)
           ON CONFLICT (account_id) DO UPDATE SET sealed = excluded.sealed, begun_at = excluded.begun_at)",
        {{"account", account},
         {"sealed", db::Bytes{sealed(work.house, secret, begun_place, account)}},
         {"at", to_text(work.at)}});
    crypto::wipe(secret);
}

std::optional<std::string>
begun_secret(db::Transaction& tx, const Environment& house, std::string_view account, Instant at) {
    const auto row = tx.row(
        "SELECT sealed FROM second_factor_begun WHERE account_id = :account AND begun_at > :since",
        {{"account", account}, {"since", to_text(at + -begun_lasts)}});
    if (!row) return {};
    return opened(house, row->bytes("sealed"), begun_place, account);
}

Outcome<std::vector<std::string>>
set_up_second_factor(const Work& work, std::string_view code, std::string_view session) {
    const auto& account = work.by.account;
    auto secret = begun_secret(work.tx, work.house, account, work.at);
    if (!secret) return conflict("This was begun too long ago, or is done already. Begin again");
    const auto step = step_of_code(*secret, code, work.at, -1);
    if (!step)
        return invalid(
            "one_time_code",
            "This is not the code that your phone should show now. Wait for the next one and enter that. If "
            "none is taken, let your phone set its clock by itself");
    work.tx.change(
        R"(INSERT INTO second_factor (account_id, sealed, last_step, set_up_at)
           VALUES (:account, :sealed, :step, :at)
           ON CONFLICT (account_id) DO UPDATE SET sealed = excluded.sealed, last_step = excluded.last_step,
             set_up_at = excluded.set_up_at)",
        {{"account", account},
         {"sealed", db::Bytes{sealed(work.house, *secret, factor_place, account)}},
         {"step", *step},
         {"at", to_text(work.at)}});
    crypto::wipe(*secret);
    // A second press finds nothing begun, also when both come at once.
    if (work.tx.change(
            "DELETE FROM second_factor_begun WHERE account_id = :account", {{"account", account}}) != 1)
        return conflict("This is done already");
    end_sessions(work.tx, account, session, work.at);
    work.note("people.second_factor_set_up", account);
    return fresh_recovery_codes(work);
}

Outcome<std::vector<std::string>> make_recovery_codes(const Work& work) {
    if (!find_second_factor(work.tx, work.by.account))
        return conflict("Recovery codes come with a code on your phone. Set that up first");
    work.note("people.recovery_codes_made", work.by.account);
    return fresh_recovery_codes(work);
}

void take_away_second_factor(const Work& work) {
    if (remove(work.tx, work.by.account)) work.note("people.second_factor_taken_away", work.by.account);
}

bool reset_second_factor(db::Transaction& tx, std::string_view account, Instant at) {
    if (!remove(tx, account)) return false;
    end_sessions(tx, account, {}, at);
    return true;
}

Outcome<Shown> check_second_factor(
    db::Transaction& tx,
    const Environment& house,
    std::string_view account,
    std::string_view typed,
    std::string_view device,
    Instant at) {
    const Door door{keyed_hash(house.keys, "code", {account, device}), tries_allowed, tries_window};
    if (!take_try(tx, door, at))
        return invalid(
            "one_time_code", "There were many wrong codes. Wait an hour, or use a device you signed in on");
    const bool is_code = take_code(tx, house, account, typed, at);
    if (!is_code && !take_recovery_code(tx, house, account, typed, at))
        return invalid(
            "one_time_code",
            "This code is not right, or it was used before. Wait until your phone shows the next one");
    forget_tries(tx, door);
    return is_code ? Shown::code : Shown::recovery_code;
}

} // namespace throughline::people
