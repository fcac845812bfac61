// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/db/postgresql_values.hpp"

#include <bit>
#include <cmath>
#include <stdexcept>

namespace throughline::db::detail {
namespace {

std::uint64_t from_big_endian(std::string_view bytes) {
    std::uint64_t number = 0;
    for (const char c : bytes) number = (number << 8U) | static_cast<unsigned char>(c);
    return number;
}

// sum() of BIGINT is NUMERIC on PostgreSQL and an integer on SQLite; avg() is NUMERIC here and a double
// there. The binary form: count of base-10000 digits, weight of the first, sign, digits shown after the
// point, the digits.
Value::Held numeric(std::string_view bytes) {
    const auto word = [&](std::size_t at) {
        return static_cast<std::uint16_t>(from_big_endian(bytes.substr(2 * at, 2)));
    };
    const std::size_t count = word(0);
    const auto weight = static_cast<std::int16_t>(word(1));
    const bool negative = word(2) == 0x4000;
    if (word(2) != 0 && !negative) throw std::logic_error("a NUMERIC that is no finite number");

    if (word(3) == 0) {
        std::int64_t whole = 0;
        for (int i = 0; i <= weight; ++i) {
            const int digit = static_cast<std::size_t>(i) < count ? word(4 + static_cast<std::size_t>(i)) : 0;
            if (__builtin_mul_overflow(whole, 10'000, &whole) ||
                __builtin_add_overflow(whole, negative ? -digit : digit, &whole)) {
                throw std::logic_error("a NUMERIC too great for an integer");
            }
        }
        return whole;
    }
    double real = 0;
    for (std::size_t i = 0; i < count; ++i) {
        real += word(4 + i) * std::pow(10'000.0, weight - static_cast<int>(i));
    }
    return negative ? -real : real;
}

} // namespace

std::string big_endian(std::uint64_t number) {
    std::string bytes(8, '\0');
    for (auto at = bytes.rbegin(); at != bytes.rend(); ++at, number >>= 8U)
        *at = static_cast<char>(number & 0xFFU);
    return bytes;
}

Value::Held decode(unsigned type, std::string_view bytes) {
    switch (type) {
    case type_int8: return static_cast<std::int64_t>(from_big_endian(bytes));
    case type_int4: return std::int64_t{static_cast<std::int32_t>(from_big_endian(bytes))};
    case type_int2: return std::int64_t{static_cast<std::int16_t>(from_big_endian(bytes))};
    case type_bool: return std::int64_t{bytes[0] != 0 ? 1 : 0};
    case type_float8: return std::bit_cast<double>(from_big_endian(bytes));
    case type_float4: return double{std::bit_cast<float>(static_cast<std::uint32_t>(from_big_endian(bytes)))};
    case type_numeric: return numeric(bytes);
    case type_bytea: return Bytes{std::string(bytes)};
    case type_text:
    case type_varchar:
    case type_bpchar:
    case type_name: return std::string(bytes);
    case type_void: return std::monostate{};
    default:
        throw std::logic_error(
            "a column of PostgreSQL type " + std::to_string(type) + ": cast it in the SQL");
    }
}

} // namespace throughline::db::detail
