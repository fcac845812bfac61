// SPDX-License-Identifier: GPL-3.0-or-later
#include "publication/cited.hpp"

#include "chronology/operations.hpp"
#include "local_review/operations.hpp"

#include <fmt/format.h>

#include <map>
#include <memory>

namespace throughline::publication {
namespace {

/// What can be cited by number or code, gathered once.
struct Gathered {
    std::map<std::string, Cited, std::less<>> people{};
    std::map<std::string, Cited, std::less<>> findings{};
    std::map<std::string, Cited, std::less<>> recommendations{};
};

Gathered gather(db::Transaction& tx, const Environment& house, const CaseAccess& access) {
    Gathered gathered;
    const identity::Texts texts(tx, house, access, local_review::text_owner, identity::View::published);
    for (const auto& person : identity::people_of(tx, house, access))
        gathered.people[person.code] = {texts.showing().person(person.code), ""};
    for (const auto& finding : local_review::findings_of(tx, access))
        gathered.findings[std::to_string(finding.number)] = {
            fmt::format("finding {}", finding.number),
            fmt::format("Finding {}: {}", finding.number, texts.words(finding.title_text_id))};
    for (const auto& recommendation : local_review::recommendations_of(tx, access))
        gathered.recommendations[std::to_string(recommendation.number)] = {
            fmt::format("recommendation {}", recommendation.number),
            fmt::format("Recommendation {}: {}", recommendation.number, texts.words(recommendation.text_id))};
    return gathered;
}

/// Never a row's words: they belong to the closed side.
std::optional<Cited>
find_row(db::Transaction& tx, const Environment& house, const CaseAccess& access, std::string_view label) {
    const auto row = chronology::find_row(tx, access, label);
    if (!row) return {};
    const auto kind = organisation::load(tx, row->organisation_id).kind;
    const auto* code = house.statute.codes("agency_type").find(kind);
    const auto agency = code == nullptr ? std::string("an agency") : code->words;
    const auto year = row->earliest ? row->earliest->substr(0, 4) : std::string("date not known");
    return Cited{"", fmt::format("An entry in the records of one agency ({}), {}.", agency, year)};
}

std::optional<Cited> find_in(const std::map<std::string, Cited, std::less<>>& map, std::string_view key) {
    const auto found = map.find(key);
    if (found == map.end()) return {};
    return found->second;
}

} // namespace

FindCited citations_of(db::Transaction& tx, const Environment& house, const CaseAccess& access) {
    return [&tx, &house, &access, gathered = std::make_shared<const Gathered>(gather(tx, house, access))](
               std::string_view kind, std::string_view argument) -> std::optional<Cited> {
        if (kind == "person") return find_in(gathered->people, argument);
        if (kind == "finding") return find_in(gathered->findings, argument);
        if (kind == "recommendation") return find_in(gathered->recommendations, argument);
        if (kind == "row") return find_row(tx, house, access, argument);
        return {};
    };
}

} // namespace throughline::publication
