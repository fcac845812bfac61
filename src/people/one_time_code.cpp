// SPDX-License-Identifier: GPL-3.0-or-later
#include "people/one_time_code.hpp"

#include "platform/crypto/crypto.hpp"
#include "platform/http/http.hpp"

#include <fmt/format.h>
#include <liboath/oath.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace throughline::people {
namespace {

constexpr std::size_t secret_bytes = 20;
constexpr unsigned digits = 6;

void demand(int outcome) {
    if (outcome != OATH_OK) throw std::runtime_error("liboath cannot make a one-time code");
}

void start() {
    static const int started = oath_init();
    demand(started);
}

std::string base32(std::string_view bytes) {
    start();
    char* text = nullptr;
    std::size_t length = 0;
    demand(oath_base32_encode(bytes.data(), bytes.size(), &text, &length));
    const std::unique_ptr<char, decltype(&std::free)> held(text, std::free);
    return {text, length};
}

} // namespace

std::string new_code_secret(const Random& random) { return crypto::random_bytes(secret_bytes, random); }

std::string in_groups(std::string_view secret) {
    std::string groups;
    for (const char letter : base32(secret)) {
        if (groups.size() % 5 == 4) groups += ' ';
        groups += letter;
    }
    return groups;
}

std::string
address_for_phones(std::string_view secret, std::string_view service, std::string_view account_name) {
    const auto issuer = http::encode(service);
    return fmt::format(
        "otpauth://totp/{}:{}?secret={}&issuer={}&algorithm=SHA1&digits={}&period={}",
        issuer,
        http::encode(account_name),
        base32(secret),
        issuer,
        digits,
        code_lasts_seconds);
}

std::int64_t step_at(Instant at) { return at.microseconds / seconds(code_lasts_seconds); }

std::string code_of_step(std::string_view secret, std::int64_t step) {
    start();
    std::array<char, digits + 1> code{};
    demand(oath_hotp_generate(
        secret.data(),
        secret.size(),
        static_cast<std::uint64_t>(step),
        digits,
        false,
        OATH_HOTP_DYNAMIC_TRUNCATION,
        code.data()));
    return code.data();
}

std::optional<std::int64_t>
step_of_code(std::string_view secret, std::string_view code, Instant at, std::int64_t after) {
    std::string typed;
    for (const char sign : code)
        if (sign != ' ') typed += sign;
    std::optional<std::int64_t> found;
    const auto now = step_at(at);
    for (auto step = now - 1; step <= now + 1; ++step)
        if (crypto::same(code_of_step(secret, step), typed) && step > after) found = step;
    return found;
}

} // namespace throughline::people
