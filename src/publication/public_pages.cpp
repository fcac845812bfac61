// SPDX-License-Identifier: GPL-3.0-or-later
// What everybody may read: the front page, the reviews, one review, its PDF, the feed, and the plain pages.
#include "organisation/organisation.hpp"
#include "platform/html/structure.hpp"
#include "publication/feed.hpp"
#include "publication/operations.hpp"
#include "publication/pages.hpp"
#include "publication/progress.hpp"
#include "publication/rendered.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace throughline::publication {
namespace {

using html::List;
using html::Object;
using people::Permission;

/// Where this site is, as the world sees it. Never what the request calls it: whoever asks for the feed
/// through a cache could otherwise have everybody led to a site of their own.
std::string site_address(const Visit& visit) {
    const auto& known = visit.house().public_url;
    return known.empty() ? "http://localhost" : known;
}

std::string digits_of(std::string_view phone) {
    std::string digits;
    for (const char c : phone)
        if (c >= '0' && c <= '9') digits += c;
    return digits;
}

std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", number, number == 1 ? one : many);
}

Object card(const Published& review) {
    return {
        {"address", "/reviews/" + review.slug},
        {"title", review.title},
        {"summary", review.summary},
        {"content_note", review.content_note},
        {"date", calendar::in_figures(calendar::london_date(review.published_at))}};
}

List cards(const std::vector<Published>& reviews, std::size_t limit) {
    List list;
    for (const auto& review : reviews)
        if (list.size() < limit) list.push_back(card(review));
    return list;
}

/// The four states, always the same four, always in words.
List counts_of(const Progress& progress) {
    List counts;
    const auto add = [&](std::int64_t number, const char* shape, const char* words) {
        counts.push_back(Object{{"number", number}, {"shape", shape}, {"words", words}});
    };
    add(progress.proven, "done", "proven in practice");
    add(progress.done, "half", "done, not yet proven");
    add(progress.under_way, "next", "under way");
    add(progress.late, "late", "under way and late");
    return counts;
}

/// One bead for each action, in the order of the counts.
List beads_of(const Progress& progress) {
    List beads;
    const std::array<std::pair<std::int64_t, const char*>, 4> runs{
        {{progress.proven, "done"},
         {progress.done, "half"},
         {progress.under_way, "next"},
         {progress.late, "late"}}};
    for (const auto& [number, shape] : runs)
        for (std::int64_t i = 0; i < number; ++i) beads.push_back(Object{{"shape", shape}});
    return beads;
}

struct Home {
    organisation::Partnership partnership{};
    std::vector<Published> reviews{};
    Progress progress{};
};

Home read_home(Visit& visit) {
    return visit.read([&](db::Transaction& tx) {
        Home home;
        if (auto partnership = organisation::find_home_partnership(tx)) home.partnership = *partnership;
        home.reviews = published(tx);
        for (const auto& review : home.reviews) home.progress += progress_of(tx, review, visit.today());
        return home;
    });
}

std::string since_words(const std::vector<Published>& reviews) {
    const std::chrono::year_month_day first{calendar::london_date(reviews.back().published_at)};
    return fmt::format(
        "{} published since {}. Each says what happened, what people found and what they promised.",
        counted(static_cast<std::int64_t>(reviews.size()), "review", "reviews"),
        static_cast<int>(first.year()));
}

http::Response get_home(const http::Request&, Visit& visit) {
    const auto home = read_home(visit);
    const auto& progress = home.progress;
    const bool any = !home.reviews.empty();
    return visit.show_public(
        "publication/home",
        {.title = "What we learn when a child is hurt", .section = "home", .exit = true},
        {{"has_reviews", any},
         {"learned", any ? since_words(home.reviews) : std::string("No review is published here yet.")},
         {"found", counted(progress.findings, "finding", "findings")},
         {"promised", counted(progress.recommendations, "recommendation", "recommendations")},
         {"worked", counted(progress.done + progress.proven, "action done", "actions done")},
         {"helped", fmt::format("{} proven", progress.proven)},
         {"has_actions", progress.actions > 0},
         {"made",
          fmt::format(
              "We made {} and planned {}. Doing one is not the same as it working, so we count them apart.",
              counted(progress.recommendations, "recommendation", "recommendations"),
              counted(progress.actions, "action", "actions"))},
         {"beads", beads_of(progress)},
         {"counts", counts_of(progress)},
         {"unanswered",
          progress.without_action == 0
              ? std::string()
              : counted(progress.without_action, "recommendation has", "recommendations have") +
                    " no action yet."},
         {"reviews", cards(home.reviews, 4)},
         {"phone", home.partnership.phone},
         {"digits", digits_of(home.partnership.phone)},
         {"partnership", home.partnership.name}});
}

http::Response get_reviews(const http::Request&, Visit& visit) {
    const auto reviews = visit.read([](db::Transaction& tx) { return published(tx); });
    return visit.show_public(
        "publication/reviews",
        {.title = "Published reviews", .section = "reviews", .exit = true},
        {{"has_reviews", !reviews.empty()}, {"reviews", cards(reviews, reviews.size())}});
}

