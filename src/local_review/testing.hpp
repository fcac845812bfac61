// SPDX-License-Identifier: GPL-3.0-or-later
// A case of Marlshire with a few rows and an open local review, for the tests of this folder and later ones.
#pragma once

#include "case_file/testing.hpp"
#include "chronology/operations.hpp"
#include "local_review/operations.hpp"

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::local_review::testing {

/// The local review was decided on 27 August 2026. Rows of the hospital and the police are in.
class Linnet : public case_file::testing::Marlshire {
public:
    explicit Linnet(const std::filesystem::path& source_dir)
        : Marlshire(source_dir)
        , m_file(open_case("Linnet"))
        , m_access(CaseAccess::of_the_system(m_file.id, m_file.reference)) {
        m_hospital_rows = keep_rows("hospital", {"Seen in the emergency department", "Seen again, at night"});
        m_police_rows = keep_rows("police", {"A neighbour rang about shouting"});
        demand(
            act("unit", [&](Work& work) { return open(work, m_access, *calendar::make_date(2026, 8, 27)); }));
    }

    const CaseAccess& access() const { return m_access; }
    const case_file::CaseFile& file() const { return m_file; }
    const std::vector<std::string>& hospital_rows() const { return m_hospital_rows; } ///< labels
    const std::vector<std::string>& police_rows() const { return m_police_rows; }

    FindingDraft finding_draft() const {
        return {"Each call was answered by itself", "Six calls, six answers.", false, m_police_rows};
    }
    Outcome<Finding> add_finding(const FindingDraft& draft) {
        return act("reviewer", [&](Work& work) { return local_review::add_finding(work, m_access, draft); });
    }
    RecommendationDraft recommendation_draft() const {
        return {
            "Police send two years of history with every notification.",
            {1},
            {"police", "council"},
            calendar::make_date(2026, 12, 31),
            "A third frightening night is met as a third.",
            "Sixty notifications looked at each quarter."};
    }
    Outcome<Recommendation> add_recommendation(const RecommendationDraft& draft) {
        return act(
            "reviewer", [&](Work& work) { return local_review::add_recommendation(work, m_access, draft); });
    }
    std::vector<Finding> findings() {
        return read([&](db::Transaction& tx) { return findings_of(tx, m_access); });
    }
    std::vector<Recommendation> recommendations() {
        return read([&](db::Transaction& tx) { return recommendations_of(tx, m_access); });
    }
    LocalReview review() {
        return *read([&](db::Transaction& tx) { return find(tx, m_access); });
    }

private:
    template <class T>
    static void demand(const Outcome<T>& outcome) {
        if (!outcome) throw std::logic_error(outcome.refusal().message());
    }

    std::vector<std::string> keep_rows(const std::string& agency, const std::vector<std::string>& facts) {
        std::vector<chronology::GivenRow> rows;
        const chronology::DateContext scope{.today = *calendar::make_date(2026, 8, 27)};
        for (const auto& fact : facts) {
            chronology::GivenRow row;
            row.date = chronology::read_date("3 March 2026", scope);
            row.source = "Record";
            row.what = fact;
            rows.push_back(std::move(row));
        }
        return *act("unit", [&](Work& work) -> Outcome<std::vector<std::string>> {
            return chronology::keep_rows(
                work, m_access, organisation::load(work.tx, agency), "return-" + agency, rows, scope);
        });
    }

    case_file::CaseFile m_file;
    CaseAccess m_access;
    std::vector<std::string> m_hospital_rows;
    std::vector<std::string> m_police_rows;
};

} // namespace throughline::local_review::testing
