// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/http/limits.hpp"
#include "platform/http/multipart.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>

namespace throughline::http {
namespace {

Form read(std::string_view body, std::size_t piece) {
    Multipart multipart("XyZ", {});
    for (std::size_t at = 0; at < body.size(); at += piece) multipart.feed(body.substr(at, piece));
    return multipart.finish();
}

int status_of(std::string_view body) {
    try {
        (void)read(body, 4096);
        return 200;
    } catch (const Stop& stop) {
        return stop.status();
    }
}

std::string part(const std::string& disposition, const std::string& bytes) {
    return "--XyZ\r\nContent-Disposition: " + disposition + "\r\n\r\n" + bytes + "\r\n";
}

std::string name_of_file(const std::string& disposition) {
    const auto form = read(part(disposition, "x") + "--XyZ--", 4096);
    return form.uploads().at(0).second.file_name();
}

TEST(BoundaryTest, ABoundaryIsReadFromTheContentType) {
    EXPECT_EQ(boundary_of("multipart/form-data; boundary=abc"), "abc");
    EXPECT_EQ(boundary_of("multipart/form-data; charset=utf-8; Boundary=\"a b:c\""), "a b:c");
    EXPECT_EQ(boundary_of("multipart/form-data"), "");
    EXPECT_EQ(boundary_of("multipart/form-data; boundary="), "");
    EXPECT_EQ(boundary_of("multipart/form-data; boundary=\"a\\\"b\""), "");
    EXPECT_EQ(boundary_of("multipart/form-data; boundary=" + std::string(71, 'x')), "");
    EXPECT_THROW((void)boundary_of("multipart/form-data; boundary=\"abc"), Stop);
}

TEST(MultipartTest, PiecesOfAnySizeGiveTheSameForm) {
    const std::string bytes("\r\n--Xy\0\r\n--XyY\r\n-", 17);
    const auto body = "a word before\r\n" + part("form-data; name=\"a\"", "1\r\n2") +
                      part("form-data; name=a", "") +
                      part("form-data; name=\"f\"; filename=\"x.bin\"", bytes) + "--XyZ--\r\na word after";
    for (std::size_t piece = 1; piece <= body.size(); ++piece) {
        const auto form = read(body, piece);
        ASSERT_EQ(form.all("a"), (std::vector<std::string>{"1\r\n2", ""})) << piece;
        ASSERT_NE(form.upload("f"), nullptr) << piece;
        ASSERT_EQ(form.upload("f")->bytes(), bytes) << piece;
        ASSERT_EQ(form.upload("f")->size(), bytes.size()) << piece;
    }
}

TEST(MultipartTest, OnlyTheLastComponentOfAFileNameIsKept) {
    EXPECT_EQ(name_of_file(R"(form-data; name="f"; filename="../../etc/passwd")"), "passwd");
    EXPECT_EQ(name_of_file(R"(form-data; name="f"; filename="C:\scans\nota bene.pdf")"), "nota bene.pdf");
    EXPECT_EQ(name_of_file(R"(form-data; name="f"; filename="a %22b%22%0D%0A.pdf")"), "a \"b\"  .pdf");
    EXPECT_EQ(name_of_file(R"(form-data; name="f"; filename="a \"b\".pdf")"), "a \"b\".pdf");
    EXPECT_EQ(name_of_file(R"(form-data; name="f"; filename="semi;colon=.pdf")"), "semi;colon=.pdf");
}

TEST(MultipartTest, AnEmptyFileIsAFileButNoChoiceIsNone) {
    const auto form = read(
        part("form-data; name=\"none\"; filename=\"\"", "") +
            part("form-data; name=\"empty\"; filename=\"empty.txt\"", "") + "--XyZ--",
        4096);
    EXPECT_EQ(form.upload("none"), nullptr);
    ASSERT_NE(form.upload("empty"), nullptr);
    EXPECT_EQ(form.upload("empty")->bytes(), "");
}

TEST(MultipartTest, AFormWithoutPartsIsEmpty) { EXPECT_TRUE(read("--XyZ--\r\n", 1).fields().empty()); }

TEST(MultipartTest, WhatIsMalformedIsRefused) {
    const auto good = part("form-data; name=\"a\"", "1");
    EXPECT_EQ(status_of(good + "--XyZ--"), 200);
    EXPECT_EQ(status_of(""), 400);
    EXPECT_EQ(status_of(good), 400);
    EXPECT_EQ(status_of(good + "--XyZ-"), 400);
    EXPECT_EQ(status_of(good + "--XyZabc\r\n\r\n"), 400);
    EXPECT_EQ(status_of(part("form-data", "1") + "--XyZ--"), 400) << "no name";
    EXPECT_EQ(status_of(part("attachment; name=\"a\"", "1") + "--XyZ--"), 400);
    EXPECT_EQ(status_of(part("form-data; name=\"a", "1") + "--XyZ--"), 400);
    EXPECT_EQ(status_of(part("form-data; name=\"a\"; name=\"b\"", "1") + "--XyZ--"), 400);
    EXPECT_EQ(status_of("--XyZ\r\nno colon\r\n\r\n1\r\n--XyZ--"), 400);
    EXPECT_EQ(status_of("--XyZ\r\nX: " + std::string(limits::part_header_bytes, 'x')), 400);
    EXPECT_EQ(status_of(part("form-data; name=\"a\"", std::string(1, '\0')) + "--XyZ--"), 400);
}

TEST(MultipartTest, WhatIsTooMuchIsRefused) {
    const auto field = [](std::size_t size) { return part("form-data; name=\"a\"", std::string(size, 'x')); };
    EXPECT_EQ(status_of(field(limits::field_bytes) + "--XyZ--"), 200);
    EXPECT_EQ(status_of(field(limits::field_bytes + 1) + "--XyZ--"), 413);
    std::string many;
    for (std::size_t i = 0; i <= limits::fields; ++i) many += field(1);
    EXPECT_EQ(status_of(many + "--XyZ--"), 413);
    std::string long_in_all;
    for (std::size_t i = 0; i <= limits::text_bytes / limits::field_bytes; ++i)
        long_in_all += field(limits::field_bytes);
    EXPECT_EQ(status_of(long_in_all + "--XyZ--"), 413);
    std::string files;
    for (std::size_t i = 0; i <= limits::files; ++i)
        files += part("form-data; name=\"f\"; filename=\"f\"", "x");
    EXPECT_EQ(status_of(files + "--XyZ--"), 413);
}

} // namespace
} // namespace throughline::http
