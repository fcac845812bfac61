// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/command_line.hpp"

#include "app/audit_bytes.hpp"
#include "app/backup.hpp"
#include "app/carried.hpp"
#include "app/commands.hpp"
#include "app/demo.hpp"
#include "app/serve.hpp"
#include "chronology/cli.hpp"
#include "platform/documents/contents.hpp"
#include "platform/documents/parse.hpp"
#include "statutory/cli.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>
#include <functional>
#include <iostream>

namespace throughline {
namespace {

namespace fs = std::filesystem;

using Act = std::function<int()>;

/// What the command line came to: options, and the act that was chosen.
struct Chosen {
    Where where{};
    std::string data{"var"};
    std::string keys{};
    Act act{};
};

CLI::App* subcommand(CLI::App& parent, const char* name, const char* says) {
    auto* sub = parent.add_subcommand(name, says);
    sub->fallthrough();
    return sub;
}

void add_serve(CLI::App& app, Chosen& chosen) {
    auto* serve_command = subcommand(app, "serve", "Serve this installation to browsers");
    auto options = std::make_shared<ServeOptions>();
    auto now = std::make_shared<std::string>();
    serve_command->add_option("--listen", options->listen, "Address and port")->capture_default_str();
    serve_command->add_option(
        "--public-url", options->public_url, "What the world sees, such as https://reviews.example");
    serve_command->add_option(
        "--metrics-port",
        options->metrics_port,
        "Show figures for monitoring at http://127.0.0.1:PORT/metrics, to this machine alone");
    serve_command->add_option("--log", options->log, "text or json (default: text on a terminal, else json)")
        ->transform(CLI::Transformer(
            std::map<std::string, log::Form>{{"text", log::Form::text}, {"json", log::Form::json}}))
        ->type_name("FORM");
    serve_command->add_option(
        "--now", *now, "Demo only: start the clock at this instant, such as 2026-09-07T09:00:00Z");
    serve_command->callback([&chosen, options, now] {
        if (!now->empty()) {
            options->now = read_instant(*now);
            if (!options->now)
                throw CLI::ValidationError("--now", "takes an instant such as 2026-09-07T09:00:00Z");
        }
        chosen.act = [&chosen, options] { return serve(chosen.where, *options); };
    });
}

void add_demo(CLI::App& app, Chosen& chosen) {
    auto* demo = subcommand(app, "demo", "Fill an empty data folder with the fictional county of Marlshire");
    auto options = std::make_shared<DemoOptions>();
    demo->add_flag("--sign-ins", options->only_sign_ins, "Only print who can sign in");
    demo->add_flag("--json", options->as_json, "Print the sign-ins as JSON");
    demo->callback(
        [&chosen, options] { chosen.act = [&chosen, options] { return run_demo(chosen.where, *options); }; });
}

void add_account_commands(CLI::App& app, Chosen& chosen) {
    auto* account = subcommand(app, "account", "The people who sign in");
    account->require_subcommand(1);

    auto wanted = std::make_shared<NewAccount>();
    auto* add = subcommand(*account, "add", "Add an account; its password is printed once");
    add->add_option("email", wanted->email)->required();
    add->add_option("--name", wanted->name)->required();
    add->add_option("--role", wanted->role)->required();
    add->add_option("--organisation", wanted->organisation, "Code of the organisation")->required();
    add->add_option("--post", wanted->post, "What the person is there");
    add->add_flag("--password-stdin", wanted->reads_password, "Read the password from standard input");
    add->callback(
        [&chosen, wanted] { chosen.act = [&chosen, wanted] { return add_account(chosen.where, *wanted); }; });

    auto* list = subcommand(*account, "list", "List the accounts");
    list->callback([&chosen] { chosen.act = [&chosen] { return list_accounts(chosen.where); }; });

    auto email = std::make_shared<std::string>();
    auto* disable = subcommand(*account, "disable", "Disable an account and end its sessions");
    disable->add_option("email", *email)->required();
    disable->callback([&chosen, email] {
        chosen.act = [&chosen, email] { return disable_account(chosen.where, *email); };
    });

    auto reset = std::make_shared<std::pair<std::string, bool>>();
    auto* password = subcommand(
        *account, "password", "Set a new password and end the account's sessions; it is printed once");
    password->add_option("email", reset->first)->required();
    password->add_flag("--password-stdin", reset->second, "Read the password from standard input");
    password->callback([&chosen, reset] {
        chosen.act = [&chosen, reset] { return set_password(chosen.where, reset->first, reset->second); };
    });

    auto lost = std::make_shared<std::string>();
    auto* factor = subcommand(
        *account, "reset-second-factor", "Take the code on a phone away and end the account's sessions");
    factor->add_option("email", *lost)->required();
    factor->callback([&chosen, lost] {
        chosen.act = [&chosen, lost] { return reset_second_factor(chosen.where, *lost); };
    });

    auto* organisation = subcommand(app, "organisation", "The partnership and its organisations");
    organisation->require_subcommand(1);
    auto place = std::make_shared<NewOrganisation>();
    auto* add_place =
        subcommand(*organisation, "add", "Add an organisation; the first one also names the partnership");
    add_place->add_option("code", place->code)->required();
    add_place->add_option("name", place->name)->required();
    add_place->add_option("--kind", place->kind, "Agency type, such as school or acute_hospital")->required();
    add_place->add_option(
        "--seat", place->seat, "local_authority, health or police, for a safeguarding partner");
    add_place->add_option("--partnership", place->partnership, "Three letters, as in references");
    add_place->add_option("--partnership-name", place->partnership_name);
    add_place->add_option("--partnership-phone", place->partnership_phone);
    add_place->callback([&chosen, place] {
        chosen.act = [&chosen, place] { return add_organisation(chosen.where, *place); };
    });
}

void add_upkeep(CLI::App& app, Chosen& chosen) {
    auto* migrate_command =
        subcommand(app, "migrate", "Make the data folder, or bring its database to this release");
    migrate_command->callback([&chosen] { chosen.act = [&chosen] { return migrate(chosen.where); }; });

    auto* routes = subcommand(app, "routes", "Every address there is, and who may ask for it");
    routes->callback([&chosen] { chosen.act = [] { return list_routes(); }; });

    auto* ledger = subcommand(app, "ledger", "The record of who did what");
    ledger->require_subcommand(1);
    auto* verify = subcommand(*ledger, "verify", "Check every entry and the signed heads");
    verify->callback([&chosen] { chosen.act = [&chosen] { return verify_ledger(chosen.where); }; });

    auto* audit = subcommand(
        app, "audit-bytes", "Look through everything kept and given out for people registered in the cases");
    auto looking = std::make_shared<AuditOptions>();
    audit->add_option("--also", looking->also, "One more text to look for; may be repeated")
        ->allow_extra_args(false);
    audit->add_flag("--single-names", looking->single_names, "In PATHs, count single names too");
    audit->add_option("paths", looking->paths, "Further files and folders; - is standard input");
    audit->callback([&chosen, looking] {
        chosen.act = [&chosen, looking] { return audit_bytes(chosen.where, *looking); };
    });

    auto* contact_command =
        subcommand(app, "security-contact", "Say in /.well-known/security.txt whom to tell of a weakness");
    auto contact = std::make_shared<std::string>();
    contact_command->add_option(
        "contact", *contact, "Such as mailto:security@example.org; none takes the file away");
    contact_command->callback([&chosen, contact] {
        chosen.act = [&chosen, contact] { return set_security_contact(chosen.where, *contact); };
    });

    auto backup_name = std::make_shared<std::string>();
    const auto on_backup =
        [&](const char* name, const char* says, int (*act)(const Where&, const fs::path&)) {
            auto* command = subcommand(app, name, says);
            command->add_option("file", *backup_name)->required();
            command->callback([&chosen, backup_name, act] {
                chosen.act = [&chosen, backup_name, act] { return act(chosen.where, *backup_name); };
            });
        };
    on_backup("backup", "Write everything but the keys into one file, also while serving", back_up);
    on_backup("restore", "Bring a backup back into an empty data folder and database", restore);
    on_backup(
        "backup-check", "Restore a backup into a scratch place and look whether all is there", check_backup);

    auto* keys = subcommand(app, "keys", "The keys folder, which no other backup holds");
    keys->require_subcommand(1);
    auto file = std::make_shared<std::string>();
    auto passphrase = std::make_shared<std::string>();
    auto* backup = subcommand(*keys, "backup", "Write all keys into one file");
    auto* restore = subcommand(*keys, "restore", "Bring the keys of such a file back");
    for (auto* command : {backup, restore}) {
        command->add_option("file", *file)->required();
        command->add_option("--passphrase-file", *passphrase, "A file whose first line seals or opens it");
    }
    backup->callback([&chosen, file, passphrase] {
        chosen.act = [&chosen, file, passphrase] { return back_up_keys(chosen.where, *file, *passphrase); };
    });
    restore->callback([&chosen, file, passphrase] {
        chosen.act = [&chosen, file, passphrase] { return restore_keys(chosen.where, *file, *passphrase); };
    });
}

void add_reckoning(CLI::App& app, Chosen& chosen) {
    auto* clock = subcommand(app, "clock", "The statutory clocks");
    clock->require_subcommand(1);
    auto* due = subcommand(*clock, "due", "The date by which something is due");
    auto name = std::make_shared<std::string>();
    auto date = std::make_shared<std::string>();
    auto explains = std::make_shared<bool>(false);
    due->add_option("clock", *name, "notify_panel, rapid_review, pre_publication_copy or lcspr_complete")
        ->required();
    due->add_option("date", *date, "The trigger, such as 2026-08-28")->required();
    due->add_flag("--explain", *explains, "Say how it was counted");
    due->callback([&chosen, name, date, explains] {
        chosen.act = [name, date, explains] {
            const statutory::Statute statute(carried_statute());
            const auto telling = *explains ? statutory::Telling::explained : statutory::Telling::date_alone;
            return statutory::clock_due(statute, *name, *date, telling, std::cout, std::cerr);
        };
    });

    auto* chronology_command = subcommand(app, "chronology", "Chronologies from files");
    chronology_command->require_subcommand(1);
    auto* merge = subcommand(*chronology_command, "merge", "Merge agencies' files into one chronology");
    auto merging = std::make_shared<chronology::Merging>();
    merge->add_option("files", merging->files, "Word, Excel, OpenDocument or CSV files")->required();
    merge->add_option("-o,--output", merging->out, "Where the JSON goes")->required();
    merge->add_option("--today", merging->today, "Dates after this day are in the future (default: today)");
    merge->add_option("--scope", merging->scope, "FROM..TO, such as 2019-01-01..2020-06-30");
    merge->callback([&chosen, merging] {
        chosen.act = [merging] {
            return chronology::merge_files(*merging, calendar::london_date(system_now()), std::cerr);
        };
    });

    auto* parse = subcommand(app, "parse", "");
    parse->group("");
    auto file_name = std::make_shared<std::string>();
    parse->add_option("file_name", *file_name)->required();
    parse->callback([&chosen, file_name] {
        chosen.act = [file_name] { return documents::run_parse(std::cin, std::cout, *file_name); };
    });
    auto* contents = subcommand(app, "contents", "");
    contents->group("");
    contents->add_option("file_name", *file_name)->required();
    contents->callback([&chosen, file_name] {
        chosen.act = [file_name] { return documents::run_contents(std::cin, std::cout, *file_name); };
    });
}

} // namespace

int run_command(int argc, char** argv) {
    CLI::App app(
        "Throughline carries a child safeguarding practice review from the incident to the proof that "
        "practice changed.");
    app.set_version_flag("--version", std::string("throughline ") + THROUGHLINE_VERSION);
    app.require_subcommand(1);
    Chosen chosen;
    app.add_option("--data", chosen.data, "The data folder")->capture_default_str();
    app.add_option("--keys", chosen.keys, "The keys folder (default: DATA/keys)");
    app.add_option(
        "--database", chosen.where.database, "sqlite:FILE or postgresql://… (default: DATA/throughline.db)");
    add_serve(app, chosen);
    add_demo(app, chosen);
    add_upkeep(app, chosen);
    add_account_commands(app, chosen);
    add_reckoning(app, chosen);

    try {
        app.parse(argc, argv);
        chosen.where.data = chosen.data;
        chosen.where.keys = chosen.keys;
    } catch (const CLI::ParseError& stop) {
        return app.exit(stop) == 0 ? 0 : 2;
    }
    try {
        return chosen.act();
    } catch (const std::exception& fault) { // the outermost place: say it to the operator and fail
        fmt::print(stderr, "{}\n", fault.what());
        return 1;
    }
}

} // namespace throughline
