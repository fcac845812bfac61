// SPDX-License-Identifier: GPL-3.0-or-later
// Who may do what. The table below is the only place that says so; the gate is the only place that asks.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace throughline::people {

/// What an account is for, and what a grant on a case allows.
enum class Role {
    business_unit,        ///< runs the partnership's reviews
    notifier,             ///< the local authority's notifier; nobody else may submit a notification (rule 1)
    safeguarding_partner, ///< delegated safeguarding partner of one of the three
    agency_lead,          ///< answers for an agency
    reviewer,             ///< independent lead reviewer
    scrutineer,           ///< independent scrutineer: reads, records an opinion
    assurance_lead,       ///< holds actions to their evidence and impact
    system_operator,      ///< looks after accounts; sees no case
};
inline constexpr std::array all_roles{
    Role::business_unit,
    Role::notifier,
    Role::safeguarding_partner,
    Role::agency_lead,
    Role::reviewer,
    Role::scrutineer,
    Role::assurance_lead,
    Role::system_operator};

std::string_view to_text(Role role);
std::optional<Role> read_role(std::string_view text);
std::string_view in_words(Role role);

/// What a route or an operation needs.
enum class Permission {
    everybody, ///< signed in or not
    signed_in, ///< any account; the page shows only what is granted
    open_case,
    view_case,
    manage_register,
    view_names,
    record_notification,
    submit_notification,
    give_partner_view,
    manage_returns,
    give_return,
    view_chronology,
    repair_chronology,
    write_rapid_review,
    sign_rapid_review,
    write_local_review,
    view_action,
    plan_action,
    report_action,
    assure_action,
    write_report,
    manage_publication,
    manage_access,
    view_record_of_access,
    watch_operations, ///< how the service runs: numbers and times, no case
};
inline constexpr std::array all_permissions{
    Permission::everybody,           Permission::signed_in,           Permission::open_case,
    Permission::view_case,           Permission::manage_register,     Permission::view_names,
    Permission::record_notification, Permission::submit_notification, Permission::give_partner_view,
    Permission::manage_returns,      Permission::give_return,         Permission::view_chronology,
    Permission::repair_chronology,   Permission::write_rapid_review,  Permission::sign_rapid_review,
    Permission::write_local_review,  Permission::view_action,         Permission::plan_action,
    Permission::report_action,       Permission::assure_action,       Permission::write_report,
    Permission::manage_publication,  Permission::manage_access,       Permission::view_record_of_access,
    Permission::watch_operations};

/// The roles that hold a permission. Empty for `everybody` and `signed_in`, which ask for no role.
std::span<const Role> roles_with(Permission permission);
bool may(Role role, Permission permission);

} // namespace throughline::people
