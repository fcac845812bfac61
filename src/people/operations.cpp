// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/operations.hpp"

#include "people/posted.hpp"
#include "platform/html/fields.hpp"
#include "platform/jobs/jobs.hpp"

#include <algorithm>
#include <stdexcept>

namespace throughline::people {

bool CaseAccess::may(Permission permission) const {
    return m_everything ||
           std::ranges::any_of(m_roles, [&](Role role) { return people::may(role, permission); });
}

CaseAccess CaseAccess::of_the_system(std::string id, std::string reference) {
    return {std::move(id), std::move(reference), {}, true};
}

void Work::note(std::string_view what, std::string_view record, std::string_view why) const {
    house.ledger.append(
        tx,
        {at,
         by.account,
         std::string(by.is_system() ? "system" : to_text(by.role)),
         std::string(what),
         std::string(record),
         std::string(why)});
}

void Work::then(std::string_view kind, std::string_view payload) const { then_at(at, kind, payload); }

void Work::then_at(Instant due, std::string_view kind, std::string_view payload) const {
    jobs::enqueue(tx, kind, payload, due, house.random);
}

const CaseAccess& Visit::access() const {
    if (!m_access) throw std::logic_error("a page asked for the case of a route that names none");
    return *m_access;
}

void Visit::claim_form(db::Transaction& tx) {
    if (m_once.empty()) return;
    if (!claim_posted(tx, m_actor.account, m_once, m_at)) throw PostedBefore{};
    m_once.clear();
}

/// The same page asks the same for the same person, read by read.
db::Familiar Visit::next_read() {
    if (m_page.empty()) return {};
    return {
        .key = m_page + " " + m_actor.account + " " + std::to_string(++m_reads),
        .varying = {to_text(m_at), calendar::to_text(today())}};
}

namespace {

int status_for(const Page& page) {
    if (!page.refusal) return 200;
    return page.refusal->kind == Refusal::Kind::conflict ? 409 : 422;
}

} // namespace

http::Response Visit::show(std::string_view template_name, const Page& page, html::Object view) const {
    view.insert_or_assign("page", m_layout(*this, page, false));
    view.insert_or_assign("errors", govuk::error_summary(page.refusal));
    return http::html(m_house->templates.render(template_name, view), status_for(page));
}

http::Response Visit::show_public(std::string_view template_name, const Page& page, html::Object view) const {
    view.insert_or_assign("page", m_layout(*this, page, true));
    view.insert_or_assign("errors", govuk::error_summary(page.refusal));
    return http::html(m_house->templates.render(template_name, view), status_for(page));
}

} // namespace throughline::people
