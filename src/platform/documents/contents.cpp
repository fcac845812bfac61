// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/documents/contents.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <brotli/decode.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <functional>
#include <istream>
#include <iterator>
#include <memory>
#include <ostream>

namespace throughline::documents {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t piece = 64UL * 1024;

bool is_pdf(std::string_view bytes) { return bytes.substr(0, 1024).find("%PDF-") != bytes.npos; }
bool is_brotli(std::string_view name) { return name.ends_with(".br"); }

bool is_archive(std::string_view bytes) {
    constexpr std::array beginnings{
        "PK\x03\x04"sv,
        "PK\x05\x06"sv,
        "\x1f\x8b\x08"sv,
        "BZh"sv,
        "\xfd"
        "7zXZ\0"sv,
        "\x28\xb5\x2f\xfd"sv,
        "7z\xbc\xaf\x27\x1c"sv,
        "Rar!\x1a\x07"sv,
        "MSCF\0\0\0\0"sv,
        "\x04\x22\x4d\x18"sv};
    if (bytes.starts_with("BZh") && (bytes.size() < 10 || bytes.substr(4, 6) != "1AY&SY")) return false;
    return std::ranges::any_of(
               beginnings, [&](std::string_view begin) { return bytes.starts_with(begin); }) ||
           bytes.substr(std::min<std::size_t>(bytes.size(), 257), 5) == "ustar";
}

/// Opens layer under layer until the caps are reached.
class Opening {
public:
    explicit Opening(const ContentsCaps& caps) : m_caps(caps) {}

    void open(std::string_view bytes, std::string_view name, const std::string& path, int depth) {
        if (!may_hold_contents(bytes, name)) return;
        if (depth > m_caps.depth) return give_up(path, "too deep inside other files");
        const auto first = m_contents.members.size();
        if (is_pdf(bytes))
            open_pdf(bytes, path);
        else if (is_archive(bytes))
            open_archive(bytes, path);
        else
            open_brotli(bytes, path);
        const auto last = m_contents.members.size();
        for (auto i = first; i < last; ++i) {
            // A copy of the view alone would dangle as the members grow.
            const auto inner_path = m_contents.members[i].path;
            const auto inner = m_contents.members[i].bytes;
            open(inner, inner_path, inner_path, depth + 1);
        }
    }
    Contents take() { return std::move(m_contents); }

private:
    void give_up(const std::string& path, const char* why) { m_contents.unread.push_back({path, why}); }

    bool has_room(const std::string& path) {
        if (m_bytes <= m_caps.bytes && m_contents.members.size() < m_caps.members) return true;
        if (!m_is_full) give_up(path, "too much inside");
        m_is_full = true;
        return false;
    }

    static std::string inside(const std::string& path, std::string_view member) {
        return path.empty() ? std::string(member) : path + "!" + std::string(member);
    }

    void keep(std::string path, std::string bytes) {
        m_contents.members.push_back({std::move(path), std::move(bytes)});
    }

    void open_archive(std::string_view bytes, const std::string& path) {
        const std::unique_ptr<archive, decltype(&archive_read_free)> reader(
            archive_read_new(), archive_read_free);
        archive_read_support_filter_all(reader.get());
        for (auto* support :
             {archive_read_support_format_zip,
              archive_read_support_format_tar,
              archive_read_support_format_7zip,
              archive_read_support_format_rar,
              archive_read_support_format_rar5,
              archive_read_support_format_cab,
              archive_read_support_format_cpio,
              archive_read_support_format_raw})
            support(reader.get());
        if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
            return give_up(path, "broken or locked");
        for (archive_entry* entry = nullptr; has_room(path);) {
            const auto got = archive_read_next_header(reader.get(), &entry);
            if (got == ARCHIVE_EOF) return;
            if (got < ARCHIVE_WARN) return give_up(path, "broken or locked");
            const char* named = archive_entry_pathname_utf8(entry);
            if (named == nullptr) named = archive_entry_pathname(entry);
            const bool is_raw = archive_format(reader.get()) == ARCHIVE_FORMAT_RAW;
            const auto member = inside(path, is_raw || named == nullptr ? "inside" : named);
            std::string content;
            if (!read_member(reader.get(), member, content)) give_up(member, "broken or locked");
            keep(member, std::move(content));
        }
    }

