// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/documents/number_format.hpp"
#include "platform/documents/tables.hpp"
#include "platform/text/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace throughline::documents {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

const fs::path corpora = fs::path(SOURCE_DIR) / "tests/corpora";

std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::vector<Table> read(const std::string& name) {
    auto tables = read_tables(bytes_of(corpora / "chronologies" / name), name);
    EXPECT_TRUE(tables) << (tables ? "" : tables.refusal().message());
    return tables ? tables.value() : std::vector<Table>{};
}

std::string refusal(std::string_view bytes, std::string_view name, const Caps& caps = {}) {
    const auto tables = read_tables(bytes, name, caps);
    return tables ? "read" : tables.refusal().message();
}

std::string refusal_of(const std::string& name) {
    return refusal(bytes_of(corpora / "refused" / name), name);
}

std::vector<std::string> texts(const Row& row) {
    std::vector<std::string> all;
    for (const auto& cell : row.cells) all.push_back(cell.text);
    return all;
}

const Row& line(const Table& table, int number) {
    for (const auto& row : table.rows)
        if (row.line == number) return row;
    throw std::out_of_range("no such line");
}

/// A zip file of the given parts.
std::string zipped(const std::vector<std::pair<std::string, std::string>>& parts) {
    zip_error_t error;
    auto* source = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(source);
    auto* archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    for (const auto& [name, text] : parts)
        zip_file_add(archive, name.c_str(), zip_source_buffer(archive, text.data(), text.size(), 0), 0);
    zip_close(archive);
    zip_source_open(source);
    zip_source_seek(source, 0, SEEK_END);
    std::string bytes(static_cast<std::size_t>(zip_source_tell(source)), '\0');
    zip_source_seek(source, 0, SEEK_SET);
    zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    zip_source_free(source);
    return bytes;
}

std::string word(const std::string& body) {
    return zipped({{"word/document.xml", "<w:document><w:body>" + body + "</w:body></w:document>"}});
}

TEST(Docx, TablesOfAFileAreReadInOrderWithTheTextAroundThem) {
    const auto tables = read("Marl Bank Primary.docx");
    ASSERT_EQ(tables.size(), 4u);
    EXPECT_TRUE(tables[0].outside);
    EXPECT_EQ(tables[1].part, "table 1");
    EXPECT_EQ(tables[2].part, "table 2");
    EXPECT_TRUE(tables[3].outside);
    EXPECT_THAT(texts(tables[1].rows[0]), ElementsAre("Name of child", "Child A"));
}

TEST(Docx, ADateMergedOverTwoRowsStandsInBoth) {
    const auto tables = read("Marl Bank Primary.docx");
    const auto& below = line(tables[2], 6);
    EXPECT_EQ(below.cells[0].text, "Tue 12/03/2019");
    EXPECT_TRUE(below.cells[0].repeated);
    EXPECT_EQ(below.cells[3].text, "Call to the front door.");
    EXPECT_TRUE(line(tables[2], 7).cells.empty());
}

TEST(Docx, ColumnsStayAlignedUnderASpan) {
    const auto tables = read_tables(
        word("<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan "
             "w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>wide</w:t></w:r></w:p></w:tc>"
             "<w:tc><w:p><w:r><w:t>third</w:t></w:r></w:p></w:tc></w:tr>"
             "<w:tr><w:trPr><w:gridBefore w:val=\"2\"/></w:trPr><w:tc><w:p><w:r><w:t>also "
             "third</w:t></w:r></w:p></w:tc>"
             "</w:tr></w:tbl>"),
        "a.docx");
    ASSERT_TRUE(tables);
    EXPECT_THAT(texts(tables.value()[0].rows[0]), ElementsAre("wide", "", "third"));
    EXPECT_THAT(texts(tables.value()[0].rows[1]), ElementsAre("", "", "also third"));
}

