// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/html/casework.hpp"

#include <stdexcept>

namespace throughline::govuk {
namespace {

std::string position_of(State state) {
    switch (state) {
    case State::done:
    case State::nothing: return "done";
    case State::now:
    case State::soon:
    case State::late:
    case State::waiting: return "now";
    case State::next:
    case State::later:
    case State::unclear:
    case State::differs:
    case State::loose_end: return "later";
    }
    throw std::logic_error("a stage without a position");
}

std::string tile_classes(State state) {
    if (state == State::late) return "tl-tile--late";
    const bool answered = state == State::done || state == State::nothing;
    return answered ? std::string() : "tl-tile--wait";
}

std::string name_of(Step::Knot knot) {
    switch (knot) {
    case Step::Knot::done: return "done";
    case Step::Knot::here: return "here";
    case Step::Knot::todo: return "todo";
    case Step::Knot::off: return "off";
    }
    throw std::logic_error("a step without a knot");
}

std::string dialled(const std::string& number) {
    std::string digits;
    for (const char c : number)
        if ((c >= '0' && c <= '9') || (c == '+' && digits.empty())) digits += c;
    return "tel:" + digits;
}

} // namespace

Object process_map(const std::vector<Stage>& stages) {
    List list;
    for (const auto& stage : stages) {
        const auto position = position_of(stage.state);
        list.push_back(Object{
            {"name", stage.name},
            {"href", stage.href},
            {"shape", shape_of(stage.state)},
            {"position", position},
            {"is_now", position == "now"},
            {"state", state(stage.state, stage.words)},
            {"turn", stage.turn},
            {"meta", stage.meta},
        });
    }
    return {{"stages", std::move(list)}};
}

Object tasks(const std::vector<Task>& tasks) {
    List list;
    for (const auto& task : tasks)
        list.push_back(Object{
            {"name", task.name},
            {"href", task.href},
            {"why", task.why},
            {"whose", task.whose},
            {"state", state(task.state, task.words, Look::boxed)},
        });
    return {{"tasks", std::move(list)}};
}

Object tiles(const std::vector<Tile>& tiles) {
    List list;
    for (const auto& tile : tiles)
        list.push_back(Object{
            {"name", tile.name},
            {"href", tile.href},
            {"classes", tile_classes(tile.state)},
            {"state", state(tile.state, tile.words)},
            {"note", tile.note},
        });
    return {{"tiles", std::move(list)}};
}

Object feed(const std::vector<Happening>& entries) {
    List list;
    for (const auto& entry : entries)
        list.push_back(Object{
            {"instant", entry.instant},
            {"when", entry.when},
            {"text", entry.text},
            {"link", link(entry.link)},
        });
    return {{"entries", std::move(list)}};
}

Object people(const std::vector<Figure>& people) {
    List list;
    for (const auto& one : people)
        list.push_back(Object{{"name", one.name}, {"text", one.text}, {"note", one.note}});
    return {{"people", std::move(list)}};
}

Object partners(const std::vector<Partner>& partners) {
    List list;
    for (const auto& partner : partners)
        list.push_back(Object{
            {"name", partner.name},
            {"shape", shape_of(partner.state)},
            {"tone", position_of(partner.state)},
            {"is_now", partner.state == State::now},
            {"words", partner.words},
            {"note", partner.note},
            {"outcome", partner.outcome},
        });
    return {{"partners", std::move(list)}};
}

Object seal(const Seal& seal) {
    return {
        {"version", seal.version},
        {"when", seal.when},
        {"extent", seal.extent},
        {"seal", seal.seal},
        {"href", seal.href},
        {"signs", seal.signs},
    };
}

Object steps(const std::vector<Step>& steps) {
    List list;
    for (const auto& step : steps)
        list.push_back(Object{
            {"name", step.name},
            {"href", step.href},
            {"words", step.words},
            {"here", step.knot == Step::Knot::here},
            {"knot", name_of(step.knot)},
            {"done", step.knot == Step::Knot::done},
        });
    return {{"steps", std::move(list)}};
}

Object ring(std::string text, std::string number, std::string hours) {
    auto href = dialled(number);
    return {
        {"text", std::move(text)},
        {"href", std::move(href)},
        {"number", std::move(number)},
        {"hours", std::move(hours)},
    };
}

Object saved(std::string text) { return {{"text", std::move(text)}}; }

} // namespace throughline::govuk
