// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/security_txt.hpp"
#include "app/testing.hpp"

#include <gtest/gtest.h>

namespace throughline {
namespace {

TEST(SecurityTxtTest, ItIsNotThereUntilAContactIsSetAndThenForEverybody) {
    in_process::Service service(SOURCE_DIR);
    EXPECT_EQ(service.get({}, "/.well-known/security.txt").status(), 404);
    service.county().database().write([](db::Transaction& tx) {
        tx.change(
            "INSERT INTO installation (name, value) VALUES (:name, 'mailto:security@marlshire.example')",
            {{"name", security_contact_fact}});
    });
    const auto answer = service.get({}, "/.well-known/security.txt");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.header("Content-Type"), "text/plain; charset=utf-8");
    EXPECT_TRUE(answer.response.body.starts_with("Contact: mailto:security@marlshire.example\n"));
}

TEST(SecurityTxtTest, ItSaysWhoToTellUntilWhenAndWhereItBelongs) {
    EXPECT_EQ(
        security_txt("tel:+441632960140", "https://reviews.example", *read_instant("2026-08-27T11:00:00Z")),
        "Contact: tel:+441632960140\nExpires: 2027-02-25T00:00:00.000000Z\nPreferred-Languages: en\n"
        "Canonical: https://reviews.example/.well-known/security.txt\n");
}

TEST(SecurityTxtTest, AContactIsAnAddressOnOneLine) {
    for (const auto* good : {"mailto:a@b.example", "https://b.example/report", "tel:+441632960140"})
        EXPECT_TRUE(can_be_security_contact(good)) << good;
    for (const auto* bad :
         {"",
          "a@b.example",
          "mailto:",
          "http://b.example",
          "javascript:x",
          "mailto:a@b\nContact: c",
          "https://b c"})
        EXPECT_FALSE(can_be_security_contact(bad)) << bad;
}

} // namespace
} // namespace throughline
