// SPDX-License-Identifier: GPL-3.0-or-later
// A page's expectation as it lies in a `.case` file:
//
//   # Why this case is there.
//   POST /cases/MAR-2026-001/names   as: unit
//   reason=
//   ---
//   422
//   !Set-Cookie
//   ---
//   ***<a href="#reason">Say in a few words why you need the names</a>***
//
// `***` stands for anything; `!Header` means absent; a header that is not named is not looked at, nor is the
// body when its part is left out. After the path, two or more spaces apart: `as: ACCOUNT` (left out: signed
// out), `session: expired`, `csrf: none`, `fault: database`.
#pragma once

#include "app/testing.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace throughline::page_case {

struct PageCase {
    std::string why{}; ///< the comment lines, as they stand
    std::string request_line{};
    std::string method{};
    std::string path{};
    std::map<std::string, std::string> options{};
    std::string form{};
    std::string status{};
    std::vector<std::pair<std::string, std::string>> headers{}; ///< `!Name` with an empty value: absent
    std::string body{};
};

/// Throws std::runtime_error for a file that cannot be understood: a case that is not run must not pass.
PageCase read(const std::filesystem::path& file);
PageCase parse(std::string_view text);
void write(const std::filesystem::path& file, const PageCase& page_case);

/// Whether the text is what the pattern says, and else the first piece of it that is not there.
struct Match {
    bool fits{};
    std::string missing{};
};
Match match(std::string_view pattern, std::string_view text);

/// The pattern as the text has it now: a piece that is no longer there gives way to the lines most like it,
/// or to nothing.
std::string accepted(std::string_view pattern, std::string_view text);

/// Every difference, in words; empty when the answer is as expected.
std::vector<std::string> differences(const PageCase& expected, const in_process::Answer& answer);
PageCase accepted(PageCase expected, const in_process::Answer& answer);

} // namespace throughline::page_case
