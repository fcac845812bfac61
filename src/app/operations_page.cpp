// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/operations_page.hpp"

#include "app/facts.hpp"
#include "app/installation.hpp"
#include "app/jobs.hpp"
#include "app/readiness.hpp"
#include "people/sign_in_tries.hpp"
#include "platform/documents/confined.hpp"
#include "platform/html/govuk.hpp"

#include <fmt/format.h>
#include <sys/statvfs.h>

#include <algorithm>
#include <array>

namespace throughline {
namespace {

using govuk::State;
using people::Permission;
using people::Visit;
using Part = people::Trouble::Part;

constexpr std::int64_t a_day = seconds(24 * 60 * 60);
constexpr auto backup_expected = a_day + seconds(2 * 60 * 60); ///< a nightly one, and time to take it
constexpr auto check_expected = 32 * a_day;
constexpr auto verification_expected = 8 * a_day;
constexpr std::int64_t many_failures = 20; ///< an hour: more than a county's slips of the finger
constexpr std::uint64_t little_room = 16 * least_room;
constexpr int holidays_needed = 365; ///< days ahead that must be known

struct JobWords {
    std::string_view kind{};
    std::string_view words{};
};
constexpr std::array job_words{
    JobWords{"notification.sent", "Opening the rapid review after a notification"},
    JobWords{"rapid_review.decided", "Opening the local review after a decision"},
    JobWords{"publication.due", "Publishing a review on its day"},
    JobWords{"people.clearing", "Deleting what signing in leaves behind"},
};

/// One thing to watch: how it stands, and what to do when that is not well.
struct Watched {
    std::string name{};
    State state{State::done};
    std::string words{};
    std::string note{};
    std::string remedy{};
};

std::string when(Instant at) {
    return calendar::in_figures(calendar::london_date(at)) + " at " + calendar::london_clock(at);
}

std::string in_size(std::uint64_t bytes) {
    const auto mib = static_cast<double>(bytes) / (1024.0 * 1024.0);
    return mib < 1024 ? fmt::format("{:.0f} MB", mib) : fmt::format("{:.1f} GB", mib / 1024.0);
}

/// Something that ought to have happened within `expected` of now.
Watched happened(
    std::string name, std::optional<Instant> last, std::int64_t expected, Instant at, std::string remedy) {
    Watched watched{.name = std::move(name), .remedy = std::move(remedy)};
    if (!last) {
        watched.state = State::loose_end;
        watched.words = "Never";
    } else {
        const bool late = *last + expected < at;
        watched.state = late ? State::late : State::done;
        watched.words = (late ? "Too long ago: " : "") + when(*last);
    }
    return watched;
}

Watched part(std::string name, const Readiness& found, Part which, std::string remedy) {
    Watched watched{.name = std::move(name), .words = "Works", .remedy = std::move(remedy)};
    for (const auto* troubles : {&found.missing, &found.limited})
        for (const auto& trouble : *troubles)
            if (trouble.part == which) {
                watched.state = State::late;
                watched.words = "Does not work";
                watched.note += (watched.note.empty() ? "" : "; ") + trouble.words;
            }
    return watched;
}

Watched room(const people::Environment& house) {
    Watched watched{
        .name = "Room on the disk of the data folder",
        .remedy = "Make room, or move the data folder to a larger disk. Below 64 MB nothing is taken in."};
    struct statvfs disk {};
    if (::statvfs(house.scratch.c_str(), &disk) != 0) {
        watched.state = State::late;
        watched.words = "The data folder cannot be reached";
        return watched;
    }
    const auto free = std::uint64_t{disk.f_bavail} * disk.f_frsize;
    watched.state = free < least_room ? State::late : free < little_room ? State::soon : State::done;
    watched.words = in_size(free) + " free";
    return watched;
}

Watched keys(const people::Environment& house) {
    const auto backups = house.keys.backups();
    Watched watched{
        .name = "Backup of the keys",
        .remedy =
            "Run “throughline keys backup FILE” and keep the file away from the database and its backups. "
            "Again after every new case: each has a key of its own."};
    const auto held = house.keys.names().size();
    watched.note = fmt::format("{} keys are in the folder", held);
    if (backups.empty()) {
        watched.state = State::loose_end;
        watched.words = "Never";
        return watched;
    }
    const auto newest =
        std::ranges::max_element(backups, {}, [](const auto& one) { return one.at.microseconds; });
    const bool lacks = static_cast<std::size_t>(newest->keys) < held;
    watched.state = lacks ? State::late : State::done;
    watched.words = when(newest->at);
    if (lacks) watched.note += fmt::format(", {} of them in that backup", newest->keys);
    return watched;
}

Watched database(const people::Environment& house) {
    const auto use = house.database.pool_use();
    return {
        .name = "Connections to the database",
        .state = use.waiting > 0 ? State::soon : State::done,
        .words = fmt::format("{} of {} in use", use.in_use, use.most),
        .note = fmt::format(
            "{} waiting; {:.1f} seconds waited in all",
            use.waiting,
            static_cast<double>(use.waited_in_all) / 1e6),
        .remedy = "If many wait for long, move to PostgreSQL or a faster disk (docs/operations.md)."};
}

Watched sign_ins(const people::SignInTries& tries) {
    Watched watched{
        .name = "Failed sign-ins",
        .words = fmt::format("{} within the hour", tries.failed_in_an_hour),
        .note = fmt::format("addresses paused for a quarter of an hour: {}", tries.addresses_paused),
        .remedy =
            "Look for POST /sign-in with status 422 in the log, and for where they come from in the proxy’s. "
            "Somebody may be guessing: ring whoever it concerns, and close the source at the proxy."};
    if (tries.addresses_paused > 0 || tries.failed_in_an_hour >= many_failures) watched.state = State::soon;
    return watched;
}

Watched children() {
    const auto counts = documents::child_counts();
    return {
        .name = "Children that read files and print",
        .state = counts.refused > 0  ? State::late
                 : counts.killed > 0 ? State::soon
                                     : State::done,
        .words = fmt::format("{} started", counts.started),
        .note = fmt::format("{} ended by force, {} not started", counts.killed, counts.refused),
        .remedy =
            "One that is ended by force met a file too large or made to do harm. Many: ask who sends them."};
}

Watched holidays(const Visit& visit) {
    const auto last = visit.house().statute.working_days().last();
    const auto left = (last - visit.today()).count();
    return {
        .name = "Bank holidays known until",
        .state = left < 0                 ? State::late
                 : left < holidays_needed ? State::soon
                                          : State::done,
        .words = calendar::in_figures(last),
        .remedy = "Install a release with a newer list. Beyond that day no due date can be counted."};
}

Watched guidance(const Visit& visit) {
    const auto& edition = visit.house().statute.edition_in_force(visit.today());
    const auto* panel = visit.house().statute.panel_guidance_in_force(visit.today());
    return {
        .name = "Guidance in force",
        .words = edition.name,
        .note = panel ? panel->name : std::string(),
        .remedy = "When newer guidance comes into force, install the release that carries it."};
}

/// What the database alone knows.
struct Kept {
    std::vector<jobs::Standing> jobs{};
    people::SignInTries tries{};
    std::int64_t entries{};
    std::optional<Instant> backup{};
    std::optional<Instant> checked{};
    std::optional<Instant> verified{};
};

Kept read_kept(Visit& visit) {
    return visit.read([&](db::Transaction& tx) -> Kept {
        return {
            jobs::standing(tx, visit.at()),
            people::sign_in_tries(tx, visit.at()),
            ledger::length(tx),
            instant_of_fact(tx, backup_taken_fact),
            instant_of_fact(tx, backup_checked_fact),
            instant_of_fact(tx, ledger_verified_fact)};
    });
}

std::vector<Watched> all_watched(const Visit& visit, const Kept& kept) {
    const auto& house = visit.house();
    const auto found = readiness(house);
    const auto at = visit.at();
    return {
        part(
            "Reading and saving",
            found,
            Part::saving,
            "Do what the line says; /readyz says the same to a machine."),
        part(
            "Reading files that are sent in",
            found,
            Part::reading_files,
            "Install bubblewrap, and allow user namespaces."),
        part("Printing PDFs", found, Part::printing, "Install chromium and poppler-utils."),
        part("Doing what is due", found, Part::following, "Start the server again, and look in its log."),
        part(
            "Signing the ledger’s head",
            found,
            Part::record,
            "Look in the log for ledger-head: the data folder may be read-only."),
        happened(
            "Backup taken",
            kept.backup,
            backup_expected,
            at,
            "Have the machine’s own timer run “throughline backup FILE” every night."),
        happened(
            "Backup found whole",
            kept.checked,
            check_expected,
            at,
            "Run “throughline backup-check FILE” on the newest backup."),
        keys(house),
        happened(
            "Ledger found whole",
            kept.verified,
            verification_expected,
            at,
            "Run “throughline ledger verify” once a week. If it names an entry, keep everything as it is "
            "and tell the partnership."),
        room(house),
        database(house),
        sign_ins(kept.tries),
        children(),
        holidays(visit),
        guidance(visit)};
}

govuk::Table watched_table(const std::vector<Watched>& all) {
    govuk::Table table{
        .caption = "What to watch",
        .caption_hidden = true,
        .columns = {{"What"}, {"Now"}, {"When it is not well"}}};
    for (const auto& watched : all)
        table.rows.push_back(
            {{.text = watched.name},
             {.note = watched.note, .state = govuk::state(watched.state, watched.words)},
             {.text = watched.remedy}});
    return table;
}

govuk::Table jobs_table(const people::Environment& house, const std::vector<jobs::Standing>& found) {
    govuk::Table table{
        .caption = "Jobs that are not done",
        .caption_hidden = true,
        .columns = {{"What it does"}, {"Waiting", true}, {"Late", true}, {"Failed", true}, {"First due"}}};
    for (const auto& [kind, handler] : all_handlers(house)) {
        const auto one = std::ranges::find(found, kind, &jobs::Standing::kind);
        const auto standing = one == found.end() ? jobs::Standing{} : *one;
        const auto words = job_in_words(kind);
        table.rows.push_back(
            {{.text = std::string(words.empty() ? std::string_view(kind) : words)},
             {.text = std::to_string(standing.waiting)},
             {.text = std::to_string(standing.late)},
             {.text = std::to_string(standing.failed)},
             {.text = standing.oldest_due ? when(*standing.oldest_due) : "Nothing waits"}});
    }
    return table;
}

std::string engine_in_words(db::Engine engine) {
    switch (engine) {
    case db::Engine::sqlite: return "SQLite";
    case db::Engine::postgresql: return "PostgreSQL";
    }
    return {};
}

http::Response get_operations(const http::Request&, Visit& visit) {
    const auto& house = visit.house();
    const auto kept = read_kept(visit);
    const auto watched = all_watched(visit, kept);
    const auto unwell =
        std::ranges::count_if(watched, [](const auto& one) { return one.state != State::done; });
    const bool any_failed = std::ranges::any_of(kept.jobs, [](const auto& one) { return one.failed > 0; });
    return visit.show(
        "app/operations",
        {.title = "Operations", .section = "operations"},
        {{"heading",
          govuk::heading(
              {.title = "Operations",
               .lead = unwell == 0   ? "All is well."
                       : unwell == 1 ? "One thing needs you."
                                     : fmt::format("{} things need you.", unwell)})},
         {"facts",
          govuk::facts(
              {{.term = "Version", .text = THROUGHLINE_VERSION},
               {.term = "Schema", .text = carried_migrations().back().name},
               {.term = "Database", .text = engine_in_words(house.database.engine())},
               {.term = "Started", .text = when(house.started)},
               {.term = "Ledger", .text = fmt::format("{} entries", kept.entries)}})},
         {"watched", govuk::table(watched_table(watched))},
         {"jobs", govuk::table(jobs_table(house, kept.jobs))},
         {"any_failed", any_failed},
         {"again", govuk::buttons({{.text = "Try the failed jobs again now", .once = true}})}});
}

http::Response post_again(const http::Request&, Visit& visit) {
    const auto done = visit.work([](people::Work& work) -> Outcome<std::int64_t> {
        const auto count = jobs::try_failed_again(work.tx, work.at);
        if (count > 0) work.note("jobs.tried_again", "jobs", std::to_string(count));
        return count;
    });
    return http::see_other(*done > 0 ? "/operations?done=again" : "/operations");
}

} // namespace

std::string_view job_in_words(std::string_view kind) {
    const auto* found = std::ranges::find(job_words, kind, &JobWords::kind);
    return found == job_words.end() ? std::string_view() : found->words;
}

void add_operations_routes(Router& routes) {
    routes.get("/operations", Permission::watch_operations, get_operations);
    routes.post("/operations/jobs/again", Permission::watch_operations, post_again);
}

} // namespace throughline
