// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/device.hpp"

#include "people/sign_in_keys.hpp"

#include <charconv>
#include <optional>
#include <vector>

namespace throughline::people {
namespace {

constexpr std::size_t marks_at_most = 5;
constexpr char between_marks = '~';
constexpr char between_parts = '.';

constexpr std::string_view signs_of_a_mark =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";

std::vector<std::string_view> split(std::string_view text, char separator, std::size_t at_most) {
    std::vector<std::string_view> parts;
    while (!text.empty() && parts.size() < at_most) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        text = end == text.npos ? std::string_view() : text.substr(end + 1);
    }
    return parts;
}

std::string code_for(
    const crypto::KeyFolder& keys,
    std::string_view account,
    std::string_view number,
    std::string_view given_at) {
    return keyed_hash(keys, "device", {account, number, given_at});
}

std::optional<Instant> read_seconds(std::string_view text) {
    std::int64_t read = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), read);
    if (error != std::errc{} || end != text.data() + text.size() || read < 0 || read > 1'000'000'000'000)
        return {};
    return Instant{seconds(read)};
}

/// The random number of a mark that was made for this account and is not too old.
std::string
number_of(const crypto::KeyFolder& keys, std::string_view mark, std::string_view account, Instant at) {
    const auto parts = split(mark, between_parts, 4);
    if (parts.size() != 3) return {};
    const auto given = read_seconds(parts[1]);
    const bool is_ours = crypto::same(code_for(keys, account, parts[0], parts[1]), parts[2]);
    const bool is_current = given && *given <= at && at < *given + seconds(device_known_seconds);
    return is_ours && is_current ? std::string(parts[0]) : std::string();
}

} // namespace

std::string
known_device(const crypto::KeyFolder& keys, std::string_view cookie, std::string_view account, Instant at) {
    std::string found;
    for (const auto mark : split(cookie, between_marks, marks_at_most))
        if (auto number = number_of(keys, mark, account, at); found.empty()) found = std::move(number);
    return found;
}

std::string with_known_device(
    const crypto::KeyFolder& keys,
    std::string_view cookie,
    std::string_view account,
    Instant at,
    const Random& random) {
    const auto number = crypto::base64url(crypto::random_bytes(12, random));
    const auto given = std::to_string(at.microseconds / seconds(1));
    auto marks = number + between_parts + given + between_parts + code_for(keys, account, number, given);
    std::size_t count = 1;
    for (const auto mark : split(cookie, between_marks, marks_at_most)) {
        const bool is_mark = mark.size() <= 128 && mark.find_first_not_of(signs_of_a_mark) == mark.npos;
        if (!is_mark || count == marks_at_most || !number_of(keys, mark, account, at).empty()) continue;
        marks += between_marks;
        marks += mark;
        ++count;
    }
    return marks;
}

} // namespace throughline::people
