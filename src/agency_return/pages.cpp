// SPDX-License-Identifier: GPL-3.0-or-later
#include "agency_return/pages.hpp"

#include "agency_return/answer_pages.hpp"
#include "agency_return/operations.hpp"
#include "agency_return/views.hpp"
#include "case_file/operations.hpp"
#include "platform/html/casework.hpp"
#include "platform/html/fields.hpp"
#include "platform/html/structure.hpp"

#include <algorithm>
#include <charconv>

namespace throughline::agency_return {
namespace {

using html::Object;
using people::Permission;
using people::Visit;

std::string address(const Visit& visit, std::string_view rest = {}) {
    return "/cases/" + visit.access().reference() + "/returns" + std::string(rest);
}

/// A date as it was typed in three fields.
struct TypedDate {
    std::string day{};
    std::string month{};
    std::string year{};

    bool is_empty() const { return day.empty() && month.empty() && year.empty(); }
    std::optional<Date> read() const {
        const auto number = [](std::string_view text) {
            int value = 0;
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
            return error == std::errc{} && end == text.data() + text.size() && value > 0 ? value : 0;
        };
        if (year.size() != 4) return {};
        return calendar::make_date(
            number(year), static_cast<unsigned>(number(month)), static_cast<unsigned>(number(day)));
    }
};

TypedDate typed_date(const http::Form& form, const std::string& name) {
    return {form.text(name + "-day"), form.text(name + "-month"), form.text(name + "-year")};
}

TypedDate typed_date(const std::optional<Date>& date) {
    if (!date) return {};
    const std::chrono::year_month_day parts{*date};
    return {
        std::to_string(static_cast<unsigned>(parts.day())),
        std::to_string(static_cast<unsigned>(parts.month())),
        std::to_string(static_cast<int>(parts.year()))};
}

struct TypedAsk {
    std::vector<std::string> organisations{};
    TypedDate due{};
    TypedDate from{};
    TypedDate to{};
};

TypedAsk typed_ask(const http::Form& form) {
    return {
        form.all("organisations"),
        typed_date(form, "due"),
        typed_date(form, "period_from"),
        typed_date(form, "period_to")};
}

Outcome<Asked> read_ask(const TypedAsk& typed) {
    std::vector<Problem> problems;
    Asked asked{typed.organisations, {}, typed.from.read(), typed.to.read()};
    if (const auto due = typed.due.read())
        asked.due = *due;
    else
        problems.push_back({"due", "Enter the date to answer by, for example 7 9 2026"});
    if (!typed.from.is_empty() && !asked.period_from)
        problems.push_back({"period_from", "Enter a real date, or leave the start of the period empty"});
    if (!typed.to.is_empty() && !asked.period_to)
        problems.push_back({"period_to", "Enter a real date, or leave the end of the period empty"});
    if (!problems.empty()) return invalid(std::move(problems));
    return asked;
}

Object date_field(
    const std::string& name,
    const std::string& label,
    const std::string& hint,
    const TypedDate& typed,
    const Refusal* refusal) {
    return govuk::date_input(
        {.question = {.name = name, .label = label, .hint = hint},
         .day = typed.day,
         .month = typed.month,
         .year = typed.year},
        refusal);
}

/// "7 answered, 2 awaited, 1 late."
std::string sum_up(const std::vector<Request>& requests, const statutory::Statute& statute, Instant now) {
    if (requests.empty()) return "No agency has been asked yet.";
    std::size_t answered = 0, late = 0;
    for (const auto& request : requests) {
        if (request.state != State::awaited) ++answered;
        if (days_late(request, statute, now) > 0) ++late;
    }
    auto words = std::to_string(answered) + " of " + std::to_string(requests.size()) +
                 (requests.size() == 1 ? " agency has answered" : " agencies have answered");
    if (late > 0) words += ", " + std::to_string(late) + (late == 1 ? " is late" : " are late");
    return words + ".";
}

std::vector<govuk::Option>
agencies_to_ask(const std::vector<organisation::Organisation>& all, const std::vector<Request>& requests) {
    std::vector<govuk::Option> options;
    for (const auto& agency : all)
        if (std::ranges::find(requests, agency.id, &Request::organisation_id) == requests.end())
            options.push_back({.value = agency.id, .text = agency.name});
    return options;
}

http::Response show_returns(Visit& visit, const TypedAsk* given_back, const Refusal* refusal) {
    std::vector<Request> requests;
    std::vector<organisation::Organisation> all;
    visit.read([&](db::Transaction& tx) {
        requests = requests_of(tx, visit.access());
        all = organisation::all_of(tx, case_file::load(tx, visit.access()).partnership_id);
    });
    const auto& statute = visit.house().statute;
    std::vector<govuk::Tile> tiles;
    for (const auto& request : requests) {
        const auto standing = standing_of(request, statute, visit.at());
        tiles.push_back(
            {.name = request.agency,
             .href = address(visit, "/" + http::encode(request.code)),
             .state = standing.state,
             .words = standing.words,
             .note = standing.note});
    }
    TypedAsk typed;
    if (given_back)
        typed = *given_back;
    else if (!requests.empty())
        typed = {{}, {}, typed_date(requests.front().period_from), typed_date(requests.front().period_to)};
    auto options = agencies_to_ask(all, requests);
    const bool has_more = !options.empty();
    return visit.show(
        "agency_return/returns",
        {.title = "Agencies' returns", .section = "returns", .refusal = refusal},
        {{"heading",
          govuk::heading(
              {.title = "Agencies’ returns",
               .lead = sum_up(requests, statute, visit.at()),
               .actions =
                   {{.text = "Merged chronology",
                     .href = "/cases/" + visit.access().reference() + "/chronology"}}})},
         {"has_requests", !requests.empty()},
         {"tiles", govuk::tiles(tiles)},
         {"has_more", has_more},
         {"organisations",
          govuk::checkboxes(
              {.question =
                   {.name = "organisations",
                    .label = "Which agencies may have known the children or their family?",
                    .hint = "Asking shares this case with each agency’s safeguarding lead: its own return, "
                            "nothing else."},
               .options = std::move(options),
               .chosen = typed.organisations,
               .small = true},
              refusal)},
         {"due", date_field("due", "Answer by", "For example, 7 9 2026", typed.due, refusal)},
         {"period_from",
          date_field(
              "period_from",
              "Look from",
              "The period the review looks at. Leave it empty when it is not settled.",
              typed.from,
              refusal)},
         {"period_to", date_field("period_to", "Look until", "", typed.to, refusal)},
         {"send", govuk::buttons({{.text = "Ask these agencies", .once = true}})}});
}

http::Response get_returns(const http::Request&, Visit& visit) {
    return show_returns(visit, nullptr, nullptr);
}

http::Response post_returns(const http::Request& request, Visit& visit) {
    const auto typed = typed_ask(request.form);
    const auto asked = read_ask(typed);
    if (!asked) return show_returns(visit, &typed, &asked.refusal());
    const auto done = visit.work([&](Work& work) { return ask(work, visit.access(), *asked); });
    if (!done) return show_returns(visit, &typed, &done.refusal());
    return http::see_other(address(visit) + "?done=sent");
}

Request demand_request(db::Transaction& tx, const http::Request& request, const Visit& visit) {
    for (auto& one : requests_of(tx, visit.access()))
        if (one.code == request.argument("agency")) return std::move(one);
    throw http::Stop(404);
}

http::Response
show_agency(const http::Request& request, Visit& visit, const TypedDate* given_back, const Refusal* refusal) {
    Request asked;
    html::List returns;
    visit.read([&](db::Transaction& tx) {
        asked = demand_request(tx, request, visit);
        returns = returns_view(
            tx,
            visit.house(),
            visit.access(),
            returns_of(tx, visit.house(), visit.access(), asked.organisation_id),
            identity::view_for(tx, visit));
    });
    const auto standing = standing_of(asked, visit.house().statute, visit.at());
    const bool has_returns = !returns.empty();
    return visit.show(
        "agency_return/agency",
        {.title = asked.agency, .section = "returns", .refusal = refusal},
        {{"heading", govuk::heading({.title = asked.agency, .caption = "Agencies’ returns"})},
         {"state", govuk::state(standing.state, standing.words)},
         {"note", standing.note},
         {"rows",
          asked.rows > 0
              ? "/cases/" + visit.access().reference() + "/chronology?agency=" + http::encode(asked.code)
              : ""},
         {"has_returns", has_returns},
         {"returns", std::move(returns)},
         {"awaited", asked.state == State::awaited},
         {"due",
          date_field(
              "due",
              "A new date to answer by",
              "It was " + calendar::in_full(asked.due) + ".",
              given_back ? *given_back : TypedDate{},
              refusal)},
         {"send",
          govuk::buttons(
              {{.text = "Give them this date", .kind = govuk::Button::Kind::secondary, .once = true}})}});
}

http::Response get_agency(const http::Request& request, Visit& visit) {
    return show_agency(request, visit, nullptr, nullptr);
}

http::Response post_agency(const http::Request& request, Visit& visit) {
    const auto typed = typed_date(request.form, "due");
    const auto due = typed.read();
    if (!due) {
        const auto refusal = invalid("due", "Enter the date to answer by, for example 7 9 2026");
        return show_agency(request, visit, &typed, &refusal);
    }
    const auto done = visit.work([&](Work& work) {
        const auto asked = demand_request(work.tx, request, visit);
        return ask(work, visit.access(), {{asked.organisation_id}, *due, asked.period_from, asked.period_to});
    });
    if (!done) return show_agency(request, visit, &typed, &done.refusal());
    return http::see_other(address(visit) + "?done=saved");
}

} // namespace

void add_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    routes.get("/cases/{reference}/returns", manage_returns, get_returns);
    routes.post("/cases/{reference}/returns", manage_returns, post_returns);
    routes.get("/cases/{reference}/returns/{agency}", manage_returns, get_agency);
    routes.post("/cases/{reference}/returns/{agency}", manage_returns, post_agency);
    add_answer_routes(routes);
}

} // namespace throughline::agency_return