    /// False when its end was not reached for another reason than the caps.
    bool read_member(archive* reader, const std::string& path, std::string& content) {
        std::array<char, piece> buffer{};
        while (has_room(path)) {
            const auto got = archive_read_data(reader, buffer.data(), buffer.size());
            if (got == 0) return true;
            if (got < 0) return false;
            count_in(content, buffer, static_cast<std::size_t>(got));
        }
        return true;
    }

    void count_in(std::string& content, const std::array<char, piece>& buffer, std::size_t size) {
        content.append(buffer.data(), size);
        m_bytes += size;
    }

    void open_brotli(std::string_view bytes, const std::string& path) {
        const std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> state(
            BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), BrotliDecoderDestroyInstance);
        auto left = bytes.size();
        const auto* next = reinterpret_cast<const std::uint8_t*>(bytes.data());
        std::string content;
        std::array<char, piece> buffer{};
        auto result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
        while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && has_room(path)) {
            auto room = buffer.size();
            auto* to = reinterpret_cast<std::uint8_t*>(buffer.data());
            result = BrotliDecoderDecompressStream(state.get(), &left, &next, &room, &to, nullptr);
            count_in(content, buffer, buffer.size() - room);
        }
        if (result != BROTLI_DECODER_RESULT_SUCCESS && !m_is_full) give_up(path, "broken or locked");
        keep(inside(path, "inside"), std::move(content));
    }

    /// Its compressed streams: what a page draws, particulars, and files that are attached. Those that are
    /// compressed in another way, or locked, cannot be told from pictures and are passed over.
    void open_pdf(std::string_view bytes, const std::string& path) {
        if (bytes.find("/Encrypt") != bytes.npos)
            give_up(path, "locked, but for what poppler can read of it");
        int number = 0;
        for (auto at = bytes.find("stream"); at != bytes.npos && has_room(path);
             at = bytes.find("stream", at + 6)) {
            if (at >= 3 && bytes.substr(at - 3, 3) == "end") continue;
            auto from = at + 6;
            if (bytes.substr(from, 2) == "\r\n")
                from += 2;
            else if (bytes.substr(from, 1) == "\n")
                from += 1;
            else
                continue;
            ++number;
            auto content = inflated(bytes.substr(from), path);
            if (!content.empty()) keep(inside(path, "stream " + std::to_string(number)), std::move(content));
        }
    }

    std::string inflated(std::string_view bytes, const std::string& path) {
        z_stream state{};
        if (inflateInit(&state) != Z_OK) return {};
        const std::unique_ptr<z_stream, decltype(&inflateEnd)> ends(&state, inflateEnd);
        state.next_in =
            reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data())); // NOLINT: zlib does not write there
        state.avail_in = static_cast<uInt>(std::min<std::size_t>(bytes.size(), 1U << 30U));
        std::string content;
        std::array<char, piece> buffer{};
        int result = Z_OK;
        while (result == Z_OK && has_room(path)) {
            state.next_out = reinterpret_cast<Bytef*>(buffer.data());
            state.avail_out = static_cast<uInt>(buffer.size());
            result = inflate(&state, Z_NO_FLUSH);
            count_in(content, buffer, buffer.size() - state.avail_out);
        }
        return content;
    }

    ContentsCaps m_caps;
    Contents m_contents{};
    std::uint64_t m_bytes{};
    bool m_is_full{};
};

} // namespace

bool may_hold_contents(std::string_view bytes, std::string_view name) {
    return is_archive(bytes) || is_pdf(bytes) || is_brotli(name);
}

Contents open_contents(std::string_view bytes, std::string_view name, const ContentsCaps& caps) {
    Opening opening(caps);
    opening.open(bytes, name, "", 1);
    return opening.take();
}

int run_contents(std::istream& in, std::ostream& out, std::string_view name) {
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    if (in.bad()) return 1;
    out << write_contents(open_contents(bytes, name)) << std::flush;
    return out ? 0 : 1;
}

} // namespace throughline::documents
