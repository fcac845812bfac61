// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/documents/confined.hpp"
#include "platform/documents/contents.hpp"
#include "platform/documents/own_child.hpp"

#include <charconv>
#include <initializer_list>
#include <stdexcept>

namespace throughline::documents {
namespace {

// A line with what follows and how long its two texts are, then the texts: `member 4 120`, `unread 4 10`;
// `end`.

void put(std::string& to, std::string_view kind, std::string_view first, std::string_view second) {
    to += kind;
    to += std::to_string(first.size()) + ' ' + std::to_string(second.size()) + '\n';
    to += first;
    to += second;
}

class Taking {
public:
    explicit Taking(std::string_view text) : m_rest(text) {}

    bool is_at_end() const { return m_rest.empty(); }
    bool take(std::string_view word) {
        if (!m_rest.starts_with(word)) return false;
        m_rest.remove_prefix(word.size());
        return true;
    }
    std::pair<std::string, std::string> texts() {
        const auto first = size(" "), second = size("\n");
        return {text(first), text(second)};
    }

private:
    std::size_t size(std::string_view behind) {
        std::size_t value{};
        const auto [stop, error] = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), value);
        if (error != std::errc()) throw std::runtime_error("a child's answer is malformed");
        m_rest.remove_prefix(static_cast<std::size_t>(stop - m_rest.data()));
        if (!take(behind)) throw std::runtime_error("a child's answer is malformed");
        return value;
    }
    std::string text(std::size_t size) {
        if (size > m_rest.size()) throw std::runtime_error("a child's answer is cut off");
        std::string taken(m_rest.substr(0, size));
        m_rest.remove_prefix(size);
        return taken;
    }
    std::string_view m_rest;
};

const char* why_not(const Ended& ended) {
    switch (ended.how) {
    case Ended::How::cannot_confine: return "not opened, because children cannot be confined here";
    case Ended::How::timed_out: return "it took too long to open";
    case Ended::How::too_much_output: return "too much inside";
    case Ended::How::signalled:
    case Ended::How::exited: return "it could not be opened";
    }
    throw std::logic_error("a child that ended in no way");
}

/// What poppler reads in a PDF: its words and its particulars.
void add_words_of_pdf(
    Contents& contents,
    const std::string& path,
    const std::string& pdf,
    const std::filesystem::path& scratch) {
    for (const auto* program : {"/usr/bin/pdftotext", "/usr/bin/pdfinfo"}) {
        Child child;
        child.command = {program, "-enc", "UTF-8", "-"};
        if (std::string_view(program).ends_with("text")) child.command.emplace_back("-");
        child.input = pdf;
        auto ended = run_confined(child, scratch);
        const std::string what = std::string_view(program).ends_with("text") ? "words" : "particulars";
        if (ended.how != Ended::How::exited || ended.status != 0)
            contents.unread.push_back({path, why_not(ended)});
        else
            contents.members.push_back({path.empty() ? what : path + "!" + what, std::move(ended.output)});
    }
}

} // namespace

std::string write_contents(const Contents& contents) {
    std::string text;
    for (const auto& member : contents.members) put(text, "member ", member.path, member.bytes);
    for (const auto& unread : contents.unread) put(text, "unread ", unread.path, unread.why);
    return text + "end\n";
}

Contents read_contents(std::string_view text) {
    Contents contents;
    Taking taking(text);
    for (;;) {
        if (taking.take("member ")) {
            auto [path, bytes] = taking.texts();
            contents.members.push_back({std::move(path), std::move(bytes)});
        } else if (taking.take("unread ")) {
            auto [path, why] = taking.texts();
            contents.unread.push_back({std::move(path), std::move(why)});
        } else {
            break;
        }
    }
    if (!taking.take("end\n") || !taking.is_at_end())
        throw std::runtime_error("a child's answer is malformed");
    return contents;
}

Contents contents_confined(
    std::string_view bytes,
    std::string_view name,
    const std::filesystem::path& self_program,
    const std::filesystem::path& scratch_parent) {
    auto child = own_child(self_program, {"contents", name.ends_with(".br") ? "file.br" : "file"});
    child.input = bytes;
    child.time = std::chrono::seconds(60);
    const auto ended = run_confined(child, scratch_parent);
    if (ended.how != Ended::How::exited || ended.status != 0) return {{}, {{"", why_not(ended)}}};
    Contents contents;
    try {
        contents = read_contents(ended.output);
    } catch (const std::runtime_error&) { // led astray by the file: that costs this file only
        return {{}, {{"", "it could not be opened"}}};
    }
    const auto is_pdf = [](std::string_view file) { return file.substr(0, 1024).find("%PDF-") != file.npos; };
    if (is_pdf(bytes)) add_words_of_pdf(contents, "", std::string(bytes), scratch_parent);
    const auto members = contents.members.size();
    for (std::size_t i = 0; i < members; ++i)
        if (is_pdf(contents.members[i].bytes)) {
            const auto member = contents.members[i];
            add_words_of_pdf(contents, member.path, member.bytes, scratch_parent);
        }
    return contents;
}

} // namespace throughline::documents
