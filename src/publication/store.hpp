// SPDX-License-Identifier: GPL-3.0-or-later
// The SQL of this folder; the only code that writes its tables. Sealed columns are opened and sealed here.
#pragma once

#include "publication/operations.hpp"

namespace throughline::publication::store {

Report load_report(db::Transaction& tx, const Environment& house, const CaseAccess& access);
/// False when the stored version is no longer `seen_version`.
bool save_report(Work& work, const CaseAccess& access, std::string_view text, std::int64_t seen_version);

Publication load(db::Transaction& tx, const Environment& house, const CaseAccess& access);
/// Makes the row of a case that has none yet, with empty details at version 0.
void ensure(Work& work, const CaseAccess& access);
/// False when the stored version is no longer `seen_version`.
bool save_details(Work& work, const CaseAccess& access, const Details& details, std::int64_t seen_version);
bool same(const Details& a, const Details& b);
void save_acceptance(Work& work, const CaseAccess& access, const Acceptance& acceptance);
/// False when one was logged before.
bool save_copy(Work& work, const CaseAccess& access, const Copy& copy);
void save_check(Work& work, const CaseAccess& access, std::int64_t report, std::int64_t details);

std::vector<Release> releases_of(
    db::Transaction& tx,
    const Environment& house,
    const CaseAccess& access,
    std::int64_t report_version,
    std::int64_t details_version);
void add_release(
    Work& work,
    const CaseAccess& access,
    const Release& release,
    std::int64_t report_version,
    std::int64_t details_version);
/// False when somebody else was the second.
bool complete_release(Work& work, const CaseAccess& access, std::string_view id);

/// Whether another case holds this slug, scheduled or published.
bool is_slug_taken(db::Transaction& tx, const CaseAccess& access, std::string_view slug);
/// False when another review took the slug in between.
bool schedule(Work& work, const CaseAccess& access, const Prepared& prepared, std::string_view slug);
/// Nothing when nothing is prepared.
std::optional<Prepared>
load_prepared(db::Transaction& tx, const Environment& house, const CaseAccess& access);
void return_to_drafting(Work& work, const CaseAccess& access, std::optional<Held> held);
void publish(
    Work& work,
    const CaseAccess& access,
    const Published& published,
    std::string_view page,
    std::string_view pdf);

} // namespace throughline::publication::store
