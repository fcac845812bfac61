#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the small office files of this folder, byte by byte the same each time.

    python3 tests/corpora/make_corpora.py

The people and places are invented. The large bombs are not kept: the tests make them.
"""
import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
READ = HERE / "chronologies"
REFUSED = HERE / "refused"

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def package(path, parts, stored=()):
    with zipfile.ZipFile(path, "w") as out:
        for name, text in parts:
            kind = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = kind
            out.writestr(entry, text)


def rels(*items):
    body = "".join(f'<Relationship Id="{i}" Type="{R}/{kind}" Target="{target}"/>' for i, kind, target in items)
    return f'{HEAD}<Relationships xmlns="{P}">{body}</Relationships>'


def docx(path, body, main="word/document.xml"):
    package(path, [
        ("[Content_Types].xml", HEAD + "<Types/>"),
        ("_rels/.rels", rels(("rId1", "officeDocument", main))),
        (main, f'{HEAD}<w:document {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
               f"<w:body>{body}<w:sectPr/></w:body></w:document>"),
    ])


def para(text, props=""):
    return f'<w:p>{props}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def cell(content, span=1, merge=None):
    props = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    if merge == "start":
        props += '<w:vMerge w:val="restart"/>'
    if merge == "on":
        props += "<w:vMerge/>"
    inner = content if content.startswith("<") else para(content)
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{inner}</w:tc>"


def row(*cells, props=""):
    made = "".join(c if c.startswith("<w:tc>") else cell(c) for c in cells)
    return f"<w:tr>{props}{made}</w:tr>"


def table(*rows):
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def school():
    """Two tables (the first about the child), merged dates, a heading across, a repeated header, blank rows."""
    identity = table(
        row("Name of child", "Child A"), row("Date of birth", "04/02/2012"), row("School", "Marl Bank Primary"))
    main = table(
        row("Date", "Time", "Source of information", "What happened", "Action taken", "Analysis"),
        row(cell("Autumn term", span=6)),
        row("22.05/16", "", "CPOMS", "Child A was late three days running.", "Called home", ""),
        row("?3 Mar 2019", "4.40pm", "Phone log", "Aunt collected, not mother.", "", "Unusual for this family"),
        row(cell("Tue 12/03/2019", merge="start"), "09:15", "CPOMS", "Bruise seen on left arm.", "Told DSL", ""),
        row(cell("", merge="on"), "11:30", "DSL notes", "Call to the front door.", "Referral made", "Same day"),
        row("", "", "", "", "", ""),
        row("Date", "Time", "Source of information", "What happened", "Action taken", "Analysis"),
        row("Feb 2019", "", "Staff meeting", "Class teacher raised tiredness.", "", ""),
        row("31/6/20", "", "CPOMS", "Virtual check-in missed.", "Home visit asked for", ""),
        row("", "", "CPOMS", "A second check-in was missed the same week.", "", ""),
        row("w/c 6/5/19", "pm", "Attendance", "Absent all week.", "", ""),
        row("", "", "", "", "", ""))
    docx(READ / "Marl Bank Primary.docx",
         para("Chronology for the rapid review") + identity + para("") + main + para("Signed: the DSL"))


def word_as_it_comes():
    """Tracked changes, controls, fields, breaks, tabs, a nested table, a layout table, a text-box copy."""
    ins = '<w:ins w:id="1"><w:r><w:t>14/03/2019</w:t></w:r></w:ins>'
    gone = '<w:del w:id="2"><w:r><w:delText>15/03/2019</w:delText></w:r></w:del>'
    moved = '<w:moveFrom w:id="3"><w:r><w:t>moved away</w:t></w:r></w:moveFrom>'
    prompt = ('<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>'
              '<w:r><w:t>Click to enter text</w:t></w:r></w:sdtContent></w:sdt>')
    field = ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r>'
             '<w:r><w:t>the </w:t></w:r><w:hyperlink><w:r><w:t>health visitor</w:t></w:r></w:hyperlink>')
    both = ('<w:r><mc:AlternateContent><mc:Choice><w:t>boxed</w:t></mc:Choice>'
            '<mc:Fallback><w:t>boxed</w:t></mc:Fallback></mc:AlternateContent></w:r>')
    small = table(row("Weight", "9.1 kg"), row("Height", "71 cm"))
    inner = table(
        row("Date", "Event", "Comment"),
        row(f"<w:p>{ins}{gone}</w:p>", f"<w:p>{field}<w:r><w:br/><w:t>rang</w:t><w:tab/><w:t>twice</w:t></w:r>{moved}</w:p>",
            f"<w:p>{prompt}</w:p>"),
        row("15/03/2019", f'<w:p><w:r><w:t>Weighed</w:t></w:r></w:p>{small}<w:p/>', f"<w:p>{both}</w:p>"),
        row("16/03/2019", "This row was deleted", "", props='<w:trPr><w:del w:id="9"/></w:trPr>'),
        f'<w:sdt><w:sdtContent>{row("17/03/2019", "A row in a repeating control", "kept")}</w:sdtContent></w:sdt>')
    docx(READ / "Health visiting.docx", table(row(f"{inner}<w:p/>" if inner.startswith("<") else inner)),
         main="word/document2.xml")


STYLES = (f'{HEAD}<styleSheet {S}><numFmts count="3">'
          '<numFmt numFmtId="164" formatCode="[$-809]dd\\ mmmm\\ yyyy;@"/>'
          '<numFmt numFmtId="165" formatCode="ddd\\ d\\ mmm\\ yy\\ hh:mm"/>'
          '<numFmt numFmtId="166" formatCode="00000000000"/></numFmts>'
          '<cellXfs>' + "".join(f'<xf numFmtId="{n}"/>' for n in (0, 14, 17, 20, 22, 164, 165, 166, 16)) +
          "</cellXfs></styleSheet>")
GENERAL, DATE, MONTH, CLOCK, MOMENT, LONG, WEEKDAY, PHONE, DAY = range(9)


def xlsx(path, sheets, strings=(), date1904=False):
    """`sheets`: (name, state, rows as XML, merges)."""
    names, links, parts = "", [], []
    for n, (name, state, rows, merges) in enumerate(sheets, 1):
        names += f'<sheet name="{escape(name)}" sheetId="{n}" {state} r:id="rId{n}"/>'
        links.append((f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml"))
        merged = "".join(f'<mergeCell ref="{m}"/>' for m in merges)
        parts.append((f"xl/worksheets/sheet{n}.xml",
                      f"{HEAD}<worksheet {S}><sheetData>{rows}</sheetData><mergeCells>{merged}</mergeCells></worksheet>"))
    days = '<workbookPr date1904="1"/>' if date1904 else "<workbookPr/>"
    links += [("rId90", "styles", "styles.xml"), ("rId91", "sharedStrings", "/xl/sharedStrings.xml")]
    package(path, [
        ("[Content_Types].xml", HEAD + "<Types/>"),
        ("_rels/.rels", rels(("rId1", "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", f'{HEAD}<workbook {S} xmlns:r="{R}">{days}<sheets>{names}</sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", rels(*links)),
        ("xl/styles.xml", STYLES),
        ("xl/sharedStrings.xml", f'{HEAD}<sst {S}>' + "".join(strings) + "</sst>"),
        *parts])


def c(ref, value, style=None, kind=None):
    attributes = (f' s="{style}"' if style is not None else "") + (f' t="{kind}"' if kind else "")
    if kind == "inlineStr":
        return f'<c r="{ref}"{attributes}><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{ref}"{attributes}><v>{escape(str(value))}</v></c>'


def text(ref, value):
    return c(ref, value, kind="inlineStr")


def police():
    shared = ["<si><t>Date</t></si>", "<si><t>Time</t></si>", "<si><t>Incident ref</t></si>",
              "<si><t>Summary</t></si>", "<si><t>Comment</t></si>",
              "<si><r><t>Called to </t></r><r><rPr><b/></rPr><t>the address</t></r><rPh><t>yomi</t></rPh></si>"]
    rows = (
        f'<row r="1">{text("A1", "Marlshire Police: chronology of contacts")}</row>'
        '<row r="3">' + "".join(c(f"{col}3", i, kind="s") for i, col in enumerate("ABCDE")) + "</row>"
        f'<row r="4">{c("A4", 43538, DATE)}{c("B4", 0.6944444444444444, CLOCK)}{text("C4", "MP-1901")}{c("D4", 5, kind="s")}</row>'
        f'<row r="5">{c("A5", 43539.5)}{text("C5", "MP-1902")}{text("D5", "A plain number for a date, with noon in it")}</row>'
        f'<row r="6">{c("A6", 43525, MONTH)}{text("C6", "MP-1903")}{text("D6", "Shown as a month")}{c("E6", "1", kind="b")}</row>'
        f'<row r="7">{c("A7", 43540.25, MOMENT)}<c r="D7" t="str"><f>A1&amp;B1</f><v>From a formula</v></c>{c("E7", "#REF!", kind="e")}</row>'
        f'<row r="8">{c("A8", 43541, LONG)}{text("D8", "Two rows share this date")}{c("E8", 7700900123, PHONE)}</row>'
        f'<row r="9">{text("D9", "The second of the two")}</row>'
        f'<row r="10">{c("A10", 43543.375, WEEKDAY)}{text("D10", "Shown with its weekday")}</row>'
        f'<row r="11">{c("A11", 46097, DAY)}{text("D11", "Shown without a year")}</row>'
        f'<row r="12"><c r="A12" s="1"/><c r="D12"/></row>'
        f'<row r="13">{text("A13", "22-may-16")}{text("D13", "After a blank row")}</row>')
    hidden = (f'<row r="1">{text("A1", "Date")}{text("B1", "Event")}</row>'
              f'<row r="2">{c("A2", 43600, DATE)}{text("B2", "On the hidden sheet")}</row>')
    lists = "".join(f'<row r="{n}">{text(f"A{n}", v)}</row>' for n, v in enumerate(("Neglect", "Assault", "Other"), 1))
    xlsx(READ / "Police.xlsx",
         [("Contacts & calls", "", rows, ["A8:A9", "A1:E1"]), ("Old", 'state="hidden"', hidden, []),
          ("Lists", 'state="veryHidden"', lists, [])], shared)
    mac = (f'<row>{text("A1", "Date")}{text("B1", "Event")}</row>'
           f'<row>{c("A2", 42076, DATE)}{text("B2", "14 March 2019 in a workbook that counts from 1904")}</row>'
           f'<row>{c("A3", 42077)}{text("B3", "The day after, as a plain number")}</row>')
    xlsx(READ / "Hospice 1904.xlsx", [("Sheet1", "", mac, [])], date1904=True)


def housing():
    ns = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
          'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
          'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
          'xmlns:dc="http://purl.org/dc/elements/1.1/"')

    def t(value, extra=""):
        return f'<table:table-cell {extra} office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'

    def r(*cells, extra=""):
        return f"<table:table-row {extra}>{''.join(cells)}</table:table-row>"

    empty = '<table:table-cell table:number-columns-repeated="1019"/>'
    covered = "<table:covered-table-cell/>"
    rows = "".join([
        "<table:table-header-rows>" + r(t("Date"), t("Time"), t("Source"), t("Event"), t("Outcome"), empty) + "</table:table-header-rows>",
        r('<table:table-cell office:value-type="date" office:date-value="2019-03-14"><text:p>14/03/19</text:p></table:table-cell>',
          '<table:table-cell office:value-type="time" office:time-value="PT16H40M00S"><text:p>16:40</text:p></table:table-cell>',
          t("Tenancy file"),
          '<table:table-cell office:value-type="string"><office:annotation><dc:date>2026-01-01T00:00:00</dc:date>'
          '<text:p>a note</text:p></office:annotation><text:p>Neighbour<text:s text:c="1"/>called</text:p>'
          "<text:p>about <text:span>noise</text:span> <text:span>again</text:span></text:p></table:table-cell>",
          t("Letter"), empty),
        r('<table:table-cell table:number-rows-spanned="2" office:value-type="date" '
          'office:date-value="2019-03-15T09:05:00"><text:p>15/03/2019 09:05</text:p></table:table-cell>',
          "<table:table-cell/>", t("Repairs"), t("No access"), empty),
        r(covered, "<table:table-cell/>", t("Repairs"), t("No access again"), empty),
        r('<table:table-cell table:number-columns-repeated="1024"/>', extra='table:number-rows-repeated="2"'),
        r(t("mid-2018"), "<table:table-cell/>", t("Estate walk"), t("Garden overgrown"), empty, extra='table:number-rows-repeated="2"'),
        r('<table:table-cell table:number-columns-repeated="1024"/>', extra='table:number-rows-repeated="1048568"')])
    package(READ / "Housing.ods", [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", f'{HEAD}<office:document-content {ns}><office:body><office:spreadsheet>'
                        f'<table:table table:name="Events">{rows}</table:table>'
                        '</office:spreadsheet></office:body></office:document-content>'),
        ("META-INF/manifest.xml", HEAD + "<manifest/>")], stored=("mimetype",))


def separated():
    (READ / "GP practice.csv").write_bytes(
        'Date;Time;Setting;Presenting issue;Author comment\r\n'
        '22/05/2016;0900hrs;Surgery;"Cough; mother said ""no sleep""\r\nand asked for help";Seen by a caf\u00e9 volunteer\r\n'
        '\r\n'
        '05/22/2016;;Surgery;Month first;\r\n'
        '43538;;Phone;A serial \u2013 with a dash;\r\n'.encode("cp1252"))
    (READ / "CAMHS.csv").write_bytes(
        "\ufeffDate\tSource\tEvent\r\n3\u20135 May 2019\tRiO\tThree calls\r\nunknown\tRiO\tLetter without a date\r\n".encode("utf-16-le"))
    (READ / "Nursery.csv").write_text(
        '\ufeff14/03/2019,"Arrived hungry, again",Key worker\n15.3.19,Settled well,Key worker\nlate March 2019,Mother spoke of moving,Manager\n',
        encoding="utf-8", newline="")
    (READ / "Voluntary sector.csv").write_text(
        'sep=|\nWhen|What happened|Impact on child\n14/3/2019|"Mum" said she was fine|None seen\n15/3/2019|5" cut on chin, cleaned|Frightened\n'
        '16/3/2019|"a quote that is never closed|\n', encoding="utf-8", newline="")


def refused():
    (REFUSED / "empty.docx").write_bytes(b"")
    (REFUSED / "letter.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n")
    (REFUSED / "picture.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    (REFUSED / "program.csv").write_bytes(b"MZ\x90\0\x03\0\0\0" + b"\0" * 60)
    (REFUSED / "binary.csv").write_bytes(bytes(range(256)))
    (REFUSED / "page.xls").write_text("<html><table><tr><td>Date</td></tr></table></html>")
    (REFUSED / "letter.rtf").write_bytes(b"{\\rtf1 hello}")
    (REFUSED / "text named as word.docx").write_text("Date,Event\n14/03/2019,Call\n")
    wide = "EncryptedPackage".encode("utf-16-le")
    compound = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    (REFUSED / "password.xlsx").write_bytes(compound + wide + b"\0" * 100)
    (REFUSED / "old.doc").write_bytes(compound + "WordDocument".encode("utf-16-le"))
    (REFUSED / "old.xls").write_bytes(compound + "Workbook".encode("utf-16-le"))
    (REFUSED / "half.docx").write_bytes((READ / "Marl Bank Primary.docx").read_bytes()[:700])
    package(REFUSED / "packed.zip", [("inside.docx", "x")])
    package(REFUSED / "text.odt", [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "<a/>")],
            stored=("mimetype",))
    docx(REFUSED / "no table.docx", para("14/03/2019 A letter without a table"))
    docx(REFUSED / "cut off.docx", "<w:tbl><w:tr><w:tc>")
    docx(REFUSED / "crossed tags.docx", "<w:tbl><w:tr><w:tc><w:p></w:tc></w:p></w:tr></w:tbl>")
    package(REFUSED / "entities.docx", [
        ("_rels/.rels", rels(("rId1", "officeDocument", "word/document.xml"))),
        ("word/document.xml", '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
                              f"<w:document {W}><w:body>{table(row('Date', '&b;'))}</w:body></w:document>")])
    # An encrypted entry: the flag in both headers, as a password-protected zip has it.
    body = b"x" * 24
    name = b"word/document.xml"
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 1, 0, 0, 0x5c21, 0, len(body), 12, len(name), 0) + name + body
    central = struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 1, 0, 0, 0x5c21, 0, len(body), 12, len(name), 0, 0, 0, 0, 0, 0) + name
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(central), len(local), 0)
    (REFUSED / "locked zip.docx").write_bytes(local + central + end)
    package(REFUSED / "locked.ods", [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "xxxx"),
        ("META-INF/manifest.xml", "<manifest><file-entry><encryption-data/></file-entry></manifest>")], stored=("mimetype",))
    xlsx(REFUSED / "empty sheets.xlsx", [("Sheet1", "", "", [])])


if __name__ == "__main__":
    READ.mkdir(exist_ok=True)
    REFUSED.mkdir(exist_ok=True)
    school()
    word_as_it_comes()
    police()
    housing()
    separated()
    refused()
