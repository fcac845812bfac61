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

struct Asked {
    std::string_view reply{}; ///< name of the yes or no above the text; empty: none
    std::string_view reply_words{};
    std::string_view part{};
    std::string_view hint{};
    int rows{6};
};

constexpr std::array asked_sections{
    Asked{
        "",
        "",
        "summary",
        "The incident, the key moments before it, and what each agency did. Use references or names; names "
        "are sealed and shown as codes.",
        10},
    Asked{
        "",
        "",
        "immediate_safety",
        "What was done, for whom, by whom and when. If there are no other children, say so.",
        5},
    Asked{
        "",
        "",
        "race_and_inequality",
        "For each child: how race, ethnicity, culture, faith, disability, poverty or other inequality may "
        "have "
        "shaped their life and what services did. “Not applicable” is no answer.",
        7},
    Asked{
        "family_told",
        "Has the family been told about this review?",
        "family_told_note",
        "By whom and when. If not: why not, and when they will be.",
        4},
    Asked{
        "family_asked",
        "Has the family been asked what they think?",
        "family_views",
        "What they said, as near to their words as you can. If they were not asked: why not.",
        5},
    Asked{"", "", "learning", "What is already known, what has been changed, and who has been told.", 7}};

std::string_view title_of(std::string_view name) {
    return std::ranges::find(parts(), name, &Part::name)->title;
}

std::string_view reply_code(const Draft& draft, std::string_view name) {
    if (name == "family_told") return to_text(draft.family_told);
    if (name == "family_asked") return to_text(draft.family_asked);
    const auto answer = draft.criteria.find(name);
    return to_text(answer == draft.criteria.end() ? Reply::none : answer->second.reply);
}

/// What somebody else saved while this was typed.
struct Theirs {
    Draft draft{};
    std::string by{}; ///< "Philippa Nwosu at 16:20"
};

/// A field, and beside it what somebody else saved meanwhile where that reads differently.
Object beside(
    std::string_view component,
    Object made,
    const Theirs* theirs,
    const std::string& mine,
    const std::string& other) {
    const bool differs = theirs && other != mine;
    return {
        {"field", govuk::field(component, std::move(made))},
        {"differs", differs},
        {"by", differs ? theirs->by : std::string()},
        {"theirs", other.empty() ? std::string("Nothing") : other}};
}

Object text_row(
    const Asked& asked, std::string label, const Draft& typed, const Theirs* theirs, const Refusal* refusal) {
    const auto& mine = text_of(typed, asked.part);
    const auto& other = theirs ? text_of(theirs->draft, asked.part) : mine;
    return beside(
        "textarea",
        govuk::textarea(
            {.question =
                 {.name = std::string(asked.part),
                  .label = std::move(label),
                  .hint = std::string(asked.hint)},
             .value = mine,
             .rows = asked.rows,
             .spelling = govuk::Spelling::check},
            refusal),
        theirs,
        mine,
        other);
}

Object reply_row(
    std::string_view name,
    std::string label,
    std::string hint,
    bool may_be_unclear,
    const Draft& typed,
    const Theirs* theirs,
    const Refusal* refusal) {
    std::vector<govuk::Option> options{{.value = "yes", .text = "Yes"}, {.value = "no", .text = "No"}};
    if (may_be_unclear) options.push_back({.value = "unclear", .text = "Not clear"});
    const auto mine = std::string(reply_code(typed, name));
    const auto other = theirs ? std::string(reply_code(theirs->draft, name)) : mine;
    return beside(
        "radios",
        govuk::radios(
            {.question = {.name = std::string(name), .label = std::move(label), .hint = std::move(hint)},
             .options = std::move(options),
             .chosen = mine,
             .in_a_row = true,
             .small = true},
            refusal),
        theirs,
        std::string(in_words(read_reply(mine))),
        std::string(in_words(read_reply(other))));
}

List draft_rows(const Draft& typed, const Theirs* theirs, const Refusal* refusal) {
    List rows;
    for (const auto& asked : asked_sections) {
        if (!asked.reply.empty())
            rows.push_back(
                reply_row(asked.reply, std::string(asked.reply_words), "", false, typed, theirs, refusal));
        rows.push_back(text_row(asked, std::string(title_of(asked.part)), typed, theirs, refusal));
    }
    return rows;
}

