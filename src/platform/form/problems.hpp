// SPDX-License-Identifier: GPL-3.0-or-later
// What still needs another look in a form, in the words of its definition, and how far each section has come.
#pragma once

#include "platform/base/outcome.hpp"
#include "platform/form/answers.hpp"

#include <vector>

namespace throughline::form {

enum class Moment { saving, submitting };

/// In the order of the page. `field` is the id of an input, for a date that of the first wrong part. `today`
/// is the civil date in London. Answers are stored whether or not there are problems; these only hold up what
/// comes next.
std::vector<Problem> problems(const Section& section, const Answers& answers, Moment moment, Date today);
std::vector<Problem>
problems(const Definition& definition, const Answers& answers, Moment moment, Date today);

enum class Progress { not_started, optional, under_way, done };

/// `optional`: nothing answered, and nothing that must be.
Progress progress(const Section& section, const Answers& answers, Date today);

/// A question answered "not known yet", to be asked again later without holding anything up.
struct Gap {
    std::string name{}; ///< of the input
    std::string item{}; ///< "Child 2", or empty
    std::string label{};
};
std::vector<Gap> gaps(const Section& section, const Answers& answers);

} // namespace throughline::form
