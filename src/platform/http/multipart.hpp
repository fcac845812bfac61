// SPDX-License-Identifier: GPL-3.0-or-later
// Reads multipart/form-data (RFC 7578) as it arrives, in pieces of any size: files go to unlinked temporary
// files, text stays in memory within bounds.
#pragma once

#include "platform/http/http.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace throughline::http {

/// The boundary named in a Content-Type of multipart/form-data; empty when there is no lawful one.
std::string boundary_of(std::string_view content_type);

class Multipart {
public:
    Multipart(std::string_view boundary, std::filesystem::path folder);

    /// Throws Stop{400} when malformed, Stop{413} beyond a limit, std::system_error when the disk fails.
    void feed(std::string_view bytes);
    /// What was read. Throws Stop{400} unless the closing boundary has come.
    Form finish();

private:
    enum class State { preamble, delimiter, headers, data, epilogue };

    bool step(); ///< false when more bytes are needed
    bool read_delimiter();
    bool read_headers();
    bool read_data();
    void open_part(std::string_view headers);
    void take(std::string_view bytes);
    void close_part();

    std::string m_delimiter; ///< line end, two dashes, boundary
    std::filesystem::path m_folder;
    std::string m_pending{};
    std::size_t m_at{}; ///< how much of m_pending is dealt with
    State m_state{State::preamble};

    std::string m_name{};
    bool m_is_file{};
    std::string m_file_name{};
    std::string m_media_type{};
    std::string m_text{};
    std::shared_ptr<int> m_file{};
    std::uint64_t m_size{};

    std::size_t m_parts{};
    std::size_t m_text_bytes{};
    Form m_form{};
};

} // namespace throughline::http
