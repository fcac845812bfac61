// SPDX-License-Identifier: GPL-3.0-or-later
#include "thread/picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace throughline::thread {
namespace {

using Kind = Node::Kind;

/// Sets things down, each as near to its strand's line as its column still has room.
class Drawing {
public:
    Drawing(const Story& story, Date today) : m_ends(loose_ends(story, today)) {
        m_picture.strands = strands(story, today);
    }

    Picture draw() {
        if (m_picture.strands.empty()) return {};
        const auto incident = put({.kind = Kind::incident, .id = "incident"}, 0);
        for (std::size_t i = 0; i < m_picture.strands.size(); ++i) put_strand(i);
        put_rows(incident);
        return in_reading_order();
    }

private:
    std::size_t put(Node node, std::size_t wanted) {
        auto& free = m_free.at(static_cast<std::size_t>(node.kind));
        node.line = std::max(wanted, free);
        free = node.line + 1;
        m_picture.lines = std::max(m_picture.lines, free);
        m_picture.nodes.push_back(std::move(node));
        return m_picture.nodes.size() - 1;
    }

    void tie(std::size_t from, std::size_t to, Tie::Kind kind = Tie::Kind::holds) {
        m_picture.ties.push_back({kind, from, to});
    }

    std::optional<LooseEnd> end_of(LooseEnd::Kind kind, const std::string& about) const {
        const auto found = std::ranges::find_if(
            m_ends, [&](const LooseEnd& end) { return end.kind == kind && end.about == about; });
        if (found == m_ends.end()) return {};
        return *found;
    }

    void put_strand(std::size_t index) {
        const auto& strand = m_picture.strands[index];
        const auto& recommendation = strand.recommendation;
        for (const auto* finding : strand.findings)
            if (!m_findings.contains(finding->id))
                m_findings[finding->id] =
                    put({.kind = Kind::finding,
                         .id = fmt::format("finding-{}", finding->number),
                         .strand = index,
                         .finding = finding},
                        index);
        if (!recommendation) return put_nothing_rests(index);

        if (!m_recommendations.contains(recommendation->id)) {
            const auto here =
                put({.kind = Kind::recommendation,
                     .id = fmt::format("recommendation-{}", recommendation->number),
                     .strand = index},
                    index);
            m_recommendations[recommendation->id] = here;
            for (const auto* finding : strand.findings) tie(m_findings.at(finding->id), here);
        }
        put_action(index, m_recommendations.at(recommendation->id));
    }

    void put_nothing_rests(std::size_t index) {
        const auto& finding = *m_picture.strands[index].findings.at(0);
        const auto number = std::to_string(finding.number);
        const auto end = end_of(LooseEnd::Kind::finding_without_recommendation, number);
        const auto here =
            put({.kind = Kind::recommendation,
                 .id = "after-finding-" + number,
                 .strand = index,
                 .finding = &finding,
                 .is_missing = true,
                 .end = end},
                index);
        tie(m_findings.at(finding.id), here, end ? Tie::Kind::loose : Tie::Kind::holds);
    }

    void put_action(std::size_t index, std::size_t recommendation) {
        const auto& strand = m_picture.strands[index];
        if (!strand.action) {
            const auto number = std::to_string(strand.recommendation->number);
            const auto end = end_of(LooseEnd::Kind::recommendation_without_action, number);
            const auto here =
                put({.kind = Kind::action,
                     .id = "after-recommendation-" + number,
                     .strand = index,
                     .is_missing = true,
                     .end = end},
                    index);
            return tie(recommendation, here, end ? Tie::Kind::loose : Tie::Kind::waits);
        }
        const auto& number = strand.action->number;
        const auto action =
            put({.kind = Kind::action,
                 .id = "action-" + number,
                 .strand = index,
                 .end = end_of(LooseEnd::Kind::action_late, number)},
                index);
        tie(recommendation, action);

        const auto unshown = end_of(LooseEnd::Kind::done_without_evidence, number);
        const bool shown = !strand.action->evidence.empty();
        const auto evidence =
            put({.kind = Kind::evidence,
                 .id = "evidence-" + number,
                 .strand = index,
                 .is_missing = !shown,
                 .end = unshown},
                index);
        tie(action, evidence, unshown ? Tie::Kind::loose : shown ? Tie::Kind::holds : Tie::Kind::waits);

        const bool tested = action::latest_impact(*strand.action) != nullptr;
        const auto impact =
            put({.kind = Kind::impact,
                 .id = "impact-" + number,
                 .strand = index,
                 .is_missing = !tested,
                 .end = end_of(LooseEnd::Kind::test_due, number)},
                index);
        tie(evidence, impact, tested ? Tie::Kind::holds : Tie::Kind::waits);
    }

