// SPDX-License-Identifier: GPL-3.0-or-later
#include "organisation/organisation.hpp"

#include <algorithm>
#include <stdexcept>

namespace throughline::organisation {
namespace {

constexpr std::string_view columns = "id, partnership_id, code, name, kind, partner_seat";

Organisation organisation_from(const db::Row& row) {
    Organisation organisation{
        row.text("id"), row.text("partnership_id"), row.text("code"), row.text("name"), row.text("kind"), {}};
    if (const auto seat = row.maybe_text("partner_seat")) organisation.seat = read_partner_seat(*seat);
    return organisation;
}

Partnership partnership_from(const db::Row& row) {
    return {row.text("id"), row.text("code"), row.text("name"), row.text("phone")};
}

} // namespace

std::string_view to_text(PartnerSeat seat) {
    switch (seat) {
    case PartnerSeat::local_authority: return "local_authority";
    case PartnerSeat::health: return "health";
    case PartnerSeat::police: return "police";
    }
    throw std::logic_error("a partner seat outside its list");
}

std::optional<PartnerSeat> read_partner_seat(std::string_view text) {
    if (text == "local_authority") return PartnerSeat::local_authority;
    if (text == "health") return PartnerSeat::health;
    if (text == "police") return PartnerSeat::police;
    return {};
}

std::string_view in_words(PartnerSeat seat) {
    switch (seat) {
    case PartnerSeat::local_authority: return "local authority";
    case PartnerSeat::health: return "health";
    case PartnerSeat::police: return "police";
    }
    throw std::logic_error("a partner seat outside its list");
}

void add(db::Transaction& tx, const Partnership& partnership) {
    tx.change(
        "INSERT INTO partnership (id, code, name, phone) VALUES (:id, :code, :name, :phone)",
        {{"id", partnership.id},
         {"code", partnership.code},
         {"name", partnership.name},
         {"phone", partnership.phone}});
}

void add(db::Transaction& tx, const Organisation& organisation) {
    tx.change(
        R"(INSERT INTO organisation (id, partnership_id, code, name, kind, partner_seat)
           VALUES (:id, :partnership, :code, :name, :kind, :seat))",
        {{"id", organisation.id},
         {"partnership", organisation.partnership_id},
         {"code", organisation.code},
         {"name", organisation.name},
         {"kind", organisation.kind},
         {"seat", organisation.seat ? db::Value(to_text(*organisation.seat)) : db::Value()}});
}

Partnership load_partnership(db::Transaction& tx, std::string_view id) {
    const auto row = tx.row("SELECT id, code, name, phone FROM partnership WHERE id = :id", {{"id", id}});
    if (!row) throw std::runtime_error("no such partnership");
    return partnership_from(*row);
}

std::optional<Partnership> find_home_partnership(db::Transaction& tx) {
    const auto row = tx.row("SELECT id, code, name, phone FROM partnership ORDER BY code LIMIT 1");
    if (!row) return {};
    return partnership_from(*row);
}

Organisation load(db::Transaction& tx, std::string_view id) {
    const auto row =
        tx.row("SELECT " + std::string(columns) + " FROM organisation WHERE id = :id", {{"id", id}});
    if (!row) throw std::runtime_error("no such organisation");
    return organisation_from(*row);
}

std::optional<Organisation>
find_by_code(db::Transaction& tx, std::string_view partnership_id, std::string_view code) {
    const auto row = tx.row(
        "SELECT " + std::string(columns) +
            " FROM organisation WHERE partnership_id = :partnership AND code = :code",
        {{"partnership", partnership_id}, {"code", code}});
    if (!row) return {};
    return organisation_from(*row);
}

std::vector<Organisation> all_of(db::Transaction& tx, std::string_view partnership_id) {
    std::vector<Organisation> all;
    for (const auto& row : tx.rows(
             "SELECT " + std::string(columns) +
                 " FROM organisation WHERE partnership_id = :partnership ORDER BY name, id",
             {{"partnership", partnership_id}}))
        all.push_back(organisation_from(row));
    return all;
}

std::vector<Organisation> partners_of(db::Transaction& tx, std::string_view partnership_id) {
    auto partners = all_of(tx, partnership_id);
    std::erase_if(partners, [](const Organisation& organisation) { return !organisation.seat; });
    std::ranges::sort(partners, {}, [](const Organisation& organisation) { return *organisation.seat; });
    return partners;
}

} // namespace throughline::organisation
