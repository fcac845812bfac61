// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/text/base64.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace throughline::text {
namespace {

constexpr std::size_t fewest = 24;

constexpr std::array<std::int8_t, 256> value_table() {
    std::array<std::int8_t, 256> values{};
    values.fill(-1);
    for (int i = 0; i < 26; ++i) {
        values[static_cast<std::size_t>('A' + i)] = static_cast<std::int8_t>(i);
        values[static_cast<std::size_t>('a' + i)] = static_cast<std::int8_t>(26 + i);
    }
    for (int i = 0; i < 10; ++i) values[static_cast<std::size_t>('0' + i)] = static_cast<std::int8_t>(52 + i);
    values['+'] = values['-'] = 62;
    values['/'] = values['_'] = 63;
    return values;
}
constexpr auto values = value_table();

int value_of(char c) { return values[static_cast<unsigned char>(c)]; }

bool is_hexadecimal(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '-';
}

/// Behind the line end at `at`, or `at` when none is there.
std::size_t behind_line_end(std::string_view bytes, std::size_t at) {
    if (bytes.substr(at, 2) == "\r\n") return at + 2;
    return bytes.substr(at, 1) == "\n" ? at + 1 : at;
}

} // namespace

std::vector<Base64Run> base64_in(std::string_view bytes) {
    std::vector<Base64Run> runs;
    for (std::size_t at = 0; at < bytes.size();) {
        if (value_of(bytes[at]) < 0) {
            ++at;
            continue;
        }
        Base64Run run{at, {}};
        std::size_t count = 0;
        unsigned held = 0, bits = 0;
        bool only_hexadecimal = true;
        while (at < bytes.size()) {
            if (const int value = value_of(bytes[at]); value >= 0) {
                only_hexadecimal = only_hexadecimal && is_hexadecimal(bytes[at]);
                held = (held << 6U) | static_cast<unsigned>(value);
                bits += 6;
                if (bits >= 8) {
                    bits -= 8;
                    run.decoded += static_cast<char>((held >> bits) & 0xFFU);
                }
                ++count;
                ++at;
                continue;
            }
            // A line of words ends in the same way; only a long line is taken for one of many.
            const auto behind = behind_line_end(bytes, at);
            if (behind == at || count < fewest || behind >= bytes.size() || value_of(bytes[behind]) < 0)
                break;
            at = behind;
        }
        if (count >= fewest && !only_hexadecimal) runs.push_back(std::move(run));
    }
    return runs;
}

} // namespace throughline::text
