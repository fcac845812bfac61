// SPDX-License-Identifier: GPL-3.0-or-later
// The data files of forms/, read into what `Statute` is made of. Each function throws std::invalid_argument
// that names the file and the fault.
#pragma once

#include "statutory/statutory.hpp"

#include <map>
#include <string>
#include <vector>

namespace throughline::statutory {

struct KnownHoliday {
    calendar::Holiday holiday{};
    Date known_from{}; ///< when it was announced; older entries carry the first day of the data
};

struct HolidayFile {
    std::string edition{};
    Date first{};
    Date last{};
    std::vector<KnownHoliday> holidays{};
};

HolidayFile read_holidays(const std::string& csv);
std::map<Clock, ClockRules> read_clocks(const std::string& json);
std::vector<Edition> read_editions(const std::string& json);
std::map<std::string, CodeList, std::less<>> read_code_lists(const std::string& json);
CodeList read_local_authorities(const std::string& csv);

} // namespace throughline::statutory
