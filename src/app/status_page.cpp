// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/status_page.hpp"

#include "app/readiness.hpp"
#include "platform/html/govuk.hpp"

#include <algorithm>
#include <array>

namespace throughline {
namespace {

using Part = people::Trouble::Part;

struct Told {
    Part part{};
    std::string_view name{};
    std::string_view when_not{}; ///< what it means for somebody who uses it
};
constexpr std::array parts{
    Told{
        Part::saving,
        "Signing in, reading and saving",
        "No page that shows or keeps anything can be used. Nothing that was saved is lost."},
    Told{
        Part::reading_files,
        "Reading files that are sent in",
        "A Word, Excel or CSV file cannot be taken. What is typed into a form can."},
    Told{
        Part::printing,
        "Printing a review as a PDF",
        "A date of publication cannot be set. Reviews that are published stay as they are."},
    Told{
        Part::following,
        "What follows by itself, such as publishing on the day",
        "It is late. It is made up for as soon as this works again."},
    Told{Part::record, "Sealing the record of who did what", "The record goes on. Its seal is late."},
};

bool names(const std::vector<people::Trouble>& troubles, Part part) {
    return std::ranges::count(troubles, part, &people::Trouble::part) != 0;
}

std::string heading_for(const Readiness& found) {
    if (!found.is_ready()) return "Throughline does not work just now";
    return found.limited.empty() ? "Throughline works" : "Part of Throughline does not work just now";
}

std::vector<govuk::Cell> row_for(const Told& told, const Readiness& found) {
    using govuk::State;
    if (names(found.missing, told.part) || names(found.limited, told.part))
        return {
            {.text = std::string(told.name)},
            {.note = std::string(told.when_not), .state = govuk::state(State::late, "Does not work")}};
    // What needs the database cannot be said to work without it.
    if (!found.is_ready())
        return {{.text = std::string(told.name)}, {.state = govuk::state(State::waiting, "Waits")}};
    return {{.text = std::string(told.name)}, {.state = govuk::state(State::done, "Works")}};
}

http::Response get_status(const http::Request&, people::Visit& visit) {
    const auto found = readiness(visit.house());
    std::vector<std::vector<govuk::Cell>> rows;
    for (const auto& told : parts) rows.push_back(row_for(told, found));
    const auto heading = heading_for(found);
    auto page = visit.show_public(
        "app/status",
        {.title = heading},
        {{"heading", heading},
         {"clock", calendar::london_clock(visit.at())},
         {"day", calendar::in_figures(visit.today())},
         {"away", !found.is_ready()},
         {"limited", found.is_ready() && !found.limited.empty()},
         {"table",
          govuk::table(
              {.caption = "What works",
               .caption_hidden = true,
               .columns = {{"What"}, {"Now"}},
               .rows = std::move(rows)})}});
    if (!found.is_ready()) page.status = 503;
    return page;
}

} // namespace

void add_status_routes(Router& routes) {
    routes.get_for_anybody("/status", people::Permission::everybody, get_status);
}

} // namespace throughline
