// SPDX-License-Identifier: GPL-3.0-or-later
#include "statutory/data_files.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace throughline::statutory {
namespace {

using nlohmann::json;

[[noreturn]] void faulty(const std::string& file, const std::string& fault) {
    throw std::invalid_argument(file + ": " + fault);
}

Date date(const std::string& file, const std::string& text) {
    const auto read = calendar::read_date(text);
    if (!read) faulty(file, "not a date: " + text);
    return *read;
}

Tag tag(const std::string& file, const std::string& text) {
    if (text == "V") return Tag::seen;
    if (text == "K") return Tag::known;
    if (text == "I") return Tag::inferred;
    faulty(file, "unknown tag " + text);
}

/// Runs a reader and turns what the JSON library throws into our words.
template <class Read>
auto with_json(const std::string& file, const std::string& text, Read read) {
    try {
        return read(json::parse(text));
    } catch (const json::exception& e) {
        faulty(file, e.what());
    }
}

/// The fields of one line of CSV; a quoted field may hold commas and doubled quotes, but no line break.
std::vector<std::string> fields(const std::string& line) {
    std::vector<std::string> found(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (c == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
            found.back() += '"';
            ++i;
        } else if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            found.emplace_back();
        else if (c != '\r')
            found.back() += c;
    }
    return found;
}

std::vector<std::vector<std::string>> lines(const std::string& csv) {
    std::vector<std::vector<std::string>> found;
    std::istringstream in(csv);
    for (std::string line; std::getline(in, line);)
        if (!line.empty() && line != "\r") found.push_back(fields(line));
    return found;
}

Rule read_rule(const std::string& file, const json& entry) {
    Rule rule;
    rule.from = date(file, entry.at("from"));
    const auto unit = entry.at("unit").get<std::string>();
    if (unit == "calendar_months")
        rule.unit = Rule::Unit::calendar_months;
    else if (unit != "working_days")
        faulty(file, "unknown unit " + unit);
    rule.length = entry.at("length");
    if (rule.length == 0) faulty(file, "a clock of no length");
    rule.guidance = entry.at("guidance");
    rule.source = entry.at("source");
    rule.tag = tag(file, entry.at("tag"));
    return rule;
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path.string());
    std::ostringstream out;
    out << in.rdbuf();
    return std::move(out).str();
}

} // namespace

HolidayFile read_holidays(const std::string& csv) {
    const std::string file = "england-bank-holidays.csv";
    HolidayFile read;
    bool heading_seen = false;
    for (const auto& line : lines(csv)) {
        if (line[0] == "# covers" && line.size() == 3) {
            read.first = date(file, line[1]);
            read.last = date(file, line[2]);
        } else if (line[0] == "# edition" && line.size() == 2)
            read.edition = line[1];
        else if (line == std::vector<std::string>{"date", "name", "known_from"})
            heading_seen = true;
        else if (line.size() == 3 && heading_seen)
            read.holidays.push_back({{date(file, line[0]), line[1]}, date(file, line[2])});
        else
            faulty(file, "a line that is not a bank holiday: " + line[0]);
    }
    if (read.edition.empty() || read.last == Date{})
        faulty(file, "it does not say its edition and what it covers");
    return read;
}

std::map<Clock, ClockRules> read_clocks(const std::string& text) {
    const std::string file = "clocks.json";
    return with_json(file, text, [&](const json& root) {
        std::map<Clock, ClockRules> clocks;
        for (const auto& entry : root.at("clocks")) {
            const auto clock = read_clock(entry.at("id").get<std::string>());
            if (!clock) faulty(file, "unknown clock " + entry.at("id").get<std::string>());
            ClockRules rules{entry.at("name"), entry.at("trigger"), entry.at("ends"), {}};
            for (const auto& edition : entry.at("editions")) rules.rules.push_back(read_rule(file, edition));
            std::ranges::sort(rules.rules, {}, &Rule::from);
            if (rules.rules.empty()) faulty(file, "a clock without a rule");
            if (std::ranges::adjacent_find(rules.rules, {}, &Rule::from) != rules.rules.end())
                faulty(file, "two rules from the same day");
            if (!clocks.emplace(*clock, std::move(rules)).second) faulty(file, "a clock twice");
        }
        if (clocks.size() != 4) faulty(file, "a clock is missing");
        return clocks;
    });
}

std::vector<Edition> read_editions(const std::string& text) {
    const std::string file = "guidance-editions.json";
    return with_json(file, text, [&](const json& root) {
        std::vector<Edition> editions;
        for (const auto& entry : root.at("editions")) {
            const auto kind = entry.at("kind").get<std::string>();
            if (kind != "statutory" && kind != "panel") faulty(file, "unknown kind " + kind);
            editions.push_back(
                {entry.at("id"),
                 kind == "panel" ? Edition::Kind::panel : Edition::Kind::statutory,
                 date(file, entry.at("from")),
                 entry.at("exact"),
                 entry.at("name"),
                 entry.at("chapter"),
                 entry.at("note"),
                 tag(file, entry.at("tag"))});
        }
        std::ranges::sort(editions, {}, &Edition::from);
        return editions;
    });
}

std::map<std::string, CodeList, std::less<>> read_code_lists(const std::string& text) {
    const std::string file = "code-lists.json";
    return with_json(file, text, [&](const json& root) {
        std::map<std::string, CodeList, std::less<>> lists;
        for (const auto& entry : root.at("lists")) {
            CodeList list{
                entry.at("id"), entry.at("name"), entry.at("source"), tag(file, entry.at("tag")), {}};
            for (const auto& item : entry.at("items")) {
                Code code{item.at("code"), item.at("words"), item.value("hint", "")};
                if (list.find(code.code)) faulty(file, "the code " + code.code + " twice in " + list.id);
                list.codes.push_back(std::move(code));
            }
            const auto id = list.id;
            if (!lists.emplace(id, std::move(list)).second) faulty(file, "the list " + id + " twice");
        }
        return lists;
    });
}

CodeList read_local_authorities(const std::string& csv) {
    const std::string file = "local-authorities.csv";
    CodeList list{
        "local_authority",
        "Local authority with children's services",
        "Office for National Statistics, register of geographic codes",
        Tag::seen,
        {}};
    const auto all = lines(csv);
    const std::vector<std::string> heading{
        "gss_code", "name", "official_name", "region", "type", "population_2020"};
    if (all.empty() || all.front() != heading) faulty(file, "its first line is not the expected heading");
    for (std::size_t i = 1; i < all.size(); ++i) {
        if (all[i].size() != heading.size()) faulty(file, "a line of the wrong length: " + all[i][0]);
        if (list.find(all[i][0])) faulty(file, "an authority twice: " + all[i][0]);
        list.codes.push_back({all[i][0], all[i][1], {}});
    }
    return list;
}

Texts read_texts(const std::filesystem::path& folder) {
    return {
        bytes_of(folder / "england-bank-holidays.csv"),
        bytes_of(folder / "clocks.json"),
        bytes_of(folder / "guidance-editions.json"),
        bytes_of(folder / "code-lists.json"),
        bytes_of(folder / "local-authorities.csv")};
}

} // namespace throughline::statutory
