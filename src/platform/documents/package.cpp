// SPDX-License-Identifier: GPL-3.0-or-later
// How the parts of an Office package name each other (ECMA-376, part 2).
#include "platform/documents/readers.hpp"
#include "platform/documents/xml_walk.hpp"

#include <pugixml.hpp>

namespace throughline::documents {

namespace {

std::string folder_of(const std::string& part) {
    const auto slash = part.rfind('/');
    return slash == std::string::npos ? std::string() : part.substr(0, slash + 1);
}

/// `target` as seen from a part in `folder`, without `.` and `..` steps.
std::string resolve(std::string folder, std::string_view target) {
    if (target.starts_with('/')) {
        folder.clear();
        target.remove_prefix(1);
    }
    for (;;) {
        if (target.starts_with("./"))
            target.remove_prefix(2);
        else if (target.starts_with("../")) {
            target.remove_prefix(3);
            if (!folder.empty()) folder = folder_of(folder.substr(0, folder.size() - 1));
        } else
            return folder + std::string(target);
    }
}

} // namespace

std::vector<Relation> relations(Archive& archive, const std::string& part) {
    const auto folder = folder_of(part);
    const auto where = folder + "_rels/" + part.substr(folder.size()) + ".rels";
    std::vector<Relation> found;
    if (!archive.has(where)) return found;
    pugi::xml_document document;
    load(archive.whole(where), document);
    for (const auto& each : document.document_element().children()) {
        if (attribute(each, "TargetMode") == "External") continue;
        const auto type = attribute(each, "Type");
        found.push_back(
            {std::string(attribute(each, "Id")),
             std::string(type.substr(type.rfind('/') + 1)),
             resolve(folder, attribute(each, "Target"))});
    }
    return found;
}

std::string main_part(Archive& archive) {
    for (const auto& relation : relations(archive, ""))
        if (relation.kind == "officeDocument" && archive.has(relation.target)) return relation.target;
    for (const char* usual : {"word/document.xml", "xl/workbook.xml"})
        if (archive.has(usual)) return usual;
    return {};
}

} // namespace throughline::documents
