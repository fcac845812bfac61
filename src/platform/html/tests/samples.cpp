// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a set of pages that show every component, to be looked at: html_samples FOLDER, beside the built
// assets.
#include "platform/html/govuk.hpp"
#include "platform/html/markdown.hpp"
#include "platform/html/template_files.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace throughline::govuk {
namespace {

namespace fs = std::filesystem;

Addresses assets() {
    Addresses found;
    std::ifstream manifest(fs::path(SOURCE_DIR) / "build/assets/manifest.txt");
    for (std::string name, file; manifest >> name >> file;) {
        if (name == "app.js") found.script = "assets/" + file;
        if (name == "icon.svg") found.icon = "assets/" + file;
    }
    return found;
}

std::string style(const std::string& wanted) {
    std::ifstream manifest(fs::path(SOURCE_DIR) / "build/assets/manifest.txt");
    for (std::string name, file; manifest >> name >> file;)
        if (name == wanted) return "assets/" + file;
    return {};
}

const Help help{"the business unit", "01632 960 140", "Monday to Friday, 8am to 6pm"};

Object closed(const std::string& title, std::size_t tab, bool refused = false, bool names = false) {
    auto addresses = assets();
    addresses.style = style("closed.css");
    CaseBar bar{.name = "Wren", .reference = "RR-MAR-2026-017"};
    bar.notes = {"Rapid review, working day 9 of 15", "Closed case: 14 people may open it"};
    for (const auto* text :
         {"Overview",
          "Chronology",
          "Returns",
          "Rapid review",
          "People",
          "Family contact",
          "Documents",
          "Thread"})
        bar.tabs.push_back({text, "#", bar.tabs.size() == tab});
    bar.names_address = "#";
    bar.names_shown = names;
    bar.names_until = names ? "14:20" : "";
    return closed_page(
        {.title = title,
         .partnership = "Marlshire Safeguarding Children Partnership",
         .assets = addresses,
         .csrf = "token",
         .person = {"Ruth Okafor", "business manager"},
         .navigation = {{"Board", "#"}, {"Cases", "#", true}, {"Requests", "#"}, {"Learning", "#"}},
         .find_action = "#",
         .case_bar = &bar,
         .help = help,
         .notice = names ? "The return of School A was received" : "",
         .refused = refused});
}

Day counted(int number, const char* label) {
    return {
        .number = std::to_string(number),
        .label = number == 9 ? "Today" : label,
        .past = number < 9,
        .today = number == 9,
        .due = number == 15};
}

std::vector<Day> fifteen() {
    const Day weekend{.kind = Day::Kind::weekend, .label = "Weekend, not counted"};
    return {
        counted(0, "Fri 14 Aug"),
        weekend,
        counted(1, "Mon 17"),
        counted(2, "Tue 18"),
        counted(3, "Wed 19"),
        counted(4, "Thu 20"),
        counted(5, "Fri 21"),
        weekend,
        counted(6, "Mon 24"),
        counted(7, "Tue 25"),
        counted(8, "Wed 26"),
        counted(9, "Thu 27"),
        counted(10, "Fri 28"),
        weekend,
        {.kind = Day::Kind::holiday, .label = "Mon 31 bank hol."},
        counted(11, "Tue 1 Sep"),
        counted(12, "Wed 2"),
        counted(13, "Thu 3"),
        counted(14, "Fri 4"),
        weekend,
        counted(15, "Mon 7")};
}

Object case_home() {
    return {
        {"page", closed("Wren", 0)},
        {"heading",
         heading(
             {.title = "Wren",
              .caption = "Rapid review RR-MAR-2026-017",
              .lead =
                  "Seven of ten agencies have answered and one is late. The review is due with the Panel by "
                  "Monday 7 September 2026.",
              .actions = {{"Hand over this case", "#"}, {"Print this page", "#"}}})},
        {"map",
         process_map(
             {{"Incident", "#", State::done, "Recorded", "", "Sun 9 Aug 2026"},
              {"Notification", "#", State::done, "Sent", "", "Day 4 of 5, Fri 14 Aug"},
              {"Rapid review",
               "#",
               State::now,
               "Now: gathering returns",
               "Housing (late), School A; then you",
               ""},
              {"Local review", "", State::next, "To be decided", "", "The three partners, Fri 4 Sep"},
              {"Findings", "", State::later, "Later"},
              {"Recommendations", "", State::later, "Later"},
              {"Actions", "", State::later, "Later", "", "2 early ones begun"},
              {"Evidence", "", State::later, "Later"},
              {"Impact", "", State::later, "Later", "", "Is life better?"}})},
        {"ruler",
         ruler(
             "Working days counted",
             fifteen(),
             "Steps of the rapid review",
             {{0, "Notification sent", "Fri 14 Aug, 16:12", false},
              {3, "Requests sent to 10 agencies", "Tue 18 Aug, day 2", false},
              {9, "Mid-point check", "Tue 25 Aug", false},
              {15, "Meeting", "Tue 1 Sep, 10am", true},
              {18, "Partners decide", "Fri 4 Sep, day 14", true},
              {20, "Panel", "by 23:59", true}})},
        {"counted",
         facts(
             {{"Starts", "When the notification was sent. That day is day 0"},
              {"Rule", "Rapid review, 15 working days.", {"Panel guidance, June 2025 edition", "#"}},
              {"Left out", "Saturdays, Sundays and Monday 31 August (bank holiday)"}})},
        {"tasks",
         tasks(
             {{"Ring Housing about their return",
               "#",
               "It was due yesterday. A message was left at 10:20 today",
               "You",
               State::late,
               "1 day late"},
              {"Answer a question from GP practice A",
               "#",
               "They ask about older records",
               "You",
               State::soon,
               "Today"},
              {"Look at two events that agencies tell differently",
               "#",
               "So that the meeting can hear both accounts",
               "Sam Lim, review officer",
               State::next,
               "Ready to start"},
              {"Record the police view on speaking to staff",
               "#",
               "",
               "Police",
               State::waiting,
               "Waiting"}})},
        {"clocks",
         List{
             clock(
                 {.title = "Family: next promised contact",
                  .number = "1",
                  .unit = "day, Grandmother 1",
                  .facts = {{"Due", "Fri 28 Aug 2026, before 5pm"}, {"Turn", "Jo Hale"}}}),
             clock(
                 {.title = "Notification to the Panel",
                  .state = state(State::done, "Met: day 4 of 5"),
                  .facts = {{"Counted from", "Mon 10 Aug, when the council knew"}},
                  .counted = {{"Starts", "When the council knew"}}})}},
        {"tiles",
         tiles(
             {{"Housing", "#", State::late, "1 working day late", "9 rows on 19 Aug, nothing since"},
              {"GP practice A", "#", State::soon, "Due today", "Draft begun; one question for you"},
              {"School A", "#", State::waiting, "Due tomorrow", "Closed for summer"},
              {"Police", "#", State::done, "Answered Wed 26", "41 rows, signed by its lead"},
              {"Ambulance", "#", State::nothing, "Nothing held", "Systems searched are listed"}})},
        {"feed",
         feed(
             {{"2026-08-27T10:42:00Z",
               "Today, 11:42",
               "Marlshire General sent its return.",
               {"See its 38 rows", "#"}},
              {"2026-08-27T09:20:00Z", "Today, 10:20", "Ruth Okafor rang Housing and left a message."},
              {"2026-08-26T15:05:00Z", "Yesterday, 16:05", "Police sent its return, signed by its lead."}})},
        {"people",
         people(
             {{"Child 1", "7 months at the time. In hospital, recovering"},
              {"Sibling 1", "Aged 4. Safe with Grandmother 1", "Seen by a social worker on Tue 25 Aug"},
              {"Mother", "Told about the review on 17 Aug"}})},
    };
}

Object decision() {
    const auto refusal = invalid(
        {{"outcome", "Choose what should happen next"},
         {"met", "The meeting cannot be later than today"},
         {"", "Version 5 was fixed while you were reading"}});
    return {
        {"page", closed("Decide and sign", 3, true, true)},
        {"errors", error_summary(&refusal)},
        {"heading",
         heading(
             {.title = "Decide and sign",
              .caption = "Rapid review RR-MAR-2026-017 · for Marlshire County Council",
              .lead = "It should take about ten minutes. Nothing is sent until you press the last button."})},
        {"seal",
         seal(
             {.version = 4,
              .when = "Thursday 3 September at 16:20",
              .extent = "14 pages",
              .seal = "7f3a 91c2 04de",
              .href = "#",
              .signs = true})},
        {"prompts",
         table(
             {.caption = "What the meeting thought",
              .columns = {{"Does this case…"}, {"The meeting said"}, {"Because"}, {"Rows", true}},
              .rows =
                  {{{"show how keeping children safe could improve?"},
                    {.state = state(State::done, "Yes")},
                    {"Missed appointments were seen by each service alone.", "", "Three services"},
                    {"9", "#"}},
                   {{"involve more than one area?"},
                    {.state = state(State::unclear, "Not clear")},
                    {"The family moved in 2025."},
                    {"6", "#"}}}})},
        {"outcome",
         radios(
             {.question =
                  {.name = "outcome",
                   .label = "What should happen next?",
                   .hint = "It is your decision, with the other two partners.",
                   .size = Size::m},
              .options =
                  {{.value = "none",
                    .text = "No further review",
                    .hint = "Say how the learning will be carried out",
                    .fields = {field(
                        "textarea", textarea({.question = {.name = "learning", .label = "How?"}}))}},
                   {.value = "local", .text = "A local review (LCSPR)", .hint = "Six months"},
                   {.value = "national", .text = "Suggest a national review", .divider = "or"}}},
             &refusal)},
        {"reasons",
         textarea(
             {.question =
                  {.name = "reasons",
                   .label = "Your reasons",
                   .hint = "The Panel reads these first. Use references, not names.",
                   .size = Size::m},
              .value = "We know what was missed and by whom. We do not know why."})},
        {"saved", saved("Kept at 09:41")},
        {"met",
         date_input(
             {.question =
                  {.name = "met",
                   .label = "When did the meeting take place?",
                   .hint = "For example, 1 9 2026"},
              .day = "14",
              .month = "6",
              .year = "2091"},
             &refusal)},
        {"who", text_input({.question = {.name = "who", .label = "Who led it?"}, .width = Width::chars_20})},
        {"edition",
         select(
             {.question = {.name = "edition", .label = "Under which edition?"},
              .options = {{.value = "2025", .text = "June 2025"}, {.value = "2023", .text = "2023"}},
              .chosen = "2023"})},
        {"paper", file_upload({.question = {.name = "paper", .label = "Minutes"}, .accept = ".docx"})},
        {"told",
         checkboxes(
             {.question = {.name = "told", .label = "Who has been told?", .hint = "Choose all that apply."},
              .options =
                  {{.value = "mother", .text = "Mother"},
                   {.value = "father", .text = "Father"},
                   {.value = "unknown", .text = "Not known yet", .divider = "or", .exclusive = true}},
              .chosen = {"mother"}})},
        {"send",
         buttons(
             {{.text = "Sign version 4", .once = true},
              {.text = "Keep for later", .name = "do", .value = "keep", .kind = Button::Kind::secondary},
              {.text = "Send it back with a comment", .href = "#", .kind = Button::Kind::link}})},
        {"clock",
         clock(
             {.title = "Due to the Panel",
              .level = 2,
              .number = "1",
              .unit = "working day left",
              .facts = {{"Due", "Mon 7 Sep 2026, end of day"}, {"Today", "Fri 4 Sep, day 14 of 15"}},
              .counted = {{"Starts", "Fri 14 August, which is day 0"}}})},
        {"partners",
         partners(
             {{"NHS Marlshire ICB",
               State::done,
               "Signed version 4",
               "Chief nurse, Thu 3 Sep, 17:05",
               "Local review"},
              {"Marlshire County Council", State::now, "Your turn"},
              {"Marlshire Police", State::next, "Reading version 4"}})},
    };
}

Object parts() {
    List states;
    const std::pair<State, const char*> all[] = {
        {State::done, "Done"},
        {State::now, "Now"},
        {State::next, "Next"},
        {State::later, "Later"},
        {State::soon, "Due today"},
        {State::late, "2 days late"},
        {State::waiting, "Waiting"},
        {State::nothing, "Nothing held"},
        {State::unclear, "Not clear"},
        {State::differs, "Differs"},
        {State::loose_end, "Loose end"}};
    for (const auto& [kind, words] : all) states.push_back(state(kind, words, Look::boxed));
    return {
        {"page", closed("Parts", 7)},
        {"way", breadcrumbs({{"Cases", "#"}, {"Wren", "#"}, {"Parts"}})},
        {"back", back_link("#")},
        {"banner", notification_banner(Banner::success, "The notification was sent")},
        {"receipt",
         receipt(
             "Sent",
             "M-26-014",
             {{"Sent", "Friday 14 August 2026, 16:12"},
              {"SHA-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", {}, true}})},
        {"summary",
         summary_list(
             {{.key = "Part in the incident",
               .value = "Seriously harmed",
               .action = {"Change", "#"},
               .about = "part in the incident"},
              {.key = "Agencies",
               .lines = {"Police", "School A"},
               .state = state(State::soon, "One due today")},
              {.key = "Report", .link = {"Read version 4", "#"}}})},
        {"details", details("How it was counted", "Weekends are left out.")},
        {"inset", inset("No answer here rules a local review in or out.")},
        {"warning", warning("Showing names is recorded with your own.")},
        {"states", std::move(states)},
        {"tag", tag("Draft", "grey")},
        {"filter",
         filter(
             {.action = "#",
              .find_name = "q",
              .find_label = "Words in a row",
              .choices = {{"agency", "Agency", {{"All", ""}, {"Police", "police"}}, "police"}},
              .clear = "#"})},
        {"thread",
         thread_table(
             "From rows to better lives",
             {"Finding", "Recommendation", "Action", "Impact"},
             {{{{"Nobody joined up missed visits", "#"},
                {"Tell one another the same day", "#"},
                {"Alert built", "#"},
                {.state = state(State::done, "Proven")}}},
              {{{"Father was not asked"}, {.state = state(State::loose_end, "No recommendation")}, {}, {}},
               true}})},
        {"pages", pagination(5, 40, "?page=")},
    };
}

Object notification() {
    auto addresses = assets();
    addresses.style = style("public.css");
    const auto refusal = invalid(
        {{"role", "Choose how this child is part of the incident, or choose “Not known yet”"},
         {"born-year", "The year of birth is in the future. You typed 2091"}});
    const Day weekend{.kind = Day::Kind::weekend, .label = "Weekend"};
    return {
        {"page",
         contributor_page(
             {.title = "Children in the incident",
              .partnership = "Marlshire Safeguarding Children Partnership",
              .assets = addresses,
              .csrf = "token",
              .person = {"Nadia Okafor", "notifier"},
              .footer = {{"Help with this form", "#"}},
              .help = help,
              .refused = true})},
        {"band",
         clock_band(
             {.label = "Time left for this notification",
              .number = "3",
              .unit = "working days left",
              .due = "Send by Tuesday 17 March 2026",
              .days =
                  {{.label = "Tue 10", .words = "you became aware", .past = true},
                   {.label = "Wed 11", .words = "day 1", .past = true},
                   {.label = "Thu 12", .words = "today", .today = true},
                   {.label = "Fri 13", .words = "day 3"},
                   weekend,
                   {.label = "Mon 16", .words = "day 4"},
                   {.label = "Tue 17", .words = "send by", .due = true}},
              .why = "Counted from when you became aware, 4:40pm on Tuesday 10 March."})},
        {"steps",
         steps(
             {{"The incident", "#", "Done", Step::Knot::done},
              {"Children in the incident", "", "You are here: child 2 of 2", Step::Knot::here},
              {"Adults and household", "#", "Not started", Step::Knot::todo},
              {"Check, approve and send", "", "Opens when the rest is done", Step::Knot::off}})},
        {"errors", error_summary(&refusal, "Everything you typed is saved. Nothing has been sent.")},
        {"saved", saved("Saved at 2:14pm by you")},
        {"first",
         summary_list(
             {{.key = "Part in the incident", .value = "Seriously harmed"},
              {.key = "Age on the day", .value = "4 months"}})},
        {"fields",
         List{
             field(
                 "radios",
                 radios(
                     {.question = {.name = "role", .label = "How is this child part of the incident?"},
                      .options =
                          {{.value = "harmed", .text = "They were seriously harmed"},
                           {.value = "died", .text = "They died"},
                           {.value = "home",
                            .text = "They live in the home, or were there",
                            .hint = "A brother, say"},
                           {.value = "unknown", .text = "Not known yet"}}},
                     &refusal)),
             field(
                 "text_input",
                 text_input(
                     {.question = {.name = "first", .label = "First names"},
                      .value = "Orla May",
                      .width = Width::two_thirds,
                      .autocomplete = "off",
                      .spelling = Spelling::ignore})),
             field(
                 "date_input",
                 date_input(
                     {.question =
                          {.name = "born", .label = "Date of birth", .hint = "For example, 27 3 2019"},
                      .day = "14",
                      .month = "6",
                      .year = "2091"},
                     &refusal)),
             field(
                 "radios",
                 radios(
                     {.question = {.name = "sex", .label = "Sex"},
                      .options =
                          {{.value = "f", .text = "Female"},
                           {.value = "m", .text = "Male"},
                           {.value = "u", .text = "Not known yet"}},
                      .chosen = "f",
                      .in_a_row = true})),
             field(
                 "textarea",
                 textarea(
                     {.question = {.name = "safe", .label = "Where is this child now, and are they safe?"},
                      .rows = 4}))}},
        {"send",
         buttons(
             {{.text = "Save and continue", .once = true},
              {.text = "Add another child", .name = "add", .value = "1", .kind = Button::Kind::secondary},
              {.text = "Save and come back later", .href = "#", .kind = Button::Kind::link}})},
        {"ring", ring("Priya will fill it in with you.", "01632 960 140", "Monday to Friday, 8am to 6pm")},
    };
}

Object public_home() {
    auto addresses = assets();
    addresses.style = style("public.css");
    return {
        {"page",
         public_page(
             {.title = "Learning from reviews",
              .partnership = "Marlshire Safeguarding Children Partnership",
              .assets = addresses,
              .navigation =
                  {{"Reviews", "/reviews"}, {"Briefings", "#"}, {"For families", "#"}, {"Search", "#"}},
              .worried_phone = "01632 960 111",
              .worried_more = "#",
              .exit = "https://www.bbc.co.uk/weather",
              .feed = "/feed.atom",
              .published_by =
                  "Marlshire Council, NHS Marlshire ICB and Marlshire Police are equally responsible.",
              .help = help})},
        {"reviews",
         List{
             Object{
                 {"kind", "Review"},
                 {"href", "#"},
                 {"title", "Rowan"},
                 {"text", "A child with a lifelong condition, and letters nobody answered."},
                 {"when", "14 October 2025. Describes neglect and serious illness"}},
             Object{
                 {"kind", "Learning from good work"},
                 {"href", "#"},
                 {"title", "The midwife who asked twice"},
                 {"text", "A second question, asked alone, kept a baby safe."},
                 {"when", "11 December 2025"}}}},
        {"report",
         markup(
             html::markdown("# What we found\n\nThe **letters** were [sent](/reviews) but never opened.\n\n"
                            "| Month | Letters |\n|---|---:|\n| May | 3 |\n| June | 4 |\n"))},
    };
}

int write_pages(const fs::path& folder) {
    auto sources = html::read_template_files(SOURCE_DIR);
    for (const auto& entry :
         fs::directory_iterator(fs::path(SOURCE_DIR) / "src/platform/html/tests/samples")) {
        std::ifstream file(entry.path(), std::ios::binary);
        sources.emplace(
            "samples/" + entry.path().stem().string(), std::string{std::istreambuf_iterator<char>(file), {}});
    }
    const html::Templates templates(std::move(sources));
    const std::pair<const char*, Object> pages[] = {
        {"case_home", case_home()},
        {"decision", decision()},
        {"parts", parts()},
        {"notification", notification()},
        {"public_home", public_home()}};
    for (const auto& [name, view] : pages)
        std::ofstream(folder / (std::string(name) + ".html"), std::ios::binary)
            << templates.render("samples/" + std::string(name), view);
    return 0;
}

} // namespace
} // namespace throughline::govuk

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: html_samples FOLDER\n";
        return 2;
    }
    return throughline::govuk::write_pages(arguments[1]);
}
