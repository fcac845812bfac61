// SPDX-License-Identifier: GPL-3.0-or-later
// A case of Marlshire whose notification was sent, for the tests of this folder and later ones.
#pragma once

#include "case_file/testing.hpp"
#include "rapid_review/operations.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace throughline::rapid_review::testing {

/// A draft with everything that a version needs.
inline Draft finished_draft() {
    Draft draft;
    draft.summary = "A baby was hurt at home. Six agencies knew the family.";
    draft.immediate_safety = "The sister was seen alone on 9 August and stays with her grandmother.";
    draft.race_and_inequality = "The mother speaks Polish; nobody offered an interpreter in nine visits.";
    draft.family_told = Reply::yes;
    draft.family_told_note = "By the social worker, in person, on 14 August.";
    draft.family_asked = Reply::yes;
    draft.family_views = "The grandmother asks that staff be treated kindly, and honestly.";
    draft.learning = "Calls from neighbours are now opened as contacts.";
    for (const auto prompt : prompts)
        draft.criteria[std::string(prompt)] = {Reply::yes, "It stands in the rows of May and July."};
    return draft;
}

/// Whether the notification that was sent asks for a rapid review.
enum class Needs { rapid_review, none };

/// Straight into the table: sending one by its form would be a test of another folder.
inline void notify(
    case_file::testing::Marlshire& county,
    const CaseAccess& access,
    std::string_view sent_at,
    Needs needs = Needs::rapid_review) {
    county.database().write([&](db::Transaction& tx) {
        tx.change(
            R"(INSERT INTO notification (id, case_id, reference, edition, state, type, abuse_or_neglect,
                      home_authority, began_at, began_by, submitted_at, submitted_by, requires_rapid_review)
               VALUES ('notification', :case_id, 'SIN-MAR-2026-001', '2026-1', 'submitted',
                      'abuse_or_neglect_serious_harm', 'known', '', :at, 'notifier', :at, 'notifier', :needs))",
            {{"case_id", access.id()},
             {"at", to_text(*read_instant(sent_at))},
             {"needs", needs == Needs::rapid_review ? 1 : 0}});
    });
}

/// What the job does after a notification was sent.
inline void open(case_file::testing::Marlshire& county, const CaseAccess& access) {
    county.database().write([&](db::Transaction& tx) {
        const auto system = people::Actor::system();
        Work work{tx, system, county.now(), county.house()};
        open_after_notification(work, access);
    });
}

/// The notification of the case Wren was sent at twenty to midnight in London on Friday 14 August 2026 (22:40
/// UTC); the review is opened unless `opened` says otherwise. Now: noon on 27 August.
class Wren : public case_file::testing::Marlshire {
public:
    enum class Opened { yes, no };
    explicit Wren(const std::filesystem::path& source_dir, Opened opened = Opened::yes)
        : Marlshire(source_dir)
        , m_file(open_case("Wren"))
        , m_access(CaseAccess::of_the_system(m_file.id, m_file.reference)) {
        if (opened == Opened::no) return;
        notify("2026-08-14T22:40:00Z");
        open();
    }

    const CaseAccess& access() const { return m_access; }

    void notify(std::string_view sent_at, Needs needs = Needs::rapid_review) {
        testing::notify(*this, m_access, sent_at, needs);
    }
    void open() { testing::open(*this, m_access); }
    RapidReview review() {
        return *read([&](db::Transaction& tx) { return find(tx, m_access); });
    }
    Outcome<std::int64_t> save(const Draft& draft) {
        const auto seen = review().draft_version;
        return act("unit", [&](Work& work) { return save_draft(work, m_access, draft, seen); });
    }
    Outcome<std::int64_t> fix() {
        const auto seen = review().draft_version;
        return act("unit", [&](Work& work) { return fix_version(work, m_access, seen); });
    }
    /// Saves and fixes a draft that says this; gives the version's number.
    std::int64_t fix(const Draft& draft) {
        if (const auto saved = save(draft); !saved) throw std::logic_error(saved.refusal().message());
        const auto fixed = fix();
        if (!fixed) throw std::logic_error(fixed.refusal().message());
        return *fixed;
    }
    Outcome<Done> sign(std::string_view who, const Ruling& ruling) {
        return act(who, [&](Work& work) { return rapid_review::sign(work, m_access, ruling); });
    }
    /// On the latest version, agreeing.
    Outcome<Done> sign(std::string_view who, WhatNext outcome) {
        return sign(
            who, Ruling{review().latest_version, outcome, "There is more to learn.", Agreement::agrees, ""});
    }
    std::vector<Signature> current() {
        return read([&](db::Transaction& tx) { return signatures_of(tx, m_access); });
    }
    std::vector<Signature> history() {
        return read([&](db::Transaction& tx) { return signature_history_of(tx, m_access); });
    }
    case_file::Stage stage() {
        return read([&](db::Transaction& tx) { return case_file::load(tx, m_access).stage; });
    }

private:
    case_file::CaseFile m_file;
    CaseAccess m_access;
};

} // namespace throughline::rapid_review::testing
