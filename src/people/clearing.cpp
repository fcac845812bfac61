// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/clearing.hpp"

#include <array>
#include <string>

namespace throughline::people {
namespace {

constexpr std::int64_t an_hour = seconds(60 * 60);
constexpr std::int64_t a_day = 24 * an_hour;

struct Kept {
    const char* table{};
    const char* since{}; ///< column
    std::int64_t kept_for{};
};
constexpr std::array all_kept{
    Kept{"tries", "since", an_hour}, // the longest window that is counted (second_factor.cpp)
    Kept{"half_signed_in", "began_at", an_hour},
    Kept{"second_factor_begun", "begun_at", an_hour},
    Kept{"posted_form", "at", 2 * a_day}, // no session, and so no form of it, lasts half as long
    Kept{"kept_form", "kept_at", 30 * a_day},
    // Kept well beyond its end, so that what is posted on it can be given back to its owner.
    Kept{"session", "seen_at", 30 * a_day},
};

} // namespace

void clear_what_ran_out(db::Transaction& tx, Instant at) {
    for (const auto& kept : all_kept)
        tx.change(
            std::string("DELETE FROM ") + kept.table + " WHERE " + kept.since + " <= :before",
            {{"before", to_text(at + -kept.kept_for)}});
}

} // namespace throughline::people
