// SPDX-License-Identifier: GPL-3.0-or-later
// A partnership (the three safeguarding partners of an area and the agencies they work with) and its
// organisations.
#pragma once

#include "platform/base/identifier.hpp"
#include "platform/db/db.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::organisation {

/// The statutory partner an organisation is, if any (Children Act 2004 s.16E).
enum class PartnerSeat { local_authority, health, police };
std::string_view to_text(PartnerSeat seat);
std::optional<PartnerSeat> read_partner_seat(std::string_view text);
std::string_view in_words(PartnerSeat seat);

struct Partnership {
    std::string id{};
    std::string code{}; ///< three capital letters, as they stand in references: MAR
    std::string name{};
    std::string phone{}; ///< of its business unit
};

struct Organisation {
    std::string id{};
    std::string partnership_id{};
    std::string code{}; ///< short and stable: HOU
    std::string name{};
    std::string kind{}; ///< agency type, statutory data dictionary 4.11
    std::optional<PartnerSeat> seat{};
};

void add(db::Transaction& tx, const Partnership& partnership);
void add(db::Transaction& tx, const Organisation& organisation);

/// Throws std::runtime_error when there is none.
Partnership load_partnership(db::Transaction& tx, std::string_view id);
/// The partnership of this installation's public site: the first one by code; nothing in an empty database.
std::optional<Partnership> find_home_partnership(db::Transaction& tx);
Organisation load(db::Transaction& tx, std::string_view id);
std::optional<Organisation>
find_by_code(db::Transaction& tx, std::string_view partnership_id, std::string_view code);
/// All of a partnership, by name.
std::vector<Organisation> all_of(db::Transaction& tx, std::string_view partnership_id);
/// The three partners in the order local authority, health, police. Fewer when seats are empty.
std::vector<Organisation> partners_of(db::Transaction& tx, std::string_view partnership_id);

} // namespace throughline::organisation
