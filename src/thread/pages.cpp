// SPDX-License-Identifier: GPL-3.0-or-later
#include "thread/pages.hpp"

#include "identity/operations.hpp"
#include "platform/html/casework.hpp"
#include "platform/html/structure.hpp"
#include "platform/text/text.hpp"
#include "thread/cells.hpp"
#include "thread/overview.hpp"
#include "thread/picture_view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace throughline::thread {
namespace {

using govuk::Cell;
using govuk::State;
using people::Permission;
using people::Visit;

http::Response get_overview(const http::Request&, Visit& visit) {
    const auto story =
        visit.read([&](db::Transaction& tx) { return gather(tx, visit.house(), visit.access()); });
    return visit.show(
        "thread/overview", {.title = story.file.name, .section = "overview"}, overview_of(story, visit));
}

std::vector<govuk::ThreadRow> table_of(const Story& story, const Words& words, Visit& visit) {
    std::vector<govuk::ThreadRow> rows;
    for (const auto& strand : strands(story, visit.today()))
        rows.push_back(
            {{recommendation_cell(strand, words, visit),
              finding_cell(strand, words, visit),
              rows_cell(strand, visit),
              action_cell(strand, words, visit),
              evidence_cell(strand, words, visit),
              impact_cell(strand, words, visit)},
             strand.is_loose});
    return rows;
}

std::vector<govuk::Task> loose_of(const Story& story, Visit& visit) {
    std::vector<govuk::Task> tasks;
    for (const auto& end : loose_ends(story, visit.today())) {
        using enum LooseEnd::Kind;
        const auto days = plural(static_cast<std::size_t>(end.days), "day", "days") + " late";
        switch (end.kind) {
        case finding_without_recommendation:
            tasks.push_back(
                {.name = "No recommendation rests on finding " + end.about,
                 .href = address(visit, "/local-review#finding-" + end.about),
                 .why = "Say what follows from it, or why nothing does.",
                 .state = State::loose_end,
                 .words = "Loose end"});
            break;
        case recommendation_without_action:
            tasks.push_back(
                {.name = "Recommendation " + end.about + " has no action",
                 .href = address(visit, "/actions"),
                 .why = "Plan one, or record why it is not accepted.",
                 .state = State::loose_end,
                 .words = "Loose end"});
            break;
        case done_without_evidence:
            tasks.push_back(
                {.name = "Action " + end.about + " is said to be done and nothing shows it",
                 .href = address(visit, "/actions/" + end.about),
                 .why = "It can be closed when evidence is there and somebody other than its owner agrees.",
                 .state = State::loose_end,
                 .words = "Loose end"});
            break;
        case action_late:
            tasks.push_back(
                {.name = "Action " + end.about + " is past its date",
                 .href = address(visit, "/actions/" + end.about),
                 .why = "Ring its owner: what would help?",
                 .state = State::late,
                 .words = days});
            break;
        case test_due:
            tasks.push_back(
                {.name = "The next test of action " + end.about + " has not been made",
                 .href = address(visit, "/actions/" + end.about),
                 .why = "Whether life is still better was to be looked at again.",
                 .state = State::late,
                 .words = days});
            break;
        }
    }
    return tasks;
}

html::Object beginning_of(const Story& story, const Visit& visit) {
    std::vector<govuk::SummaryRow> rows;
    const auto day = [](const std::optional<Date>& date) {
        return date ? calendar::in_full(*date) : std::string("Not known yet");
    };
    if (story.notification)
        rows.push_back(
            {.key = "Incident",
             .value = day(story.notification->incident_on) + "; the council became aware on " +
                      day(story.notification->aware_on)});
    if (story.notification && story.notification->submitted_at)
        rows.push_back(
            {.key = "Notification",
             .value = calendar::in_full(*story.notification->submitted_at),
             .link = {story.notification->reference, address(visit, "/notification/receipt")}});
    if (story.rapid_review)
        rows.push_back(
            {.key = "Rapid review",
             .value = story.rapid_review->outcome
                          ? std::string(rapid_review::in_words(*story.rapid_review->outcome)) +
                                ", decided on " + day(story.rapid_review->decided_on)
                          : std::string(rapid_review::in_words(story.rapid_review->state)),
             .link = {story.rapid_review->reference, address(visit, "/rapid-review")}});
    if (story.rows > 0)
        rows.push_back(
            {.key = "Chronology",
             .value = plural(static_cast<std::size_t>(story.rows), "row", "rows") + " from " +
                      plural(story.requests.size(), "agency", "agencies")});
    if (story.local_review)
        rows.push_back(
            {.key = "Local review",
             .value = "Due " + calendar::in_full(story.local_review->due),
             .link = {story.local_review->reference, address(visit, "/local-review")}});
    if (story.publication.published_at)
        rows.push_back(
            {.key = "Published",
             .value = calendar::in_full(*story.publication.published_at),
             .link = {"Read it as everybody does", "/reviews/" + story.publication.slug}});
    if (rows.empty()) rows.push_back({.key = "Incident", .value = "Not recorded yet"});
    return govuk::summary_list(rows);
}

std::string lead_of(const Story& story, Date today) {
    if (story.recommendations.empty()) return "There are no recommendations yet.";
    const auto count = [&](action::State wanted) {
        return static_cast<std::size_t>(std::ranges::count_if(
            story.actions, [&](const auto& action) { return action::state_of(action, today) == wanted; }));
    };
    const auto ends = loose_ends(story, today).size();
    return fmt::format(
        "{}, {} proven, {} late. {}.",
        plural(story.actions.size(), "action", "actions"),
        count(action::State::proven),
        count(action::State::late),
        ends == 0 ? "Nothing hangs loose" : plural(ends, "thing needs", "things need") + " holding");
}

http::Response get_thread(const http::Request& request, Visit& visit) {
    Story story;
    std::optional<Words> words;
    visit.read([&](db::Transaction& tx) {
        story = gather(tx, visit.house(), visit.access());
        const auto view = identity::view_for(tx, visit);
        words.emplace(
            identity::Texts(tx, visit.house(), visit.access(), local_review::text_owner, view),
            identity::Texts(tx, visit.house(), visit.access(), action::text_owner, view));
    });
    const auto loose = loose_of(story, visit);
    const auto rows = table_of(story, *words, visit);
    return visit.show(
        "thread/thread",
        {.title = "The thread of " + story.file.name, .section = "thread", .wide = true},
        {{"heading",
          govuk::heading(
              {.title = "The thread of " + story.file.name,
               .caption = "Case " + story.file.reference,
               .lead = lead_of(story, visit.today())})},
         {"has_loose", !loose.empty()},
         {"loose", govuk::tasks(loose)},
         {"beginning", beginning_of(story, visit)},
         {"has_strands", !rows.empty()},
         {"picture", picture_view(story, *words, visit, request.query.text("at"))},
         {"strands",
          govuk::thread_table(
              "From rows to impact",
              {"Recommendation", "Rests on", "Rows", "Action", "Shown by", "Better for children?"},
              rows)}});
}

/// What a ledger entry says to a person.
std::string in_words(std::string_view what) {
    std::string words;
    for (const char c : what) {
        if (c == '.')
            words += ": ";
        else
            words += c == '_' ? ' ' : c;
    }
    return words;
}

http::Response get_record(const http::Request&, Visit& visit) {
    std::vector<std::vector<Cell>> rows;
    visit.read([&](db::Transaction& tx) {
        for (const auto& kept : ledger::about(tx, visit.access().reference(), 300)) {
            const auto account = people::find_account(tx, kept.entry.who);
            rows.push_back(
                {{.text = calendar::in_full(kept.entry.at)},
                 {.text = account ? account->name : "Throughline itself",
                  .note = account ? std::string(people::in_words(account->role)) : ""},
                 {.text = in_words(kept.entry.what)},
                 {.text = std::to_string(kept.seq)}});
        }
    });
    return visit.show(
        "thread/record",
        {.title = "Record of access", .section = "record"},
        {{"heading",
          govuk::heading(
              {.title = "Record of access",
               .lead = "Who did what here, newest first. Each entry is chained to the one before it and "
                       "cannot be changed unseen."})},
         {"table",
          govuk::table(
              {.caption = "Entries about this case, the newest 300",
               .caption_hidden = true,
               .columns = {{"When"}, {"Who"}, {"What"}, {"Entry", true}},
               .rows = std::move(rows)})}});
}

} // namespace

void add_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    routes.get("/cases/{reference}", view_case, get_overview);
    routes.get("/cases/{reference}/thread", view_case, get_thread);
    routes.get("/cases/{reference}/record", view_record_of_access, get_record);
}

} // namespace throughline::thread
