// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/base/outcome.hpp"
#include "platform/form/typed_date.hpp"

#include <gtest/gtest.h>

namespace throughline::form {
namespace {

TEST(TypedDateTest, ADateIsReadFromItsThreeFieldsAndGivenBack) {
    http::Form posted;
    posted.add("due-day", " 7 ");
    posted.add("due-month", "September");
    posted.add("due-year", "2026");
    const auto read = typed_date(posted, "due").read();
    ASSERT_TRUE(read);
    EXPECT_EQ(calendar::to_text(*read), "2026-09-07");
    const auto back = typed_date(read);
    EXPECT_EQ(back.day + "/" + back.month + "/" + back.year, "7/9/2026");
}

TEST(TypedDateTest, WhatIsNoRealDateIsSaidAndWhatIsEmptyIsNot) {
    std::vector<Problem> problems;
    EXPECT_FALSE((TypedDate{"31", "6", "2026"}.read_or_say(problems, "due", "Enter a real date")));
    EXPECT_FALSE((TypedDate{"3", "6", "26"}.read_or_say(problems, "due", "Enter a real date")));
    EXPECT_FALSE((TypedDate{"", "6", "2026"}.read_or_say(problems, "due", "Enter a real date")));
    ASSERT_EQ(problems.size(), 3U);
    EXPECT_EQ(problems[0].field, "due");
    EXPECT_FALSE(TypedDate{}.read_or_say(problems, "due", "Enter a real date"));
    EXPECT_EQ(problems.size(), 3U);
}

} // namespace
} // namespace throughline::form
