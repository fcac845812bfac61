// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/ledger/chain.hpp"
#include "platform/ledger/heads.hpp"
#include "platform/ledger/ledger.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <limits>
#include <optional>

namespace throughline::ledger {
namespace {

std::string entry(std::int64_t seq) { return "entry " + std::to_string(seq); }

/// Neighbouring entries with the same fault, told in one sentence.
struct Run {
    std::int64_t first{};
    std::int64_t last{};
    bool missing{};
};

std::string sentence(const Run& run) {
    if (run.first == run.last) return entry(run.first) + (run.missing ? " is missing" : " was altered");
    return "entries " + std::to_string(run.first) + " to " + std::to_string(run.last) +
           (run.missing ? " are missing" : " were altered");
}

/// Walks the entries in their order and keeps no more than the one before.
class Walk {
public:
    Walk(const crypto::Key& key, const Heads& heads) : m_key(key), m_heads(heads) {}

    void visit(Link link) {
        const auto expected = std::max<std::int64_t>(m_before.seq, 0) + 1;
        ++m_entries;
        const bool intact = crypto::same(hash_of(m_key, link), link.hash);
        if (link.seq > expected) note({expected, link.seq - 1, true});
        if (!intact) note({link.seq, link.seq, false});
        const bool is_next = link.seq == expected;
        if (intact && is_next && m_before_intact && link.prev != m_before.hash)
            say(entry(link.seq) + " does not follow " + entry(m_before.seq));
        compare_with_heads(link, intact);
        if (intact && link.what == heads_begun && !m_begun_from) m_begun_from = begun_from(link.why);
        m_before = std::move(link);
        m_before_intact = intact;
    }

    void end(const std::optional<Head>& head_row) {
        compare_with_head_row(head_row);
        const auto last_signed = m_heads.lines.empty() ? 0 : m_heads.lines.back().seq;
        if (last_signed > m_before.seq) say_cut_off("heads.log signed " + entry(last_signed));
        if (m_heads.is_missing && m_entries > 0) say("heads.log is missing: no head of the ledger is signed");
        if (m_begun_from && !m_heads.lines.empty() && m_heads.lines.front().seq > *m_begun_from)
            say("heads.log lost its beginning: it signed " + entry(*m_begun_from) + " and now begins with " +
                entry(m_heads.lines.front().seq));
    }

    Verdict verdict() {
        flush();
        m_faults.insert(m_faults.end(), m_heads.faults.begin(), m_heads.faults.end());
        return {m_entries, std::move(m_faults)};
    }

private:
    static std::optional<std::int64_t> begun_from(std::string_view why) {
        std::int64_t seq = 0;
        if (!why.starts_with(begun_why)) return {};
        why.remove_prefix(begun_why.size());
        const auto [end, error] = std::from_chars(why.data(), why.data() + why.size(), seq);
        if (error != std::errc{} || end != why.data() + why.size()) return {};
        return seq;
    }

    void compare_with_heads(const Link& link, bool intact) {
        for (; m_next_head < m_heads.lines.size(); ++m_next_head) {
            const auto& head = m_heads.lines[m_next_head];
            if (head.seq > link.seq) return;
            if (head.seq == link.seq && intact && head.hash != link.hash)
                say(entry(link.seq) + " is not the one that heads.log signed");
        }
    }

    void compare_with_head_row(const std::optional<Head>& row) {
        if (!row)
            say("the ledger's head row is missing");
        else if (row->seq > m_before.seq)
            say_cut_off("the head row names " + entry(row->seq));
        else if (row->seq < m_before.seq)
            say("the head row names " + entry(row->seq) + ", but the ledger goes on to " +
                entry(m_before.seq));
        else if (row->hash != m_before.hash && (m_entries == 0 || m_before_intact))
            say("the head row does not bear the hash of " + entry(row->seq));
    }

    void say_cut_off(const std::string& evidence) {
        if (m_entries == 0)
            say("the ledger was emptied: " + evidence);
        else
            say("the ledger was cut off after " + entry(m_before.seq) + ": " + evidence);
    }

    void note(const Run& run) {
        if (m_run && m_run->missing == run.missing && m_run->last + 1 == run.first) {
            m_run->last = run.last;
            return;
        }
        flush();
        m_run = run;
    }
    void flush() {
        if (m_run) m_faults.push_back(sentence(*m_run));
        m_run.reset();
    }
    void say(std::string fault) {
        flush();
        m_faults.push_back(std::move(fault));
    }

    const crypto::Key& m_key;
    const Heads& m_heads;
    std::size_t m_next_head{};
    std::int64_t m_entries{};
    Link m_before{};
    bool m_before_intact{true};
    std::optional<std::int64_t> m_begun_from{};
    std::optional<Run> m_run{};
    std::vector<std::string> m_faults{};
};

// SQLite keeps whatever type somebody forced into a column; the casts let such a row be named instead of
// ending the walk.
constexpr std::string_view next_links_sql = R"(
    SELECT seq, CAST(at AS TEXT) AS at, CAST(who AS TEXT) AS who, CAST(role AS TEXT) AS role,
           CAST(what AS TEXT) AS what, CAST(record AS TEXT) AS record, CAST(why AS TEXT) AS why,
           CAST(prev AS TEXT) AS prev, CAST(hash AS TEXT) AS hash
      FROM ledger
     WHERE seq > :after
     ORDER BY seq
     LIMIT 1000)";

/// Calls `visit` for every entry in order, a thousand at a time in memory.
void each_link(db::Transaction& tx, const std::function<void(Link)>& visit) {
    auto after = std::numeric_limits<std::int64_t>::min();
    for (;;) {
        const auto rows = tx.rows(next_links_sql, {{"after", after}});
        if (rows.empty()) return;
        for (const auto& row : rows) {
            after = row.integer("seq");
            visit(
                {after,
                 row.text("at"),
                 row.text("who"),
                 row.text("role"),
                 row.text("what"),
                 row.text("record"),
                 row.text("why"),
                 row.text("prev"),
                 row.text("hash")});
        }
    }
}

std::optional<Head> head_row(db::Transaction& tx) {
    const auto row = tx.row("SELECT seq, CAST(hash AS TEXT) AS hash FROM ledger_head WHERE id = 1");
    if (!row) return {};
    return Head{row->integer("seq"), row->text("hash")};
}

} // namespace

Verdict Ledger::verify(db::Database& database) const {
    // heads.log is read first: every head in it belongs to an entry that was there before.
    const crypto::SigningKey signing{m_keys.key("ledger-head")};
    const auto heads = read_heads(m_heads_log, signing.public_key());
    const auto key = m_keys.key("ledger");
    return database.read([&](db::Transaction& tx) {
        Walk walk{key, heads};
        each_link(tx, [&](Link link) { walk.visit(std::move(link)); });
        walk.end(head_row(tx));
        return walk.verdict();
    });
}

} // namespace throughline::ledger
