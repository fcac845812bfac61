// SPDX-License-Identifier: GPL-3.0-or-later
// The notification as it is read on a page: codes instead of names unless names are shown, and what may be
// hard to read only when somebody opens it.
#pragma once

#include "identity/operations.hpp"
#include "notification/operations.hpp"
#include "platform/html/html.hpp"

namespace throughline::notification {

/// Puts codes where names stand in what was typed: registered people, and the adults of the form itself. A
/// single word counts as a name here when it begins with a capital letter: for reading on screen, one code
/// too many does less harm than one name.
class Reading {
public:
    Reading(std::vector<identity::Person> registered, const form::Answers& answers, identity::View view);

    /// Words for a reader.
    std::string words(std::string_view typed) const;
    bool shows_names() const { return m_view == identity::View::names; }

private:
    identity::View m_view;
    std::vector<identity::Person> m_people;
    identity::Register m_register;
    identity::Showing m_showing;
};

/// The printed form as a list for templates: {id, title, is_item, change, rows: summary_list, texts: list of
/// details}. `change`: the address of the sections, or empty when nothing can be changed.
html::List printed_parts(
    const form::Definition& definition,
    const form::Answers& answers,
    const Reading& reading,
    const std::string& change);

} // namespace throughline::notification