List prompt_rows(
    const statutory::Statute& statute, const Draft& typed, const Theirs* theirs, const Refusal* refusal) {
    List rows;
    for (const auto prompt : prompts) {
        std::string hint;
        if (prompt == circumstances)
            for (const auto& code : statute.codes("rapid_review_circumstances").codes)
                hint += (hint.empty() ? "" : "; ") + code.words;
        rows.push_back(reply_row(
            prompt, views::prompt_words(statute, prompt), std::move(hint), true, typed, theirs, refusal));
        const auto part = fmt::format("{}_because", prompt);
        rows.push_back(text_row(Asked{"", "", part, "", 3}, "Because", typed, theirs, refusal));
    }
    return rows;
}

http::Response ask_draft(
    Visit& visit, const Standpoint& at, const Draft& typed, const Theirs* theirs, const Refusal* refusal) {
    const auto& review = at.review;
    return visit.show(
        "rapid_review/draft",
        page_named("Write the rapid review", refusal),
        {{"heading",
          govuk::heading(
              {.title = "Write the rapid review",
               .caption = review.reference,
               .lead = "Save as often as you like. Nobody signs a draft: when it is ready you fix it as a "
                       "version, and the partners sign that version."})},
         {"action", address(visit, "/draft")},
         {"version", review.draft_version},
         {"rows", draft_rows(typed, theirs, refusal)},
         {"prompts", prompt_rows(visit.house().statute, typed, theirs, refusal)},
         {"send",
          govuk::buttons(
              {{.text = "Save the draft", .once = true},
               {.text = fmt::format("Save and fix version {}", review.latest_version + 1),
                .name = "do",
                .value = "fix",
                .kind = govuk::Button::Kind::secondary,
                .once = true},
               {.text = "Cancel", .href = address(visit), .kind = govuk::Button::Kind::link}})}});
}

http::Response ask_as_typed(Visit& visit, const Draft& typed, const Refusal& refusal) {
    const auto at = visit.read([&](db::Transaction& tx) { return demand(tx, visit); });
    return ask_draft(visit, at, typed, nullptr, &refusal);
}

/// Somebody was first: both texts stand side by side, and the next save is on top of theirs.
http::Response ask_beside_theirs(Visit& visit, const Draft& typed, const Refusal& refusal) {
    Standpoint at;
    Theirs theirs;
    visit.read([&](db::Transaction& tx) {
        at = demand(tx, visit);
        theirs.draft = draft_of(tx, visit.house(), visit.access());
    });
    if (at.review.draft_at)
        theirs.by = fmt::format(
            "{} at {}", views::name_of(at, at.review.draft_by), calendar::london_clock(*at.review.draft_at));
    return ask_draft(visit, at, typed, &theirs, &refusal);
}

} // namespace

http::Response ask_stored_draft(Visit& visit, const Refusal& refusal) {
    Standpoint at;
    Draft draft;
    visit.read([&](db::Transaction& tx) {
        at = demand(tx, visit);
        draft = draft_of(tx, visit.house(), visit.access());
    });
    return ask_draft(visit, at, draft, nullptr, &refusal);
}

http::Response get_draft(const http::Request&, Visit& visit) {
    Standpoint at;
    Draft draft;
    visit.read([&](db::Transaction& tx) {
        at = demand(tx, visit);
        draft = draft_of(tx, visit.house(), visit.access());
    });
    if (at.review.is_decided()) return http::see_other(address(visit));
    return ask_draft(visit, at, draft, nullptr, nullptr);
}

http::Response post_draft(const http::Request& request, Visit& visit) {
    const auto typed = read_draft(request.form);
    const auto seen = read_number(request.form.text("version"));
    const bool fixes = request.form.text("do") == "fix";
    const auto saved = visit.work([&](Work& work) { return save_draft(work, visit.access(), typed, seen); });

    if (!saved && saved.refusal().kind == Refusal::Kind::conflict)
        return ask_beside_theirs(visit, typed, saved.refusal());
    if (!saved) return ask_as_typed(visit, typed, saved.refusal());
    if (!fixes) return http::see_other(address(visit, "/draft?done=saved"));

    // The draft is kept whatever becomes of the version: an unfinished one is asked for again, not lost.
    const auto fixed = visit.work([&](Work& work) { return fix_version(work, visit.access(), *saved); });
    if (!fixed) return ask_as_typed(visit, typed, fixed.refusal());
    return http::see_other(address(visit, fmt::format("/versions/{}?done=saved", *fixed)));
}

} // namespace throughline::rapid_review