TEST(Docx, ARowThatBeginsBeyondTheLastColumnIsRefusedBeforeRoomIsMadeForIt) {
    for (const auto* before : {"201", "4000000000"})
        EXPECT_THAT(
            refusal(
                word(
                    std::string("<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"") + before +
                    "\"/></w:trPr><w:tc><w:p><w:r><w:t>far</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"),
                "a.docx"),
            HasSubstr("more than 200 columns"))
            << before;
}

TEST(Docx, ASpanTooLongToBeCountedIsRefusedAndDoesNotWrapAround) {
    EXPECT_THAT(
        refusal(
            word("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>first</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan "
                 "w:val=\"18446744073709551615\"/></w:tcPr><w:p><w:r><w:t>far</w:t></w:r></w:p></w:tc>"
                 "</w:tr></w:tbl>"),
            "a.docx"),
        HasSubstr("more than 200 columns"));
}

TEST(Docx, TrackedChangesReadAsAccepted) {
    const auto tables = read("Health visiting.docx");
    ASSERT_EQ(tables.size(), 1u);
    EXPECT_EQ(tables[0].rows[1].cells[0].text, "14/03/2019");
    ASSERT_EQ(tables[0].rows.size(), 4u); // the deleted row is gone, the one in a repeating control is there
    EXPECT_THAT(texts(tables[0].rows[3]), ElementsAre("17/03/2019", "A row in a repeating control", "kept"));
}

TEST(Docx, FieldsLinksBreaksAndTabsKeepTheirTextAndPromptsAreNotAnswers) {
    const auto tables = read("Health visiting.docx");
    EXPECT_THAT(texts(tables[0].rows[1]), ElementsAre("14/03/2019", "the health visitor\nrang\ttwice"));
    EXPECT_THAT(
        texts(tables[0].rows[2]),
        ElementsAre("15/03/2019", "Weighed\nWeight | 9.1 kg\nHeight | 71 cm", "boxed"));
}

TEST(Xlsx, CellsReadAsAPersonSeesThem) {
    const auto sheets = read("Police.xlsx");
    ASSERT_EQ(sheets.size(), 3u);
    const auto& calls = sheets[0];
    EXPECT_EQ(calls.part, "Contacts & calls");
    EXPECT_THAT(
        texts(line(calls, 4)), ElementsAre("14/03/2019", "16:40", "MP-1901", "Called to the address"));
    EXPECT_EQ(line(calls, 4).cells[0].serial, 43538.0);
    EXPECT_EQ(line(calls, 5).cells[0].text, "43539.5");
    EXPECT_FALSE(line(calls, 5).cells[0].serial);
    EXPECT_THAT(texts(line(calls, 6)), ElementsAre("Mar-19", "", "MP-1903", "Shown as a month", "TRUE"));
    EXPECT_THAT(texts(line(calls, 7)), ElementsAre("16/03/2019 06:00", "", "", "From a formula", "#REF!"));
    EXPECT_THAT(
        texts(line(calls, 8)),
        ElementsAre("17 March 2019", "", "", "Two rows share this date", "07700900123"));
    EXPECT_EQ(line(calls, 10).cells[0].text, "Tue 19 Mar 19 09:00");
    EXPECT_EQ(line(calls, 11).cells[0].text, "16-Mar");
}

TEST(Xlsx, MergedCellsReachDownAndBlankRowsKeepTheirPlace) {
    const auto calls = read("Police.xlsx")[0];
    EXPECT_EQ(line(calls, 9).cells[0].text, "17 March 2019");
    EXPECT_EQ(line(calls, 9).cells[0].serial, 43541.0);
    EXPECT_TRUE(line(calls, 9).cells[0].repeated);
    EXPECT_TRUE(line(calls, 2).cells.empty());
    EXPECT_TRUE(line(calls, 12).cells.empty());
    EXPECT_EQ(line(calls, 13).cells[0].text, "22-may-16");
}

TEST(Xlsx, HiddenSheetsAreReadAndMarked) {
    const auto sheets = read("Police.xlsx");
    EXPECT_FALSE(sheets[0].hidden);
    EXPECT_TRUE(sheets[1].hidden);
    EXPECT_TRUE(sheets[2].hidden);
}

TEST(Xlsx, AWorkbookThatCountsFrom1904IsConverted) {
    const auto sheet = read("Hospice 1904.xlsx")[0];
    EXPECT_EQ(sheet.rows[1].cells[0].serial, 43538.0);
    EXPECT_EQ(sheet.rows[1].cells[0].text, "14/03/2019");
    EXPECT_TRUE(sheet.days_from_1904);
}

TEST(Ods, DatesTimesRepeatsAndCoveredCells) {
    const auto sheet = read("Housing.ods")[0];
    EXPECT_EQ(sheet.part, "Events");
    EXPECT_EQ(line(sheet, 2).cells[0].serial, 43538.0);
    EXPECT_NEAR(line(sheet, 2).cells[1].serial.value(), 16.0 / 24 + 40.0 / 1440, 1e-9);
    EXPECT_EQ(line(sheet, 2).cells[3].text, "Neighbour called\nabout noise again");
    EXPECT_NEAR(line(sheet, 3).cells[0].serial.value(), 43539 + 9.0 / 24 + 5.0 / 1440, 1e-9);
    EXPECT_TRUE(line(sheet, 4).cells[0].repeated);
    EXPECT_EQ(texts(line(sheet, 7)), texts(line(sheet, 8)));
    EXPECT_EQ(sheet.rows.back().line, 8);
}

TEST(Csv, SemicolonsInWindows1252WithQuotesAndLineBreaks) {
    const auto table = read("GP practice.csv")[0];
    EXPECT_THAT(
        texts(line(table, 2)),
        ElementsAre(
            "22/05/2016",
            "0900hrs",
            "Surgery",
            "Cough; mother said \"no sleep\"\nand asked for help",
            "Seen by a café volunteer"));
    EXPECT_TRUE(line(table, 4).cells.empty());
    EXPECT_EQ(line(table, 5).cells[0].text, "05/22/2016"); // physical lines, not records
    EXPECT_EQ(line(table, 6).cells[3].text, "A serial – with a dash");
}

TEST(Csv, TabsInUtf16) {
    EXPECT_THAT(texts(read("CAMHS.csv")[0].rows[1]), ElementsAre("3–5 May 2019", "RiO", "Three calls"));
}

TEST(Csv, StrayQuotesAndExcelsHintLoseNothing) {
    const auto table = read("Voluntary sector.csv")[0];
    EXPECT_THAT(texts(line(table, 3)), ElementsAre("14/3/2019", "\"Mum\" said she was fine", "None seen"));
    EXPECT_THAT(texts(line(table, 4)), ElementsAre("15/3/2019", "5\" cut on chin, cleaned", "Frightened"));
    EXPECT_THAT(texts(line(table, 5)), ElementsAre("16/3/2019", "\"a quote that is never closed"));
}

TEST(Csv, EverySeparatorIsFound) {
    for (const std::string separator : {",", ";", "\t", "|"}) {
        std::string text = "Date" + separator + "Event\n";
        for (int i = 0; i < 5; ++i) text += "14/03/2019" + separator + "Seen; well, at home | again\n";
        if (separator != "\t") text = "Date" + separator + "Event\n14/03/2019" + separator + "Seen at home\n";
        const auto tables = read_tables(text, "a.csv");
        ASSERT_TRUE(tables);
        EXPECT_EQ(tables.value()[0].rows[1].cells.size(), 2u) << separator;
    }
}

TEST(Csv, ALineOfNothingButQuotesTakesOnePass) {
    std::string text = "Date,Event\n";
    for (int i = 0; i < 400'000; ++i) text += "\"a\"b";
    text += "\n14/03/2019,Call\n";
    Caps caps;
    caps.cell_bytes = 4 << 20;
    const auto tables = read_tables(text, "a.csv", caps);
    ASSERT_TRUE(tables);
    EXPECT_THAT(texts(tables.value()[0].rows.back()), ElementsAre("14/03/2019", "Call"));
}

TEST(Csv, ALoneCarriageReturnEndsALine) {
    const auto tables = read_tables("Date,Event\r14/03/2019,Call\r", "mac.csv");
    ASSERT_TRUE(tables);
    EXPECT_EQ(tables.value()[0].rows[1].line, 2);
}

TEST(Csv, SeparatedTextUnderAnExcelNameIsRead) {
    EXPECT_EQ(recognise("Date\tEvent\n14/03/2019\tCall\n", "export.xls"), Format::csv);
}

TEST(Refused, EachBadFileHasAMessageThatSaysWhatToDo) {
    EXPECT_THAT(refusal_of("empty.docx"), HasSubstr("empty"));
    EXPECT_THAT(refusal_of("letter.pdf"), HasSubstr("PDF"));
    EXPECT_THAT(refusal_of("picture.docx"), HasSubstr("picture"));
    EXPECT_THAT(refusal_of("program.csv"), HasSubstr("program"));
    EXPECT_THAT(refusal_of("binary.csv"), HasSubstr("cannot be read"));
    EXPECT_THAT(refusal_of("page.xls"), HasSubstr("web page"));
    EXPECT_THAT(refusal_of("letter.rtf"), HasSubstr("rich text"));
    EXPECT_THAT(refusal_of("text named as word.docx"), HasSubstr("does not hold what its name says"));
    EXPECT_THAT(refusal_of("old.doc"), HasSubstr("97 to 2003"));
    EXPECT_THAT(refusal_of("old.xls"), HasSubstr("97 to 2003"));
    EXPECT_THAT(refusal_of("packed.zip"), HasSubstr("Unpack"));
    EXPECT_THAT(refusal_of("text.odt"), HasSubstr("OpenDocument text"));
    EXPECT_THAT(refusal_of("no table.docx"), HasSubstr("no table"));
    EXPECT_THAT(refusal_of("empty sheets.xlsx"), HasSubstr("nothing in the tables"));
    for (const auto* damaged : {"half.docx", "cut off.docx", "crossed tags.docx", "entities.docx"})
        EXPECT_THAT(refusal_of(damaged), HasSubstr("damaged")) << damaged;
}

TEST(Refused, APasswordIsNamedAsTheReason) {
    for (const auto* name : {"password.xlsx", "locked zip.docx", "locked.ods"})
        EXPECT_THAT(refusal_of(name), HasSubstr("password")) << name;
}

TEST(Refused, EveryFileOfTheRefusedFolderIsRefused) {
    int count = 0;
    for (const auto& entry : fs::directory_iterator(corpora / "refused")) {
        EXPECT_NE(refusal_of(entry.path().filename()), "read") << entry.path();
        ++count;
    }
    EXPECT_GE(count, 20);
}

TEST(Refused, AFileOfThirtyMebibytes) {
    const std::string bytes(30 << 20, 'x');
    EXPECT_THAT(refusal(bytes, "a.csv"), HasSubstr("larger than 25 MB"));
}

TEST(Refused, ABombInThePartThatIsReadAndOneInAPartThatIsNot) {
    const std::string zeros(210 << 20, ' ');
    EXPECT_THAT(refusal(word(zeros), "a.docx"), HasSubstr("unpacks to far more"));
    Caps caps;
    caps.inflated_bytes = 8 << 20;
    const auto beside =
        zipped({{"word/document.xml", "<d/>"}, {"word/media/image1.png", zeros.substr(0, 9 << 20)}});
    EXPECT_LT(beside.size(), 1u << 20);
    EXPECT_THAT(refusal(beside, "a.docx", caps), HasSubstr("unpacks to far more"));
}

TEST(Refused, APartThatHoldsMoreThanItClaims) {
    auto bytes = word(std::string(3 << 20, ' '));
    const std::uint32_t claimed = 64;
    for (const std::string header : {"PK\x03\x04", "PK\x01\x02"}) {
        const auto at = bytes.rfind(header);
        ASSERT_NE(at, std::string::npos);
        bytes.replace(at + (header[2] == 3 ? 22 : 24), 4, reinterpret_cast<const char*>(&claimed), 4);
    }
    Caps caps;
    caps.inflated_bytes = 1 << 20;
    EXPECT_NE(refusal(bytes, "a.docx", caps), "read");
}

TEST(Refused, ManyPartsThatTogetherAreTooLarge) {
    std::vector<std::pair<std::string, std::string>> parts{{"word/document.xml", "<d/>"}};
    for (int i = 0; i < 12; ++i) parts.emplace_back("part" + std::to_string(i), std::string(20 << 20, 'x'));
    EXPECT_THAT(refusal(zipped(parts), "a.docx"), HasSubstr("unpacks to far more"));
}

TEST(Refused, ElementsNestedWithoutEnd) {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<w:p>";
    EXPECT_THAT(refusal(word("<w:tbl><w:tr>" + deep), "a.docx"), HasSubstr("damaged"));
    EXPECT_THAT(refusal(word(std::string(100'000, ' ') + deep), "a.docx"), HasSubstr("damaged"));
}

TEST(Refused, OneStringThatManyCellsShare) {
    std::string rows;
    for (int i = 0; i < 5000; ++i) rows += "<row><c t=\"s\"><v>0</v></c></row>";
    const auto bytes = zipped({
        {"_rels/.rels", "<R><r Id=\"1\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/></R>"},
        {"xl/workbook.xml", "<workbook><sheets><sheet name=\"S\" r:id=\"1\"/></sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         "<R><r Id=\"1\" Type=\"x/worksheet\" Target=\"s.xml\"/><r Id=\"2\" Type=\"x/sharedStrings\" "
         "Target=\"t.xml\"/></R>"},
        {"xl/s.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"},
        {"xl/t.xml", "<sst><si><t>" + std::string(60'000, 'x') + "</t></si></sst>"},
    });
    Caps caps;
    caps.inflated_bytes = 16 << 20;
    EXPECT_THAT(refusal(bytes, "a.xlsx", caps), HasSubstr("far more text"));
}

TEST(Refused, TooManyRowsColumnsOrLettersInACell) {
    Caps caps;
    caps.rows = 2;
    caps.columns = 3;
    caps.cell_bytes = 2048;
    EXPECT_EQ(refusal("a,b\nc,d\n", "a.csv", caps), "read");
    EXPECT_THAT(refusal("a\nb\nc\n", "a.csv", caps), HasSubstr("more than 2 rows"));
    EXPECT_THAT(refusal("a,b,c,d\n", "a.csv", caps), HasSubstr("more than 3 columns"));
    EXPECT_THAT(refusal("a," + std::string(3000, 'x'), "a.csv", caps), HasSubstr("more than 2 KB"));
}

TEST(Refused, AnyCutOfAGoodFileIsReadOrRefusedAndNeverMore) {
    for (const auto* name : {"Marl Bank Primary.docx", "Police.xlsx", "Housing.ods"}) {
        const auto bytes = bytes_of(corpora / "chronologies" / name);
        for (std::size_t size = 0; size < bytes.size(); size += 13)
            EXPECT_NE(refusal(std::string_view(bytes).substr(0, size), name), "read") << name << " " << size;
    }
}

TEST(Refused, AChangedByteNeverDoesHarm) {
    for (const auto* name : {"Marl Bank Primary.docx", "Police.xlsx", "Housing.ods", "GP practice.csv"}) {
        const auto bytes = bytes_of(corpora / "chronologies" / name);
        for (std::size_t at = 0; at < bytes.size(); at += 7) {
            auto changed = bytes;
            changed[at] = static_cast<char>(changed[at] ^ (1 << (at % 8)));
            const auto tables = read_tables(changed, name);
            if (!tables) continue;
            for (const auto& table : tables.value())
                for (const auto& row : table.rows)
                    for (const auto& cell : row.cells) ASSERT_TRUE(text::is_utf8(cell.text));
        }
    }
}

TEST(NumberFormat, DatesAreToldFromNumbers) {
    for (const auto* date :
         {"dd/mm/yyyy", "[$-809]d mmmm yyyy;@", "h:mm AM/PM", "[h]:mm", "mmm-yy", "yyyy\\-mm\\-dd"})
        EXPECT_TRUE(is_date_format(date)) << date;
    for (const auto* number :
         {"", "General", "0.00", "#,##0", "0%", "@", "\"day\" 0", "[Red]0", "#,##0.00;[Red]-#,##0.00"})
        EXPECT_FALSE(is_date_format(number)) << number;
}

TEST(NumberFormat, NumbersAreShownAsTheSheetShowsThem) {
    EXPECT_EQ(show_number(43538, ""), "43538");
    EXPECT_EQ(show_number(0.1 + 0.2, ""), "0.3");
    EXPECT_EQ(show_number(4857773456.0, ""), "4857773456");
    EXPECT_EQ(show_number(1234.5, "#,##0.00"), "1,234.50");
    EXPECT_EQ(show_number(-1234567, "#,##0"), "-1,234,567");
    EXPECT_EQ(show_number(0.925, "0.0%"), "92.5%");
    EXPECT_EQ(show_number(7, "000"), "007");
}

TEST(NumberFormat, DatesAreShownInTheirFormat) {
    EXPECT_EQ(show_date(43538.694444444445, "dd/mm/yyyy hh:mm"), "14/03/2019 16:40");
    EXPECT_EQ(show_date(43538.694444444445, "h:mm AM/PM"), "4:40 PM");
    EXPECT_EQ(show_date(1.5, "[h]:mm"), "36:00");
    EXPECT_EQ(show_date(59, "d mmm yyyy"), "28 Feb 1900");
    EXPECT_EQ(show_date(61, "d mmm yyyy"), "1 Mar 1900");
    EXPECT_EQ(show_date(43538, "dddd \"the\" d"), "Thursday the 14");
}

} // namespace
} // namespace throughline::documents
