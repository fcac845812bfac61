// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/html/qr_code.hpp"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>
#include <stdexcept>

namespace throughline::govuk {
namespace {

constexpr int rim = 4; ///< light modules around it (ISO/IEC 18004, 9.1)

/// One figure of all dark modules, each run of them in a row a rectangle.
std::string figure_of(const QRcode& code) {
    std::string path;
    const auto is_dark = [&](int x, int y) { return (code.data[y * code.width + x] & 1) != 0; };
    for (int y = 0; y < code.width; ++y)
        for (int x = 0; x < code.width;) {
            const int begins = x;
            while (x < code.width && is_dark(x, y)) ++x;
            if (const int run = x - begins; run > 0)
                path += fmt::format("M{} {}h{}v1h-{}z", begins + rim, y + rim, run, run);
            else
                ++x;
        }
    return path;
}

} // namespace

Object qr_code(std::string_view text, std::string label) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
        QRcode_encodeString8bit(std::string(text).c_str(), 0, QR_ECLEVEL_M), QRcode_free);
    if (!code) throw std::logic_error("this text does not go into a QR code");
    return {{"label", std::move(label)}, {"size", code->width + 2 * rim}, {"figure", figure_of(*code)}};
}

} // namespace throughline::govuk
