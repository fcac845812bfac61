// SPDX-License-Identifier: GPL-3.0-or-later
// What an act came to: a value, or a refusal that the user can mend. Faults are exceptions; there is no third
// way.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace throughline {

struct Done {};

/// One thing that is wrong. `field` is the name of the form field (empty: the act as a whole); `message` is
/// shown to the user as it stands and says what to do.
struct Problem {
    std::string field{};
    std::string message{};
    bool operator==(const Problem&) const = default;
};

struct Refusal {
    enum class Kind {
        invalid,  ///< something typed must change
        conflict, ///< somebody was first, or it is too late
        missing,  ///< it is not there, or not theirs to see
    };
    Kind kind{Kind::invalid};
    std::vector<Problem> problems{};

    /// All messages joined by a space.
    std::string message() const;
};

/// A `T` or a `Refusal`. Reading the side that is not there is a bug and throws std::logic_error.
template <class T>
class [[nodiscard]] Outcome {
public:
    Outcome(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Outcome(Refusal refusal) : m_state(std::in_place_index<1>, std::move(refusal)) {}

    explicit operator bool() const { return m_state.index() == 0; }

    const T& value() const& {
        demand(0);
        return std::get<0>(m_state);
    }
    T& value() & {
        demand(0);
        return std::get<0>(m_state);
    }
    T&& value() && {
        demand(0);
        return std::get<0>(std::move(m_state));
    }
    const Refusal& refusal() const {
        demand(1);
        return std::get<1>(m_state);
    }
    const T* operator->() const { return &value(); }
    T* operator->() { return &value(); }
    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }

private:
    void demand(std::size_t side) const {
        if (m_state.index() != side) throw std::logic_error("an outcome was read on its other side");
    }
    std::variant<T, Refusal> m_state;
};

Refusal invalid(std::string field, std::string message);
Refusal invalid(std::vector<Problem> problems);
Refusal conflict(std::string message);
Refusal missing();

} // namespace throughline
