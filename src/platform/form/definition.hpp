// SPDX-License-Identifier: GPL-3.0-or-later
// A form as data: sections of questions, in editions. Page, validation and printed record all come from it;
// nothing here knows what any form is about.
#pragma once

#include "platform/calendar/calendar.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::form {

using calendar::Date;

enum class Type { text, textarea, number, date, radios, checkboxes, select, group };

/// When an answer must be there: before the section is saved, before the whole is submitted, or never.
/// "Not known yet" is an answer wherever the question offers it.
enum class Required { no, to_submit, always };

struct Option {
    std::string code{};
    std::string words{};
    std::string hint{};
    bool exclusive{}; ///< chosen alone among checkboxes
    bool not_known{}; ///< an honest gap, to be filled later
};

/// The code under which a choice says that something is not known yet.
inline constexpr std::string_view not_known_code = "not_known_yet";

/// A question that is asked only when another has this answer.
struct ShowWhen {
    std::string question{};
    std::string equals{};
};

struct Question {
    std::string id{}; ///< lower-case letters, digits and underscores
    std::string label{};
    std::string hint{};
    Type type{};
    Required required{};
    std::vector<Option> options{};
    std::string not_known{}; ///< words of the answer "not known yet"; empty: not offered
    bool sealed{};           ///< may hold names or other identity: to be kept and shown with care
    std::optional<ShowWhen> show_when{};
    std::string missing{};    ///< what to say when it is required and empty
    std::string malformed{};  ///< what to say when it cannot be read
    std::size_t max_length{}; ///< text: characters
    int min{};                ///< number
    int max{};
    std::string not_after{}; ///< date: "today" or the id of another date; empty: no rule
    std::string too_late{};  ///< what to say when it is after that

    // A group: the same questions for each child, adult or thing.
    std::string each{}; ///< Child, as in "Child 2"
    std::string add{};  ///< words of the button: Add another child
    std::string full{}; ///< said once there is room for no more
    int at_most{};
    std::vector<Question> questions{};
};

struct Section {
    std::string id{};
    std::string title{};
    std::vector<std::string> intro{}; ///< paragraphs
    std::vector<Question> questions{};
};

struct Definition {
    std::string id{};
    std::string edition{};
    Date from{};
    std::string title{};
    std::string source{};
    std::vector<Section> sections{};

    const Section* find(std::string_view section) const; ///< nullptr when there is none such
};

/// The options of a named code list. Throws when it does not know the list.
using CodeLists = std::function<std::vector<Option>(std::string_view list)>;

/// Throws std::invalid_argument, naming the question and the fault, when the definition does not hold
/// together.
Definition read_definition(std::string_view json, const CodeLists& lists);

/// All editions of all forms the program carries.
class Definitions {
public:
    /// Throws std::invalid_argument when an edition is there twice.
    explicit Definitions(std::vector<Definition> all);

    /// The edition a new record takes on a date; nullptr when none was in force.
    const Definition* in_force(std::string_view id, Date on) const;
    /// The edition that an old record was made with. Throws std::out_of_range.
    const Definition& load(std::string_view id, std::string_view edition) const;

private:
    std::vector<Definition> m_all; ///< earliest first
};

} // namespace throughline::form
