// SPDX-License-Identifier: GPL-3.0-or-later
// The parts that show a case: where it is, what to do next, what the agencies have answered, who signs. Each
// is printed by the partial of the same name.
#pragma once

#include "platform/html/parts.hpp"

#include <string>
#include <vector>

namespace throughline::govuk {

/// One of the nine stages; those to come keep their place, so that the whole journey is always seen.
struct Stage {
    std::string name{};
    std::string href{};
    State state{State::later};
    std::string words{}; ///< "Sent", "Now: gathering returns", "To be decided"
    std::string turn{};  ///< of the current stage: who moves next
    std::string meta{};  ///< a date, or why
};
Object process_map(const std::vector<Stage>& stages);

/// Late first, then by date, then what others hold: the view sorts.
struct Task {
    std::string name{}; ///< begins with a verb
    std::string href{};
    std::string why{};
    std::string whose{};
    State state{State::next};
    std::string words{};
};
Object tasks(const std::vector<Task>& tasks);

struct Tile {
    std::string name{};
    std::string href{};
    State state{State::waiting};
    std::string words{};
    std::string note{};
};
Object tiles(const std::vector<Tile>& tiles);

struct Happening {
    std::string instant{}; ///< as a machine reads it
    std::string when{};    ///< as a person does
    std::string text{};
    Link link{};
};
Object feed(const std::vector<Happening>& entries);

struct Figure {
    std::string name{}; ///< the reference: "Sibling 1"
    std::string text{};
    std::string note{};
};
Object people(const std::vector<Figure>& people);

struct Partner {
    std::string name{};
    State state{State::next};
    std::string words{}; ///< "Signed version 4", "Your turn"
    std::string note{};
    std::string outcome{};
};
Object partners(const std::vector<Partner>& partners);

struct Seal {
    int version{};
    std::string when{};   ///< "Thursday 3 September at 16:20"
    std::string extent{}; ///< "14 pages"
    std::string seal{};   ///< short, in groups: "7f3a 91c2 04de"
    std::string href{};
    bool signs{}; ///< on the page where it is signed
};
Object seal(const Seal& seal);

/// The steps of a long form, in any order (partial `steps`, contributors' look).
struct Step {
    std::string name{};
    std::string href{}; ///< empty: not open yet
    std::string words{};
    enum class Knot { done, here, todo, off } knot{Knot::todo};
};
Object steps(const std::vector<Step>& steps);

/// Whom to ring (partial `ring`).
Object ring(std::string text, std::string number, std::string hours);

/// "Saved at 2:14pm" (partial `saved`).
Object saved(std::string text);

} // namespace throughline::govuk
