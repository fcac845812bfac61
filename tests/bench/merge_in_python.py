# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody would write in Python for one well-kept table of each format: the rows of a Word file by lxml, of a workbook
by openpyxl read-only, of a CSV file by csv; dates of one form; sorted, and written as JSON. It doubts nothing, refuses
nothing and knows no other date, so it does less than `throughline chronology merge`.

    merge_in_python.py FILE… -o OUT.json
"""
import csv, datetime, json, pathlib, sys, zipfile

import lxml.etree, openpyxl

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def docx_rows(path):
    with zipfile.ZipFile(path) as parts, parts.open("word/document.xml") as document:
        for _, row in lxml.etree.iterparse(document, tag=W + "tr"):
            yield ["".join(text.text or "" for text in cell.iter(W + "t")) for cell in row.iterchildren(W + "tc")]
            row.clear()


def xlsx_rows(path):
    book = openpyxl.load_workbook(path, read_only=True)
    for sheet in book:
        yield from sheet.iter_rows(values_only=True)


def csv_rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        yield from csv.reader(file)


READERS = {".docx": docx_rows, ".xlsx": xlsx_rows, ".csv": csv_rows}


def day(value):
    return value.date() if isinstance(value, datetime.datetime) else datetime.datetime.strptime(value, "%d/%m/%Y").date()


def main(arguments):
    at = arguments.index("-o")
    out, files = arguments[at + 1], [pathlib.Path(one) for one in arguments[:at]]
    rows = []
    for file in files:
        read = READERS[file.suffix](file)
        next(read)  # the headings
        for line, (date, time, source, what, comment) in enumerate(read, 2):
            start = day(date).isoformat()
            rows.append({"agency": file.stem, "source": source or "", "start": start,
                         "start_text": date if isinstance(date, str) else start, "earliest": start, "latest": start,
                         "start_time": time or None, "what": what or "", "comment": comment or None, "doubt": [],
                         "file": file.name, "part": "", "line": line})
    rows.sort(key=lambda row: (row["start"], row["start_time"] or "", row["agency"], row["line"]))
    with open(out, "w", encoding="utf-8") as file:
        json.dump({"rows": rows, "skipped": [], "refused": []}, file, indent="\t", ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1:])
