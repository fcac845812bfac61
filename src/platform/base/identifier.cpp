// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/base/identifier.hpp"

#include <array>
#include <cstdint>

namespace throughline {

std::string new_identifier(Instant at, const Random& random) {
    std::array<std::byte, 16> bytes{};
    random(std::span{bytes}.subspan(6));
    const auto milliseconds = static_cast<std::uint64_t>(at.microseconds / 1000);
    for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::byte>(milliseconds >> (40 - 8 * i));
    bytes[6] = (bytes[6] & std::byte{0x0f}) | std::byte{0x70};
    bytes[8] = (bytes[8] & std::byte{0x3f}) | std::byte{0x80};

    constexpr auto hex = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += hex[std::to_integer<unsigned>(bytes[i]) >> 4];
        text += hex[std::to_integer<unsigned>(bytes[i]) & 15];
    }
    return text;
}

} // namespace throughline
