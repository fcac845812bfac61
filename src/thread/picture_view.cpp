// SPDX-License-Identifier: GPL-3.0-or-later
#include "thread/picture_view.hpp"

#include "platform/text/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace throughline::thread {
namespace {

using govuk::Cell;
using govuk::State;
using html::Data;
using html::List;
using html::Object;
using people::Permission;
using people::Visit;
using Kind = Node::Kind;

constexpr std::size_t words_in_node = 48; ///< characters; the whole is in the table and behind the link
constexpr std::size_t labels_in_node = 4; ///< rows named one by one

constexpr std::array heads{
    "Incident", "Chronology", "Findings", "Recommendations", "Actions", "Evidence", "Impact"};
constexpr std::array kinds{"Incident", "Rows", "Finding", "Recommendation", "Action", "Evidence", "Impact"};

// Columns of the picture in thousandths of its width: seven boxes and six gaps, as in _thread.scss.
constexpr double box = 118, gap = 29;
constexpr double line_height = 100;

std::size_t column_of(const Node& node) { return static_cast<std::size_t>(node.kind); }

Cell incident_cell(const Story& story, const Visit& visit) {
    if (!story.notification) return {.state = govuk::state(State::next, "Not recorded yet")};
    const auto& told = *story.notification;
    Cell cell{
        .text = told.incident_on ? calendar::in_full(*told.incident_on) : "Day not known yet",
        .href = address(visit, "/notification"),
        .state = govuk::state(State::next, "Not notified yet")};
    if (told.submitted_at) {
        cell.href += "/receipt";
        cell.state = govuk::state(State::done, "Notified");
    }
    return cell;
}

Cell one_finding_cell(const Node& node, const Words& words, const Visit& visit) {
    auto cell = finding_cell({.findings = {node.finding}}, words, visit);
    if (node.finding->good_practice) cell.state = govuk::state(State::done, "Good practice");
    return cell;
}

Cell cell_of(const Picture& picture, const Node& node, const Story& story, const Words& words, Visit& visit) {
    const auto& strand = picture.strands[node.strand];
    switch (node.kind) {
    case Kind::incident: return incident_cell(story, visit);
    case Kind::rows: return {.text = plural(node.rows.size(), "row", "rows")};
    case Kind::finding: return one_finding_cell(node, words, visit);
    case Kind::recommendation: {
        auto cell = recommendation_cell(strand, words, visit);
        if (!node.is_missing) {
            const auto response = strand.recommendation->response;
            const bool settled = response == local_review::Response::accepted;
            cell.state = govuk::state(settled ? State::done : State::next, std::string(in_words(response)));
        }
        return cell;
    }
    case Kind::action: return action_cell(strand, words, visit);
    case Kind::evidence: return evidence_cell(strand, words, visit);
    case Kind::impact: {
        auto cell = impact_cell(strand, words, visit);
        cell.href = address(visit, "/actions/" + strand.action->number);
        if (node.end)
            cell.state = govuk::state(
                State::late,
                "Next test " + plural(static_cast<std::size_t>(node.end->days), "day", "days") + " late");
        return cell;
    }
    }
    throw std::logic_error("a thing of no kind in the picture");
}

List row_links(const Node& node, const Visit& visit) {
    List links;
    const bool opens = visit.access().may(Permission::view_chronology);
    for (std::size_t i = 0; i < node.rows.size() && i < labels_in_node; ++i) {
        const auto& label = node.rows[i].label;
        links.push_back(Object{
            {"label", label},
            {"href", opens ? address(visit, "/chronology/rows/" + http::encode(label)) : ""}});
    }
    return links;
}

std::string look_of(const Node& node, bool chosen, bool held) {
    std::string look = fmt::format("tl-weave__{}", column_of(node) + 1);
    if (node.end)
        look += node.end->kind == LooseEnd::Kind::action_late || node.end->kind == LooseEnd::Kind::test_due
                    ? " is-late"
                    : " is-loose-end";
    else if (node.is_missing)
        look += " is-missing";
    if (held) look += chosen ? " is-chosen" : " is-held";
    return look;
}

/// From the right edge of one box to the left edge of another, leaving and arriving level.
Object tie_view(const Picture& picture, const Tie& tie, bool held) {
    const auto& from = picture.nodes[tie.from];
    const auto& to = picture.nodes[tie.to];
    const double x1 = static_cast<double>(column_of(from)) * (box + gap) + box;
    const double x2 = static_cast<double>(column_of(to)) * (box + gap);
    const double y1 = (static_cast<double>(from.line) + 0.5) * line_height;
    const double y2 = (static_cast<double>(to.line) + 0.5) * line_height;
    const double half = (x2 - x1) / 2;
    constexpr std::array looks{"holds", "waits", "loose"};
    return {
        {"path", fmt::format("M{} {}C{} {} {} {} {} {}", x1, y1, x1 + half, y1, x2 - half, y2, x2, y2)},
        {"look",
         fmt::format(
             "tl-tie tl-tie--{}{}",
             from.kind == Kind::incident ? "begins" : looks.at(static_cast<std::size_t>(tie.kind)),
             held ? " is-held" : "")}};
}

std::string listed(const Picture& picture, const std::vector<std::size_t>& nodes) {
    std::string words;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (i > 0) words += i + 1 == nodes.size() ? " and " : ", ";
        words += name_of(picture, picture.nodes[nodes[i]]);
    }
    return words;
}

