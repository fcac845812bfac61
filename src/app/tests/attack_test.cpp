// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody with bad intentions tries on every page there is. The pages are found by their links, so a
// new page is attacked as soon as it can be reached.
#include "app/tests/demo_house.hpp"
#include "app/tests/walk.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

namespace throughline {
namespace {

using in_process::Answer;
using in_process::DemoHouse;
using in_process::Fields;
using in_process::Visitor;
using walk::Field;
using walk::Form;

/// Told once for all tests of this file. Whoever may see names sees them, so that what stands sealed is shown
/// and attacked too.
DemoHouse& demo() {
    static const auto house = [] {
        auto told = std::make_unique<DemoHouse>(SOURCE_DIR);
        for (const auto role : people::all_roles) told->show_names_to(told->somebody(role).id);
        return told;
    }();
    return *house;
}

std::vector<Visitor> everybody() {
    std::vector<Visitor> visitors{Visitor{}};
    for (const auto role : people::all_roles) visitors.push_back(demo().sign_in(demo().somebody(role).id));
    return visitors;
}

/// Everything that everybody reads, walked once, and what the database held before and after.
struct Walked {
    std::vector<std::string> before{};
    std::vector<std::pair<Visitor, std::vector<walk::Page>>> by_visitor{};
    std::vector<std::string> after{};
};

/// What a form would post, asked for by its address.
std::string as_query(const Form& form) {
    std::string target = form.action;
    for (const auto& field : form.fields)
        target += (target == form.action ? "?" : "&") + http::encode(field.name) + "=" +
                  http::encode(field.values.empty() ? "x" : field.values.front());
    return target;
}

const Walked& walked() {
    static const auto all = [] {
        Walked walked;
        for (auto& visitor : everybody()) walked.by_visitor.push_back({visitor, {}});
        walked.before = demo().contents();
        for (auto& [visitor, pages] : walked.by_visitor) {
            pages = walk::reachable(demo(), visitor);
            for (std::size_t i = 0, reached = pages.size(); i < reached; ++i)
                for (const auto& form : pages[i].forms())
                    if (form.posts)
                        pages.push_back({as_query(form), "", demo().get(visitor, as_query(form))});
            for (const auto* other : {"/no-such-page", "/cases/MAR-2026-999", "/sign-in", "/assets/none.css"})
                pages.push_back({other, "", demo().get(visitor, other)});
        }
        walked.after = demo().contents();
        return walked;
    }();
    return all;
}

TEST(AttackTest, EveryAnswerCarriesTheHeadersThatKeepABrowserFromDoingHarm) {
    std::set<std::string> kinds;
    for (const auto& [visitor, pages] : walked().by_visitor) {
        for (const auto& page : pages) {
            SCOPED_TRACE(page.target);
            const auto has = [&](const std::string& line) {
                return page.answer.sent.find("\r\n" + line + "\r\n") != std::string::npos;
            };
            EXPECT_NE(
                page.answer.sent.find("\r\nContent-Security-Policy: default-src 'none'; "),
                std::string::npos);
            EXPECT_NE(page.answer.sent.find("frame-ancestors 'none'"), std::string::npos);
            EXPECT_NE(page.answer.sent.find("base-uri 'none'"), std::string::npos);
            EXPECT_EQ(page.answer.sent.find("unsafe-"), std::string::npos);
            EXPECT_TRUE(has("X-Content-Type-Options: nosniff"));
            EXPECT_TRUE(has("X-Frame-Options: DENY"));
            EXPECT_TRUE(has("Referrer-Policy: same-origin"));
            EXPECT_TRUE(has("Cross-Origin-Opener-Policy: same-origin"));
            EXPECT_TRUE(has("Cross-Origin-Resource-Policy: same-origin"));
            EXPECT_NE(page.answer.sent.find("\r\nPermissions-Policy: "), std::string::npos);
            EXPECT_TRUE(page.target.starts_with("/assets/") || has("Cache-Control: no-store"));
            EXPECT_EQ(page.answer.sent.find("\r\nServer:"), std::string::npos);
            EXPECT_EQ(page.answer.sent.find("\r\nAccess-Control-"), std::string::npos);
            if (page.answer.response.body.empty()) continue;
            const auto kind = page.answer.header("Content-Type");
            EXPECT_NE(kind, "") << "a browser would guess what this is";
            kinds.insert(kind.substr(0, kind.find(';')));
        }
    }
    // Nothing here is opened by a spreadsheet, so no cell can hold a formula. Whoever adds such an export
    // adds its kind here, and with it the test that cells beginning with = + - @ are made harmless.
    static const std::set<std::string> known{
        "application/atom+xml",
        "application/pdf",
        "image/svg+xml",
        "text/css",
        "text/html",
        "text/javascript",
        "text/plain"};
    for (const auto& kind : kinds) EXPECT_TRUE(known.contains(kind)) << kind;
    EXPECT_TRUE(kinds.contains("text/html"));
}

TEST(AttackTest, ReadingChangesNothing) {
    std::size_t read = 0;
    for (const auto& [visitor, pages] : walked().by_visitor)
        for (const auto& page : pages) {
            ++read;
            EXPECT_LT(page.answer.status(), 500) << page.target;
        }
    EXPECT_GT(read, 300U);
    std::vector<std::string> changed;
    std::ranges::set_symmetric_difference(walked().before, walked().after, std::back_inserter(changed));
    EXPECT_EQ(changed.size(), 0U) << changed.front();
}

constexpr std::string_view marker = "\"'><script>x7()</script>{{7*7}}{{{page}}}<img src=x onerror=x7()>";

/// Whether a browser would find more in the page than text.
bool is_taken_for_markup(const Answer& answer) {
    return answer.sent.find("<script>x7") != answer.sent.npos ||
           answer.sent.find("<img src=x") != answer.sent.npos;
}

/// The form with the marker in every field of words; `bolder`: also in the others, hidden ones and choices.
Fields marked(const Form& form, bool bolder) {
    Fields fields;
    for (const auto& field : form.fields) {
        if (field.name == "csrf" || field.name == "once" || field.kind == Field::Kind::file) continue;
        auto value = field.name == "do" ? field.values.back() : field.values.front();
        if (value.empty() && field.kind == Field::Kind::choice && field.values.size() > 1)
            value = field.values[1];
        if (field.kind == Field::Kind::text) {
            if (field.name.ends_with("-day"))
                value = "1";
            else if (field.name.ends_with("-month"))
                value = field.name.starts_with("due") ? "10" : "8";
            else if (field.name.ends_with("-year"))
                value = "2026";
            else if (value.empty() || field.name != "labels")
                value = std::string(marker);
        }
        fields.emplace_back(field.name, bolder ? std::string(marker) : value);
    }
    return fields;
}

// The last one of this file: it writes into every form.
TEST(AttackTest, WhatSomebodyTypesIsNeverTakenForMarkup) {
    const auto visitors = everybody();
    const auto opened = demo().post(visitors[1], "/cases/new", {{"name", std::string(marker)}});
    EXPECT_FALSE(is_taken_for_markup(opened));
    std::size_t posted = 0, kept = 0;
    std::set<std::string> seen;
    const auto post = [&](const Visitor& visitor, const Form& form, bool bolder) {
        const auto answer = demo().post(visitor, form.action, marked(form, bolder));
        EXPECT_LT(answer.status(), 500) << form.action;
        EXPECT_FALSE(is_taken_for_markup(answer)) << form.action;
        ++posted;
        if (answer.status() == 303) ++kept;
    };
    for (const auto& visitor : visitors)
        for (const auto& page : walk::reachable(demo(), visitor, 3))
            for (const auto& form : page.forms()) {
                if (!form.posts || form.action == "/sign-out" || form.action == "/sign-in") continue;
                if (!seen.insert(form.action + std::to_string(form.fields.size())).second) continue;
                post(visitor, form, true);
                post(visitor, form, false);
            }
    EXPECT_GT(posted, 100U);
    EXPECT_GT(kept, 20U);
    std::size_t shown = 0;
    for (const auto& visitor : everybody())
        for (const auto& page : walk::reachable(demo(), visitor, 3)) {
            EXPECT_LT(page.answer.status(), 500) << page.target;
            EXPECT_FALSE(is_taken_for_markup(page.answer)) << page.target;
            if (page.answer.sent.find("&lt;script&gt;x7()&lt;/script&gt;{{7*7}}") != std::string::npos)
                ++shown;
        }
    EXPECT_GT(shown, 20U) << "what was typed was kept nowhere";
}

} // namespace
} // namespace throughline
