// SPDX-License-Identifier: GPL-3.0-or-later
// What a browser, or somebody who pretends to be one, sends.
#include "platform/http/multipart.hpp"
#include "platform/http/target.hpp"
#include "target.hpp"

#include <algorithm>
#include <variant>

namespace throughline::fuzz {
namespace {

using http::Form;

bool same(const Form& a, const Form& b) {
    return a.fields() == b.fields() &&
           std::ranges::equal(a.uploads(), b.uploads(), [](const auto& left, const auto& right) {
               return left.first == right.first && left.second.file_name() == right.second.file_name() &&
                      left.second.media_type() == right.second.media_type() &&
                      left.second.bytes() == right.second.bytes();
           });
}

/// The form, or the status it was refused with.
std::variant<Form, int> in_pieces(const std::string& boundary, std::string_view body, std::size_t piece) {
    try {
        http::Multipart reader(boundary, {});
        for (std::size_t at = 0; at < body.size(); at += piece) reader.feed(body.substr(at, piece));
        return reader.finish();
    } catch (const http::Stop& stop) {
        demand(stop.status() == 400 || stop.status() == 413, "a body is refused as malformed or too large");
        return stop.status();
    }
}

void demand_texts(const Form& form) {
    for (const auto& [name, value] : form.fields())
        demand(http::is_text(name) && http::is_text(value), "a field is text");
}

} // namespace

void urlencoded(std::string_view bytes) {
    Form form;
    try {
        form = http::read_urlencoded(bytes);
    } catch (const http::Stop& stop) {
        demand(stop.status() == 400 || stop.status() == 413, "a body is refused as malformed or too large");
        return;
    }
    demand_texts(form);
    std::string again;
    for (const auto& [name, value] : form.fields())
        again += (again.empty() ? "" : "&") + http::encode(name) + "=" + http::encode(value);
    demand(same(http::read_urlencoded(again), form), "a form that is sent again is the same");
}

void request_target(std::string_view bytes) {
    if (http::is_own_path(bytes)) {
        const auto answer = http::see_other(std::string(bytes));
        demand(
            bytes[0] == '/' && bytes.find_first_of(std::string_view("\r\n\t\\\0 ", 6)) == bytes.npos &&
                !bytes.starts_with("//"),
            "a redirect stays in the house");
    }
    http::Request request;
    request.target = std::string(bytes);
    try {
        http::read_target(request);
    } catch (const http::Stop& stop) {
        demand(stop.status() == 400 || stop.status() == 414, "a target is refused as malformed");
        return;
    }
    demand(request.path.starts_with('/'), "a path begins with a slash");
    demand(http::is_text(request.path), "a path is text");
    demand(
        std::ranges::none_of(request.path, [](unsigned char c) { return c < 0x20 || c == 0x7f; }),
        "a path holds no control characters");
    demand(("/" + request.path + "/").find("/../") == std::string::npos, "a path does not climb");
    demand_texts(request.query);
}

/// The first line is the Content-Type, the rest the body.
void multipart(std::string_view bytes) {
    const auto line = std::min(bytes.find('\n'), bytes.size());
    const auto body = bytes.substr(std::min(line + 1, bytes.size()));
    std::string boundary;
    try {
        boundary = http::boundary_of(bytes.substr(0, line));
    } catch (const http::Stop&) {
        return;
    }
    demand(boundary.size() <= 70, "a boundary is short");
    if (boundary.empty()) return;
    const auto whole = in_pieces(boundary, body, std::max<std::size_t>(body.size(), 1));
    if (const auto* form = std::get_if<Form>(&whole)) {
        demand_texts(*form);
        for (const auto& [name, upload] : form->uploads()) {
            demand(upload.bytes().size() == upload.size(), "a file is as long as it says");
            demand(upload.file_name().find_first_of("/\\") == std::string::npos, "a file's name is no path");
        }
    }
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}}) {
        const auto again = in_pieces(boundary, body, piece);
        demand(again.index() == whole.index(), "pieces of any size give the same answer");
        if (const auto* form = std::get_if<Form>(&again))
            demand(same(*form, std::get<Form>(whole)), "pieces of any size give the same form");
    }
}

} // namespace throughline::fuzz
