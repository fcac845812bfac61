// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/documents/contents.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace throughline::documents {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

/// An archive of one kind with those members.
std::string packed(
    int (*format)(archive*),
    int (*filter)(archive*),
    const std::vector<std::pair<std::string, std::string>>& members) {
    std::string bytes(1 << 20, '\0');
    std::size_t used = 0;
    auto* writer = archive_write_new();
    format(writer);
    filter(writer);
    archive_write_set_bytes_in_last_block(writer, 1);
    archive_write_open_memory(writer, bytes.data(), bytes.size(), &used);
    for (const auto& [name, content] : members) {
        auto* entry = archive_entry_new();
        archive_entry_set_pathname(entry, name.c_str());
        archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
        archive_entry_set_filetype(entry, AE_IFREG);
        archive_entry_set_perm(entry, 0600);
        archive_write_header(writer, entry);
        archive_write_data(writer, content.data(), content.size());
        archive_entry_free(entry);
    }
    archive_write_close(writer);
    archive_write_free(writer);
    bytes.resize(used);
    return bytes;
}

std::string zipped(const std::vector<std::pair<std::string, std::string>>& members) {
    return packed(archive_write_set_format_zip, archive_write_add_filter_none, members);
}

std::string gzipped(const std::string& content) {
    return packed(archive_write_set_format_raw, archive_write_add_filter_gzip, {{"x", content}});
}

std::string deflated(const std::string& content) {
    std::array<Bytef, 4096> out{};
    uLongf size = out.size();
    compress(out.data(), &size, reinterpret_cast<const Bytef*>(content.data()), content.size());
    return {reinterpret_cast<const char*>(out.data()), size};
}

std::vector<std::string> seen(const Contents& contents) {
    std::vector<std::string> all;
    for (const auto& member : contents.members) all.push_back(member.path + "=" + member.bytes.substr(0, 40));
    return all;
}

TEST(ContentsOf, each_kind_of_archive_are_its_members) {
    const std::vector<std::pair<std::string, std::string>> members{{"a.txt", "first"}, {"b/c.txt", "second"}};
    EXPECT_THAT(seen(open_contents(zipped(members), "x.docx")), ElementsAre("a.txt=first", "b/c.txt=second"));
    const auto tar = packed(archive_write_set_format_ustar, archive_write_add_filter_none, members);
    EXPECT_THAT(seen(open_contents(tar, "x")), ElementsAre("a.txt=first", "b/c.txt=second"));
    const auto tgz = packed(archive_write_set_format_ustar, archive_write_add_filter_gzip, members);
    EXPECT_THAT(seen(open_contents(tgz, "x.tgz")), ElementsAre("a.txt=first", "b/c.txt=second"));
    const auto seven = packed(archive_write_set_format_7zip, archive_write_add_filter_none, members);
    EXPECT_THAT(seen(open_contents(seven, "x.7z")), ElementsAre("a.txt=first", "b/c.txt=second"));
}

TEST(ContentsOf, compressed_files_are_what_was_compressed) {
    EXPECT_THAT(seen(open_contents(gzipped("hello"), "x.gz")), ElementsAre("inside=hello"));
    for (auto* filter :
         {archive_write_add_filter_xz, archive_write_add_filter_bzip2, archive_write_add_filter_zstd})
        EXPECT_THAT(
            seen(open_contents(packed(archive_write_set_format_raw, filter, {{"x", "hello"}}), "x")),
            ElementsAre("inside=hello"));
    const std::string brotli("\x0b\x02\x80hello\x03", 9);
    EXPECT_THAT(seen(open_contents(brotli, "x.br")), ElementsAre("inside=hello"));
}

TEST(ContentsOf, layers_are_opened_one_in_another) {
    const auto contents =
        open_contents(zipped({{"mail.zip", zipped({{"letter.gz", gzipped("Dear")}})}}), "x.zip");
    EXPECT_TRUE(contents.unread.empty());
    EXPECT_THAT(seen(contents), Contains("mail.zip!letter.gz!inside=Dear"));
}

TEST(ContentsOf, a_pdf_are_its_streams) {
    const auto pdf = "%PDF-1.4\n1 0 obj <</Filter/FlateDecode>>\nstream\r\n" + deflated("(Dear) Tj") +
                     "\r\nendstream\n2 0 obj\nstream\n" + deflated("attached") + "endstream endobj";
    EXPECT_THAT(seen(open_contents(pdf, "x.pdf")), ElementsAre("stream 1=(Dear) Tj", "stream 2=attached"));
}

TEST(ContentsOf, what_does_not_open_is_told) {
    auto cut = zipped({{"a.txt", std::string(5000, 'a') + "end"}});
    cut.resize(cut.size() / 2);
    EXPECT_FALSE(open_contents(cut, "x").unread.empty());
    EXPECT_FALSE(open_contents("\x1f\x8b\x08 nonsense", "x").unread.empty());
    EXPECT_FALSE(open_contents("nonsense", "x.br").unread.empty());
}

TEST(ContentsOf, there_are_ends_to_how_much_and_how_deep) {
    auto deep = zipped({{"a", "bottom"}});
    for (int i = 0; i < 6; ++i) deep = zipped({{"a", deep}});
    const auto contents = open_contents(deep, "x");
    EXPECT_FALSE(contents.unread.empty());
    EXPECT_THAT(seen(contents), Not(Contains(::testing::HasSubstr("bottom"))));

    ContentsCaps caps;
    caps.bytes = 1 << 20;
    const auto bomb = open_contents(gzipped(std::string(50 << 20, ' ')), "x.gz", caps);
    EXPECT_FALSE(bomb.unread.empty());
    EXPECT_LT(bomb.members.at(0).bytes.size(), 2U << 20U);
}

TEST(ContentsOf, nothing_is_looked_for_in_other_bytes) {
    for (const std::string bytes : {"", "plain", "PK", "BZhello", "\x1f\x8b"}) {
        EXPECT_FALSE(may_hold_contents(bytes, "x"));
        EXPECT_THAT(seen(open_contents(bytes, "x")), IsEmpty());
    }
}

TEST(ContentsOf, a_child_come_back_as_they_were_and_nothing_malformed_passes) {
    const Contents contents{{{"a", std::string("x\n\0end\n", 7)}, {"", ""}}, {{"b", "locked"}}};
    const auto text = write_contents(contents);
    const auto back = read_contents(text);
    EXPECT_EQ(seen(back), seen(contents));
    ASSERT_EQ(back.unread.size(), 1);
    EXPECT_EQ(back.unread[0].why, "locked");
    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_THROW(read_contents(std::string_view(text).substr(0, size)), std::runtime_error) << size;
    EXPECT_THROW(read_contents(text + "more"), std::runtime_error);
    EXPECT_THROW(read_contents("member 99999999999999999999 1\n"), std::runtime_error);
}

} // namespace
} // namespace throughline::documents
