// SPDX-License-Identifier: GPL-3.0-or-later
// The service with the demo's county in it: full cases at every stage, told as of the tests' own day. Telling
// it takes some seconds, so a program does it once and its tests share it.
#pragma once

#include "app/testing.hpp"

#include <string>
#include <vector>

namespace throughline::in_process {

struct ToldCounty : HasCounty {
    explicit ToldCounty(const std::filesystem::path& source_dir);
};

class DemoHouse : private ToldCounty, public House {
public:
    explicit DemoHouse(const std::filesystem::path& source_dir)
        : ToldCounty(source_dir), House(m_county, source_dir) {}

    /// The account of the first person of that role, by e-mail address.
    people::Account somebody(people::Role role);
    /// Every case, by reference.
    std::vector<case_file::CaseFile> cases();
    /// Does something to the database as it stands.
    void change(const std::string& sql, const db::Parameters& parameters = {});
    /// Names are shown to that account on every case, until long after the test.
    void show_names_to(std::string_view account);
    /// All that the database holds, one text for each row, but for what reading may write: the ledger's notes
    /// that a case was opened and that its record was taken.
    std::vector<std::string> contents();
};

} // namespace throughline::in_process
