// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exposition.hpp"
#include "app/figures.hpp"

#include <gtest/gtest.h>

namespace throughline {
namespace {

TEST(ExpositionTest, AFigureHasItsHelpItsKindAndItsValues) {
    Exposition page;
    page.one("rooms", Exposition::Kind::gauge, "Rooms of the house.", 7);
    page.begin("knocks_total", Exposition::Kind::counter, "Knocks.");
    page.value(2.5, {{"door", "front"}, {"said", "a \"b\" \\ c\nd"}});
    EXPECT_EQ(
        page.text(),
        "# HELP rooms Rooms of the house.\n# TYPE rooms gauge\nrooms 7\n"
        "# HELP knocks_total Knocks.\n# TYPE knocks_total counter\n"
        "knocks_total{door=\"front\",said=\"a \\\"b\\\" \\\\ c\\nd\"} 2.5\n");
}

TEST(FiguresTest, RequestsAreCountedByPatternMethodAndKindOfAnswer) {
    Figures figures;
    http::Request request;
    request.method = http::Method::post;
    request.path = "/cases/MAR-2026-001";
    figures.count({request, 404, std::chrono::microseconds(20'000)}, "/cases/{reference}");
    figures.count({request, 403, std::chrono::microseconds(600'000)}, "/cases/{reference}");
    figures.count({request, 500, std::chrono::seconds(60), "a fault"}, "");
    Exposition page;
    figures.write_to(page);
    const auto has = [&](std::string_view line) {
        return page.text().find("\n" + std::string(line) + "\n") != page.text().npos;
    };
    EXPECT_TRUE(
        has(R"(throughline_http_requests_total{route="/cases/{reference}",method="POST",status="4xx"} 2)"));
    EXPECT_TRUE(has(R"(throughline_http_requests_total{route="none",method="POST",status="5xx"} 1)"));
    EXPECT_TRUE(has(R"(throughline_http_request_duration_seconds_bucket{le="0.01"} 0)"));
    EXPECT_TRUE(has(R"(throughline_http_request_duration_seconds_bucket{le="0.025"} 1)"));
    EXPECT_TRUE(has(R"(throughline_http_request_duration_seconds_bucket{le="1"} 2)"));
    EXPECT_TRUE(has(R"(throughline_http_request_duration_seconds_bucket{le="+Inf"} 3)"));
    EXPECT_TRUE(has("throughline_http_request_duration_seconds_count 3"));
    EXPECT_TRUE(has("throughline_http_faults_total 1"));
    EXPECT_EQ(page.text().find("MAR-2026"), std::string::npos);
}

} // namespace
} // namespace throughline
