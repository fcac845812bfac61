// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/sign_in_tries.hpp"

namespace throughline::people {
namespace {

constexpr std::string_view failed_sql = "SELECT count(*) AS tries FROM sign_in_attempt WHERE at > :since";

constexpr std::string_view paused_sql = R"(
    SELECT count(*) AS addresses
      FROM (SELECT email_hash FROM sign_in_attempt WHERE at > :since
             GROUP BY email_hash HAVING count(*) >= :allowed) AS paused)";

} // namespace

SignInTries sign_in_tries(db::Transaction& tx, Instant at) {
    const auto failed = tx.row(failed_sql, {{"since", to_text(at + -seconds(60 * 60))}});
    const auto paused =
        tx.row(paused_sql, {{"since", to_text(at + -attempt_window)}, {"allowed", attempts_allowed}});
    return {failed->integer("tries"), paused->integer("addresses")};
}

} // namespace throughline::people
