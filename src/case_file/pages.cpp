// SPDX-License-Identifier: GPL-3.0-or-later
#include "case_file/pages.hpp"

#include "case_file/operations.hpp"
#include "organisation/organisation.hpp"
#include "platform/html/casework.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/structure.hpp"

#include <algorithm>

namespace throughline::case_file {
namespace {

using html::List;
using html::Object;

std::string address(std::string_view reference) { return "/cases/" + std::string(reference); }

/// Where each kind of reader starts: an agency's lead at the return, everybody else at the overview.
std::string first_page(const Actor& actor, const CaseFile& file) {
    return actor.role == Role::agency_lead ? address(file.reference) + "/return" : address(file.reference);
}

http::Response get_cases(const http::Request&, Visit& visit) {
    const auto cases = visit.read([&](db::Transaction& tx) { return cases_of(tx, visit.by(), visit.at()); });
    std::vector<std::vector<govuk::Cell>> rows;
    for (const auto& file : cases)
        rows.push_back(
            {{.text = file.name, .href = first_page(visit.by(), file)},
             {.text = file.reference},
             {.text = std::string(in_words(file.stage))},
             {.text = calendar::in_figures(calendar::london_date(file.opened_at))}});
    const bool opens = people::may(visit.by().role, Permission::open_case);
    return visit.show(
        "case_file/cases",
        {.title = "Cases", .section = "cases"},
        {{"heading",
          govuk::heading(
              {.title = "Cases",
               .lead =
                   cases.empty() ? "No case is shared with you yet." : "The cases that are shared with you.",
               .actions = opens ? std::vector<govuk::Link>{{.text = "Open a case", .href = "/cases/new"}}
                                : std::vector<govuk::Link>{}})},
         {"has_cases", !cases.empty()},
         {"table",
          govuk::table(
              {.caption = "Cases shared with you",
               .caption_hidden = true,
               .columns = {{"Case"}, {"Reference"}, {"Stage"}, {"Opened"}},
               .rows = std::move(rows)})}});
}

http::Response ask_to_open(Visit& visit, std::string_view name, const Refusal* refusal) {
    return visit.show(
        "case_file/new",
        {.title = "Open a case", .section = "cases", .refusal = refusal},
        {{"heading",
          govuk::heading(
              {.title = "Open a case",
               .lead =
                   "A case is opened at the first concern, before anyone has decided whether to notify."})},
         {"name",
          govuk::text_input(
              {.question =
                   {.name = "name",
                    .label = "Code name",
                    .hint = "A bird, a tree or another plain word. Never the child's name or initials."},
               .value = std::string(name),
               .width = govuk::Width::half,
               .autocomplete = "off"},
              refusal)},
         {"send",
          govuk::buttons(
              {{.text = "Open the case", .once = true},
               {.text = "Cancel", .href = "/cases", .kind = govuk::Button::Kind::link}})}});
}

http::Response get_new(const http::Request&, Visit& visit) { return ask_to_open(visit, "", nullptr); }

http::Response post_new(const http::Request& request, Visit& visit) {
    const auto name = request.form.text("name");
    const auto opened = visit.work([&](Work& work) {
        const auto organisation = organisation::load(work.tx, work.by.organisation);
        return open_case(work, organisation.partnership_id, name);
    });
    if (!opened) return ask_to_open(visit, name, &opened.refusal());
    return http::see_other(address(opened->reference) + "?done=opened");
}

struct Holder {
    std::string name{};
    std::string note{};
};

Holder holder_of(db::Transaction& tx, const Grant& grant) {
    if (const auto account = people::find_account(tx, grant.holder)) return {account->name, account->post};
    return {organisation::load(tx, grant.holder).name, "everybody there in this role"};
}

/// Whom the case may be shared with: everybody of its own partnership but the operator, who opens no case.
std::vector<people::Account> who_may_be_chosen(db::Transaction& tx, const CaseAccess& access) {
    std::vector<people::Account> all;
    for (const auto& organisation : organisation::all_of(tx, load(tx, access).partnership_id))
        for (auto& account : people::accounts_of(tx, organisation.id))
            if (account.role != Role::system_operator) all.push_back(std::move(account));
    return all;
}

http::Response show_grants(Visit& visit, const Refusal* refusal) {
    List held;
    std::vector<govuk::Option> choices{{.value = "", .text = "Choose a person"}};
    visit.read([&](db::Transaction& tx) {
        for (const auto& grant : grants_of(tx, visit.access())) {
            const auto holder = holder_of(tx, grant);
            const bool over = grant.ends && *grant.ends <= visit.at();
            held.push_back(Object{
                {"name", holder.name},
                {"note", holder.note},
                {"role", people::in_words(grant.role)},
                {"since", calendar::in_figures(calendar::london_date(grant.starts))},
                {"ended", over ? calendar::in_figures(calendar::london_date(*grant.ends)) : std::string()},
                {"id", grant.id}});
        }
        for (const auto& account : who_may_be_chosen(tx, visit.access()))
            choices.push_back(
                {.value = account.id,
                 .text = account.name + ", " + std::string(people::in_words(account.role)) + ", " +
                         organisation::load(tx, account.organisation_id).name});
    });
    return visit.show(
        "case_file/grants",
        {.title = "Who may open this case", .section = "access", .refusal = refusal},
        {{"heading",
          govuk::heading(
              {.title = "Who may open this case",
               .lead = "Nobody else can see that it exists. Each person sees what their role needs."})},
         {"action", address(visit.access().reference()) + "/access"},
         {"grants", std::move(held)},
         {"account",
          govuk::select(
              {.question =
                   {.name = "account",
                    .label = "Share with one more person",
                    .hint = "They see the case in their own role from now on."},
               .options = std::move(choices)},
              refusal)},
         {"send",
          govuk::buttons(
              {{.text = "Share the case", .kind = govuk::Button::Kind::secondary, .once = true}})}});
}

http::Response get_grants(const http::Request&, Visit& visit) { return show_grants(visit, nullptr); }

http::Response post_grant(const http::Request& request, Visit& visit) {
    const auto done = visit.work([&](Work& work) -> Outcome<Done> {
        if (const auto ends = request.form.text("end"); !ends.empty())
            return end_grant(work, visit.access(), ends);
        const auto choices = who_may_be_chosen(work.tx, visit.access());
        const auto account = std::ranges::find(choices, request.form.text("account"), &people::Account::id);
        if (account == choices.end()) return invalid("account", "Choose the person to share the case with");
        grant(work, visit.access(), account->id, account->role);
        return Done{};
    });
    if (!done) return show_grants(visit, &done.refusal());
    return http::see_other(address(visit.access().reference()) + "/access?done=saved");
}

} // namespace

void add_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    routes.get("/cases", signed_in, get_cases);
    routes.get("/cases/new", open_case, get_new);
    routes.post("/cases/new", open_case, post_new);
    routes.get("/cases/{reference}/access", manage_access, get_grants);
    routes.post("/cases/{reference}/access", manage_access, post_grant, http::Confirm::it_is_you);
}

} // namespace throughline::case_file
