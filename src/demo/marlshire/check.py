#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that Marlshire hangs together: every reference leads somewhere, nothing real has crept in.

Run it from anywhere; it prints what it counted and ends with 1 when something is wrong.
"""
import csv
import io
import json
import re
import sys
import xml.etree.ElementTree as tree
import zipfile
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent
TOKEN = re.compile(r"\{(\d{4}-\d\d-\d\d)\|([^}]*)\}")
LIVE = re.compile(r"\{\{(\w+):([^}]*)\}\}")
PLAIN_DATE = re.compile(r"\d\d/\d\d/\d{4}")
PATTERN = re.compile(r"(d|dd|M|MM|MMM|MMMM|yy|yyyy)([ ./-](d|dd|M|MM|MMM|MMMM|yy|yyyy))*")
ROLES = {"business_unit", "notifier", "safeguarding_partner", "agency_lead", "reviewer", "scrutineer", "assurance_lead", "operator"}
PARTNERS = {"local_authority", "police", "health"}
STATUS = {"not_started", "in_progress", "done"}
EXPECT = {"not_started", "in_progress", "late", "done_with_evidence", "assured", "proven"}
OUTCOMES = {"no_further_review", "local_review", "suggest_national"}
EVIDENCE = {"statement", "document", "reach", "tested", "audit", "data", "feedback"}

wrong = []


def hold(truth, words):
    if not truth:
        wrong.append(words)


def walk(value, path=""):
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from walk(inside, f"{path}.{key}")
    elif isinstance(value, list):
        for number, inside in enumerate(value):
            yield from walk(inside, f"{path}[{number}]")
    else:
        yield path, value


def check_digit(number):
    digits = [int(mark) for mark in number if mark.isdigit()]
    rest = 11 - sum(digit * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return len(digits) == 10 and rest % 11 == digits[9]


def weekdays_between(first, last):
    return sum((first + timedelta(n)).weekday() < 5 for n in range(1, (last - first).days + 1))


def check_text(where, text):
    for phone in re.findall(r"\b0\d{4} ?\d{6}\b", text):
        hold(re.fullmatch(r"01632 960\d{3}", phone), f"{where}: {phone} is not a number kept for drama")
    for mail in re.findall(r"[\w.+-]+@[\w.-]+", text):
        hold(mail.rstrip(".").endswith(".example"), f"{where}: {mail} is not under .example")
    for iso, pattern in TOKEN.findall(text):
        date.fromisoformat(iso)
        hold(PATTERN.fullmatch(pattern), f"{where}: date pattern {pattern}")


def read_json(name):
    data = json.loads((HERE / name).read_text(encoding="utf-8"))
    for path, value in walk(data):
        if isinstance(value, str):
            check_text(f"{name}{path}", value)
            if re.match(r"\d{4}-\d\d-\d\d", value):
                date.fromisoformat(value[:10])
    return data


FORMS = HERE / "../../../forms"
lists = {entry["id"]: [item["code"] for item in entry["items"]]
         for entry in json.loads((FORMS / "code-lists.json").read_text(encoding="utf-8"))["lists"]}


def codes_of(question):
    codes = ["not_known_yet"] if question.get("not_known") else []
    for option in question["options"]:
        codes += lists[option["list"]] if "list" in option and option["list"] in lists else [option.get("code")]
    return codes


def check_answers(where, questions, answers):
    """The answers fit the form's own definition: asked, complete enough to send, and from its code lists."""
    asked = {}
    for question in questions:
        when = question.get("show_when")
        if not when or answers.get(when["question"]) == when["equals"]:
            asked[question["id"]] = question
    hold(set(answers) - {"person"} <= set(asked), f"{where}: nobody asked {set(answers) - set(asked)}")
    for name, question in asked.items():
        given = answers.get(name)
        if given is None:
            hold(not question.get("required"), f"{where}: {name} is not answered")
        elif question["type"] == "group":
            for number, item in enumerate(given, 1):
                check_answers(f"{where} {name} {number}", question["questions"], item)
        elif question["type"] in ("radios", "select", "checkboxes"):
            chosen = given if question["type"] == "checkboxes" else [given]
            hold(isinstance(chosen, list) and set(chosen) <= set(codes_of(question)), f"{where}: {name} is {given}")
        elif question["type"] == "date":
            date.fromisoformat(given)


county = read_json("county.json")
anchor = date.fromisoformat(county["anchor"])
organisations = {row["code"]: row for row in county["organisations"]}
accounts = {row["email"]: row for row in county["accounts"]}
hold(len(organisations) == len(county["organisations"]) == 10, "ten organisations, each code once")
hold(len(accounts) == len(county["accounts"]), "an e-mail address stands twice")
hold({row["partner"] for row in organisations.values() if row["partner"]} == PARTNERS, "the three partners")
hold({row["role"] for row in accounts.values()} == ROLES, "every role has somebody, and no other role is used")
for row in organisations.values():
    hold(row["kind"] in lists["agency_type"], f"{row['code']}: kind {row['kind']}")
