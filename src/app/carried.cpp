// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/carried.hpp"

#include "app/installation.hpp"
#include "embedded_assets.hpp"
#include "embedded_forms.hpp"
#include "embedded_migrations.hpp"
#include "embedded_templates.hpp"

#include <stdexcept>

namespace throughline {

std::string_view carried_form(std::string_view name) {
    for (const auto& file : embedded::forms())
        if (file.name == name) return file.bytes;
    throw std::logic_error("the program carries no form " + std::string(name));
}

statutory::Texts carried_statute() {
    const auto text = [](std::string_view name) { return std::string(carried_form(name)); };
    return {
        text("england-bank-holidays.csv"),
        text("clocks.json"),
        text("guidance-editions.json"),
        text("code-lists.json"),
        text("local-authorities.csv")};
}

form::Definitions carried_forms(const statutory::Statute& statute) {
    std::vector<form::Definition> all;
    for (const auto& file : embedded::forms()) {
        const std::string_view name = file.name;
        if (name.starts_with("notification-") && name.ends_with(".json"))
            all.push_back(form::read_definition(file.bytes, statutory::code_lists(statute)));
    }
    return form::Definitions(std::move(all));
}

html::Templates carried_templates() { return html::Templates(as_map<std::string>(embedded::templates())); }

const html::Assets& carried_assets() {
    static const html::Assets assets(as_map<std::string_view>(embedded::assets()));
    return assets;
}

const std::vector<db::Migration>& carried_migrations() {
    static const auto migrations = [] {
        std::vector<db::Migration> all;
        for (const auto& file : embedded::migrations())
            all.push_back({std::string(file.name), std::string(file.bytes)});
        return all;
    }();
    return migrations;
}

} // namespace throughline
