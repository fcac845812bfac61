// SPDX-License-Identifier: GPL-3.0-or-later
#include "local_review/views.hpp"

#include "case_file/operations.hpp"
#include "organisation/organisation.hpp"

#include <charconv>

namespace throughline::local_review::views {

std::string address(const Visit& visit, std::string_view rest) {
    return "/cases/" + visit.access().reference() + "/local-review" + std::string(rest);
}

people::Page page_named(std::string title, const Refusal* refusal) {
    return {.title = std::move(title), .section = "local-review", .refusal = refusal};
}

std::int64_t whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : 0;
}

std::int64_t number_in_path(const http::Request& request) {
    const auto number = whole_number(request.argument("number"));
    if (number <= 0) throw http::Stop(404);
    return number;
}

LocalReview demand_review(db::Transaction& tx, const CaseAccess& access) {
    auto review = find(tx, access);
    if (!review) throw http::Stop(404);
    return std::move(*review);
}

Finding demand_finding(db::Transaction& tx, const CaseAccess& access, std::int64_t number) {
    for (auto& finding : findings_of(tx, access))
        if (finding.number == number) return std::move(finding);
    throw http::Stop(404);
}

Recommendation demand_recommendation(db::Transaction& tx, const CaseAccess& access, std::int64_t number) {
    for (auto& recommendation : recommendations_of(tx, access))
        if (recommendation.number == number) return std::move(recommendation);
    throw http::Stop(404);
}

Words::Words(db::Transaction& tx, const Visit& visit)
    : m_view(identity::view_for(tx, visit))
    , m_texts(tx, visit.house(), visit.access(), text_owner, m_view)
    , m_register(identity::people_of(tx, visit.house(), visit.access())) {}

html::Data Words::markup(const std::string& text_id) const {
    if (text_id.empty()) return false;
    return govuk::markup(m_texts.markup(text_id));
}

std::string Words::to_change(const std::string& text_id) const {
    if (text_id.empty()) return {};
    auto original = m_texts.original(text_id);
    if (m_view == identity::View::names) return original;
    auto sure = m_register.find(original);
    std::erase_if(
        sure, [](const identity::Match& match) { return match.kind == identity::Match::Kind::single_word; });
    return identity::compose(original, sure, identity::Typed::with_references, m_register);
}

std::map<std::string, std::string, std::less<>>
organisation_names(db::Transaction& tx, const CaseAccess& access) {
    std::map<std::string, std::string, std::less<>> names;
    for (const auto& organisation : organisation::all_of(tx, case_file::load(tx, access).partnership_id))
        names.emplace(organisation.id, organisation.name);
    return names;
}

} // namespace throughline::local_review::views
