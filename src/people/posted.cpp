// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/posted.hpp"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace throughline::people {
namespace {

std::string about(std::string_view id) { return "kept_form/" + std::string(id); }

} // namespace

bool claim_posted(db::Transaction& tx, std::string_view account, std::string_view key, Instant at) {
    return tx.change(
               R"(INSERT INTO posted_form (once, account_id, location, at) VALUES (:once, :account, '', :at)
                  ON CONFLICT (account_id, once) DO NOTHING)",
               {{"once", key}, {"account", account}, {"at", to_text(at)}}) == 1;
}

void remember_where_it_led(
    db::Transaction& tx, std::string_view account, std::string_view key, std::string_view location) {
    tx.change(
        "UPDATE posted_form SET location = :location WHERE account_id = :account AND once = :once",
        {{"location", location}, {"account", account}, {"once", key}});
}

std::string where_it_led(db::Transaction& tx, std::string_view account, std::string_view key) {
    const auto row = tx.row(
        "SELECT location FROM posted_form WHERE account_id = :account AND once = :once",
        {{"account", account}, {"once", key}});
    return row ? row->text("location") : "";
}

std::string keep_form(
    db::Transaction& tx,
    const Environment& house,
    std::string_view account,
    const KeptForm& form,
    Instant at) {
    const nlohmann::json kept{{"path", form.path}, {"fields", form.fields}, {"files", form.files}};
    auto id = new_identifier(at, house.random);
    tx.change(
        "INSERT INTO kept_form (id, account_id, sealed, kept_at) VALUES (:id, :account, :sealed, :at)",
        {{"id", id},
         {"account", account},
         {"sealed", db::Bytes{crypto::seal(house.keys.key("session"), kept.dump(), about(id), house.random)}},
         {"at", to_text(at)}});
    return id;
}

std::optional<KeptForm>
find_kept_form(db::Transaction& tx, const Environment& house, std::string_view account, std::string_view id) {
    const auto row = tx.row(
        "SELECT sealed FROM kept_form WHERE id = :id AND account_id = :account",
        {{"id", id}, {"account", account}});
    if (!row) return {};
    const auto opened = crypto::open(house.keys.key("session"), row->bytes("sealed"), about(id));
    if (!opened) throw std::runtime_error("a kept form does not open");
    const auto kept = nlohmann::json::parse(*opened);
    return KeptForm{
        kept.at("path"),
        kept.at("fields").get<std::vector<std::pair<std::string, std::string>>>(),
        kept.at("files")};
}

} // namespace throughline::people
