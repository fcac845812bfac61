// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/http/http.hpp"

#include "platform/http/limits.hpp"
#include "platform/http/target.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace throughline::http {

std::string Upload::bytes() const {
    std::string all(m_size, '\0');
    for (std::size_t done = 0; done < all.size();) {
        const auto n = ::pread(*m_descriptor, all.data() + done, all.size() - done, static_cast<off_t>(done));
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) throw std::system_error(errno, std::generic_category(), "reading an upload");
        if (n == 0) throw std::runtime_error("an upload is shorter than it was");
        done += static_cast<std::size_t>(n);
    }
    return all;
}

std::string Form::text(std::string_view name) const {
    const auto found = std::ranges::find_if(m_fields, [&](const auto& field) { return field.first == name; });
    return found == m_fields.end() ? std::string{} : found->second;
}

std::vector<std::string> Form::all(std::string_view name) const {
    std::vector<std::string> values;
    for (const auto& [key, value] : m_fields)
        if (key == name) values.push_back(value);
    return values;
}

bool Form::has(std::string_view name) const {
    return std::ranges::any_of(m_fields, [&](const auto& field) { return field.first == name; });
}

const Upload* Form::upload(std::string_view name) const {
    const auto found = std::ranges::find_if(m_uploads, [&](const auto& one) { return one.first == name; });
    return found == m_uploads.end() ? nullptr : &found->second;
}

std::string Request::header(std::string_view name) const {
    std::string joined;
    for (const auto& [key, value] : headers) {
        if (key != name) continue;
        if (!joined.empty()) joined += ", ";
        joined += value;
    }
    return joined;
}

std::string Request::cookie(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (key != "cookie") continue;
        for (std::string_view rest = value; !rest.empty();) {
            const auto end = rest.find(';');
            auto pair = rest.substr(0, end);
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
            while (pair.starts_with(' ')) pair.remove_prefix(1);
            if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
                return std::string(pair.substr(name.size() + 1));
        }
    }
    return {};
}

std::string Request::argument(std::string_view name) const {
    const auto found = arguments.find(name);
    if (found == arguments.end()) throw std::logic_error("the route has no argument " + std::string(name));
    return found->second;
}

Response html(std::string page, int status) {
    return Response{status, {{"Content-Type", "text/html; charset=utf-8"}}, std::move(page), {}};
}

std::string_view in_words(Method method) {
    switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::other: return "other";
    }
    return "other";
}

Response plain(std::string text, int status) {
    return Response{status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(text), {}};
}

Response see_other(std::string path) {
    if (!is_own_path(path)) throw std::logic_error("a redirect would leave the house");
    return Response{303, {{"Location", std::move(path)}}, {}, {}};
}

bool is_own_path(std::string_view path) {
    // Browsers read a backslash as a slash and drop tabs and line ends, so /\host and /<tab>/host lead
    // elsewhere.
    const auto visible = [](char c) { return c > ' ' && c < 0x7f && c != '\\'; };
    return path.starts_with('/') && !path.starts_with("//") && std::ranges::all_of(path, visible);
}

std::string encode(std::string_view text) {
    constexpr std::string_view unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (unreserved.find(c) != std::string_view::npos) {
            encoded += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            encoded += '%';
            encoded += digits[byte >> 4U];
            encoded += digits[byte & 15U];
        }
    }
    return encoded;
}

Form read_urlencoded(std::string_view body) {
    Form form;
    while (!body.empty()) {
        const auto end = body.find('&');
        const auto pair = body.substr(0, end);
        body = end == std::string_view::npos ? std::string_view{} : body.substr(end + 1);
        if (pair.empty()) continue;
        const auto equals = pair.find('=');
        auto name = percent_decode(pair.substr(0, equals), true);
        auto value = percent_decode(equals == std::string_view::npos ? "" : pair.substr(equals + 1), true);
        if (!name || !value || !is_text(*name) || !is_text(*value)) throw Stop{400};
        if (form.fields().size() == limits::fields || value->size() > limits::field_bytes) throw Stop{413};
        form.add(std::move(*name), std::move(*value));
    }
    return form;
}

} // namespace throughline::http
