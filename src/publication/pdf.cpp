// SPDX-License-Identifier: GPL-3.0-or-later
#include "publication/pdf.hpp"

#include "platform/documents/confined.hpp"
#include "platform/text/text.hpp"
#include "publication/operations.hpp"

namespace throughline::publication {
namespace {

using documents::Child;
using documents::Ended;

constexpr const char* chromium = "/usr/bin/chromium";
constexpr const char* pdf_to_text = "/usr/bin/pdftotext";
constexpr const char* pdf_info = "/usr/bin/pdfinfo";

std::filesystem::path scratch_or_default(const std::filesystem::path& scratch) {
    return scratch.empty() ? std::filesystem::temp_directory_path() : scratch;
}

std::string why_not(const Ended& ended, const char* program) {
    switch (ended.how) {
    case Ended::How::cannot_confine:
        return "The PDF cannot be made on this computer: " + documents::confinement().reason +
               ". Ask the operator to put it right; everything you entered is kept";
    case Ended::How::timed_out:
        return std::string("Making the PDF took too long (") + program +
               "). Try again; if it happens again, tell the operator";
    case Ended::How::too_much_output:
    case Ended::How::signalled:
    case Ended::How::exited:
        return std::string("The PDF could not be made (") + program +
               " failed). Tell the operator; everything you entered is kept";
    }
    throw std::logic_error("a child that ended in no way");
}

/// Runs the child and demands exit status 0.
Outcome<Ended> run(const Child& child, const std::filesystem::path& scratch, const char* program) {
    std::error_code error;
    if (!std::filesystem::exists(child.command.front(), error))
        return conflict(
            std::string("The PDF cannot be made on this computer: ") + program +
            " is not installed. Ask the operator to install it; everything you entered is kept");
    auto ended = documents::run_confined(child, scratch_or_default(scratch));
    if (ended.how != Ended::How::exited || ended.status != 0) return conflict(why_not(ended, program));
    return ended;
}

Outcome<std::string> printed_by(
    const std::filesystem::path& scratch,
    const std::string& pdf,
    std::vector<std::string> command,
    const char* program) {
    Child child;
    child.command = std::move(command);
    child.files.emplace("report.pdf", pdf);
    auto ended = run(child, scratch, program);
    if (!ended) return ended.refusal();
    return text::to_utf8(ended->output);
}

struct Counts {
    int documents{};
    int titles{};
    int tables{};
    int header_cells{};
};

Counts count_tags(std::string_view printed) {
    Counts counts;
    for (std::size_t at = 0; at < printed.size();) {
        auto end = printed.find('\n', at);
        if (end == printed.npos) end = printed.size();
        auto line = printed.substr(at, end - at);
        at = end + 1;
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        const auto tag = line.substr(0, line.find_first_of(" :\r"));
        if (tag == "Document") ++counts.documents;
        if (tag == "H1") ++counts.titles;
        if (tag == "Table") ++counts.tables;
        if (tag == "TH") ++counts.header_cells;
    }
    return counts;
}

} // namespace

std::string why_no_pdf() {
    if (!documents::confinement().possible) return documents::confinement().reason;
    for (const auto* program : {chromium, pdf_to_text, pdf_info}) {
        std::error_code error;
        if (!std::filesystem::exists(program, error)) return std::string(program) + " is not installed";
    }
    return {};
}

Outcome<std::string> make_pdf(const std::filesystem::path& scratch, const std::string& html) {
    Child child;
    child.command = {
        chromium,
        "--headless",
        "--no-sandbox", // bubblewrap is the sandbox; Chromium's own needs privileges we do not give it
        "--disable-gpu",
        "--no-pdf-header-footer",
        "--export-tagged-pdf",
        "--print-to-pdf=/scratch/report.pdf",
        "file:///scratch/report.html"};
    child.files.emplace("report.html", html);
    child.collect = {"report.pdf"};
    child.memory_bytes = 0;
    child.time = std::chrono::seconds(90);
    auto ended = run(child, scratch, "Chromium");
    if (!ended) return ended.refusal();
    const auto made = ended->files.find("report.pdf");
    if (made == ended->files.end() || !made->second.starts_with("%PDF-"))
        return conflict(why_not(*ended, "Chromium"));
    return made->second;
}

Outcome<std::string> text_of_pdf(const std::filesystem::path& scratch, const std::string& pdf) {
    auto words =
        printed_by(scratch, pdf, {pdf_to_text, "-enc", "UTF-8", "/scratch/report.pdf", "-"}, "pdftotext");
    if (!words) return words;
    const auto particulars =
        printed_by(scratch, pdf, {pdf_info, "-enc", "UTF-8", "/scratch/report.pdf"}, "pdfinfo");
    if (!particulars) return particulars;
    return *words + "\n" + *particulars;
}

Outcome<Done> check_structure(const std::filesystem::path& scratch, const std::string& pdf) {
    const auto printed = printed_by(scratch, pdf, {pdf_info, "-struct", "/scratch/report.pdf"}, "pdfinfo");
    if (!printed) return printed.refusal();
    if (const auto fault = fault_in_structure(*printed); !fault.empty())
        return conflict("The PDF that was made is not fit for everybody: " + fault);
    return Done{};
}

std::string fault_in_structure(std::string_view printed) {
    const auto counts = count_tags(printed);
    if (counts.documents == 0) return "it is not tagged, so a screen reader finds no order in it";
    if (counts.titles != 1) return "it needs exactly one main heading";
    if (counts.tables > 0 && counts.header_cells == 0)
        return "a table in it has no heading row. Give each table of the report one";
    return {};
}

} // namespace throughline::publication
