// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/audit_bytes.hpp"

#include "app/auditor.hpp"
#include "app/public_output.hpp"
#include "case_file/operations.hpp"
#include "identity/operations.hpp"
#include "organisation/organisation.hpp"
#include "platform/db/stored.hpp"
#include "platform/text/text.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <map>

namespace throughline {
namespace {

namespace fs = std::filesystem;
using identity::Looking;
using Singles = Looking::Singles;

/// Who is registered, read before anything is looked at.
struct Registered {
    std::vector<identity::CasePeople> cases{};
    std::map<std::string, std::string> references{}; ///< by the case's id
    std::vector<std::string> of_our_own{};           ///< names that stand in plain by right
    int without_key{};
};

/// The people who work here, their organisations and what cases and people are called instead of by name.
constexpr std::array plain_by_right{
    "SELECT name AS word FROM account",
    "SELECT post AS word FROM account",
    "SELECT name AS word FROM organisation",
    "SELECT name AS word FROM partnership",
    "SELECT name AS word FROM case_file",
    "SELECT pseudonym AS word FROM person WHERE pseudonym IS NOT NULL"};

Registered read_registered(Installation& installation) {
    auto& house = installation.house();
    return installation.database().read([&](db::Transaction& tx) {
        Registered all;
        for (const auto& row : tx.rows("SELECT id, reference FROM case_file ORDER BY reference")) {
            const auto id = row.text("id"), reference = row.text("reference");
            all.references.emplace(id, reference);
            const auto access = case_file::system_access(tx, id);
            try {
                auto people = identity::people_of(tx, house, access);
                all.cases.push_back(
                    {reference, std::move(people), identity::ordinary_words(tx, house, access)});
            } catch (const crypto::KeyMissing&) { // its register was made unreadable for good
                ++all.without_key;
            }
        }
        for (const auto* sql : plain_by_right)
            for (const auto& row : tx.rows(sql)) all.of_our_own.push_back(row.text("word"));
        return all;
    });
}

/// A row's identifier may be printed as long as nobody is named by it.
std::string row_of(const Auditor& auditor, const std::string& row) {
    return row.size() > 80 ? text::shorten(auditor.shown(text::to_utf8(row)), 80)
                           : auditor.shown(text::to_utf8(row));
}

Looking looking_at(const db::Stored& stored, const Registered& registered) {
    Looking looking;
    looking.title = stored.column;
    // What goes out has passed a check in which two people look at each single name (rule 52).
    if (stored.table.starts_with("publi") || !text::is_utf8(stored.bytes)) return looking;
    const auto of = registered.references.find(stored.beside);
    looking.singles = of == registered.references.end() ? Singles::of_all : Singles::of_one_case;
    if (of != registered.references.end()) looking.reference = of->second;
    return looking;
}

void look_at_database(Installation& installation, const Registered& registered, Auditor& auditor) {
    std::string row, shown; // a row's values come one after another
    db::each_stored(installation.database(), "case_id", [&](const db::Stored& stored) {
        ++auditor.figures().values;
        if (shown.empty() || stored.row != row) shown = row_of(auditor, row = stored.row);
        auditor.look_at(
            fmt::format("database, {}.{}, row {}", stored.table, stored.column, shown),
            "",
            stored.bytes,
            looking_at(stored, registered));
    });
}

void look_at_public_pages(Installation& installation, Auditor& auditor) {
    each_public_page(
        installation.house(),
        [&](const std::string& address, std::string_view header, std::string_view body) {
            ++auditor.figures().pages;
            const auto place = "public page " + auditor.shown(address);
            auditor.look_at(place + " (address and header)", "", address + "\n" + std::string(header), {});
            auditor.look_at(place, "", body, {});
        });
}

bool is_ours(const fs::path& path) {
    struct stat found {};
    return ::lstat(path.c_str(), &found) == 0 && found.st_uid == ::geteuid();
}

/// The database's own files where they lie outside the data folder, and what a command left that was stopped.
std::vector<fs::path> files_elsewhere(const Where& where) {
    std::vector<fs::path> files;
    std::error_code error;
    if (const auto url = where.database_url(); url.starts_with("sqlite:"))
        for (const auto* ending : {"", "-wal", "-shm", "-journal"})
            if (const fs::path file = url.substr(7) + ending; fs::exists(file, error)) files.push_back(file);
    for (fs::directory_iterator at(fs::temp_directory_path(), error), end; !error && at != end;
         at.increment(error))
        if (at->path().filename().string().starts_with("throughline-backup.") && is_ours(at->path()))
            files.push_back(at->path());
    return files;
}

void note(Installation& installation, std::string_view what, const std::string& why) {
    installation.database().write([&](db::Transaction& tx) {
        installation.ledger().append(
            tx, {installation.house().now(), "system", "operator", std::string(what), "installation", why});
    });
}

void tell(const Auditor& auditor) {
    for (const auto& found : auditor.found())
        fmt::print(
            "{}, at {}: {}{}{}\n",
            found.place,
            found.at,
            found.what,
            found.whose.empty() ? "" : " of ",
            found.whose);
    if (auditor.has_more_than_it_tells())
        fmt::print("There is more. Only the first {} are told.\n", auditor.found().size());
    for (const auto& unread : auditor.unread()) fmt::print(stderr, "Not looked at: {}\n", unread);
}

} // namespace

int audit_bytes(const Where& where, const AuditOptions& options) {
    for (const auto& text : options.also)
        if (!identity::can_be_sought(text)) {
            fmt::print(stderr, "--also takes a text of at least three letters or figures.\n");
            return 2;
        }
    Installation installation(where, Installation::Create::no);
    note(installation, "app.bytes_audit_begun", "");
    const auto registered = read_registered(installation);
    identity::Search search(registered.cases);
    for (const auto& words : registered.of_our_own) search.excuse(words);
    for (const auto& text : options.also) search.add_text(text);

    const auto& house = installation.house();
    Auditor auditor(search, house.program, house.scratch);
    look_at_database(installation, registered, auditor);
    auditor.look_at_path(where.data, Singles::of_all);
    for (const auto& file : files_elsewhere(where)) auditor.look_at_path(file, Singles::of_all);
    look_at_public_pages(installation, auditor);
    for (const auto& path : options.paths)
        auditor.look_at_path(path, options.single_names ? Singles::of_all : Singles::none);

    tell(auditor);
    const auto& figures = auditor.figures();
    const auto seen = fmt::format(
        "{} files, {} values, {} public pages, {} bytes",
        figures.files,
        figures.values,
        figures.pages,
        figures.bytes);
    note(
        installation,
        "app.bytes_audit_ended",
        fmt::format("{}; found {}, not looked at {}", seen, auditor.found().size(), auditor.unread().size()));
    fmt::print("Looked for {} people of {} cases in {}.\n", search.people(), registered.cases.size(), seen);
    if (registered.without_key > 0)
        fmt::print(
            "{} cases have no key any more: nobody knows who was registered there.\n",
            registered.without_key);
    if (auditor.found().empty()) fmt::print("Nobody stands anywhere in the clear.\n");
    return auditor.found().empty() && auditor.unread().empty() ? 0 : 1;
}

} // namespace throughline