for row in accounts.values():
    hold(row["organisation"] is None or row["organisation"] in organisations, f"{row['email']}: organisation")

seen_numbers, all_rows, messy = set(), 0, 0
shown = set()
for entry in county["cases"]:
    key = entry["key"]
    case = read_json(entry["case"])
    hold(case["key"] == key, f"{key}: key")
    people = {person["code"]: person for person in case["people"]}
    for person in people.values():
        date.fromisoformat(person["date_of_birth"])
        relation = person["relation_code"].upper()
        hold(person["code"] == relation or re.fullmatch(re.escape(relation) + r"-\d", person["code"]), f"{key}: {person['code']} is a {relation}")
        number = person["nhs_number"]
        if number:
            hold(number.startswith("999 000 ") and check_digit(number), f"{key}: NHS number {number}")
            hold(number not in seen_numbers, f"{key}: {number} stands twice")
            seen_numbers.add(number)

    rows = []
    if entry["rows"]:
        with (HERE / entry["rows"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    ids = {row["id"] for row in rows}
    hold(len(ids) == len(rows), f"{key}: a row id stands twice")
    hold(len({row["what"] for row in rows}) >= len(rows) - 2, f"{key}: rows repeat each other")
    agencies = {}
    for row in rows:
        hold(row["agency"] in organisations, f"{row['id']}: agency {row['agency']}")
        hold(row["date"] and row["source"] and row["what"], f"{row['id']}: an empty cell")
        for column in row:
            check_text(f"{row['id']}.{column}", row[column])
        for person in people.values():
            born = date.fromisoformat(person["date_of_birth"])
            hold(born.strftime("%d/%m/%Y") not in row["what"], f"{row['id']}: a date of birth in the text")
        agencies[row["agency"]] = agencies.get(row["agency"], 0) + 1
        messy += not PLAIN_DATE.fullmatch(row["date"])
    all_rows += len(rows)
    print(f"{key}: {len(rows)} rows,", ", ".join(f"{code} {count}" for code, count in sorted(agencies.items())))

    for path, value in walk(case):
        if isinstance(value, str) and "@" in value:
            hold(value in accounts, f"{key}{path}: no account {value}")

    notification, rapid, local = case["notification"], case["rapid_review"], case["local_review"]
    hold(accounts[notification["notifier"]]["role"] == "notifier", f"{key}: the notifier's role")
    sent = notification["submitted_at"]
    views = {view["partner"] for view in notification["partner_views"]}
    hold(views == PARTNERS if sent else views <= PARTNERS, f"{key}: three views")
    answers = notification["answers"]
    form = json.loads((FORMS / f"{notification['form']}-{notification['edition']}.json").read_text(encoding="utf-8"))
    written = [section for section in form["sections"] if sent or section["id"] in notification["sections_written"]]
    if sent:
        check_answers(f"{key} notification", [question for section in written for question in section["questions"]], answers)
    else:
        asked = {question["id"] for section in written for question in section["questions"]}
        hold(set(answers) <= asked, f"{key}: an answer to a section that is not written: {set(answers) - asked}")
    for item in answers["children"] + answers["adults"]:
        person = people[item["person"]]
        hold((item["first_names"], item["last_name"]) == (person["first_names"], person["last_name"]), f"{key}: {item['person']} has two names")
        hold(item.get("date_of_birth", person["date_of_birth"]) == person["date_of_birth"], f"{key}: {item['person']} has two birthdays")
    told = sent or county["anchor"]
    hold(weekdays_between(date.fromisoformat(answers["aware"]), date.fromisoformat(told[:10])) <= 5,
         f"{key}: notified after five working days")
    if not sent:
        hold(not rows and not rapid, f"{key}: something follows a notification that was not sent")
        continue
    for answer in rapid["returns"]:
        hold(answer["agency"] in organisations, f"{key}: return of {answer['agency']}")
        hold(accounts[answer["by"]]["organisation"] == answer["agency"], f"{key}: {answer['by']} answers for {answer['agency']}")
        given = answer["agency"] in agencies
        hold(given == (answer["state"] == "answered"), f"{key}: {answer['agency']} is {answer['state']} and rows say otherwise")
        if answer["file"]:
            hold((HERE / answer["file"]).is_file(), f"{key}: {answer['file']}")
    for signed in (rapid["decision"] or {}).get("signatures", []):
        hold(signed["outcome"] in OUTCOMES and signed["partner"] in PARTNERS, f"{key}: signature")
        holder = accounts[signed["by"]]
        hold(organisations[holder["organisation"]]["partner"] == signed["partner"], f"{key}: {signed['by']} signs for {signed['partner']}")
    if local:
        hold(all(offer["person"] in people for offer in local["family"]), f"{key}: family")
        hold(accounts[local["reviewer"]]["role"] == "reviewer", f"{key}: reviewer")

    findings = {finding["number"]: finding for finding in case["findings"]}
    recommendations = {recommendation["number"]: recommendation for recommendation in case["recommendations"]}
    for finding in findings.values():
        hold(finding["rows"] and set(finding["rows"]) <= ids, f"{key}: finding {finding['number']} cites {set(finding['rows']) - ids}")
    for recommendation in recommendations.values():
        hold(recommendation["findings"] and set(recommendation["findings"]) <= set(findings), f"{key}: recommendation {recommendation['number']}")
        hold(set(recommendation["addressed_to"]) <= set(organisations), f"{key}: recommendation {recommendation['number']} is addressed to")
    for action in case["actions"]:
        name = f"{key}: action {action['number']}"
        hold(action["recommendation"] in recommendations, name)
        hold(accounts[action["owner"]]["organisation"] == action["agency"], f"{name}: owner and agency")
        hold(action["status"] in STATUS and action["expect"] in EXPECT, f"{name}: status")
        hold((action["expect"] == "late") == (action["status"] != "done" and date.fromisoformat(action["due"]) < anchor), f"{name}: lateness")
        for piece in action["evidence"]:
            hold(piece["type"] in EVIDENCE and 0 <= piece["strength"] <= 6, f"{name}: evidence")
            hold(date.fromisoformat(piece["on"]) <= anchor, f"{name}: evidence from the future")
        strongest = max((piece["strength"] for piece in action["evidence"]), default=0)
        if action["status"] == "done":
            hold(action["evidence"], f"{name}: done without evidence")
        if action["assurance"]:
            hold(action["assurance"]["by"] != action["owner"], f"{name}: assured by its owner")
        if action["impact"]:
            hold(strongest >= 4 and action["assurance"], f"{name}: impact on evidence of strength {strongest}")
        hold((action["expect"] == "proven") == bool(action["impact"]), f"{name}: proven")
        shown.add(action["expect"])
    loose = set(recommendations) - {action["recommendation"] for action in case["actions"]}
    if recommendations:
        print(f"  {len(findings)} findings, {len(recommendations)} recommendations, {len(case['actions'])} actions, loose ends: {sorted(loose) or 'none'}")
    if loose:
        shown.add("loose_end")

    texts = {path: value for part in ("findings", "recommendations", "actions", "publication") for path, value in walk(case[part], part) if isinstance(value, str)}
    if case["report"]:
        texts["report"] = (HERE / case["report"]["file"]).read_text(encoding="utf-8")
        check_text(case["report"]["file"], texts["report"])
        print(f"  report of {len(re.sub(LIVE, '', texts['report']).split())} words, {len(LIVE.findall(texts['report']))} live citations")
    targets = {"person": set(people), "row": ids, "finding": {str(n) for n in findings}, "recommendation": {str(n) for n in recommendations}}
    for path, text in texts.items():
        for kind, target in LIVE.findall(text):
            hold(kind in targets and target in targets[kind], f"{key} {path}: nothing answers to {kind}:{target}")
        for person in people.values():
            for name in [person["first_names"], person["last_name"], *person["other_names"]]:
                hold(not re.search(rf"\b{re.escape(name)}\b", text), f"{key} {path}: the name {name}")

    if case["publication"]:
        published = date.fromisoformat(case["publication"]["published_on"])
        hold(published.weekday() < 5 and published <= anchor, f"{key}: published on a working day, before the anchor")
        for copy in case["publication"]["copies"]:
            hold(weekdays_between(date.fromisoformat(copy["sent_on"]), published) >= 7, f"{key}: the copy to {copy['to']} went too late")
        hold({"panel", "secretary_of_state"} <= {copy["to"] for copy in case["publication"]["copies"]}, f"{key}: both copies")

hold(1450 <= all_rows <= 1550, f"{all_rows} rows in all")
hold(messy >= 60, f"only {messy} dates are written in another way")
hold(shown == EXPECT | {"loose_end"}, f"states of actions not shown: {(EXPECT | {'loose_end'}) - shown}")

for name in ("marlshire-general-wren.docx", "police-wren.xlsx"):
    with zipfile.ZipFile(HERE / "files" / name) as archive:
        for part in archive.namelist():
            tree.parse(io.BytesIO(archive.read(part)))
raw = (HERE / "files" / "millrace-primary-wren.csv").read_bytes()
try:
    raw.decode("utf-8")
    hold(False, "the school's file is UTF-8; it is meant to be Windows-1252")
except UnicodeDecodeError:
    given = list(csv.reader(io.StringIO(raw.decode("cp1252"), newline=""), delimiter=";"))
    hold({len(row) for row in given} == {5}, "the school's file: five columns")

print(f"{all_rows} rows in all, {messy} of them with dates in other styles; {len(accounts)} accounts, {len(organisations)} organisations")
for line in wrong:
    print("WRONG", line)
sys.exit(1 if wrong else 0)
