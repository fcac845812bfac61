// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/ledger/chain.hpp"

#include "platform/base/instant.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace throughline::ledger {
namespace {

void add_field(std::string& bytes, std::string_view field) {
    for (int shift = 56; shift >= 0; shift -= 8)
        bytes += static_cast<char>(static_cast<std::uint64_t>(field.size()) >> shift);
    bytes += field;
}

/// Keeps the signature of a head from standing for anything else signed with the same key.
std::string signed_text(std::string_view message) {
    return "throughline ledger head 1\n" + std::string(message);
}

bool is_hash(std::string_view text) {
    const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return text.size() == 64 && std::all_of(text.begin(), text.end(), is_hex);
}

} // namespace

std::string hash_of(const crypto::Key& key, const Link& link) {
    std::string bytes = "throughline ledger 1\n";
    add_field(bytes, std::to_string(link.seq));
    for (const auto* field :
         {&link.at, &link.who, &link.role, &link.what, &link.record, &link.why, &link.prev})
        add_field(bytes, *field);
    return crypto::hex(crypto::hmac_sha256(key, bytes));
}

std::string sign(const crypto::SigningKey& key, const Head& head, std::string_view at) {
    const auto message = std::to_string(head.seq) + ' ' + head.hash + ' ' + std::string(at);
    return message + ' ' + crypto::base64url(key.sign(signed_text(message)));
}

std::optional<SignedHead> read_line(std::string_view line) {
    std::array<std::string_view, 4> words{};
    std::string_view rest = line;
    for (std::size_t i = 0; i < 3; ++i) {
        const auto end = rest.find(' ');
        if (end == std::string_view::npos) return {};
        words[i] = rest.substr(0, end);
        rest.remove_prefix(end + 1);
    }
    words[3] = rest;

    std::int64_t seq = 0;
    const auto [end, error] = std::from_chars(words[0].data(), words[0].data() + words[0].size(), seq);
    if (error != std::errc{} || end != words[0].data() + words[0].size() || seq < 1) return {};
    const auto signature = crypto::from_base64url(words[3]);
    if (!is_hash(words[1]) || !read_instant(words[2]) || !signature || signature->size() != 64) return {};
    return SignedHead{
        {seq, std::string(words[1])},
        std::string(line.substr(0, line.size() - words[3].size() - 1)),
        *signature};
}

bool holds(std::string_view public_key, const SignedHead& line) {
    return crypto::verify_signature(public_key, signed_text(line.message), line.signature);
}

} // namespace throughline::ledger
