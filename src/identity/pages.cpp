// SPDX-License-Identifier: GPL-3.0-or-later
#include "identity/pages.hpp"

#include "case_file/operations.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/structure.hpp"
#include "platform/text/text.hpp"

#include <algorithm>
#include <array>

namespace throughline::identity {
namespace {

using html::List;
using html::Object;
using people::Permission;
using people::Visit;

struct Relation {
    std::string_view value{};
    std::string_view words{};
};
constexpr std::array relations{
    Relation{"child", "A child in the incident"},
    Relation{"sibling", "Brother or sister"},
    Relation{"mother", "Mother"},
    Relation{"father", "Father"},
    Relation{"partner", "Partner of a parent"},
    Relation{"grandmother", "Grandmother"},
    Relation{"grandfather", "Grandfather"},
    Relation{"carer", "Other carer"},
    Relation{"adult", "Another adult"},
    Relation{"practitioner", "A practitioner"},
};

std::string address(const Visit& visit, std::string_view rest = {}) {
    return "/cases/" + visit.access().reference() + "/people" + std::string(rest);
}

/// What was typed on the page of one person.
struct PersonTyped {
    std::string relation{};
    std::string first_names{};
    std::string last_name{};
    std::string aliases{}; ///< one a line
    std::string day{};
    std::string month{};
    std::string year{};
    std::string nhs_number{};
    std::string pseudonym{};
    std::string version{};
};

PersonTyped typed_from(const http::Form& form) {
    return {
        form.text("relation"),
        form.text("first_names"),
        form.text("last_name"),
        form.text("aliases"),
        form.text("date_of_birth-day"),
        form.text("date_of_birth-month"),
        form.text("date_of_birth-year"),
        form.text("nhs_number"),
        form.text("pseudonym"),
        form.text("version")};
}

PersonTyped typed_from(const Person& person) {
    PersonTyped typed{
        "",
        person.first_names,
        person.last_name,
        "",
        "",
        "",
        "",
        person.nhs_number,
        person.pseudonym,
        std::to_string(person.version)};
    for (const auto& alias : person.aliases) typed.aliases += alias + "\n";
    if (person.date_of_birth) {
        const std::chrono::year_month_day date{*person.date_of_birth};
        typed.day = std::to_string(static_cast<unsigned>(date.day()));
        typed.month = std::to_string(static_cast<unsigned>(date.month()));
        typed.year = std::to_string(static_cast<int>(date.year()));
    }
    return typed;
}

std::optional<int> whole_number(std::string_view text) {
    if (text.empty() || text.size() > 9 ||
        !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
        return {};
    return std::stoi(std::string(text));
}

Outcome<Person> read_person(const PersonTyped& typed, calendar::Date today) {
    Person person;
    person.first_names = typed.first_names;
    person.last_name = typed.last_name;
    person.nhs_number = typed.nhs_number;
    person.pseudonym = typed.pseudonym;
    person.version = whole_number(typed.version).value_or(0);
    std::string line;
    for (const char c : text::tidy(typed.aliases) + "\n") {
        if (c != '\n')
            line += c;
        else if (!line.empty())
            person.aliases.push_back(std::exchange(line, {}));
    }
    if (typed.day.empty() && typed.month.empty() && typed.year.empty()) return person;
    const auto day = whole_number(typed.day), month = whole_number(typed.month),
               year = whole_number(typed.year);
    if (day && month && year)
        person.date_of_birth =
            calendar::make_date(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
    if (!person.date_of_birth)
        return invalid(
            "date_of_birth", "Enter a real date of birth, for example 27 3 2019, or leave it empty");
    if (*person.date_of_birth > today)
        return invalid("date_of_birth", "Enter a date of birth that is not in the future");
    return person;
}

List saved_meanwhile(const PersonTyped& typed, const PersonTyped& standing) {
    const auto date = [](const PersonTyped& each) {
        return each.day.empty() ? std::string() : fmt::format("{} {} {}", each.day, each.month, each.year);
    };
    return govuk::two_texts(
        {{"First names", typed.first_names, standing.first_names},
         {"Last name", typed.last_name, standing.last_name},
         {"Other names used", text::tidy(typed.aliases), text::tidy(standing.aliases)},
         {"Date of birth", date(typed), date(standing)},
         {"NHS number", typed.nhs_number, standing.nhs_number},
         {"Name to publish", typed.pseudonym, standing.pseudonym}});
}

http::Response ask_person(
    Visit& visit,
    const std::string& title,
    const PersonTyped& typed,
    bool is_new,
    const Refusal* refusal,
    List both = {}) {
    std::vector<govuk::Option> options;
    for (const auto& relation : relations)
        options.push_back({.value = std::string(relation.value), .text = std::string(relation.words)});
    List fields;
    if (is_new)
        fields.push_back(govuk::field(
            "radios",
            govuk::radios(
                {.question = {.name = "relation", .label = "Who is this person?"},
                 .options = std::move(options),
                 .chosen = typed.relation},
                refusal)));
    const auto text = [&](const char* name, const char* label, const char* hint, const std::string& value) {
        fields.push_back(govuk::field(
            "text_input",
            govuk::text_input(
                {.question = {.name = name, .label = label, .hint = hint},
                 .value = value,
                 .width = govuk::Width::two_thirds,
                 .autocomplete = "off",
                 .spelling = govuk::Spelling::ignore},
                refusal)));
    };
    text("first_names", "First names", "", typed.first_names);
    text("last_name", "Last name", "", typed.last_name);
    fields.push_back(govuk::field(
        "textarea",
        govuk::textarea(
            {.question =
                 {.name = "aliases",
                  .label = "Other names used",
                  .hint = "One a line: earlier surnames, nicknames, spellings found in records."},
             .value = typed.aliases,
             .rows = 3,
             .spelling = govuk::Spelling::ignore},
            refusal)));
    fields.push_back(govuk::field(
        "date_input",
        govuk::date_input(
            {.question =
                 {.name = "date_of_birth", .label = "Date of birth", .hint = "For example, 27 3 2019"},
             .day = typed.day,
             .month = typed.month,
             .year = typed.year},
            refusal)));
    text("nhs_number", "NHS number", "10 digits, if it is known", typed.nhs_number);
    text(
        "pseudonym",
        "Name to publish",
        "A name the family chose, or agreed to. Empty: the code is shown.",
        typed.pseudonym);
    return visit.show(
        "identity/person",
        {.title = title, .section = "people", .refusal = refusal},
        {{"heading",
          govuk::heading(
              {.title = title,
               .lead = "These go into the sealed register. Everywhere else a code is shown."})},
         {"fields", std::move(fields)},
         {"two_texts", std::move(both)},
         {"version", typed.version},
         {"send",
          govuk::buttons(
              {{.text = "Save", .once = true},
               {.text = "Cancel", .href = address(visit), .kind = govuk::Button::Kind::link}})}});
}

http::Response get_people(const http::Request&, Visit& visit) {
    std::vector<std::vector<govuk::Cell>> rows;
    std::int64_t open = 0;
    auto view = View::codes;
    visit.read([&](db::Transaction& tx) {
        view = view_for(tx, visit);
        open = count_open_suggestions(tx, visit.access());
        for (const auto& person : people_of(tx, visit.house(), visit.access())) {
            std::vector<govuk::Cell> row{{.text = label_of(person.code)}};
            if (view == View::names)
                row.push_back(
                    {.text = person.full_name(),
                     .note =
                         person.date_of_birth ? "Born " + calendar::in_figures(*person.date_of_birth) : ""});
            row.push_back({.text = person.pseudonym.empty() ? "The code" : person.pseudonym});
            const bool changes = view == View::names && visit.access().may(Permission::manage_register);
            row.push_back(
                changes ? govuk::Cell{.text = "Change", .href = address(visit, "/" + person.code)}
                        : govuk::Cell{.text = "Sealed"});
            rows.push_back(std::move(row));
        }
    });
    std::vector<govuk::Column> columns{{"Shown as"}};
    if (view == View::names) columns.push_back({"Name"});
    columns.push_back({"Published as"});
    columns.push_back({"In the register"});
    const bool manages = visit.access().may(Permission::manage_register);
    return visit.show(
        "identity/people",
        {.title = "People", .section = "people"},
        {{"heading",
          govuk::heading(
              {.title = "People",
               .lead = "Real names are sealed. Showing them lasts a quarter of an hour and is recorded with "
                       "your name.",
               .actions =
                   manages
                       ? std::vector<govuk::Link>{{.text = "Add a person", .href = address(visit, "/new")}}
                       : std::vector<govuk::Link>{}})},
         {"has_people", !rows.empty()},
         {"open", open},
         {"has_open", open > 0 && visit.access().may(Permission::repair_chronology)},
         {"suggestions", address(visit, "/suggestions")},
         {"table",
          govuk::table(
              {.caption = "People in this case",
               .caption_hidden = true,
               .columns = columns,
               .rows = std::move(rows)})}});
}

http::Response get_new(const http::Request&, Visit& visit) {
    return ask_person(visit, "Add a person", {}, true, nullptr);
}

http::Response post_new(const http::Request& request, Visit& visit) {
    const auto typed = typed_from(request.form);
    const auto person = read_person(typed, visit.today());
    if (!person) return ask_person(visit, "Add a person", typed, true, &person.refusal());
    const auto done = visit.work([&](Work& work) {
        return register_person(work, visit.access(), {typed.relation, *person});
    });
    if (!done) return ask_person(visit, "Add a person", typed, true, &done.refusal());
    return http::see_other(address(visit) + "?done=saved");
}

/// The person of this page. Reading the register shows names, so it needs named view.
Person demand_person(const http::Request& request, Visit& visit) {
    return visit.read([&](db::Transaction& tx) -> Person {
        if (view_for(tx, visit) != View::names)
            throw http::Stop(403, "Show names first: press Names at the top of the case and say why.");
        for (auto& person : people_of(tx, visit.house(), visit.access()))
            if (person.code == request.argument("code")) return person;
        throw http::Stop(404);
    });
}

http::Response get_person(const http::Request& request, Visit& visit) {
    const auto person = demand_person(request, visit);
    return ask_person(visit, "Change " + label_of(person.code), typed_from(person), false, nullptr);
}

http::Response post_person(const http::Request& request, Visit& visit) {
    const auto person = demand_person(request, visit);
    const auto title = "Change " + label_of(person.code);
    const auto typed = typed_from(request.form);
    auto changed = read_person(typed, visit.today());
    if (!changed) return ask_person(visit, title, typed, false, &changed.refusal());
    changed->id = person.id;
    changed->code = person.code;
    const auto done = visit.work([&](Work& work) { return change_person(work, visit.access(), *changed); });
    if (!done && done.refusal().kind == Refusal::Kind::conflict) {
        const auto standing = typed_from(demand_person(request, visit));
        auto again = typed;
        again.version = standing.version;
        return ask_person(visit, title, again, false, &done.refusal(), saved_meanwhile(typed, standing));
    }
    if (!done) return ask_person(visit, title, typed, false, &done.refusal());
    return http::see_other(address(visit) + "?done=saved");
}

List people_to_choose(const Suggestion& suggestion) {
    List people;
    for (const auto& code : suggestion.codes)
        people.push_back(Object{{"code", code}, {"label", label_of(code)}, {"word", suggestion.word}});
    return people;
}

http::Response show_suggestions(Visit& visit, const Refusal* refusal) {
    List items;
    std::int64_t open = 0;
    visit.read([&](db::Transaction& tx) {
        open = count_open_suggestions(tx, visit.access());
        for (const auto& suggestion : open_suggestions(tx, visit.house(), visit.access(), 30))
            items.push_back(Object{
                {"action", address(visit, "/suggestions")},
                {"id", suggestion.id},
                {"is_shared", suggestion.codes.size() > 1},
                {"people", people_to_choose(suggestion)},
                {"before", suggestion.before},
                {"word", suggestion.word},
                {"after", suggestion.after}});
    });
    return visit.show(
        "identity/suggestions",
        {.title = "Words that may be people", .section = "people", .refusal = refusal},
        {{"heading",
          govuk::heading(
              {.title = "Words that may be people",
               .lead = open == 0
                           ? "Every word has been settled."
                           : "A single name may be an ordinary word. The texts stay sealed until a person "
                             "has looked."})},
         {"count", open},
         {"has_items", !items.empty()},
         {"items", std::move(items)}});
}

http::Response get_suggestions(const http::Request&, Visit& visit) {
    return show_suggestions(visit, nullptr);
}

http::Response post_suggestion(const http::Request& request, Visit& visit) {
    const auto& form = request.form;
    const auto chosen = form.text("as");
    const bool ordinary = chosen == "ordinary_word";
    const auto done = visit.work([&](Work& work) -> Outcome<Done> {
        if (chosen.empty())
            return invalid("as", "Choose whom this word means, or that it is an ordinary word");
        return settle(
            work,
            visit.access(),
            form.text("id"),
            ordinary ? Settled::ordinary_word : Settled::person,
            form.text("everywhere") == "yes",
            ordinary ? std::string() : chosen);
    });
    if (!done) return show_suggestions(visit, &done.refusal());
    return http::see_other(address(visit, "/suggestions") + "?done=saved");
}

http::Response ask_why(Visit& visit, const Refusal* refusal) {
    return visit.show(
        "identity/named_view",
        {.title = "Show names", .section = "people", .refusal = refusal},
        {{"heading",
          govuk::heading(
              {.title = "Show names",
               .lead = "Names are shown on this case for a quarter of an hour. That you looked, and why, is "
                       "recorded."})},
         {"reason",
          govuk::text_input(
              {.question = {.name = "reason", .label = "Why do you need the names?"}, .autocomplete = "off"},
              refusal)},
         {"send",
          govuk::buttons(
              {{.text = "Show names", .once = true},
               {.text = "Cancel",
                .href = "/cases/" + visit.access().reference(),
                .kind = govuk::Button::Kind::link}})}});
}

http::Response get_named_view(const http::Request&, Visit& visit) { return ask_why(visit, nullptr); }

http::Response post_named_view(const http::Request& request, Visit& visit) {
    const auto reason = text::tidy(request.form.text("reason"));
    const auto done = visit.work([&](Work& work) -> Outcome<Done> {
        if (reason.empty()) return invalid("reason", "Say in a few words why you need the names");
        begin_named_view(work, visit.access(), reason);
        return Done{};
    });
    if (!done) return ask_why(visit, &done.refusal());
    return http::see_other(address(visit));
}

http::Response post_end_of_named_view(const http::Request&, Visit& visit) {
    const auto done = visit.work([&](Work& work) -> Outcome<Done> {
        end_named_view(work, visit.access());
        return Done{};
    });
    if (!done) throw http::Stop(500);
    return http::see_other("/cases/" + visit.access().reference());
}

} // namespace

void add_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    routes.get("/cases/{reference}/people", view_case, get_people);
    routes.get("/cases/{reference}/people/new", manage_register, get_new);
    routes.post("/cases/{reference}/people/new", manage_register, post_new);
    routes.get("/cases/{reference}/people/suggestions", repair_chronology, get_suggestions);
    routes.post("/cases/{reference}/people/suggestions", repair_chronology, post_suggestion);
    routes.get("/cases/{reference}/people/{code}", manage_register, get_person);
    routes.post("/cases/{reference}/people/{code}", manage_register, post_person);
    routes.get("/cases/{reference}/names", view_names, get_named_view);
    routes.post("/cases/{reference}/names", view_names, post_named_view, http::Confirm::it_is_you);
    routes.post("/cases/{reference}/names/end", view_names, post_end_of_named_view);
}

} // namespace throughline::identity
