// SPDX-License-Identifier: GPL-3.0-or-later
#include "case_file/operations.hpp"

#include "organisation/organisation.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace throughline::case_file {
namespace {

constexpr std::string_view granted_now = R"(
    (g.holder = :account OR (g.holder = :organisation AND g.role = :role))
    AND g.starts <= :now AND (g.ends IS NULL OR g.ends > :now))";

CaseFile case_from(const db::Row& row) {
    return {
        row.text("id"),
        row.text("partnership_id"),
        row.text("reference"),
        row.text("name"),
        *read_instant(row.text("opened_at")),
        read_stage(row.text("stage")),
        row.integer("version")};
}

std::string key_name(std::string_view case_id) { return "case-" + std::string(case_id); }

bool is_name_taken(db::Transaction& tx, std::string_view partnership_id, std::string_view name) {
    const auto folded = text::fold(name);
    for (const auto& row : tx.rows(
             "SELECT name FROM case_file WHERE partnership_id = :partnership",
             {{"partnership", partnership_id}}))
        if (text::fold(row.text("name")) == folded) return true;
    return false;
}

void grant_to_those_who_start(Work& work, const CaseAccess& access, std::string_view partnership_id) {
    for (const auto role : {Role::business_unit, Role::notifier})
        for (const auto& organisation : people::organisations_with(work.tx, partnership_id, role))
            grant(work, access, organisation, role);
    for (const auto& partner : organisation::partners_of(work.tx, partnership_id))
        grant(work, access, partner.id, Role::safeguarding_partner);
    if (!work.by.is_system()) grant(work, access, work.by.account, work.by.role);
}

} // namespace

Outcome<CaseFile> open_case(Work& work, std::string_view partnership_id, std::string_view name) {
    const auto chosen = text::tidy(name);
    if (chosen.empty()) return invalid("name", "Enter a code name for this case");
    if (text::characters(chosen) > 40) return invalid("name", "Use a code name of at most 40 characters");
    if (is_name_taken(work.tx, partnership_id, chosen))
        return invalid("name", "Another case has this code name. Choose one that has not been used");

    CaseFile opened{
        work.new_id(),
        std::string(partnership_id),
        next_reference(work, partnership_id, ""),
        chosen,
        work.at,
        Stage::concern,
        1};
    work.tx.change(
        R"(INSERT INTO case_file (id, partnership_id, reference, name, opened_at, opened_by, stage, version)
           VALUES (:id, :partnership, :reference, :name, :at, :by, :stage, 1))",
        {{"id", opened.id},
         {"partnership", partnership_id},
         {"reference", opened.reference},
         {"name", opened.name},
         {"at", to_text(work.at)},
         {"by", work.by.account},
         {"stage", to_text(opened.stage)}});
    // A key without a case is harmless; a case without a key is not: so the key comes before the commit.
    (void)work.house.keys.create(key_name(opened.id), work.house.random);

    const auto access = CaseAccess::of_the_system(opened.id, opened.reference);
    work.note("case_file.opened", opened.reference);
    grant_to_those_who_start(work, access, partnership_id);
    return opened;
}

CaseFile load(db::Transaction& tx, const CaseAccess& access) {
    const auto row = tx.row(
        "SELECT id, partnership_id, reference, name, opened_at, stage, version FROM case_file WHERE id = :id",
        {{"id", access.id()}});
    if (!row) throw std::runtime_error("a case that was granted is not there");
    return case_from(*row);
}

std::vector<CaseFile> cases_of(db::Transaction& tx, const Actor& actor, Instant at) {
    std::vector<CaseFile> cases;
    const auto sql = fmt::format(
        R"(SELECT c.id, c.partnership_id, c.reference, c.name, c.opened_at, c.stage, c.version
             FROM case_file c
            WHERE EXISTS (SELECT 1 FROM case_grant g WHERE g.case_id = c.id AND {})
            ORDER BY c.opened_at DESC, c.reference DESC)",
        granted_now);
    for (const auto& row : tx.rows(
             sql,
             {{"account", actor.account},
              {"organisation", actor.organisation},
              {"role", people::to_text(actor.role)},
              {"now", to_text(at)}}))
        cases.push_back(case_from(row));
    return cases;
}

void move_to(Work& work, const CaseAccess& access, Stage stage) {
    work.tx.change(
        "UPDATE case_file SET stage = :stage, version = version + 1 WHERE id = :id AND stage <> :stage",
        {{"stage", to_text(stage)}, {"id", access.id()}});
}

