// SPDX-License-Identifier: GPL-3.0-or-later
// What every act and every page is given: the house around it (Environment), who acts and when in which
// transaction (Work), and the request's own visit (Visit). Nothing is reached through globals.
#pragma once

#include "people/people.hpp"
#include "people/session.hpp"
#include "platform/base/identifier.hpp"
#include "platform/base/outcome.hpp"
#include "platform/calendar/calendar.hpp"
#include "platform/crypto/key_folder.hpp"
#include "platform/db/db.hpp"
#include "platform/form/definition.hpp"
#include "platform/html/html.hpp"
#include "platform/http/http.hpp"
#include "platform/ledger/ledger.hpp"
#include "statutory/statutory.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline {
class Gate; // src/app/gate.hpp, the one place that decides access
}

namespace throughline::people {

/// Something of the service that does not go on, in a line without values.
struct Trouble {
    enum class Part {
        saving,        ///< nothing can be read or kept
        reading_files, ///< files that people send
        printing,      ///< PDFs
        following,     ///< what follows an act, such as publishing on its day
        record,        ///< the signing of the ledger's head
    };
    Part part{};
    std::string words{};
};

struct Environment {
    db::Database& database;
    crypto::KeyFolder& keys;
    const ledger::Ledger& ledger;
    const statutory::Statute& statute;
    const form::Definitions& forms;
    const html::Templates& templates;
    const Random& random;
    Now now{};
    std::string public_url{};          ///< without a trailing slash
    std::filesystem::path scratch{};   ///< folder for children's scratch folders
    std::filesystem::path program{};   ///< this program, to start itself as `parse`
    std::function<void()> wake_jobs{}; ///< tells the job runner that something was queued
    /// What does not go on in the server's own threads; unset outside a server.
    std::function<std::vector<Trouble>()> troubles{};
    /// What is wrong with the database, in a line without values, or empty; never waits long. Unset outside a
    /// server: then the database itself is asked.
    std::function<std::string()> database_trouble{};
    Instant started{}; ///< when this process began to serve
};

/// That somebody may act on one case with one permission. Only the gate and the system make one, so holding
/// one is the proof that access was decided.
class CaseAccess {
public:
    const std::string& id() const { return m_id; }
    const std::string& reference() const { return m_reference; }
    /// The roles the visitor holds on this case.
    bool may(Permission permission) const;

    /// For jobs, commands and the demo, which act as the system.
    static CaseAccess of_the_system(std::string id, std::string reference);

private:
    friend class throughline::Gate;
    CaseAccess(std::string id, std::string reference, std::vector<Role> roles, bool everything)
        : m_id(std::move(id))
        , m_reference(std::move(reference))
        , m_roles(std::move(roles))
        , m_everything(everything) {}

    std::string m_id;
    std::string m_reference;
    std::vector<Role> m_roles;
    bool m_everything{false};
};

/// Who, when, in which transaction. Every operation takes one.
struct Work {
    db::Transaction& tx;
    const Actor& by;
    Instant at{};
    const Environment& house;

    std::string new_id() const { return new_identifier(at, house.random); }
    calendar::Date today() const { return calendar::london_date(at); }
    /// Appends to the ledger in this transaction. `record` is a reference, never a name; `why` a code.
    void note(std::string_view what, std::string_view record, std::string_view why = {}) const;
    /// Queues what follows, in this transaction. `payload` holds references and identifiers only.
    void then(std::string_view kind, std::string_view payload) const;
    void then_at(Instant due, std::string_view kind, std::string_view payload) const;
};

/// Thrown by Visit::work when this very form was posted before: the gate answers with where the first one
/// led.
struct PostedBefore {};

/// What a page says of itself to the layout around it.
struct Page {
    std::string title{};
    std::string section{}; ///< the tab of the case, or the entry of the navigation, that the page belongs to
    const Refusal* refusal{}; ///< set while the page asks again
    bool wide{};              ///< uses the whole width
    bool exit{};              ///< public pages: shows "Exit this page"
};

/// One request by one person, with the access the gate decided. Handed to every page.
class Visit {
public:
    const Environment& house() const { return *m_house; }
    Instant at() const { return m_at; }
    calendar::Date today() const { return calendar::london_date(m_at); }
    bool signed_in() const { return m_session.has_value(); }
    const Actor& by() const { return m_actor; }
    const Session& session() const { return *m_session; } ///< only when signed in
    /// The case of this request's `{reference}`. A route without one has none: asking is a bug
    /// (std::logic_error).
    const CaseAccess& access() const;
    bool has_case() const { return m_access.has_value(); }

    /// Reads in one read-only transaction.
    template <class F>
    auto read(F&& act) {
        return m_house->database.read(next_read(), std::forward<F>(act));
    }

    /// Acts in one write transaction, kept only when the outcome holds a value. A refusal of kind `missing`
    /// ends the request with 404.
    template <class F>
    auto work(F&& act) {
        auto outcome = m_house->database.attempt([&](db::Transaction& tx) {
            claim_form(tx);
            Work work{tx, m_actor, m_at, *m_house};
            return act(work);
        });
        if (!outcome && outcome.refusal().kind == Refusal::Kind::missing) throw http::Stop(404);
        if (outcome && m_house->wake_jobs) m_house->wake_jobs();
        return outcome;
    }

    /// Renders a template of the closed area (page_start, page_end) with the layout's own data under `page`
    /// and the error summary under `errors`. The status is 422, or 409 for a conflict, when the page carries
    /// a refusal.
    http::Response show(std::string_view template_name, const Page& page, html::Object view) const;
    /// The same for the public side (public_start, public_end).
    http::Response show_public(std::string_view template_name, const Page& page, html::Object view) const;

private:
    friend class throughline::Gate;
    explicit Visit(const Environment& house, Instant at) : m_house(&house), m_at(at) {}
    void claim_form(db::Transaction& tx);
    db::Familiar next_read();

    const Environment* m_house;
    Instant m_at;
    Actor m_actor{};
    std::optional<Session> m_session{};
    std::optional<CaseAccess> m_access{};
    std::string m_once{}; ///< the posted form's own token, until it is claimed
    std::string m_page{}; ///< address of a page that is looked at; empty for what is not asked the same again
    int m_reads{};
    std::function<html::Object(const Visit&, const Page&, bool is_public)> m_layout{};
};

} // namespace throughline::people
