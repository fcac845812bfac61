// SPDX-License-Identifier: GPL-3.0-or-later
// PostgreSQL's binary form of values.
#pragma once

#include "platform/db/db.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace throughline::db::detail {

// Fixed numbers of PostgreSQL's own types (its pg_type.dat).
enum Type : unsigned {
    type_bool = 16,
    type_bytea = 17,
    type_name = 19,
    type_int8 = 20,
    type_int2 = 21,
    type_int4 = 23,
    type_text = 25,
    type_float4 = 700,
    type_float8 = 701,
    type_bpchar = 1042,
    type_varchar = 1043,
    type_numeric = 1700,
    type_void = 2278,
};

/// Eight bytes, the greatest first: an int8, or the bits of a float8.
std::string big_endian(std::uint64_t number);

/// Reads one value that is not NULL. A type beyond the few we use throws std::logic_error.
Value::Held decode(unsigned type, std::string_view bytes);

} // namespace throughline::db::detail