    /// Rows that the same findings cite stand together: a review cites dozens, and what ties them is the
    /// same.
    void put_rows(std::size_t incident) {
        std::map<std::string, std::vector<std::size_t>> citing; // row to nodes of findings
        std::map<std::string, local_review::CitedRow> cited;
        for (std::size_t i = 0; i < m_picture.nodes.size(); ++i)
            if (m_picture.nodes[i].kind == Kind::finding)
                for (const auto& row : m_picture.nodes[i].finding->rows) {
                    citing[row.id].push_back(i);
                    cited.emplace(row.id, row);
                }
        std::map<std::vector<std::size_t>, std::vector<local_review::CitedRow>> together;
        for (const auto& [id, findings] : citing) together[findings].push_back(cited.at(id));
        for (auto& [findings, rows] : together) {
            std::ranges::sort(rows, {}, &local_review::CitedRow::label);
            const auto& first = m_picture.nodes[findings.front()];
            Node node{.kind = Kind::rows, .id = "rows", .strand = first.strand, .rows = std::move(rows)};
            for (const auto finding : findings)
                node.id += fmt::format("-{}", m_picture.nodes[finding].finding->number);
            const auto line = first.line;
            const auto here = put(std::move(node), line);
            tie(incident, here);
            for (const auto finding : findings) tie(here, finding);
        }
    }

    Picture in_reading_order() {
        std::vector<std::size_t> order(m_picture.nodes.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::ranges::sort(order, {}, [&](std::size_t i) {
            return std::pair(m_picture.nodes[i].line, m_picture.nodes[i].kind);
        });
        std::vector<std::size_t> place(order.size());
        std::vector<Node> nodes;
        for (std::size_t i = 0; i < order.size(); ++i) {
            place[order[i]] = i;
            nodes.push_back(std::move(m_picture.nodes[order[i]]));
        }
        m_picture.nodes = std::move(nodes);
        for (auto& tie : m_picture.ties) tie = {tie.kind, place[tie.from], place[tie.to]};
        return std::move(m_picture);
    }

    std::vector<LooseEnd> m_ends;
    Picture m_picture;
    std::array<std::size_t, 7> m_free{};
    std::map<std::string, std::size_t> m_findings, m_recommendations; // by id
};

/// Everything reached from one node along ties in one direction.
std::vector<std::size_t>
reached(const Picture& picture, std::size_t start, std::size_t Tie::*here, std::size_t Tie::*there) {
    std::vector<bool> seen(picture.nodes.size());
    std::vector<std::size_t> open{start}, all;
    while (!open.empty()) {
        const auto node = open.back();
        open.pop_back();
        for (const auto& tie : picture.ties) {
            if (tie.*here != node || seen[tie.*there]) continue;
            seen[tie.*there] = true;
            open.push_back(tie.*there);
            all.push_back(tie.*there);
        }
    }
    std::ranges::sort(all);
    return all;
}

} // namespace

Picture picture_of(const Story& story, Date today) { return Drawing(story, today).draw(); }

std::string name_of(const Picture& picture, const Node& node) {
    const auto& strand = picture.strands.at(node.strand);
    switch (node.kind) {
    case Kind::incident: return "the incident";
    case Kind::rows:
        if (node.rows.size() == 1) return "row " + node.rows.front().label;
        return fmt::format("{} rows", node.rows.size());
    case Kind::finding: return fmt::format("finding {}", node.finding->number);
    case Kind::recommendation:
        if (node.is_missing) return fmt::format("what follows from finding {}", node.finding->number);
        return fmt::format("recommendation {}", strand.recommendation->number);
    case Kind::action:
        if (node.is_missing)
            return fmt::format("what follows from recommendation {}", strand.recommendation->number);
        return "action " + strand.action->number;
    case Kind::evidence:
        return (node.is_missing ? "the missing evidence of action " : "the evidence of action ") +
               strand.action->number;
    case Kind::impact:
        return (node.is_missing ? "the untested impact of action " : "the impact of action ") +
               strand.action->number;
    }
    throw std::logic_error("a thing of no kind in the picture");
}

bool Following::holds(std::size_t node) const {
    return node == chosen || std::ranges::count(back, node) != 0 || std::ranges::count(on, node) != 0;
}

std::optional<Following> follow(const Picture& picture, std::string_view id) {
    const auto found = std::ranges::find(picture.nodes, id, &Node::id);
    if (found == picture.nodes.end()) return {};
    const auto chosen = static_cast<std::size_t>(found - picture.nodes.begin());
    return Following{
        chosen,
        reached(picture, chosen, &Tie::to, &Tie::from),
        reached(picture, chosen, &Tie::from, &Tie::to)};
}

} // namespace throughline::thread
