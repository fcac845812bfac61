// SPDX-License-Identifier: GPL-3.0-or-later
// Opening a case, granting it, sealing what belongs to it.
#pragma once

#include "case_file/case_file.hpp"

namespace throughline::case_file {

/// Opens a case under a code name that is unique in the partnership (rule 54), makes its key, and grants it
/// to the business unit, the local authority's notifier, the three partners and the opener.
Outcome<CaseFile> open_case(Work& work, std::string_view partnership_id, std::string_view name);

CaseFile load(db::Transaction& tx, const CaseAccess& access);
/// The cases on which the visitor holds a grant, newest first.
std::vector<CaseFile> cases_of(db::Transaction& tx, const Actor& actor, Instant at);
void move_to(Work& work, const CaseAccess& access, Stage stage);

/// The next reference of its kind in the partnership's own year: `RR` gives RR-MAR-2026-017. An empty kind
/// gives a case reference, MAR-2026-017.
std::string next_reference(Work& work, std::string_view partnership_id, std::string_view kind);

/// Grants the case; granting what is already granted changes nothing.
void grant(Work& work, const CaseAccess& access, std::string_view holder, Role role);
/// Ends a grant now. Refuses when it is not there or has ended.
Outcome<Done> end_grant(Work& work, const CaseAccess& access, std::string_view grant_id);
std::vector<Grant> grants_of(db::Transaction& tx, const CaseAccess& access);

/// The roles somebody holds on the case of that reference now, with the case's id; nothing when they hold
/// none or it does not exist. For the gate.
struct Held {
    std::string case_id{};
    std::vector<Role> roles{};
};
std::optional<Held>
held_roles(db::Transaction& tx, const Actor& actor, std::string_view reference, Instant at);
/// The access the system has for jobs and the demo. Throws std::runtime_error when there is no such case.
CaseAccess system_access(db::Transaction& tx, std::string_view case_id);

/// The case's own key. Throws crypto::KeyMissing.
crypto::Key key_of(const Environment& house, std::string_view case_id);
/// Seals text under the case's key. `about` names table, row and column: a value moved elsewhere does not
/// open.
db::Bytes
seal(const Environment& house, std::string_view case_id, std::string_view plain, std::string_view about);
/// Throws std::runtime_error when it does not open: the value was altered or moved.
std::string
unseal(const Environment& house, std::string_view case_id, std::string_view sealed, std::string_view about);

} // namespace throughline::case_file