std::string next_reference(Work& work, std::string_view partnership_id, std::string_view kind) {
    const std::chrono::year_month_day today{work.today()};
    const auto year = static_cast<int>(today.year());
    const auto row = work.tx.row(
        R"(INSERT INTO case_reference (partnership_id, kind, year, last) VALUES (:partnership, :kind, :year, 1)
           ON CONFLICT (partnership_id, kind, year) DO UPDATE SET last = case_reference.last + 1
           RETURNING last)",
        {{"partnership", partnership_id}, {"kind", kind}, {"year", year}});
    const auto code = organisation::load_partnership(work.tx, partnership_id).code;
    return fmt::format("{}{}{}-{}-{:03}", kind, kind.empty() ? "" : "-", code, year, row->integer("last"));
}

void grant(Work& work, const CaseAccess& access, std::string_view holder, Role role) {
    const auto granted = work.tx.change(
        R"(INSERT INTO case_grant (id, case_id, holder, role, starts) VALUES (:id, :case_id, :holder, :role, :at)
           ON CONFLICT (case_id, holder, role) DO UPDATE SET ends = NULL, starts = :at
            WHERE case_grant.ends IS NOT NULL)",
        {{"id", work.new_id()},
         {"case_id", access.id()},
         {"holder", holder},
         {"role", people::to_text(role)},
         {"at", to_text(work.at)}});
    if (granted > 0)
        work.note(
            "case_file.granted", access.reference(), fmt::format("{} {}", people::to_text(role), holder));
}

Outcome<Done> end_grant(Work& work, const CaseAccess& access, std::string_view grant_id) {
    const auto ended = work.tx.change(
        R"(UPDATE case_grant SET ends = :at
            WHERE id = :id AND case_id = :case_id AND (ends IS NULL OR ends > :at))",
        {{"at", to_text(work.at)}, {"id", grant_id}, {"case_id", access.id()}});
    if (ended == 0) return conflict("This access had already ended");
    work.note("case_file.grant_ended", access.reference(), grant_id);
    return Done{};
}

std::vector<Grant> grants_of(db::Transaction& tx, const CaseAccess& access) {
    std::vector<Grant> grants;
    for (const auto& row : tx.rows(
             "SELECT id, holder, role, starts, ends FROM case_grant WHERE case_id = :case_id ORDER BY "
             "starts, id",
             {{"case_id", access.id()}})) {
        const auto role = people::read_role(row.text("role"));
        if (!role) throw std::runtime_error("a grant has an unknown role");
        Grant grant{row.text("id"), row.text("holder"), *role, *read_instant(row.text("starts")), {}};
        if (const auto ends = row.maybe_text("ends")) grant.ends = read_instant(*ends);
        grants.push_back(std::move(grant));
    }
    return grants;
}

std::optional<Held>
held_roles(db::Transaction& tx, const Actor& actor, std::string_view reference, Instant at) {
    const auto sql = fmt::format(
        R"(SELECT c.id, g.role AS held FROM case_file c JOIN case_grant g ON g.case_id = c.id
            WHERE c.reference = :reference AND {})",
        granted_now);
    std::optional<Held> held;
    for (const auto& row : tx.rows(
             sql,
             {{"reference", reference},
              {"account", actor.account},
              {"organisation", actor.organisation},
              {"role", people::to_text(actor.role)},
              {"now", to_text(at)}})) {
        if (!held) held = Held{row.text("id"), {}};
        if (const auto role = people::read_role(row.text("held"))) held->roles.push_back(*role);
    }
    return held;
}

CaseAccess system_access(db::Transaction& tx, std::string_view case_id) {
    const auto row = tx.row("SELECT reference FROM case_file WHERE id = :id", {{"id", case_id}});
    if (!row) throw std::runtime_error("no such case");
    return CaseAccess::of_the_system(std::string(case_id), row->text("reference"));
}

crypto::Key key_of(const Environment& house, std::string_view case_id) {
    return house.keys.key(key_name(case_id));
}

db::Bytes
seal(const Environment& house, std::string_view case_id, std::string_view plain, std::string_view about) {
    return {crypto::seal(key_of(house, case_id), plain, fmt::format("{}/{}", case_id, about), house.random)};
}

std::string
unseal(const Environment& house, std::string_view case_id, std::string_view sealed, std::string_view about) {
    auto plain = crypto::open(key_of(house, case_id), sealed, fmt::format("{}/{}", case_id, about));
    if (!plain) throw std::runtime_error(fmt::format("a sealed value does not open: {}", about));
    return *plain;
}

} // namespace throughline::case_file
