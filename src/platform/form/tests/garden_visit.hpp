// SPDX-License-Identifier: GPL-3.0-or-later
// A small form with one of everything, for the tests of this folder.
#pragma once

#include "platform/form/answers.hpp"

#include <stdexcept>

namespace throughline::form {

inline constexpr std::string_view garden_visit = R"({
  "id": "garden_visit", "edition": "2026-1", "from": "2026-01-01", "title": "A visit to a garden", "source": "tests",
  "sections": [
    { "id": "visit", "title": "The visit", "intro": ["Say what you saw.", "It need not be long."], "questions": [
      { "id": "seen", "type": "date", "required": "always", "not_after": "today", "label": "Day of the visit",
        "missing": "Enter the day of the visit", "malformed": "The day of the visit is not a real date",
        "too_late": "The day of the visit is in the future" },
      { "id": "sown", "type": "date", "required": "to_submit", "not_after": "seen", "label": "Day of sowing",
        "not_known": "Not known yet", "missing": "Enter the day of sowing, or choose “Not known yet”",
        "malformed": "The day of sowing is not a real date", "too_late": "It was sown after the visit" },
      { "id": "soil", "type": "radios", "required": "to_submit", "label": "Soil",
        "options": [ { "list": "soils" } ], "not_known": "Not known yet", "missing": "Choose the soil" },
      { "id": "soil_words", "type": "text", "required": "to_submit", "max_length": 10,
        "show_when": { "question": "soil", "equals": "other" }, "label": "Which soil?", "missing": "Say which soil" },
      { "id": "tools", "type": "checkboxes", "label": "Tools",
        "options": [ { "code": "spade", "words": "Spade" }, { "code": "rake", "words": "Rake" },
                     { "code": "none", "words": "None", "exclusive": true } ], "not_known": "Not known yet" }
    ] },
    { "id": "plants", "title": "Plants", "questions": [
      { "id": "plants", "type": "group", "required": "to_submit", "label": "Plants", "each": "Plant",
        "add": "Add another plant", "full": "There is room for three plants.", "at_most": 3,
        "missing": "Name one plant", "questions": [
          { "id": "name", "type": "text", "required": "to_submit", "sealed": true, "label": "Name",
            "missing": "Enter the name of the plant" },
          { "id": "height", "type": "number", "min": 1, "max": 300, "label": "Height in cm",
            "malformed": "Enter the height as a number from 1 to 300" },
          { "id": "bought", "type": "date", "not_after": "today", "label": "Bought on",
            "malformed": "That is not a real date", "too_late": "It was bought in the future" },
          { "id": "bed", "type": "select", "label": "Bed", "options": [ { "code": "n", "words": "North" },
            { "code": "s", "words": "South" } ], "not_known": "Not known yet" } ] },
      { "id": "notes", "type": "textarea", "label": "Notes", "sealed": true } ] },
    { "id": "rest", "title": "The rest", "questions": [
      { "id": "weather", "type": "text", "label": "Weather", "not_known": "Not known yet" } ] }
  ] })";

inline std::vector<Option> garden_lists(std::string_view list) {
    if (list != "soils") throw std::out_of_range("no list");
    return {{"clay", "Clay"}, {"sand", "Sand", "It runs through the fingers"}, {"other", "Another"}};
}

inline const Definition& garden() {
    static const Definition read = read_definition(garden_visit, garden_lists);
    return read;
}

inline Date day(std::string_view iso) { return calendar::read_date(iso).value(); }
inline const Date today = calendar::read_date("2026-06-10").value();

using Fields = std::vector<std::pair<std::string, std::string>>;

inline http::Form posted(const Fields& fields) {
    http::Form form;
    for (const auto& [name, value] : fields) form.add(name, value);
    return form;
}

/// The answers after one post to the section.
inline Answers after(std::string_view section, const Fields& fields, Answers earlier = no_answers(garden())) {
    return read(garden(), *garden().find(section), posted(fields), std::move(earlier));
}

inline Fields a_good_visit() {
    return {
        {"seen-day", "7"},
        {"seen-month", "6"},
        {"seen-year", "2026"},
        {"sown-unknown", "yes"},
        {"soil", "clay"},
    };
}

} // namespace throughline::form
