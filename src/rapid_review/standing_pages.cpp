// SPDX-License-Identifier: GPL-3.0-or-later
#include "rapid_review/forms.hpp"
#include "rapid_review/handlers.hpp"
#include "rapid_review/views.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace throughline::rapid_review {
namespace {

using html::Data;
using html::List;
using html::Object;
using views::address;
using views::demand;
using views::page_named;
using views::Standpoint;
using views::texts_for;

http::Response show_not_open(const Visit& visit) {
    return visit.show(
        "rapid_review/not_open",
        page_named("Rapid review"),
        {{"heading",
          govuk::heading(
              {.title = "Rapid review",
               .lead = "It opens by itself when the notification is sent to the Panel. From that day the "
                       "partners have 15 working days."})},
         {"notification", fmt::format("/cases/{}/notification", visit.access().reference())}});
}

Data versions_table(const Visit& visit, const Standpoint& at) {
    if (at.versions.empty()) return false;
    std::vector<std::vector<govuk::Cell>> rows;
    for (const auto& version : at.versions)
        rows.push_back(
            {{.text = fmt::format("Version {}", version.number),
              .href = address(visit, fmt::format("/versions/{}", version.number))},
             {.text = calendar::in_full(version.fixed_at)},
             {.text = views::name_of(at, version.fixed_by)},
             {.text = version.number == at.review.latest_version ? "The latest" : "Replaced"}});
    return govuk::table(
        {.caption = "Versions",
         .caption_hidden = true,
         .columns = {{"Version"}, {"Fixed"}, {"By"}, {"Stands"}},
         .rows = std::move(rows)});
}

std::vector<govuk::Link> acts_of(const Visit& visit, const Standpoint& at) {
    std::vector<govuk::Link> acts;
    const auto& access = visit.access();
    const bool decided = at.review.is_decided();
    if (!decided && at.review.latest_version > 0 && access.may(Permission::sign_rapid_review))
        acts.push_back({"Decide and sign", address(visit, "/decision")});
    if (!decided && access.may(Permission::write_rapid_review))
        acts.push_back(
            {at.review.draft_version == 0 ? "Begin the draft" : "Write the draft", address(visit, "/draft")});
    if (at.review.state == State::decided && access.may(Permission::write_rapid_review))
        acts.push_back({"Log the sending to the Panel", address(visit, "/panel")});
    return acts;
}

} // namespace

http::Response show_standing(Visit& visit, const Refusal* refusal) {
    return visit.read([&](db::Transaction& tx) {
        const auto found = views::look(tx, visit.access());
        if (!found) return show_not_open(visit);
        const auto& at = *found;
        const auto& review = at.review;
        const auto texts = texts_for(tx, visit);
        auto ended = at.history;
        std::erase_if(ended, [](const Signature& each) { return each.ended == Signature::Ended::no; });
        List lines;
        for (const auto& line : review.explanation) lines.push_back(Object{{"line", line}});
        const auto standing = standing_of(at.current, at.partners.size());
        const bool signs = visit.access().may(Permission::sign_rapid_review);
        const bool changed =
            review.draft_at && (at.versions.empty() || *review.draft_at > at.versions.front().fixed_at);
        const bool writes = !review.is_decided() && visit.access().may(Permission::write_rapid_review);
        return visit.show(
            "rapid_review/standing",
            page_named("Rapid review", refusal),
            {{"heading",
              govuk::heading(
                  {.title = "Rapid review",
                   .caption = review.reference,
                   .lead = views::where_it_stands(at),
                   .actions = acts_of(visit, at)})},
             {"ruler", views::ruler_of(visit, at)},
             {"lines", std::move(lines)},
             {"clock", views::clock_of(visit, at)},
             {"partners", views::partners_of(at, signs ? visit.by().organisation : "")},
             {"decision", review.is_decided() ? Data(views::decision_of(visit, at)) : Data(false)},
             {"differs", review.state == State::partners_differ},
             {"override", views::paragraphs(texts, review.override_text_id)},
             {"late_note", views::paragraphs(texts, review.late_text_id)},
             {"has_signatures", !at.current.empty()},
             {"signatures", views::signatures_of(at, at.current, texts)},
             {"has_ended", !ended.empty()},
             {"ended", views::signatures_of(at, ended, texts)},
             {"versions", versions_table(visit, at)},
             {"draft",
              review.draft_at ? fmt::format(
                                    "Last saved by {} on {}.",
                                    views::name_of(at, review.draft_by),
                                    calendar::in_full(*review.draft_at))
                              : std::string("Nothing is written yet.")},
             {"may_fix", writes && changed},
             {"draft_version", review.draft_version},
             {"fix_action", address(visit, "/versions")},
             {"fix",
              govuk::button(
                  {.text = fmt::format("Fix version {}", review.latest_version + 1),
                   .kind = govuk::Button::Kind::secondary,
                   .once = true})},
             {"override_link",
              writes && standing.missing == 1 && standing.outcome ? address(visit, "/override")
                                                                  : std::string()}});
    });
}

http::Response get_standing(const http::Request&, Visit& visit) { return show_standing(visit, nullptr); }

http::Response post_version(const http::Request& request, Visit& visit) {
    const auto seen = read_number(request.form.text("version"));
    const auto fixed = visit.work([&](Work& work) { return fix_version(work, visit.access(), seen); });
    if (fixed) return http::see_other(address(visit, fmt::format("/versions/{}?done=saved", *fixed)));
    if (fixed.refusal().kind == Refusal::Kind::conflict) return show_standing(visit, &fixed.refusal());
    return ask_stored_draft(visit, fixed.refusal());
}

http::Response get_version(const http::Request& request, Visit& visit) {
    return visit.read([&](db::Transaction& tx) {
        const auto at = demand(tx, visit);
        const auto number = read_number(request.argument("number"));
        const auto fixed = find_version(tx, visit.house(), visit.access(), number);
        if (!fixed) throw http::Stop(404);
        const auto texts = texts_for(tx, visit);
        const bool latest = number == at.review.latest_version;
        auto signatures = at.history;
        std::erase_if(signatures, [&](const Signature& each) { return each.version != number; });
        return visit.show(
            "rapid_review/version",
            page_named(fmt::format("Version {} of the rapid review", number)),
            {{"heading",
              govuk::heading(
                  {.title = fmt::format("Version {}", number),
                   .caption = "Rapid review " + at.review.reference,
                   .lead = latest ? std::string("The latest version. These words do not change.")
                                  : fmt::format(
                                        "An earlier version. Version {} is the latest.",
                                        at.review.latest_version)})},
             {"back", govuk::back_link(address(visit), "Back to the rapid review")},
             {"seal", views::seal_of(visit, *fixed, false)},
             {"whole_seal",
              govuk::facts(
                  {{.term = "SHA-256", .text = fixed->sha256, .code = true},
                   {.term = "Fixed by", .text = views::name_of(at, fixed->version.fixed_by)}})},
             {"sections", views::sections_of(*fixed, texts)},
             {"prompts", views::prompts_of(visit, *fixed, texts)},
             {"has_signatures", !signatures.empty()},
             {"signatures", views::signatures_of(at, signatures, texts)},
             {"decide",
              latest && !at.review.is_decided() && visit.access().may(Permission::sign_rapid_review)
                  ? address(visit, "/decision")
                  : std::string()}});
    });
}

} // namespace throughline::rapid_review
