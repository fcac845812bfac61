// SPDX-License-Identifier: GPL-3.0-or-later
// Tells Marlshire's story step by step: each act by its own person at its own time.
#pragma once

#include "case_file/operations.hpp"
#include "demo/content.hpp"
#include "organisation/organisation.hpp"
#include "people/people.hpp"

#include <fmt/format.h>

#include <functional>
#include <stdexcept>
#include <string>

namespace throughline::demo {

using case_file::CaseAccess;
using people::Environment;
using people::Work;

class Teller {
public:
    Teller(const Environment& house, const Content& content) : m_house(house), m_content(content) {}

    const Environment& house() const { return m_house; }
    const Content& content() const { return m_content; }

    /// Acts as the account of that e-mail address at that time; what is refused is a fault in the content.
    template <class F>
    auto as(const std::string& email, Instant at, std::string_view step, F&& act) {
        const auto by = actor(email);
        auto outcome = m_house.database.attempt([&](db::Transaction& tx) {
            Work work{tx, by, at, m_house};
            return act(work);
        });
        if (!outcome) throw std::runtime_error(fmt::format("{}: {}", step, outcome.refusal().message()));
        return std::move(outcome).value();
    }
    /// Does what a job would do after an act.
    void follow(Instant at, const CaseAccess& access, void (*job)(Work&, const CaseAccess&)) {
        m_house.database.write([&](db::Transaction& tx) {
            Work work{tx, people::Actor::system(), at, m_house};
            job(work, access);
        });
    }
    people::Actor actor(const std::string& email);
    std::string organisation(const std::string& code); ///< id
    std::string partner(const std::string& seat);      ///< id of the organisation on that seat
    std::string partnership();                         ///< id

private:
    const Environment& m_house;
    const Content& m_content;
};

/// The chapters, in order. `key` is that of the case.
void tell_county(Teller& teller);
CaseAccess open_case(Teller& teller, const nlohmann::json& story);
/// False when the notification has not been sent yet: nothing follows then.
bool tell_notification(Teller& teller, const CaseAccess& access, const nlohmann::json& story);
void tell_rapid_review(
    Teller& teller,
    const CaseAccess& access,
    const nlohmann::json& story,
    const std::vector<ContentRow>& rows);
void settle_words(Teller& teller, const CaseAccess& access, const nlohmann::json& story);
void tell_local_review(Teller& teller, const CaseAccess& access, const nlohmann::json& story);
void tell_actions(Teller& teller, const CaseAccess& access, const nlohmann::json& story);
void tell_publication(Teller& teller, const CaseAccess& access, const nlohmann::json& story);

} // namespace throughline::demo
