// SPDX-License-Identifier: GPL-3.0-or-later
// What people typed into a form, kept as they typed it, under the names of the inputs: `aware-day`,
// `children-2-sex`. Answers know the edition of the form they were given to, and are read with that one ever
// after.
#pragma once

#include "platform/form/definition.hpp"
#include "platform/http/http.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::form {

struct Answers {
    std::string form{};
    std::string edition{};
    std::map<std::string, std::vector<std::string>, std::less<>> values{}; ///< an empty answer is absent

    std::string text(std::string_view name) const; ///< the first value, or empty
    std::vector<std::string> all(std::string_view name) const;
    bool has(std::string_view name, std::string_view value) const; ///< among the chosen
    /// The date when all three parts make a real one.
    std::optional<Date> date(std::string_view name) const;
    /// Whether the answer is "not known yet", for any type of question.
    bool not_known(std::string_view name) const;
    /// How many items of a group are on the page; blank ones count.
    int count(std::string_view group) const;
    /// Whether any question of the item has an answer.
    bool item_answered(std::string_view group, int number) const;

    bool operator==(const Answers&) const = default;
};

/// The name of a question in the item of a group: children-2-sex.
std::string item_name(std::string_view group, int number, std::string_view question);

/// The three inputs of a date beside its "not known yet".
struct DateParts {
    std::string day{};
    std::string month{};
    std::string year{};
};
DateParts date_parts(const Answers& answers, std::string_view name);
/// A month by number or by name ("3", "mar", "March"); nothing when it is neither.
std::optional<unsigned> read_month(std::string_view typed);

Answers no_answers(const Definition& definition);

/// The earlier answers with those of one section replaced by what was posted. Whatever was typed is kept,
/// tidied (text::tidy). A posted `add` with a group's id makes room for one more item; `remove` with
/// `children-2` takes that item away. Throws std::logic_error when the answers belong to another edition.
Answers read(const Definition& definition, const Section& section, const http::Form& posted, Answers earlier);

/// Whether the post asked to add or remove an item: the page is to be shown again, without complaint.
bool changes_items(const http::Form& posted);

/// JSON text, to be sealed by whoever stores it, and back. Reading throws std::invalid_argument, which holds
/// nothing of the text.
std::string to_json(const Answers& answers);
Answers answers_from_json(std::string_view json);

/// Whether the question is asked, given the answers. `item` is the prefix of the group's item
/// ("children-2-"), or empty.
bool is_asked(const Question& question, const Answers& answers, std::string_view item = {});

} // namespace throughline::form
