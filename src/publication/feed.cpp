// SPDX-License-Identifier: GPL-3.0-or-later
#include "publication/feed.hpp"

#include "platform/crypto/crypto.hpp"
#include "platform/html/html.hpp"

#include <fmt/format.h>

namespace throughline::publication {
namespace {

using html::escape;

std::string entry(const Feed& feed, const Published& review) {
    const auto address = escape(feed.address + "/reviews/" + review.slug);
    const auto at = to_text(review.published_at);
    std::string out = "<entry>\n";
    out += fmt::format("<title>{}</title>\n<id>urn:uuid:{}</id>\n", escape(review.title), escape(review.id));
    out += fmt::format("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", address);
    out += fmt::format(
        "<link rel=\"enclosure\" type=\"application/pdf\" length=\"{}\" href=\"{}/report.pdf\"/>\n",
        review.pdf_size,
        address);
    out += fmt::format("<published>{0}</published>\n<updated>{0}</updated>\n", at);
    out += fmt::format("<author><name>{}</name></author>\n", escape(review.reviewer));
    // Harm is never a surprise: the note comes before the summary, in the feed too.
    out += fmt::format(
        "<summary type=\"text\">Before you read: {} {}</summary>\n",
        escape(review.content_note),
        escape(review.summary));
    return out + "</entry>\n";
}

} // namespace

std::string uuid_for(std::string_view name) {
    auto bytes = crypto::sha256(name).substr(0, 16);
    bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0fU) | 0x80U);
    bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3fU) | 0x80U);
    const auto hex = crypto::hex(bytes);
    return fmt::format(
        "{}-{}-{}-{}-{}",
        hex.substr(0, 8),
        hex.substr(8, 4),
        hex.substr(12, 4),
        hex.substr(16, 4),
        hex.substr(20));
}

std::string atom(const Feed& feed) {
    auto updated = feed.reviews.empty() ? feed.empty_since : feed.reviews.front().published_at;
    for (const auto& review : feed.reviews) updated = std::max(updated, review.published_at);
    const auto address = escape(feed.address);
    std::string out =
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
        "xml:lang=\"en-GB\">\n";
    out += fmt::format("<title>{}</title>\n", escape(feed.title));
    out += fmt::format("<id>urn:uuid:{}</id>\n", uuid_for("published reviews of " + feed.author));
    out += fmt::format("<updated>{}</updated>\n", to_text(updated));
    out += fmt::format("<author><name>{}</name></author>\n", escape(feed.author));
    out += fmt::format(
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"{0}/feed.atom\"/>\n<link rel=\"alternate\" "
        "type=\"text/html\" href=\"{0}/reviews\"/>\n",
        address);
    for (const auto& review : feed.reviews) out += entry(feed, review);
    return out + "</feed>\n";
}

} // namespace throughline::publication
