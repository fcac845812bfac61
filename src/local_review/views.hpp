// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages of this folder share. Private to this folder.
#pragma once

#include "identity/operations.hpp"
#include "local_review/operations.hpp"
#include "platform/form/typed_date.hpp"
#include "platform/html/govuk.hpp"
#include "platform/http/http.hpp"

#include <map>

namespace throughline::local_review::views {

using html::List;
using html::Object;
using people::Visit;

/// The path of the case's local review, with what follows.
std::string address(const Visit& visit, std::string_view rest = {});
people::Page page_named(std::string title, const Refusal* refusal = nullptr);
/// The number in the path; throws http::Stop(404) when it is none.
std::int64_t number_in_path(const http::Request& request);
/// As typed in a hidden field; 0 for anything else.
std::int64_t whole_number(std::string_view text);

/// The case's local review; throws http::Stop(404) when none is open.
LocalReview demand_review(db::Transaction& tx, const CaseAccess& access);
/// By number; throws http::Stop(404).
Finding demand_finding(db::Transaction& tx, const CaseAccess& access, std::int64_t number);
Recommendation demand_recommendation(db::Transaction& tx, const CaseAccess& access, std::int64_t number);

/// The texts of this folder, to read and to change.
class Words {
public:
    Words(db::Transaction& tx, const Visit& visit);
    const identity::Texts& texts() const { return m_texts; }
    html::Data markup(const std::string& text_id) const; ///< no when there is none
    /// For a form that changes the text: as it was written, but with people as references unless names are
    /// shown.
    std::string to_change(const std::string& text_id) const;

private:
    identity::View m_view;
    identity::Texts m_texts;
    identity::Register m_register;
};

/// Names of the partnership's organisations, by id.
std::map<std::string, std::string, std::less<>>
organisation_names(db::Transaction& tx, const CaseAccess& access);

} // namespace throughline::local_review::views
