// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo.hpp"

#include "app/jobs.hpp"
#include "demo/operations.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>

namespace throughline {
namespace {

void print_json(const std::vector<demo::SignIn>& sign_ins) {
    auto list = nlohmann::json::array();
    for (const auto& person : sign_ins)
        list.push_back(
            {{"role", person.role},
             {"name", person.name},
             {"email", person.email},
             {"organisation", person.organisation},
             {"password", demo::password}});
    fmt::print("{}\n", list.dump(1));
}

/// One for each role; for the partners all three, because three signatures are needed.
void print_table(const std::vector<demo::SignIn>& sign_ins) {
    fmt::print("Sign in with the password “{}” as:\n\n", demo::password);
    std::string last;
    for (const auto& person : sign_ins) {
        if (person.role == last && person.role != "safeguarding_partner") continue;
        last = person.role;
        fmt::print("  {:<21} {:<45} {}, {}\n", person.role, person.email, person.name, person.organisation);
    }
}

void fill(Installation& installation) {
    auto& house = installation.house();
    demo::fill(house, calendar::london_date(house.now()));
    installation.set_fact("demo", "yes");
    run_jobs(house);
}

bool is_empty(Installation& installation) {
    return installation.database().read([](db::Transaction& tx) {
        return tx.row("SELECT count(*) AS partnerships FROM partnership")->integer("partnerships") == 0;
    });
}

} // namespace

int run_demo(const Where& where, const DemoOptions& options) {
    Installation installation(
        where, options.only_sign_ins ? Installation::Create::no : Installation::Create::yes);
    if (!installation.is_demo()) {
        if (options.only_sign_ins || !is_empty(installation)) {
            fmt::print(
                stderr,
                "{} holds something other than the demo. It is left as it is.\n",
                where.data.string());
            return 1;
        }
        fill(installation);
    }
    const auto sign_ins =
        installation.database().read([](db::Transaction& tx) { return demo::sign_ins(tx); });
    if (options.as_json)
        print_json(sign_ins);
    else
        print_table(sign_ins);
    return 0;
}

} // namespace throughline