Object following_view(const Picture& picture, const Following& following, const Visit& visit) {
    const auto in_order = [&](std::vector<std::size_t> nodes) {
        std::ranges::stable_sort(nodes, {}, [&](std::size_t i) { return picture.nodes[i].kind; });
        return listed(picture, nodes);
    };
    const auto back = in_order(following.back), on = in_order(following.on);
    return {
        {"name", name_of(picture, picture.nodes[following.chosen])},
        {"back", back.empty() ? "It is where the thread begins." : "It goes back to " + back + "."},
        {"on", on.empty() ? "Nothing hangs on it further on." : "It leads to " + on + "."},
        {"whole", address(visit, "/thread#picture-h")}};
}

} // namespace

html::Data picture_view(const Story& story, const Words& words, people::Visit& visit, const std::string& at) {
    const auto picture = picture_of(story, visit.today());
    if (picture.nodes.empty()) return false;
    const auto following = follow(picture, at);

    List columns, nodes, ties;
    for (const auto* head : heads) columns.push_back(head);
    for (std::size_t i = 0; i < picture.nodes.size(); ++i) {
        const auto& node = picture.nodes[i];
        auto cell = cell_of(picture, node, story, words, visit);
        const bool chosen = following && following->chosen == i;
        const bool held = following && following->holds(i);
        nodes.push_back(Object{
            {"look", look_of(node, chosen, held)},
            {"anchor", "at-" + node.id},
            {"kind", kinds.at(column_of(node))},
            {"text", text::shorten(cell.text, words_in_node)},
            {"href", cell.href},
            {"rows", row_links(node, visit)},
            {"more",
             node.rows.size() > labels_in_node ? fmt::format("and {} more", node.rows.size() - labels_in_node)
                                               : ""},
            {"state", cell.state ? Data(*cell.state) : Data(false)},
            {"name", name_of(picture, node)},
            {"chosen", chosen},
            {"held", held && !chosen},
            {"follow", address(visit, "/thread?at=" + http::encode(node.id) + "#picture-h")}});
    }
    for (const auto& tie : picture.ties)
        ties.push_back(
            tie_view(picture, tie, following && following->holds(tie.from) && following->holds(tie.to)));
    return Object{
        {"columns", std::move(columns)},
        {"nodes", std::move(nodes)},
        {"ties", std::move(ties)},
        {"height", std::to_string(picture.lines * static_cast<std::size_t>(line_height))},
        {"is_followed", following.has_value()},
        {"following", following ? Data(following_view(picture, *following, visit)) : Data(false)}};
}

} // namespace throughline::thread
