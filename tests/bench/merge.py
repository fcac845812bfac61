# SPDX-License-Identifier: GPL-3.0-or-later
"""The chronology of 10,000 rows from three agencies, one file of each format, merged by the program and by Python."""
import csv, datetime, json, pathlib, random, shutil, subprocess, sys, tempfile, time, zipfile
from xml.sax.saxutils import escape

import openpyxl

from county import PROGRAM
from figures import compare, say, tell

ROWS = 10_000
HEADINGS = ("Date", "Time", "Source", "What happened", "Comment")
WORDS = """home visit school nursery clinic call letter seen alone with grandmother not attended appointment moved
    referral told police night shouting neighbour bruise explained play lunch weight plan meeting agreed worker""".split()


def rows(count, seed):
    chance = random.Random(seed)
    day = datetime.date(2021, 1, 4)
    for _ in range(count):
        day += datetime.timedelta(days=chance.randrange(2))
        words = [chance.choice(WORDS) for _ in range(chance.randint(8, 30))]
        yield (day, f"{chance.randrange(7, 22):02}:{chance.randrange(60):02}", f"Record {chance.randrange(1000)}",
               " ".join(words).capitalize() + ".", "Noted." if chance.random() < 0.2 else "")


def as_text(row):
    return (row[0].strftime("%d/%m/%Y"), *row[1:])


def write_docx(path, given):
    def line(cells):
        return "<w:tr>" + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="1800" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>{escape(cell)}</w:t></w:r></w:p></w:tc>'
            for cell in cells) + "</w:tr>"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", head + (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>'))
        parts.writestr("_rels/.rels", head + (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>'))
        parts.writestr("word/document.xml", head + (
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:tbl>'
            + line(HEADINGS) + "".join(line(as_text(row)) for row in given) + "</w:tbl><w:sectPr/></w:body></w:document>"))


def write_xlsx(path, given):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Chronology")
    sheet.append(HEADINGS)
    for row in given:
        cell = openpyxl.cell.WriteOnlyCell(sheet, value=row[0])
        cell.number_format = "DD/MM/YYYY"
        sheet.append((cell, *row[1:]))
    book.save(path)


def write_csv(path, given):
    with open(path, "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(HEADINGS)
        out.writerows(map(as_text, given))


def figures(rounds):
    say("the merge of 10,000 rows")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="throughline-bench-"))
    try:
        third = ROWS // 3
        files = [folder / "Hospital.docx", folder / "Police.xlsx", folder / "School.csv"]
        write_docx(files[0], rows(third, 1))
        write_xlsx(files[1], rows(third, 2))
        write_csv(files[2], rows(ROWS - 2 * third, 3))

        def merged(command):
            out = folder / "merged.json"
            out.unlink(missing_ok=True)
            began = time.monotonic()
            subprocess.run(command + ["-o", str(out)], check=True, timeout=300)
            took = time.monotonic() - began
            found = json.loads(out.read_text("utf-8"))["rows"]
            keys = [row["start"] for row in found]
            if len(found) != ROWS or None in keys or keys != sorted(keys):
                raise AssertionError(f"{command[0]} gave {len(found)} rows, or in another order")
            return ROWS / took

        names = list(map(str, files))
        ours = [str(PROGRAM), "chronology", "merge", *names, "--today", "2026-11-27"]
        python = [sys.executable, str(pathlib.Path(__file__).with_name("merge_in_python.py")), *names]
        value, bound, ratio = compare(rounds, lambda: merged(ours), lambda: merged(python))
        tell("merge of 10,000 rows from .docx, .xlsx and .csv (baseline: Python, lxml and openpyxl read-only)",
             value, "rows/s", bound, ratio)
    finally:
        shutil.rmtree(folder)
