// SPDX-License-Identifier: GPL-3.0-or-later
// A filled form as a record: lines of label and answer for paper and page, and one canonical text whose
// SHA-256 a receipt carries.
#pragma once

#include "platform/form/answers.hpp"

#include <string>
#include <vector>

namespace throughline::form {

struct Line {
    std::string label{};
    std::string value{}; ///< in words; "Not answered" where nothing was
    bool sealed{};       ///< may hold a name: show it only where names may be shown
    bool answered{};
};

/// A section, or one item of a group within it.
struct Part {
    std::string section{}; ///< the section's id
    std::string title{};   ///< of the section; "Child 2" for an item
    bool item{};
    std::vector<Line> lines{};
};

/// Only what was asked is printed; a blank item of a group is left out.
std::vector<Part> print(const Definition& definition, const Answers& answers);

/// The record as canonical JSON: UTF-8 in NFC, no white space between tokens, keys sorted by their bytes, one
/// object
/// {"answers":{…},"edition":…,"form":…}. An answer stands under its question's id: text and single choice as
/// a string (a choice by its code), checkboxes as an array in the order of the definition, a date as
/// 2026-03-30, not known yet as null, a group as an array of objects. What was not asked or not answered is
/// absent, and so is what cannot be read (problems() names it). Equal answers to one edition give equal
/// bytes. An answer as typed, not its label, is what is attested; the edition supplies the label.
std::string canonical(const Definition& definition, const Answers& answers);

} // namespace throughline::form
