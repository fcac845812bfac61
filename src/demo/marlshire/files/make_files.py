#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the three returns of the case Wren that are still to come, as agencies really send them.

marlshire-general-wren.docx   a Word table with a heading row inside, merged cells and a second table
police-wren.xlsx              real date cells, a bare serial number, merged title, two sheets
millrace-primary-wren.csv     Windows-1252, semicolons, quoted line breaks

The same bytes come out every time: fixed moments in the archives, nothing from the clock.
"""
import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
MOMENT = (2026, 8, 26, 9, 0, 0)

# Date, time, source, what, comment. None as a date continues the cell above it (a vertical merge);
# a row of one string is a heading across the table.
HOSPITAL = [
    ("Earlier records held for the parents",),
    ("22.05/16", "", "ED record", "Danielle Ravensby, 14, brought by her mother (Patricia Ravensby) with a sprained ankle from netball. Both cheerful.", "Only record before 2019."),
    ("Feb 2019", "", "ED record", "Danielle, 17, seen after a faint at college. Had not eaten. Given toast and a leaflet.", ""),
    ("?3 Mar 2019", "pm", "Letter", "Outpatient appointment for faints, not attended. Discharged by letter to her old address.", "Date stamp smudged."),
    ("31/6/20", "2215hrs", "ED record", "Lewis Tranmoor, 21, hurt hand. Said he had hit a wall after a row with his father. X-ray clear.", "Date as shown on the scanned card."),
    ("Maternity",),
    ("18/08/2022", "", "Discharge summary", "Summer Ravensby born here four days before, well. Home with Mum and Nan.", ""),
    ("22/07/2025", "10:00", "Booking appointment", "Booking for second pregnancy. Danielle attended with Lewis. Routine enquiry about safety at home not made because he was in the room.", "A second chance to ask was noted as due."),
    ("w/c 18/08/25", "", "Scan", "First scan normal. Seen with Nan.", ""),
    ("03.11.25", "11.20am", "Antenatal clinic", "Seen alone. Asked whether she had been afraid at home: \u201cin the past\u201d. Safeguarding midwife told.", "Good practice: asked alone."),
    (None, "2.45pm", "Safeguarding midwife", "Call to children\u2019s social care: one earlier contact, not open. Advised early help.", ""),
    ("Jan 2026", "", "Antenatal clinic", "Did not attend; rang to rebook, said she had no money for the bus. Bus pass sent.", "Good practice. Written as \u201cDNA\u201d on the system."),
    ("02/03/2026", "0414", "Labour ward", "Jude Ravensby born at term, 3.4 kg, well. Lewis present and tearful.", ""),
    ("3 March 2026", "AM", "Postnatal ward", "Home on day one. Midwife noted that Danielle flinched when the curtain was pulled back quickly.", "In the narrative, not on the discharge summary."),
    ("Emergency department and children\u2019s ward",),
    ("c. 20 June 2026", "evening", "ED reception log", "Woman with a baby waited forty minutes and left before being seen. Name taken down as \u201cRavensbee\u201d.", "Matched for this review."),
    ("09/08/2026", "12:35", "ED record", "Jude, five months, brought by Danielle and Patricia Ravensby with a swollen leg. First account: he had been \u201cfunny with it\u201d since Friday.", ""),
    (None, "13:05", "ED record", "Seen by a senior doctor. Broken leg. Other marks looked for and found. Told the family kindly and clearly that social workers would be rung.", "Good practice."),
    (None, "13:20", "Telephone", "Emergency duty team rung.", ""),
    ("09/08/26", "19:30", "Ward record", "Jude comfortable. Danielle with him, a nurse in the bay at all times. Lewis asked to leave by police.", ""),
    ("10/08/2026", "09:40", "Ward record", "Skeletal survey: two older injuries, healing. Paediatric opinion given at the strategy meeting.", ""),
    ("Tues 12 August 2026", "14:10", "Play specialist", "Summer came with Nan. She put a plaster on the bear\u2019s leg and one on her own.", "12 August was a Wednesday."),
    ("19/08/2026", "11:30", "Discharge summary", "Jude leaves hospital with his grandmother. Plaster clinic booked. Bottle and sleep notes written out for Nan.", ""),
]

# A date as `date` becomes a real date cell; an int stays a bare number, as after a paste without formats.
POLICE = [
    (date(2024, 10, 12), "22:47", "Log 0912-1210", "Neighbour rang about shouting at 14 Kiln Court, Tarrow. Danielle Ravensby and Lewis Tranmoor spoken to apart. No offences. Child Summer asleep. Risk: standard.", ""),
    (date(2024, 10, 13), "06:10", "Notification", "Notification sent to children's social care.", ""),
    (45592, "", "Intelligence", "Lewis Tranmoor named by a former girlfriend as having \"a temper like a switch\". She did not want it taken further.", "Number as pasted: the sheet lost its date format."),
    ("Feb 2025", "", "Neighbourhood team", "Tranmoor seen often at Kiln Court. Not known to be living there.", ""),
    (date(2025, 6, 21), "01:25", "Log 0077-2106", "Abandoned 999 call from Danielle's phone. Call back: \"sat on it\". No history search made.", "A week before her pregnancy was confirmed."),
    (date(2025, 9, 19), "17:40", "Collision record", "Tranmoor, damage-only collision. Smelt of cannabis, roadside test negative.", ""),
    ("w/c 08/12/25", "", "Neighbourhood team", "Resident told the constable on foot patrol that \"her upstairs cries and he throws things\". No name given. Not linked to an address.", ""),
    (date(2026, 1, 28), "20:05", "Log 0688-2801", "Anonymous call: child screaming and man swearing at 14 Kiln Court. Officers attended 21:30. Quiet. No answer. Closed.", "Caller rang children's social care next day."),
    ("14/2/26 or 15/2/26", "late", "Special constable's notebook", "Row heard in stairwell, woman with a little girl went out in slippers. Offered help, said she was going to her mum's.", "Two dates in the notebook."),
    (date(2026, 4, 30), "18:20", "Log 0512-3004", "Patricia Ravensby rang 101 to ask \"what you do if you think someone's too rough\". Told she could ring children's social care. Number given.", "She was waiting on the line 26 minutes."),
    ("?11 May 2026", "20:30", "Switchboard", "Call cut off. Number belongs to a resident of Kiln Court.", ""),
    (date(2026, 6, 16), "21:55", "Disclosure scheme", "Online application by Danielle Ravensby: right to ask about Lewis Tranmoor.", "Good practice: acknowledged in an hour with a safe email."),
    (date(2026, 6, 26), "", "Disclosure scheme", "First contact due in ten days. Two calls in the daytime, no reply. She works nights.", ""),
    ("31/6/26", "", "Disclosure scheme", "Third try. Voicemail not left, for safety.", "Typed by hand; the system log says 1 July."),
    (date(2026, 7, 20), "10:15", "Disclosure scheme", "Application closed: no contact made.", "Not checked with Lanthorn or the health visitor."),
    (date(2026, 8, 4), "09:00", "Information request", "Request from social worker received. Prioritised as routine, 14 days.", ""),
    (date(2026, 8, 9), "13:40", "Log 0390-0908", "Request from emergency duty team. Officers at hospital at 14:20.", ""),
    (date(2026, 8, 9), "17:15", "Custody record", "Lewis Tranmoor arrested at Kiln Court. Cooperative, upset.", ""),
    (date(2026, 8, 10), "11:00", "Investigation", "Danielle gave a first account with an intermediary offered and declined. She was not under arrest.", ""),
    (date(2026, 8, 11), "16:30", "Bail record", "Tranmoor released on bail: no contact with Danielle, Jude or Summer.", ""),
    ("Wed 19/08/2026", "12:00", "Investigation", "Officer met Patricia at the ward so that she knew whom to ring. Card left on the fridge by request.", "Good practice."),
]

SCHOOL = [
    ("24/02/2025", "08:50", "Nursery admissions", "Summer Ravensby starts in nursery, mornings. Settled by the water tray within ten minutes.", ""),
    ("3.4.25", "11.45", "Key person", "Summer calls every grown-up \u201cNan\u201d. Mum laughed about it at pick-up.", ""),
    ("June 2025", "", "Key person", "Caf\u00e9 corner: Summer made everyone \u201chot choclit\u201d and told the dolls to be quiet because \u201cdaddy\u2019s sleeping\u201d.", ""),
    ("09/09/2025", "08:55", "Attendance", "Back after the holidays. Now full days. Mum expecting.", ""),
    ("22.10/25", "15:10", "Office", "Dinner and trip money owed: \u00a318.40. Quietly written off by the head.", "Good practice."),
    ("Nov 2025", "", "Key person", "Summer tired. Mum says she is in with them because of the damp.", ""),
    ("28/01/2026", "", "Attendance", "Absent. No message. Office rang at 9.20, Nan said she had her.", ""),
    ("29/1/26", "09:00", "Key person", "Summer wore yesterday\u2019s clothes. \u201cWe goed to Nan\u2019s in the night.\u201d Mum told staff there had been \u201cnoisy neighbours\u201d.", "Not written on the safeguarding log until this review."),
    ("30/01/2026", "11:30", "DSL log", "Call from children\u2019s social care asking if we have concerns. Answered by the office: none known.", "Key person was at lunch."),
    ("04/03/2026", "08:45", "Key person", "Summer is a big sister! Drew Jude with eleven fingers.", ""),
    ("w/c 27/04/26", "", "Attendance", "Nan bringing and collecting most days.", ""),
    ("18/05/2026", "15:20", "Key person", "Dad collected, asleep in the car when staff went out to him. Kind, apologetic, very tired.", ""),
    ("Mon 9 June 2026", "10:15", "Key person", "Home corner. Summer shook the cot and said \u201cshush it, shush it\u201d. Key person sat with her; they rocked the doll slowly instead.", "9 June was a Tuesday."),
    ("24/06/2026", "14:00", "DSL log", "Summer told her key person, \u201cDaddy shakes the cot when Jude shouts.\u201d Written down word for word and taken to the DSL at once.", "Good practice."),
    ("25/06/2026", "11:00", "DSL log", "DSL rang children\u2019s social care.\nAdvised to talk to Mum and ring back if more was said.", "We did not send it in writing. We do now."),
    ("25/06/2026", "15:25", "DSL log", "DSL spoke with Mum in the library. Mum went white, then said \u201che means rocks\u201d; asked that Dad should not be told.", "Asked that he should not be told: the heart of it, we think now."),
    ("?2 July 2026", "", "Key person", "Summer bit another child, which she has never done.", ""),
    ("21/07/2026", "12:00", "Nursery", "Last day of term. Summer gave her key person a stone.", ""),
    ("12/08/2026", "10:00", "DSL log", "DSL came in from leave. Card sent to Summer at Nan\u2019s from all of the nursery.", ""),
]


def write_archive(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts:
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode("utf-8"))


XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def relations(*rows):
    inside = "".join(f'<Relationship Id="rId{n}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
                     for n, (kind, target) in enumerate(rows, 1))
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def content_types(*overrides):
    inside = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides)
    return (f'{XML}<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{inside}</Types>')


# Word ---------------------------------------------------------------------------------------------------------------

def paragraph(text, bold=False):
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p><w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def split_runs(text):
    """Word breaks a sentence into runs wherever somebody stopped typing; a reader has to join them."""
    middle = len(text) // 2
    return ('<w:p><w:r><w:t xml:space="preserve">' + escape(text[:middle]) + '</w:t></w:r><w:proofErr w:type="spellStart"/>'
            '<w:r><w:t xml:space="preserve">' + escape(text[middle:]) + "</w:t></w:r></w:p>")


def cell(body, width, span=1, merge=None):
    inside = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if span > 1:
        inside += f'<w:gridSpan w:val="{span}"/>'
    if merge == "start":
        inside += '<w:vMerge w:val="restart"/>'
    elif merge == "go on":
        inside += "<w:vMerge/>"
    return f"<w:tc><w:tcPr>{inside}</w:tcPr>{body}</w:tc>"


def word_table(headings, rows, widths):
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    out = [f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>']
    out.append("<w:tr><w:trPr><w:tblHeader/></w:trPr>" +
               "".join(cell(paragraph(text, bold=True), width) for text, width in zip(headings, widths)) + "</w:tr>")
    for number, row in enumerate(rows):
        if len(row) == 1:
            out.append("<w:tr>" + cell(paragraph(row[0], bold=True), sum(widths), span=len(widths)) + "</w:tr>")
            continue
        goes_on = number + 1 < len(rows) and rows[number + 1][0] is None
        cells = []
        for column, (text, width) in enumerate(zip(row, widths)):
            merge = None
            if column == 0 and text is None:
                merge, text = "go on", ""
            elif column == 0 and goes_on:
                merge = "start"
            body = split_runs(text) if column == 3 and number % 4 == 0 else paragraph(text or "")
            cells.append(cell(body, width, merge=merge))
        out.append("<w:tr>" + "".join(cells) + "</w:tr>")
    return "".join(out) + "</w:tbl>"


def hospital(path):
    table = word_table(["Date", "Time", "Source of information", "What happened", "Comment"], HOSPITAL,
                       [1500, 1000, 1800, 4700, 2400])
    who = word_table(["Completed by", "Role", "Signed off by"],
                     [("Siobhan Kearney", "Named nurse for safeguarding children", "Chief nurse, 26 August 2026")],
                     [3000, 4000, 4000])
    body = (paragraph("Marlshire General Hospital NHS Trust", bold=True) +
            paragraph("Chronology for the rapid review known as Wren") +
            paragraph("Period asked for: 1 September 2024 to 9 August 2026. Earlier records are given where they may help.") +
            table + paragraph("") + paragraph("About this return", bold=True) + who + paragraph(""))
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'{XML}<w:document xmlns:w="{main}"><w:body>{body}<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr></w:body></w:document>'
    write_archive(path, [
        ("[Content_Types].xml", content_types(("/word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"))),
        ("_rels/.rels", relations(("officeDocument", "word/document.xml"))),
        ("word/_rels/document.xml.rels", relations()),
        ("word/document.xml", document),
    ])


# Excel --------------------------------------------------------------------------------------------------------------

def serial(day):
    return (day - date(1899, 12, 30)).days


class Strings:
    def __init__(self):
        self.texts = []

    def number(self, text):
        if text not in self.texts:
            self.texts.append(text)
        return self.texts.index(text)

    def xml(self, main):
        inside = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in self.texts)
        return f'{XML}<sst xmlns="{main}" count="{len(self.texts)}" uniqueCount="{len(self.texts)}">{inside}</sst>'


def police(path):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strings = Strings()

    def shared(place, text, style=0):
        return f'<c r="{place}" s="{style}" t="s"><v>{strings.number(text)}</v></c>' if text else ""

    lines = [f'<row r="1">{shared("A1", "Marlshire Police: events for the rapid review known as Wren", 3)}</row>',
             '<row r="3">' + "".join(shared(f"{column}3", text, 3) for column, text in
                                     zip("ABCDE", ["Date", "Time", "Source", "What happened", "Comment"])) + "</row>"]
    for line, (when, clock, source, what, comment) in enumerate(POLICE, 4):
        if isinstance(when, date):
            first = f'<c r="A{line}" s="1"><v>{serial(when)}</v></c>'
        elif isinstance(when, int):
            first = f'<c r="A{line}"><v>{when}</v></c>'
        else:
            first = shared(f"A{line}", when)
        if ":" in clock and line % 2:
            hour, minute = map(int, clock.split(":"))
            second = f'<c r="B{line}" s="2"><v>{(hour * 60 + minute) / 1440:.10f}</v></c>'
        else:
            second = shared(f"B{line}", clock)
        # A few cells hold their text in place instead of in the shared table, as some exporters write them.
        fourth = (f'<c r="D{line}" t="inlineStr"><is><t xml:space="preserve">{escape(what)}</t></is></c>'
                  if line % 5 == 0 else shared(f"D{line}", what))
        lines.append(f'<row r="{line}">{first}{second}{shared(f"C{line}", source)}{fourth}{shared(f"E{line}", comment)}</row>')
    sheet = (f'{XML}<worksheet xmlns="{main}"><sheetData>{"".join(lines)}</sheetData>'
             '<mergeCells count="1"><mergeCell ref="A1:E1"/></mergeCells></worksheet>')
    notes = (f'{XML}<worksheet xmlns="{main}"><sheetData>'
             f'<row r="1">{shared("A1", "How this was made", 3)}</row>'
             f'<row r="2">{shared("A2", "Incident, intelligence, custody and disclosure scheme systems searched by two people.")}</row>'
             '</sheetData></worksheet>')
    styles = (f'{XML}<styleSheet xmlns="{main}">'
              '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
              '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
              '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
              '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
              '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
              '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
              '<xf numFmtId="20" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
              '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>')
    book = (f'{XML}<workbook xmlns="{main}" xmlns:r="{RELATIONS}"><sheets>'
            '<sheet name="Chronology" sheetId="1" r:id="rId1"/><sheet name="Notes" sheetId="2" r:id="rId2"/></sheets></workbook>')
    sheet_kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    write_archive(path, [
        ("[Content_Types].xml", content_types(
            ("/xl/workbook.xml", sheet_kind + "sheet.main+xml"), ("/xl/worksheets/sheet1.xml", sheet_kind + "worksheet+xml"),
            ("/xl/worksheets/sheet2.xml", sheet_kind + "worksheet+xml"), ("/xl/styles.xml", sheet_kind + "styles+xml"),
            ("/xl/sharedStrings.xml", sheet_kind + "sharedStrings+xml"))),
        ("_rels/.rels", relations(("officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relations(("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml"),
                                                 ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml"))),
        ("xl/styles.xml", styles),
        ("xl/sharedStrings.xml", strings.xml(main)),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/worksheets/sheet2.xml", notes),
    ])


# CSV ----------------------------------------------------------------------------------------------------------------

def school(path):
    def field(text):
        return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ';"\n') else text

    lines = ["Millrace Primary School and Nursery;;;;", ";;;;", "Date;Time;Source;What happened;Comment"]
    lines += [";".join(field(text) for text in row) for row in SCHOOL]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("cp1252"))


if __name__ == "__main__":
    hospital(HERE / "marlshire-general-wren.docx")
    police(HERE / "police-wren.xlsx")
    school(HERE / "millrace-primary-wren.csv")
