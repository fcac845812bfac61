// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/text/next_character.hpp"
#include "platform/text/text.hpp"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <memory>
#include <stdexcept>

namespace throughline::text {
namespace {

using namespace std::string_view_literals;

std::string decode(std::string_view bytes, const char* encoding) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
        ucnv_open(encoding, &status), &ucnv_close);
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU has no converter for ") + encoding);
    const icu::UnicodeString decoded(
        bytes.data(), static_cast<int32_t>(bytes.size()), converter.get(), status);
    if (U_FAILURE(status)) throw std::runtime_error(std::string("ICU could not read text as ") + encoding);
    std::string out;
    return decoded.toUTF8String(out);
}

} // namespace

bool is_utf8(std::string_view bytes) {
    const auto length = static_cast<std::int64_t>(bytes.size());
    for (std::int64_t i = 0; i < length;)
        if (next_character(bytes, i) < 0) return false;
    return true;
}

std::string to_utf8(std::string_view bytes) {
    if (bytes.starts_with("\xEF\xBB\xBF"sv))
        bytes.remove_prefix(3);
    else if (bytes.starts_with("\xFF\xFE"sv))
        return decode(bytes.substr(2), "UTF-16LE");
    else if (bytes.starts_with("\xFE\xFF"sv))
        return decode(bytes.substr(2), "UTF-16BE");

    if (is_utf8(bytes)) return std::string(bytes);
    return decode(bytes, "windows-1252");
}

} // namespace throughline::text
