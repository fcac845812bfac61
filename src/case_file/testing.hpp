// SPDX-License-Identifier: GPL-3.0-or-later
// A small county for tests: two partnerships, one account for each role, a clock that is turned by hand.
#pragma once

#include "case_file/operations.hpp"
#include "organisation/organisation.hpp"
#include "platform/crypto/crypto.hpp"
#include "platform/db/testing.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace throughline::case_file::testing {

class Marlshire {
public:
    /// `source_dir`: the project's folder. The clock starts at noon on Thursday 27 August 2026 in London.
    explicit Marlshire(const std::filesystem::path& source_dir)
        : m_database(source_dir)
        , m_keys((crypto::start(), crypto::KeyFolder::open_or_create(m_database.folder() / "keys", m_random)))
        , m_ledger(m_keys, m_database.folder() / "heads.log")
        , m_statute(statutory::read_texts(source_dir / "forms"))
        , m_forms({read_form(source_dir / "forms" / "notification-2026-1.json", m_statute)}) {
        constexpr std::array<std::string_view, 2> of_signing_in{"second-factor", "sign-in"};
        m_keys.make_missing(of_signing_in, m_random);
        m_database->write([&](db::Transaction& tx) {
            organisation::add(
                tx,
                organisation::Partnership{
                    "partnership", "MAR", "Marlshire Safeguarding Children Partnership", "01632 960140"});
            organisation::add(tx, organisation::Partnership{"elsewhere", "NOR", "Northmoor", "01632 960150"});
            using organisation::PartnerSeat;
            add(tx, "council", "Marlshire County Council", "social_care", PartnerSeat::local_authority);
            add(tx, "health", "NHS Marlshire ICB", "icb", PartnerSeat::health);
            add(tx, "police", "Marlshire Police", "police", PartnerSeat::police);
            add(tx, "hospital", "Marlshire General", "acute_hospital", {});
            add(tx, "school", "Tarrow Primary School", "school", {});
            organisation::add(
                tx,
                organisation::Organisation{
                    "northmoor",
                    "elsewhere",
                    "NMC",
                    "Northmoor Council",
                    "social_care",
                    PartnerSeat::local_authority});
            add(tx, "unit", "council", Role::business_unit);
            add(tx, "notifier", "council", Role::notifier);
            add(tx, "council_partner", "council", Role::safeguarding_partner);
            add(tx, "health_partner", "health", Role::safeguarding_partner);
            add(tx, "police_partner", "police", Role::safeguarding_partner);
            add(tx, "police_lead", "police", Role::agency_lead);
            add(tx, "hospital_lead", "hospital", Role::agency_lead);
            add(tx, "school_lead", "school", Role::agency_lead);
            add(tx, "reviewer", "council", Role::reviewer);
            add(tx, "scrutineer", "council", Role::scrutineer);
            add(tx, "assurance", "council", Role::assurance_lead);
            add(tx, "operator", "council", Role::system_operator);
            add(tx, "other_county_unit", "northmoor", Role::business_unit);
        });
    }

    people::Actor actor(std::string_view who) const { return m_actors.at(std::string(who)); }
    Instant now() const { return m_now; }
    void pass(std::int64_t microseconds) { m_now = m_now + microseconds; }
    void set_now(Instant now) { m_now = now; }
    const Environment& house() const { return m_house; }
    crypto::KeyFolder& keys() { return m_keys; }
    db::Database& database() { return *m_database; }
    const ledger::Ledger& ledger() const { return m_ledger; }

    /// Acts as somebody, in a transaction that is kept only for a value.
    template <class F>
    auto act(std::string_view who, F&& act) {
        const auto by = actor(who);
        return m_database->attempt([&](db::Transaction& tx) {
            Work work{tx, by, m_now, m_house};
            return act(work);
        });
    }
    template <class F>
    auto read(F&& act) {
        return m_database->read(std::forward<F>(act));
    }

    /// Opens a case as the business unit.
    CaseFile open_case(std::string_view name) {
        auto opened =
            act("unit", [&](Work& work) { return case_file::open_case(work, "partnership", name); });
        if (!opened) throw std::logic_error(opened.refusal().message());
        return *opened;
    }

private:
    static form::Definition read_form(const std::filesystem::path& file, const statutory::Statute& statute) {
        std::ifstream stream(file, std::ios::binary);
        const std::string json{std::istreambuf_iterator<char>(stream), {}};
        return form::read_definition(json, statutory::code_lists(statute));
    }
    void
    add(db::Transaction& tx,
        const std::string& id,
        const std::string& name,
        const std::string& kind,
        std::optional<organisation::PartnerSeat> seat) {
        organisation::add(tx, organisation::Organisation{id, "partnership", id, name, kind, seat});
    }
    /// Straight into the table: hashing a password for each would take longer than the tests.
    void add(db::Transaction& tx, const std::string& id, const std::string& organisation, Role role) {
        tx.change(
            R"(INSERT INTO account (id, email, name, post, organisation_id, role, password_hash, created_at)
               VALUES (:id, :email, :name, 'Lead', :organisation, :role, 'none', :at))",
            {{"id", id},
             {"email", id + "@marlshire.example"},
             {"name", "Person of " + id},
             {"organisation", organisation},
             {"role", people::to_text(role)},
             {"at", to_text(m_now)}});
        m_actors[id] = {id, "Person of " + id, organisation, role};
    }

    Instant m_now{1'787'828'400'000'000}; // 2026-08-27T11:00:00Z
    Random m_random = crypto::system_random();
    db::TestDatabase m_database;
    crypto::KeyFolder m_keys;
    ledger::Ledger m_ledger;
    statutory::Statute m_statute;
    form::Definitions m_forms;
    html::Templates m_templates{html::Templates::Sources{}};
    std::map<std::string, people::Actor> m_actors;
    Environment m_house{
        *m_database,
        m_keys,
        m_ledger,
        m_statute,
        m_forms,
        m_templates,
        m_random,
        [this] { return m_now; },
        "",
        {},
        {},
        {}};
};

} // namespace throughline::case_file::testing
