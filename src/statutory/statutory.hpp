// SPDX-License-Identifier: GPL-3.0-or-later
// Statutory knowledge as data: the clocks that guidance sets, its editions, and the lists of codes. The code
// holds the counting; every figure and date comes from the files of forms/, with its source.
#pragma once

#include "platform/base/instant.hpp"
#include "platform/calendar/calendar.hpp"
#include "platform/form/definition.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace throughline::statutory {

using calendar::Date;

enum class Clock { notify_panel, rapid_review, pre_publication_copy, lcspr_complete };

std::string_view to_text(Clock clock); ///< notify_panel, as on the command line and in stored records
std::optional<Clock> read_clock(std::string_view text);

/// How far a piece of statutory data was checked: seen in its source, known but to be read again, or our
/// reading.
enum class Tag { seen, known, inferred };

/// What a clock says from one day on.
struct Rule {
    enum class Unit { working_days, calendar_months };
    Date from{};
    Unit unit{};
    int length{};           ///< negative: counted back from the trigger
    std::string guidance{}; ///< id of the guidance edition
    std::string source{};
    Tag tag{};
};

struct ClockRules {
    std::string name{};        ///< Rapid review to the Panel
    std::string trigger{};     ///< the notification was sent to the Panel
    std::string ends{};        ///< what must have happened by the due date
    std::vector<Rule> rules{}; ///< earliest first
};

/// A due date with its reasons. A record stores `date`, `guidance` and `calendar_edition` when it starts the
/// clock.
struct Due {
    Clock clock{};
    Date trigger{};
    Date date{};
    std::vector<calendar::Step> steps{};    ///< each day counted or left out; empty for calendar months
    std::vector<std::string> explanation{}; ///< lines in plain words, as `clock due --explain` prints them
    std::string guidance{};                 ///< id of the edition that sets the length
    std::string source{};
    std::string calendar_edition{};
};

struct Edition {
    enum class Kind { statutory, panel };
    std::string id{}; ///< wt-2023
    Kind kind{};
    Date from{};
    bool exact{}; ///< whether the day is known; otherwise `from` is the first of its month
    std::string name{};
    std::string chapter{}; ///< the chapter on serious incidents
    std::string note{};
    Tag tag{};
};

struct Code {
    std::string code{};
    std::string words{};
    std::string hint{};
};

struct CodeList {
    std::string id{};
    std::string name{};
    std::string source{};
    Tag tag{};
    std::vector<Code> codes{};

    const Code* find(std::string_view code) const; ///< nullptr when it has none such
};

/// The bytes of the data files, which the program carries inside itself.
struct Texts {
    std::string bank_holidays{};     ///< forms/england-bank-holidays.csv
    std::string clocks{};            ///< forms/clocks.json
    std::string guidance_editions{}; ///< forms/guidance-editions.json
    std::string code_lists{};        ///< forms/code-lists.json
    std::string local_authorities{}; ///< forms/local-authorities.csv
};

/// The same files from a folder. Throws std::runtime_error when one is missing.
Texts read_texts(const std::filesystem::path& folder);

class Statute {
public:
    /// Throws std::invalid_argument, naming file and fault, when the data do not hold together.
    explicit Statute(const Texts& texts);

    const ClockRules& rules(Clock clock) const { return m_clocks.at(clock); }

    /// The due date under the rule in force on the trigger's date (rule 73). A bank holiday that became known
    /// only after the due date had passed does not move it. Throws calendar::BeyondCalendar, in words that
    /// say what to do, when the rules or the bank holidays do not reach.
    Due due(Clock clock, Date trigger) const;

    /// The first working day on which the report may be published when the copies went on `copies_sent`
    /// (rule 47): the latest day for sending, counted back from it, is not before that. Throws
    /// BeyondCalendar.
    Date earliest_publication(Date copies_sent) const;

    /// On time until 23:59 London time of the due date (rule 21).
    static bool on_time(Date due, Instant done);
    /// How many working days too late; 0 when on time. Throws BeyondCalendar.
    int days_late(Date due, Instant done) const;

    /// The edition of Working Together in force on the date of the act being judged (rule 74).
    const Edition& edition_in_force(Date act) const;
    /// The Panel's own guidance on that date; nullptr before its first.
    const Edition* panel_guidance_in_force(Date act) const;
    const Edition& edition(std::string_view id) const; ///< throws std::out_of_range
    const std::vector<Edition>& editions() const { return m_editions; }

    const CodeList& codes(std::string_view list) const; ///< throws std::out_of_range

    /// All bank holidays known today.
    const calendar::WorkingDays& working_days() const { return m_calendars.back().days; }
    const std::string& calendar_edition() const { return m_calendar_edition; }

private:
    /// The calendar as it stood from one day on: what was announced later is not in it.
    struct Known {
        Date from{};
        calendar::WorkingDays days;
    };
    calendar::Counted count(Date trigger, int days) const;
    Due counted_in_days(Clock clock, const Rule& rule, Date trigger) const;
    Due counted_in_months(Clock clock, const Rule& rule, Date trigger) const;

    std::vector<Known> m_calendars; ///< earliest first, never empty
    std::string m_calendar_edition;
    std::map<Clock, ClockRules> m_clocks;
    std::vector<Edition> m_editions; ///< earliest first
    std::map<std::string, CodeList, std::less<>> m_codes;
};

/// The code lists as forms ask for them. The statute must outlive the result, which throws std::out_of_range
/// for a list it has not.
form::CodeLists code_lists(const Statute& statute);

} // namespace throughline::statutory
