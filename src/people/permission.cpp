// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/permission.hpp"

#include <algorithm>
#include <stdexcept>

namespace throughline::people {

std::string_view to_text(Role role) {
    switch (role) {
    case Role::business_unit: return "business_unit";
    case Role::notifier: return "notifier";
    case Role::safeguarding_partner: return "safeguarding_partner";
    case Role::agency_lead: return "agency_lead";
    case Role::reviewer: return "reviewer";
    case Role::scrutineer: return "scrutineer";
    case Role::assurance_lead: return "assurance_lead";
    case Role::system_operator: return "operator";
    }
    throw std::logic_error("a role outside its list");
}

std::optional<Role> read_role(std::string_view text) {
    for (const auto role : all_roles)
        if (to_text(role) == text) return role;
    return {};
}

std::string_view in_words(Role role) {
    switch (role) {
    case Role::business_unit: return "business unit";
    case Role::notifier: return "notifier";
    case Role::safeguarding_partner: return "delegated safeguarding partner";
    case Role::agency_lead: return "agency safeguarding lead";
    case Role::reviewer: return "lead reviewer";
    case Role::scrutineer: return "independent scrutineer";
    case Role::assurance_lead: return "assurance lead";
    case Role::system_operator: return "operator";
    }
    throw std::logic_error("a role outside its list");
}

std::span<const Role> roles_with(Permission permission) {
    using enum Role;
    static constexpr std::array case_readers{
        business_unit, notifier, safeguarding_partner, reviewer, scrutineer, assurance_lead};
    static constexpr std::array case_openers{business_unit, notifier};
    static constexpr std::array name_readers{business_unit, notifier, safeguarding_partner, reviewer};
    static constexpr std::array the_notifier{notifier};
    static constexpr std::array the_partners{safeguarding_partner};
    static constexpr std::array the_unit{business_unit};
    static constexpr std::array the_agency{agency_lead};
    static constexpr std::array chronology_readers{
        business_unit, safeguarding_partner, reviewer, scrutineer, assurance_lead};
    static constexpr std::array review_writers{business_unit, reviewer};
    static constexpr std::array action_readers{
        business_unit, safeguarding_partner, reviewer, scrutineer, assurance_lead, agency_lead};
    static constexpr std::array action_planners{business_unit, assurance_lead};
    static constexpr std::array action_owners{business_unit, assurance_lead, agency_lead};
    static constexpr std::array assurers{assurance_lead, scrutineer, business_unit};
    static constexpr std::array access_readers{business_unit, scrutineer};
    static constexpr std::array the_operator{system_operator};

    switch (permission) {
    case Permission::everybody:
    case Permission::signed_in: return {};
    case Permission::open_case: return case_openers;
    case Permission::view_case: return case_readers;
    case Permission::manage_register: return case_openers;
    case Permission::view_names: return name_readers;
    case Permission::record_notification:
    case Permission::submit_notification: return the_notifier;
    case Permission::give_partner_view: return the_partners;
    case Permission::manage_returns: return the_unit;
    case Permission::give_return: return the_agency;
    case Permission::view_chronology: return chronology_readers;
    case Permission::repair_chronology: return review_writers;
    case Permission::write_rapid_review: return the_unit;
    case Permission::sign_rapid_review: return the_partners;
    case Permission::write_local_review: return review_writers;
    case Permission::view_action: return action_readers;
    case Permission::plan_action: return action_planners;
    case Permission::report_action: return action_owners;
    case Permission::assure_action: return assurers;
    case Permission::write_report: return review_writers;
    case Permission::manage_publication: return the_unit;
    case Permission::manage_access: return the_unit;
    case Permission::view_record_of_access: return access_readers;
    case Permission::watch_operations: return the_operator;
    }
    throw std::logic_error("a permission outside its list");
}

bool may(Role role, Permission permission) { return std::ranges::count(roles_with(permission), role) != 0; }

} // namespace throughline::people
