// SPDX-License-Identifier: GPL-3.0-or-later
// What audit-bytes is led to: files that hold files, and bytes in which a name may stand however it is
// written.
#include "identity/search.hpp"
#include "platform/documents/contents.hpp"
#include "platform/text/base64.hpp"
#include "target.hpp"

#include <algorithm>

namespace throughline::fuzz {
namespace {

const identity::Search& search() {
    static const identity::Search all = [] {
        identity::Person child;
        child.code = "CHILD-1";
        child.first_names = "Summer Rose";
        child.last_name = "O'Brien-Hale";
        child.aliases = {"Sunny", "Rosie Hale"};
        child.date_of_birth = calendar::make_date(2019, 2, 3);
        child.nhs_number = "9434765919";
        return identity::Search({{"MAR-2026-001", {child}, {}}});
    }();
    return all;
}

} // namespace

void contents(std::string_view bytes) {
    documents::ContentsCaps caps;
    caps.bytes = 1ULL << 20;
    caps.members = 200;
    const auto opened = documents::open_contents(bytes, "file.br", caps);
    std::uint64_t size = 0;
    for (const auto& member : opened.members) size += member.bytes.size();
    demand(size <= caps.bytes + (128ULL << 10), "no more is unpacked than the caps allow");
    demand(opened.members.size() <= caps.members + 8, "no more members are taken than the caps allow");
    const auto back = documents::read_contents(documents::write_contents(opened));
    demand(back.members.size() == opened.members.size(), "every member comes back from the child");
    demand(back.unread.size() == opened.unread.size(), "what was not read is told by the child");
    try {
        (void)documents::read_contents(bytes);
    } catch (const std::runtime_error&) { // malformed: what the parent expects of a child that was led astray
    }
}

void names_in_bytes(std::string_view bytes) {
    const identity::Looking all{.singles = identity::Looking::Singles::of_all};
    const identity::Looking pages{.in_pages = true};
    for (const auto& looking : {all, pages}) {
        std::size_t at = 0;
        for (const auto& find : search().find(bytes, looking)) {
            demand(find.at >= at && find.at < bytes.size(), "finds stand in order");
            demand(find.whose == "CHILD-1, MAR-2026-001", "a find is somebody's");
            at = find.at;
        }
        const auto planted = std::string(bytes) + "\n Rosie Hale";
        demand(!search().find(planted, looking, 100'000).empty(), "nothing before it hides a name");
    }
    for (const auto& run : text::base64_in(bytes)) {
        demand(run.at < bytes.size(), "a run begins in the bytes");
        demand(run.decoded.size() < bytes.size(), "base64 is longer than what it stands for");
    }
}

} // namespace throughline::fuzz
