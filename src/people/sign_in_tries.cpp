// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/sign_in_tries.hpp"

namespace throughline::people {
namespace {

// The table of tries holds right ones only while they are being looked at.
constexpr std::string_view failed_sql =
    "SELECT CAST(coalesce(sum(made), 0) AS BIGINT) AS tries FROM tries WHERE since > :since";
constexpr std::string_view paused_sql =
    "SELECT count(*) AS addresses FROM tries WHERE since > :since AND made >= :allowed";

} // namespace

SignInTries sign_in_tries(db::Transaction& tx, Instant at) {
    const auto failed = tx.row(failed_sql, {{"since", to_text(at + -seconds(60 * 60))}});
    const auto paused =
        tx.row(paused_sql, {{"since", to_text(at + -attempt_window)}, {"allowed", attempts_allowed}});
    return {failed->integer("tries"), paused->integer("addresses")};
}

} // namespace throughline::people
