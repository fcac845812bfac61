// SPDX-License-Identifier: GPL-3.0-or-later
// The checklist ahead of publication, each line a fact with its evidence, and the date.
#include "case_file/operations.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/structure.hpp"
#include "platform/text/text.hpp"
#include "publication/operations.hpp"
#include "publication/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace throughline::publication {
namespace {

using html::List;
using html::Object;
using people::Permission;

std::string address(const Visit& visit, std::string_view rest = {}) {
    return "/cases/" + visit.access().reference() + "/publication" + std::string(rest);
}

int number_in(const std::string& text) {
    int number = -1;
    const auto tidy = text::tidy(text);
    const auto [end, error] = std::from_chars(tidy.data(), tidy.data() + tidy.size(), number);
    return error == std::errc() && end == tidy.data() + tidy.size() ? number : -1;
}

/// Day, month and year as typed.
struct TypedDate {
    std::string day{};
    std::string month{};
    std::string year{};

    bool is_empty() const { return day.empty() && month.empty() && year.empty(); }
    std::optional<Date> date() const {
        const int d = number_in(day), m = number_in(month), y = number_in(year);
        if (d < 0 || m < 0 || y < 0) return {};
        return calendar::make_date(y, static_cast<unsigned>(m), static_cast<unsigned>(d));
    }
};

TypedDate typed_date(const http::Form& form, const std::string& name) {
    return {
        text::tidy(form.text(name + "-day")),
        text::tidy(form.text(name + "-month")),
        text::tidy(form.text(name + "-year"))};
}

TypedDate typed_date(std::optional<Date> date) {
    if (!date) return {};
    const std::chrono::year_month_day parts{*date};
    return {
        std::to_string(static_cast<unsigned>(parts.day())),
        std::to_string(static_cast<unsigned>(parts.month())),
        std::to_string(static_cast<int>(parts.year()))};
}

Outcome<Date> read_date(const http::Form& form, const std::string& name, std::string_view what) {
    if (const auto date = typed_date(form, name).date()) return *date;
    return invalid(name, fmt::format("Enter {} as a real date, for example 27 3 2026", what));
}

/// What was typed on the page, for asking again; nothing in it when the page is first shown.
struct Asked {
    const http::Form* form{};
    const Refusal* refusal{};
};

Object date_field(
    const std::string& name,
    const char* label,
    const char* hint,
    const TypedDate& typed,
    const Refusal* refusal) {
    return govuk::date_input(
        {.question = {.name = name, .label = label, .hint = hint},
         .day = typed.day,
         .month = typed.month,
         .year = typed.year},
        refusal);
}

bool typed_here(const Asked& asked, std::string_view what) {
    return asked.form != nullptr && asked.form->text("part") == what;
}

List detail_fields(const Publication& publication, const Asked& asked) {
    const bool again = typed_here(asked, "details");
    const auto* refusal = again ? asked.refusal : nullptr;
    const auto& stored = publication.details;
    const auto value = [&](const char* name, const std::string& kept) {
        return again ? asked.form->text(name) : kept;
    };
    List fields;
    const auto line = [&](const char* name, const char* label, const char* hint, const std::string& kept) {
        fields.push_back(govuk::field(
            "text_input",
            govuk::text_input(
                {.question = {.name = name, .label = label, .hint = hint},
                 .value = value(name, kept),
                 .autocomplete = "off"},
                refusal)));
    };
    const auto area = [&](const char* name, const char* label, const char* hint, const std::string& kept) {
        fields.push_back(govuk::field(
            "textarea",
            govuk::textarea(
                {.question = {.name = name, .label = label, .hint = hint},
                 .value = value(name, kept),
                 .rows = 3,
                 .spelling = govuk::Spelling::check},
                refusal)));
    };
    line("title", "Title", "The name chosen for the child may stand in it, never a real one.", stored.title);
    area(
        "content_note",
        "Content note",
        "Say what harm the report describes, so that nobody meets it unprepared: “This report describes …”",
        stored.content_note);
    area("summary", "Summary", "Two or three sentences for the list of reviews.", stored.summary);
    line(
        "slug",
        "Permanent address",
        "The last part of it: small letters, figures and hyphens, for example linnet. It stays for good.",
        stored.slug);
    line(
        "reviewer",
        "Written by",
        "The lead reviewer’s name and post, as readers will see them.",
        stored.reviewer);
    fields.push_back(govuk::field(
        "date_input",
        date_field(
            "family_told",
            "When was the family told?",
            "They read every word before anyone outside does.",
            again ? typed_date(*asked.form, "family_told") : typed_date(stored.family_told),
            refusal)));
    area("family_reason", "If they were not told, why?", "", stored.family_reason);
    return fields;
}

List gate_rows(const std::vector<GateLine>& lines) {
    List rows;
    for (const auto& line : lines)
        rows.push_back(Object{
            {"what", line.what},
            {"evidence", line.evidence},
            {"state",
             govuk::state(
                 line.holds ? govuk::State::done : govuk::State::next,
                 line.holds ? "Holds" : "Still open")}});
    return rows;
}

/// What the page reads.
struct Seen {
    Publication publication{};
    std::vector<GateLine> lines{};
    std::vector<organisation::Organisation> partners{};
};

Seen see(Visit& visit) {
    return visit.read([&](db::Transaction& tx) {
        return Seen{
            find(tx, visit.house(), visit.access()),
            gate(tx, visit.house(), visit.access()),
            organisation::partners_of(tx, case_file::load(tx, visit.access()).partnership_id)};
    });
}

std::string lead_for(const Visit& visit, const Seen& seen) {
    const auto& publication = seen.publication;
    if (publication.state == State::published)
        return "Published on " + calendar::in_full(*publication.published_at) + ".";
    if (publication.state == State::scheduled)
        return "Everything holds. It will be published on " + calendar::in_full(*publication.publish_on) +
               ".";
    const auto open = std::ranges::count(seen.lines, false, &GateLine::holds);
    if (open > 0)
        return open == 1 ? "One line is still open." : fmt::format("{} lines are still open.", open);
    const auto copies = copies_complete(publication);
    try {
        return "Everything holds. The first day on which it may be published is " +
               calendar::in_full(
                   std::max(visit.house().statute.earliest_publication(*copies), visit.today())) +
               ".";
    } catch (const calendar::BeyondCalendar& beyond) { // says what the operator has to add
        return beyond.what();
    }
}

/// The details as they were typed, beside those that somebody else saved.
List saved_meanwhile(const Publication& publication, const Asked& asked) {
    if (!typed_here(asked, "details") || !asked.refusal || asked.refusal->kind != Refusal::Kind::conflict)
        return {};
    const auto& stored = publication.details;
    const auto typed = [&](const char* name) { return text::tidy(asked.form->text(name)); };
    const auto told = typed_date(*asked.form, "family_told").date();
    return govuk::two_texts(
        {{"Title", typed("title"), stored.title},
         {"Content note", typed("content_note"), stored.content_note},
         {"Summary", typed("summary"), stored.summary},
         {"Permanent address", typed("slug"), stored.slug},
         {"Written by", typed("reviewer"), stored.reviewer},
         {"When was the family told?",
          told ? calendar::in_figures(*told) : std::string(),
          stored.family_told ? calendar::in_figures(*stored.family_told) : std::string()},
         {"If they were not told, why?", typed("family_reason"), stored.family_reason}});
}

Object acceptance_form(const Visit& visit, const Seen& seen, const Asked& asked) {
    const bool again = typed_here(asked, "acceptance");
    const auto* refusal = again ? asked.refusal : nullptr;
    std::vector<govuk::Option> options;
    for (const auto& partner : seen.partners) options.push_back({.value = partner.id, .text = partner.name});
    return {
        {"action", address(visit, "/acceptance")},
        {"partner",
         govuk::radios(
             {.question = {.name = "partner", .label = "Which partner accepts the report as it stands?"},
              .options = std::move(options),
              .chosen = again ? asked.form->text("partner") : std::string()},
             refusal)},
        {"accepted_on",
         date_field(
             "accepted_on",
             "On which day?",
             "",
             again ? typed_date(*asked.form, "accepted_on") : TypedDate{},
             refusal)},
        {"send",
         govuk::buttons(
             {{.text = "Record the acceptance", .kind = govuk::Button::Kind::secondary, .once = true}})}};
}

Object copy_form(const Visit& visit, const Seen& seen, const Asked& asked) {
    const bool again = typed_here(asked, "copy");
    const auto* refusal = again ? asked.refusal : nullptr;
    std::vector<govuk::Option> options;
    for (const auto to : {Recipient::panel, Recipient::secretary_of_state, Recipient::ofsted})
        if (seen.publication.copy_to(to) == nullptr)
            options.push_back({.value = std::string(to_text(to)), .text = std::string(in_words(to))});
    return {
        {"action", address(visit, "/copies")},
        {"to",
         govuk::radios(
             {.question =
                  {.name = "to",
                   .label = "To whom did a copy go?",
                   .hint =
                       "The seven working days count from the later of the copies to the Panel and to the "
                       "Secretary of State. A date that is logged stands."},
              .options = std::move(options),
              .chosen = again ? asked.form->text("to") : std::string()},
             refusal)},
        {"sent_on",
         date_field(
             "sent_on",
             "On which day?",
             "",
             again ? typed_date(*asked.form, "sent_on") : TypedDate{},
             refusal)},
        {"send",
         govuk::buttons({{.text = "Log the copy", .kind = govuk::Button::Kind::secondary, .once = true}})}};
}

Object date_form(const Visit& visit, const Asked& asked) {
    const bool again = typed_here(asked, "date");
    return {
        {"action", address(visit, "/date")},
        {"publish_on",
         date_field(
             "publish_on",
             "Day of publication",
             "A working day. Page and PDF are made now, and appear when that day begins.",
             again ? typed_date(*asked.form, "publish_on") : TypedDate{},
             again ? asked.refusal : nullptr)},
        {"send", govuk::buttons({{.text = "Set the date", .once = true}})}};
}

http::Response show_publication(Visit& visit, const Asked& asked) {
    const auto seen = see(visit);
    const auto& publication = seen.publication;
    const bool drafting = publication.state == State::drafting;
    const bool complete = std::ranges::all_of(seen.lines, &GateLine::holds);
    const bool published = publication.state == State::published;
    return visit.show(
        "publication/publication",
        {.title = "Publication", .section = "publication", .refusal = asked.refusal},
        {{"heading", govuk::heading({.title = "Publication", .lead = lead_for(visit, seen)})},
         {"held",
          publication.held ? "It was not published, because " + std::string(in_words(*publication.held)) + "."
                           : std::string()},
         {"lines", gate_rows(seen.lines)},
         {"is_published", published},
         {"public_address", published ? "/reviews/" + publication.slug : std::string()},
         {"is_scheduled", publication.state == State::scheduled},
         {"withdraw", address(visit, "/withdraw-date")},
         {"is_open", !published},
         {"version", publication.version},
         {"details_action", address(visit)},
         {"two_texts", saved_meanwhile(publication, asked)},
         {"fields", detail_fields(publication, asked)},
         {"send_details", govuk::buttons({{.text = "Save the details", .once = true}})},
         {"acceptance", acceptance_form(visit, seen, asked)},
         {"has_copies_to_log", publication.copies.size() < 3},
         {"copy", copy_form(visit, seen, asked)},
         {"may_set_date", drafting && complete},
         {"date", date_form(visit, asked)}});
}

http::Response get_publication(const http::Request&, Visit& visit) { return show_publication(visit, {}); }

http::Response answer(Visit& visit, const http::Request& request, const Outcome<Done>& done) {
    if (!done) return show_publication(visit, {&request.form, &done.refusal()});
    return http::see_other(address(visit) + "?done=saved");
}

http::Response post_details(const http::Request& request, Visit& visit) {
    const auto& form = request.form;
    Details details{
        form.text("title"),
        form.text("content_note"),
        form.text("summary"),
        form.text("slug"),
        form.text("reviewer"),
        {},
        form.text("family_reason")};
    if (!typed_date(form, "family_told").is_empty()) {
        const auto told = read_date(form, "family_told", "when the family was told");
        if (!told) return answer(visit, request, told.refusal());
        details.family_told = *told;
    }
    const auto seen = std::max(number_in(form.text("version")), 0);
    return answer(visit, request, visit.work([&](Work& work) {
        return save_details(work, visit.access(), details, seen);
    }));
}

http::Response post_acceptance(const http::Request& request, Visit& visit) {
    const auto on = read_date(request.form, "accepted_on", "the day of acceptance");
    if (!on) return answer(visit, request, on.refusal());
    return answer(visit, request, visit.work([&](Work& work) {
        return record_acceptance(work, visit.access(), request.form.text("partner"), *on);
    }));
}

http::Response post_copy(const http::Request& request, Visit& visit) {
    const auto to = read_recipient(request.form.text("to"));
    if (!to) return answer(visit, request, invalid("to", "Choose to whom the copy went"));
    const auto sent = read_date(request.form, "sent_on", "the day on which the copy went");
    if (!sent) return answer(visit, request, sent.refusal());
    return answer(
        visit, request, visit.work([&](Work& work) { return log_copy(work, visit.access(), *to, *sent); }));
}

http::Response post_date(const http::Request& request, Visit& visit) {
    const auto day = read_date(request.form, "publish_on", "the day of publication");
    if (!day) return answer(visit, request, day.refusal());
    // Made before the transaction that stores it: printing takes a second or more, and one writer waits for
    // another.
    const auto prepared = prepare(visit.house(), visit.access(), *day, visit.at());
    if (!prepared) return answer(visit, request, prepared.refusal());
    return answer(
        visit, request, visit.work([&](Work& work) { return schedule(work, visit.access(), *prepared); }));
}

http::Response post_withdraw(const http::Request& request, Visit& visit) {
    return answer(visit, request, visit.work([&](Work& work) { return unschedule(work, visit.access()); }));
}

} // namespace

void add_gate_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    routes.get("/cases/{reference}/publication", manage_publication, get_publication);
    routes.post("/cases/{reference}/publication", manage_publication, post_details);
    routes.post("/cases/{reference}/publication/acceptance", manage_publication, post_acceptance);
    routes.post("/cases/{reference}/publication/copies", manage_publication, post_copy);
    routes.post(
        "/cases/{reference}/publication/date", manage_publication, post_date, http::Confirm::it_is_you);
    routes.post("/cases/{reference}/publication/withdraw-date", manage_publication, post_withdraw);
}

} // namespace throughline::publication