http::Response get_review(const http::Request& request, Visit& visit) {
    std::optional<Published> review;
    std::string page;
    std::string partnership;
    Progress progress;
    visit.read([&](db::Transaction& tx) {
        review = find_published(tx, request.argument("slug"));
        if (!review) return;
        page = published_page(tx, review->slug);
        partnership = organisation::load_partnership(tx, review->partnership_id).name;
        progress = progress_of(tx, *review, visit.today());
    });
    if (!review) throw http::Stop(404);

    List parts;
    for (const auto& part : parts_of(page))
        parts.push_back(Object{{"href", "#" + part.id}, {"text", part.title}});
    const auto address = "/reviews/" + review->slug;
    const auto full = site_address(visit) + address;
    const std::chrono::year_month_day day{calendar::london_date(review->published_at)};
    const auto date = calendar::in_figures(calendar::london_date(review->published_at));
    return visit.show_public(
        "publication/review",
        {.title = review->title, .section = "reviews", .exit = true},
        {{"trail",
          govuk::breadcrumbs(
              {{.text = "Home", .href = "/"},
               {.text = "Reviews", .href = "/reviews"},
               {.text = review->title}})},
         {"title", review->title},
         {"summary", review->summary},
         {"content_note", review->content_note},
         {"date", date},
         {"reviewer", review->reviewer},
         {"partnership", partnership},
         {"version", review->report_version},
         {"address", full},
         {"pdf", address + "/report.pdf"},
         {"pdf_size", fmt::format("PDF, {} KB. Tagged for screen readers", (review->pdf_size + 1023) / 1024)},
         {"seal", review->page_sha256},
         {"parts", std::move(parts)},
         {"report", govuk::markup(html::Markup{page})},
         {"checked", calendar::in_figures(visit.today())},
         {"has_actions", progress.actions > 0},
         {"actions", counted(progress.actions, "action has", "actions have") + " been planned:"},
         {"counts", counts_of(progress)},
         {"unanswered",
          progress.without_action == 0
              ? std::string()
              : counted(progress.without_action, "recommendation has", "recommendations have") +
                    " no action yet."},
         {"cite",
          fmt::format(
              "{} ({}) {}. Version {}. {}. {}",
              review->reviewer,
              static_cast<int>(day.year()),
              review->title,
              review->report_version,
              partnership,
              full)}});
}

http::Response get_pdf(const http::Request& request, Visit& visit) {
    const auto slug = request.argument("slug");
    auto pdf = visit.read([&](db::Transaction& tx) -> std::optional<std::string> {
        if (!find_published(tx, slug)) return {};
        return published_pdf(tx, slug);
    });
    if (!pdf) throw http::Stop(404);
    http::Response response{200, {{"Content-Type", "application/pdf"}}, std::move(*pdf), {}};
    response.with("Content-Disposition", "inline; filename=\"" + slug + ".pdf\"");
    return response;
}

http::Response get_feed(const http::Request&, Visit& visit) {
    const auto home = visit.read([&](db::Transaction& tx) {
        Home read;
        if (auto partnership = organisation::find_home_partnership(tx)) read.partnership = *partnership;
        read.reviews = published(tx);
        return read;
    });
    const auto author = home.partnership.name.empty() ? std::string("Throughline") : home.partnership.name;
    return {
        200,
        {{"Content-Type", "application/atom+xml; charset=utf-8"}},
        atom(
            {"Published reviews: " + author,
             author,
             site_address(visit),
             calendar::london_midnight(visit.today()),
             home.reviews}),
        {}};
}

http::Response show_plain(Visit& visit, std::string_view name, const char* title, bool exit) {
    const auto partnership =
        visit.read([](db::Transaction& tx) { return organisation::find_home_partnership(tx); })
            .value_or(organisation::Partnership{});
    return visit.show_public(
        name,
        {.title = title, .section = "", .exit = exit},
        {{"partnership", partnership.name},
         {"phone", partnership.phone},
         {"digits", digits_of(partnership.phone)}});
}

http::Response get_worried(const http::Request&, Visit& visit) {
    return show_plain(visit, "publication/worried", "Worried about a child", true);
}

http::Response get_accessibility(const http::Request&, Visit& visit) {
    return show_plain(visit, "publication/accessibility", "Accessibility", false);
}

http::Response get_privacy(const http::Request&, Visit& visit) {
    return show_plain(visit, "publication/privacy", "Privacy", false);
}

} // namespace

void add_public_routes(http::Router<Permission, Visit>& routes) {
    using enum Permission;
    routes.get("/", everybody, get_home);
    routes.get("/reviews", everybody, get_reviews);
    routes.get("/reviews/{slug}", everybody, get_review);
    routes.get("/reviews/{slug}/report.pdf", everybody, get_pdf);
    routes.get("/feed.atom", everybody, get_feed);
    routes.get("/worried", everybody, get_worried);
    routes.get("/accessibility", everybody, get_accessibility);
    routes.get("/privacy", everybody, get_privacy);
}

void add_routes(http::Router<Permission, Visit>& routes) {
    add_report_routes(routes);
    add_gate_routes(routes);
    add_public_routes(routes);
}

} // namespace throughline::publication
