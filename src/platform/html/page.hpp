// SPDX-License-Identifier: GPL-3.0-or-later
// What surrounds every page: the closed area, the public side, and the pages of those who contribute by link.
// A view puts one of these objects under the key `page`, which templates reach at every level as
// `{{page.…}}`.
#pragma once

#include "platform/html/parts.hpp"

#include <string>
#include <vector>

namespace throughline::govuk {

/// The addresses of the built assets, with their fingerprints.
struct Addresses {
    std::string style{};
    std::string script{};
    std::string icon{};
};

struct Person {
    std::string name{};
    std::string role{};
    std::string account{}; ///< the address of their own account's page; empty: none
};

/// Who answers when a page does not. `phone` as people write it: 01632 960 140.
struct Help {
    std::string name{}; ///< "the business unit"
    std::string phone{};
    std::string hours{}; ///< "Monday to Friday, 8am to 6pm"; may be empty
};

/// The bar of one case, its tabs, and the switch between references and names.
struct CaseBar {
    std::string name{}; ///< the case's own name, never a person's
    std::string reference{};
    std::vector<std::string> notes{}; ///< "Rapid review, working day 9 of 15"
    std::vector<Link> tabs{};
    std::string names_address{}; ///< asks why names are needed; `/end` below it ends them; empty: no switch
    bool names_shown{};
    std::string names_until{}; ///< "14:20" while names are shown
};

struct ClosedPage {
    std::string title{}; ///< in words that tell pages apart; the product's name follows by itself
    std::string partnership{};
    Addresses assets{};
    std::string csrf{};
    std::string once{}; ///< fresh for each page shown, so that a form posted twice acts once
    Person person{};    ///< empty name: nobody is signed in
    std::vector<Link> navigation{};
    std::string find_action{}; ///< empty: no search box
    const CaseBar* case_bar{};
    Help help{};
    std::string notice{}; ///< what was just done, said once
    bool wide{};          ///< the chronology uses the whole width
    bool refused{};       ///< the title begins with "Error: "
};
/// For `page_start` and `page_end`.
Object closed_page(const ClosedPage& page);

struct PublicPage {
    std::string title{};
    std::string partnership{};
    Addresses assets{};
    std::string csrf{}; ///< only for pages with a posted form
    std::string once{}; ///< fresh for each page shown, so that a form posted twice acts once
    std::vector<Link> navigation{};
    std::string worried_phone{}; ///< day and night
    std::string worried_more{};  ///< an address with other ways to tell
    std::string exit{};          ///< the neutral site; empty on pages without the button
    std::string feed{};
    std::vector<Link> footer{};
    std::string published_by{}; ///< one sentence: who stands behind what is published
    Help help{};
};
/// For `public_start` and `public_end`.
Object public_page(const PublicPage& page);

struct ContributorPage {
    std::string title{};
    std::string partnership{};
    Addresses assets{};
    std::string csrf{};
    std::string once{}; ///< fresh for each page shown, so that a form posted twice acts once
    Person person{};
    std::vector<Link> footer{};
    Help help{};
    bool refused{};
};
/// For `contributor_start` and `contributor_end`.
Object contributor_page(const ContributorPage& page);

} // namespace throughline::govuk
