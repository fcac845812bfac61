// SPDX-License-Identifier: GPL-3.0-or-later
// The whole thread of one case, from the first concern to an action that is proven, each step by the person whose step it
// is. The files that three agencies send are those of the demo county, and the family here is the one they tell of.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { choose, comes, fill, fillDate, inDays, inFull, main, openCase, press, readDay, workingDaysAfter } from "./forms.ts";
import { expect, test } from "./journey.ts";

const returns = fileURLToPath(new URL("../../src/demo/marlshire/files", import.meta.url));
const names = /Summer Ravensby|Jude Ravensby|Danielle Ravensby|Lewis Tranmoor/;
const seats = ["Council", "Police", "Integrated Care"];

test.describe.configure({ mode: "serial", timeout: 120_000 });

test.describe("The walk", () => {
  let at = ""; // the case's address
  let rows = 0; // that the agencies sent

  test("1. A case is opened and the incident recorded", async ({ page, signIn, look }) => {
    await signIn(page, "notifier");
    await page.goto("/cases/new");
    await look(page, "walk-01-open-a-case");
    at = await openCase(page, "Kestrel");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Kestrel/);
    await look(page, "walk-02-case-opened");

    await page.goto(`${at}/notification/sections/incident`);
    await choose(page, "notification_type", "abuse_or_neglect_serious_harm");
    await fillDate(page, "aware", inDays(-1));
    await choose(page, "abuse_or_neglect", "suspected");
    await fillDate(page, "incident_date", inDays(-2));
    await choose(page, "area", "in_area");
    await page.locator('[name="place_type"]').selectOption("own_home");
    await choose(page, "harm", "physical_abuse");
    await fill(page, "what_happened",
      "Jude Ravensby was brought to hospital with a broken leg. Summer Ravensby was at home with her mother.");
    await look(page, "walk-03-the-incident");
    await press(page, "Save and continue");

    await expect(page).toHaveURL(/sections\/children/);
    for (const [number, first, part, year] of
      [[1, "Jude", "seriously_harmed", 2026], [2, "Summer", "there", 2022]] as const) {
      const child = `children-${number}-`;
      if (await page.locator(`[name="${child}part"]`).count() === 0) await press(page, /^Add/);
      await choose(page, `${child}part`, part);
      await fill(page, `${child}first_names`, first);
      await fill(page, `${child}last_name`, "Ravensby");
      await choose(page, `${child}age_known`, "date_of_birth");
      await fillDate(page, `${child}date_of_birth`, new Date(Date.UTC(year, 2, 2)));
      await choose(page, `${child}sex`, number === 1 ? "male" : "female");
      await choose(page, `${child}ethnicity`, "white");
      await choose(page, `${child}disability`, "no");
      await choose(page, `${child}plan`, "no_plan");
      await page.locator(`[name="${child}living"]`).selectOption("parents");
      await fill(page, `${child}now`, "Safe, with a grandmother.");
    }
    await look(page, "walk-04-the-children");
    await press(page, "Save and continue");

    await expect(page).toHaveURL(/sections\/household/);
    for (const [number, first, last, relation] of
      [[1, "Danielle", "Ravensby", "mother"], [2, "Lewis", "Tranmoor", "father"]] as const) {
      const adult = `adults-${number}-`;
      if (await page.locator(`[name="${adult}relation"]`).count() === 0) await press(page, /^Add/);
      await fill(page, `${adult}first_names`, first);
      await fill(page, `${adult}last_name`, last);
      await fill(page, `${adult}relation`, relation);
      await choose(page, `${adult}lives_with`, "yes");
    }
    await press(page, "Save and continue");

    await expect(page).toHaveURL(/sections\/safety/);
    await fill(page, "safety_done", "Both children are with their grandmother.");
    await choose(page, "others_at_risk", "no");
    await press(page, "Save and continue");
    await expect(page).toHaveURL(/sections\/proceedings/);
    await choose(page, "police", "investigating");
    await choose(page, "courts", "none");
    await choose(page, "media", "none");
    await press(page, "Save and continue");
    await expect(page).toHaveURL(/sections\/agencies/);
    for (const agency of ["school", "police", "hospital"]) await choose(page, "agencies_known", agency);
    await press(page, "Save and continue");

    await page.goto(`${at}/notification`);
    const due = workingDaysAfter(inDays(-1), 5);
    await expect(main(page)).toContainText(inFull(due));
    await expect(main(page)).toContainText(/working days? left|Send it today/);
    await page.getByText("How it was counted").click();
    await expect(main(page)).toContainText("Day 5");
    await expect(main(page)).toContainText("Bank holidays");
    await look(page, "walk-05-notification");

    for (const [relation, first, last] of [["mother", "Danielle", "Ravensby"], ["father", "Lewis", "Tranmoor"]] as const) {
      await page.goto(`${at}/people/new`);
      await choose(page, "relation", relation);
      await fill(page, "first_names", first);
      await fill(page, "last_name", last);
      if (relation === "mother") await look(page, "walk-06-add-a-person");
      await press(page, "Save");
    }
    for (const code of ["Child 1", "Child 2", "Mother", "Father"]) await expect(main(page)).toContainText(code);
    await expect(main(page)).not.toContainText(/Ravensby|Tranmoor/);
    await look(page, "walk-06-people-of-the-case");
  });

  test("1. The three partners give their views and it is sent", async ({ page, person, signIn, look }) => {
    for (const [index, seat] of seats.entries()) {
      const partner = await person("safeguarding_partner", seat);
      await partner.goto(`${at}/notification/view`);
      await choose(partner, "answer", "agree");
      await fill(partner, "words", "A baby has been seriously harmed, and we do not yet know how.");
      if (index === 0) await look(partner, "walk-07-view-of-a-partner");
      await press(partner, /./);
      await expect(partner).not.toHaveURL(/\/view$/);
    }

    await signIn(page, "notifier");
    await page.goto(`${at}/notification/check`);
    await look(page, "walk-08-check-and-send");
    await press(page, /^Send/);
    await expect(page).toHaveURL(/\/receipt/);
    await expect(main(page)).toContainText(/SIN-MAR-\d{4}-\d{3}/);
    expect((await main(page).innerText()).replace(/\s/g, "")).toMatch(/[0-9a-f]{64}/);
    await look(page, "walk-09-receipt");

    // What was sent is no longer a form.
    await page.goto(`${at}/notification/sections/incident`);
    await expect(page.getByRole("button", { name: /Save/ })).toHaveCount(0);
    await page.goto(`${at}/notification/record`);
    await look(page, "walk-10-record-as-sent");
  });

  test("2. The rapid review opens by itself, and three agencies are asked", async ({ page, signIn, look }) => {
    await signIn(page, "business_unit");
    await comes(page, `${at}/rapid-review`, /RR-MAR-\d{4}-\d{3}/);
    await expect(main(page)).toContainText(inFull(workingDaysAfter(inDays(0), 15)));
    await look(page, "walk-11-rapid-review-opened");

    await page.goto(`${at}/returns`);
    for (const name of ["Marlshire General", "Marlshire Police", "Millrace"])
      await page.getByLabel(new RegExp(name)).first().check({ force: true });
    await fillDate(page, "due", inDays(7));
    await look(page, "walk-12-ask-agencies");
    await press(page, /^Ask/);
    await expect(main(page)).toContainText("0 of 3 agencies have answered");
  });

  for (const [organisation, file, written] of [
    ["Marlshire General", "marlshire-general-wren.docx", [
      ["22.05/16", /22 May 2016/], ["?3 Mar 2019", /3 March 2019/i], ["Feb 2019", /February 2019/],
      ["31/6/20", /No date understood/]]],
    ["Police", "police-wren.xlsx", [["45592", /27 Oct\w* 2024/], ["31/6/26", /No date understood/]]],
    ["Millrace", "millrace-primary-wren.csv", [["3.4.25", /3 Apr\w* 2025/], ["22.10/25", /22 Oct\w* 2025/]]],
  ] as const) {
    test(`2. ${organisation} gives its return as it really comes, ${path.extname(file)}`, async ({ page, signIn, look }) => {
      await signIn(page, "agency_lead", organisation);
      await page.goto(`${at}/return`);
      if (organisation === "Police") await look(page, "walk-13-return");
      await choose(page, "answer", "rows");
      await page.locator('input[type="file"]').setInputFiles(path.join(returns, file));
      await press(page, "Send our return");
      await expect(page).toHaveURL(/\/return\/understood/);
      for (const [text, understood] of written)
        await expect(page.getByRole("row").filter({ hasText: text }).first(), text).toContainText(understood);
      await look(page, `walk-14-understood${path.extname(file).replace(".", "-")}`);
      rows += Number(/(\d+) rows of yours/.exec(await main(page).innerText())?.[1]);
    });
  }

  test("2. The rows merge into one chronology in honest order", async ({ page, signIn, look }) => {
    await signIn(page, "business_unit");
    await page.goto(`${at}/chronology`);
    await expect(main(page), "nothing is dropped").toContainText(`${rows} rows from 3 agencies`);
    for (const agency of ["Marlshire General", "Marlshire Police", "Millrace"])
      await expect(main(page)).toContainText(agency);
    await expect(main(page)).not.toContainText(names);
    await look(page, "walk-15-merged-chronology");

    const dates = await page.locator("tbody tr th").allInnerTexts();
    const place = (written: string) => dates.findIndex(text => text.includes(written));
    expect(place("22.05/16")).toBe(0);
    expect(place("Feb 2019")).toBe(1);
    expect(place("?3 Mar 2019")).toBe(2);
    expect(place("45592")).toBeGreaterThan(2);
    expect(dates[place("45592")]).toMatch(/27 Oct\w* 2024/);
    const tray = page.locator("section", { hasText: "Undated tray" });
    for (const written of ["31/6/20", "31/6/26"]) await expect(tray).toContainText(written);
  });

  test("2. A bad date keeps its row and is repaired", async ({ page, signIn, look }) => {
    await signIn(page, "business_unit");
    await page.goto(`${at}/chronology`);
    await page.locator(".tl-card", { hasText: "31/6/20" }).getByRole("link", { name: /Open row/ }).click();
    await fill(page, "date", "about 30 June 2020");
    await press(page, "Show how it is read");
    await expect(main(page)).toContainText(/Read as: .*30 June 2020/);
    await look(page, "walk-16-repair-a-date");
    await press(page, "Use this date");
    await page.goto(`${at}/chronology`);
    const row = page.getByRole("row").filter({ hasText: "31/6/20" }).first();
    await expect(row, "what was written stays beside it").toContainText(/30 June 2020/);
    await expect(row).toContainText("date repaired");
    await expect(main(page)).toContainText(`${rows} rows`);
  });

  test("2. Words that may be people are settled", async ({ page, signIn, look }) => {
    await signIn(page, "business_unit");
    await page.goto(`${at}/people/suggestions`);
    await look(page, "walk-17-words-that-may-be-people");
    const word = page.locator(".tl-suggestions > li").first();
    for (let asked = 0; await word.count() > 0; ++asked) {
      expect(asked, "each answer settles its word").toBeLessThan(40);
      await word.getByRole("button", { name: /^(Everywhere|Here) this is (Child|Mother|Father|Parent)/ }).first().click();
      await page.waitForLoadState();
    }
    await expect(main(page)).toContainText("Every word has been settled");
    await page.goto(`${at}/chronology`);
    await expect(main(page)).not.toContainText(/Summer|Danielle|Tranmoor/);
    await expect(main(page)).toContainText("Child 2");
  });

  test("3. The three partners sign an exact version", async ({ page, person, signIn, look }) => {
    await signIn(page, "business_unit");
    await page.goto(`${at}/rapid-review/draft`);
    for (const part of ["summary", "immediate_safety", "race_and_inequality", "family_told_note", "family_views", "learning"])
      await fill(page, part, `What the meeting of the agencies wrote on ${part.replaceAll("_", " ")}, for both children.`);
    for (const name of ["family_told", "family_asked"]) await choose(page, name, "yes");
    // No answer here rules a local review in or out.
    for (const radio of await page.locator('main input[type="radio"][value="no"]').all())
      if (!/^family/.test((await radio.getAttribute("name"))!)) await radio.check({ force: true });
    await look(page, "walk-18-draft");
    await press(page, /^Save/);
    await page.goto(`${at}/rapid-review`);
    await press(page, "Fix version 1");
    await expect(page).toHaveURL(/\/versions\/1/);
    await look(page, "walk-19-version-fixed");

    for (const [index, seat] of seats.entries()) {
      const partner = await person("safeguarding_partner", seat);
      await partner.goto(`${at}/rapid-review/decision`);
      await choose(partner, "outcome", "local_review");
      await fill(partner, "reasons", "There is more to learn here than the prompts say, and for more families than one.");
      await choose(partner, "agreement", "agrees");
      if (index === 0) await look(partner, "walk-20-decide-and-sign");
      await press(partner, "Sign version 1");
      await expect(partner).toHaveURL(/done=signed/);
    }
    await page.goto(`${at}/rapid-review`);
    await expect(main(page)).toContainText(/local review/i);
    await look(page, "walk-21-decided");

    await page.goto(`${at}/rapid-review/panel`);
    await look(page, "walk-21-sent-to-the-panel"); // day and time stand there already: now
    await press(page, "It was sent");
    await expect(page).toHaveURL(/done=sent/);
  });

  test("4. A local review opens and its reviewer declares what ties there are", async ({ page, signIn, look }) => {
    await signIn(page, "business_unit");
    await comes(page, `${at}/local-review`, /LCSPR-MAR-\d{4}-\d{3}/);
    await page.goto(`${at}/local-review/reviewer`);
    await page.locator('[name="reviewer"]').selectOption({ label: (await page.locator('[name="reviewer"] option', {
      hasText: "Leonora Vasey" }).innerText()) });
    await press(page, "Record and appoint");
    await expect(page.getByRole("alert"), "no appointment without a declaration").toContainText(/declar/i);
    await expect(page.locator('[name="reviewer"] option:checked')).toContainText("Leonora Vasey");
    await fill(page, "conflict", "Taught on a course for the county’s health visitors two years ago. No other tie.");
    await look(page, "walk-22-reviewer");
    await press(page, "Record and appoint");
    await expect(main(page)).toContainText("Leonora Vasey");
    // The assurance lead works on this case from here on.
    await page.goto(`${at}/access`);
    await page.locator('[name="account"]').selectOption({ label: (await page.locator('[name="account"] option', {
      hasText: "assurance lead" }).innerText()) });
    await press(page, "Share the case");
    await look(page, "walk-23-access");
  });

  test("4. A finding rests on rows, and a recommendation on the finding", async ({ page, person, look }) => {
    const reviewer = await person("reviewer");
    await reviewer.goto(`${at}/local-review/findings/new`);
    await fill(reviewer, "title", "What a small child said was heard and not carried on");
    await fill(reviewer, "text",
      "{{person:CHILD-2}} told her key person what she had seen. It was written down word for word, and rung through once.");
    await press(reviewer, "Save the finding");
    await expect(reviewer.getByRole("alert"), "a finding rests on rows").toContainText("Choose at least one row");
    await expect(reviewer.locator('[name="title"]')).toHaveValue(/small child/);
    await fill(reviewer, "find", "cot");
    await press(reviewer, "Show rows");
    const found = reviewer.locator('input[type="checkbox"][name="rows"]');
    expect(await found.count()).toBeGreaterThan(1);
    for (const box of [found.nth(0), found.nth(1)]) await box.check({ force: true });
    await look(reviewer, "walk-24-finding");
    await press(reviewer, "Save the finding");
    await expect(main(reviewer)).toContainText("What a small child said");

    await reviewer.goto(`${at}/local-review/recommendations/new`);
    await press(reviewer, "Save the recommendation");
    const wanting = reviewer.getByRole("alert");
    for (const words of ["Choose at least one finding", "Choose who is to do it", "Enter the date by which"])
      await expect(wanting).toContainText(words);
    await choose(reviewer, "findings", "1");
    await fill(reviewer, "text", "The school writes to children’s social care on the day a child tells of being hurt.");
    await reviewer.getByLabel(/Millrace/).check({ force: true });
    await fillDate(reviewer, "by_when", inDays(90));
    await fill(reviewer, "outcome", "A child who tells is heard by those who can act, the same day.");
    await fill(reviewer, "measure", "Every term the school’s log is read beside the council’s contacts.");
    await look(reviewer, "walk-25-recommendation");
    await press(reviewer, "Save the recommendation");

    await reviewer.goto(`${at}/local-review/recommendations/1/answer`);
    await choose(reviewer, "response", "accepted");
    await press(reviewer, "Save the answer");
    await expect(main(reviewer)).toContainText("Accepted");
    await expect(main(reviewer)).toContainText("Finding 1");
    await look(reviewer, "walk-26-local-review");
  });

  test("4. An action has an owner, evidence, somebody else’s assurance and an impact", async ({ person, look }) => {
    const unit = await person("business_unit");
    await unit.goto(`${at}/actions/new`);
    await choose(unit, "recommendation", "1");
    await fill(unit, "text", "The designated lead writes to the front door the same day, and keeps the answer.");
    await unit.locator('[name="owner"]').selectOption({ label: (await unit.locator('[name="owner"] option', {
      hasText: "Helen Ashdown" }).innerText()) });
    await fillDate(unit, "due", inDays(60));
    await look(unit, "walk-27-plan-an-action");
    await press(unit, "Plan it");
    await expect(unit).toHaveURL(/\/actions\/[^/?]+\?done/);
    const action = new URL(unit.url()).pathname;

    const owner = await person("agency_lead", "Millrace");
    await owner.goto("/actions");
    await look(owner, "walk-28-my-actions");
    await owner.goto(`${action}/progress`);
    await choose(owner, "delivery", "done");
    await fill(owner, "text", "In use since Monday.");
    await press(owner, "Report");
    await owner.goto(`${action}/evidence`);
    await choose(owner, "type", "audit");
    await fill(owner, "evidence", "12 of 12 entries since then were written to the front door the same day.");
    await choose(owner, "strength", "4");
    await look(owner, "walk-29-evidence");
    await press(owner, "Give it");
    expect((await owner.goto(`${action}/assurance`))?.status(), "nobody assures their own action").toBe(404);

    const assurer = await person("assurance_lead");
    await assurer.goto(`${action}/assurance`);
    await choose(assurer, "accepted", "yes");
    await fill(assurer, "note", "Read all twelve beside the council’s contacts. All were there.");
    await look(assurer, "walk-30-assurance");
    await press(assurer, "Record it");
    await assurer.goto(`${action}/impact`);
    await fill(assurer, "statement", "Children who tell are spoken with within a day. Two are safe at home because of it.");
    await fill(assurer, "how_tested", "Twelve entries, and what three children said when they were asked.");
    await fill(assurer, "voice", "“She did what she said she would.”");
    await choose(assurer, "result", "better");
    await look(assurer, "walk-31-impact");
    await press(assurer, "Record it");
    await expect(main(assurer)).toContainText("Two are safe at home");
    await look(assurer, "walk-32-action");
  });

  test("5. A registered name stops the report, and is shown where it stands", async ({ person, look }) => {
    const reviewer = await person("reviewer");
    const label = /[A-Z]{2,}-\d+/.exec(await (async () => {
      await reviewer.goto(`${at}/local-review`);
      return reviewer.locator("#finding-1").innerText();
    })())![0];
    const report = (child: string) => `# Kestrel

## Before you read

This report describes how a baby was hurt at home. He is well now.

## What happened

${child} told her key person at nursery what she had seen ({{row:${label}}}).

## What we found

{{finding:1}}

## What we ask for

- {{recommendation:1}}
`;
    await reviewer.goto(`${at}/report`);
    await fill(reviewer, "text", report("Summer Ravensby"));
    await look(reviewer, "walk-33-report");
    await press(reviewer, "Save the report");

    const unit = await person("business_unit");
    await unit.goto(`${at}/publication`);
    await fill(unit, "title", "Kestrel: hearing a small child");
    await fill(unit, "content_note", "This report describes an injury to a baby.");
    await fill(unit, "summary", "A small child said what she had seen, and one call was made. What followed, and what has changed.");
    await fill(unit, "slug", "kestrel");
    await fill(unit, "reviewer", "Leonora Vasey, independent lead reviewer");
    await fillDate(unit, "family_told", inDays(0));
    await press(unit, "Save the details");

    await unit.goto(`${at}/report/check`);
    await expect(main(unit)).toContainText("These stop publication");
    await expect(unit.locator("mark").first()).toHaveText("Summer Ravensby");
    await expect(unit.getByRole("button", { name: "Record that it passed" })).toHaveCount(0);
    await look(unit, "walk-34-identity-check-stops");

    await reviewer.goto(`${at}/report`);
    await fill(reviewer, "text", report("{{person:CHILD-2}}"));
    await press(reviewer, "Save the report");
    await reviewer.goto(`${at}/report/preview`);
    await expect(main(reviewer)).not.toContainText("{{");
    await expect(main(reviewer)).not.toContainText(names);
    await look(reviewer, "walk-35-preview");

    await unit.goto(`${at}/report/check`);
    await press(unit, "Record that it passed");
    await expect(main(unit)).toContainText(/passed on/);
  });

  let opens = new Date(0); // the day of publication
  test("5. It waits for seven working days after the copies", async ({ person, look }) => {
    const unit = await person("business_unit");
    await unit.goto(`${at}/publication`);
    for (const seat of [/County Council/, /Integrated Care/, /Marlshire Police/]) {
      await main(unit).getByRole("radio", { name: seat }).check({ force: true });
      await fillDate(unit, "accepted_on", inDays(0));
      await press(unit, "Record the acceptance");
    }
    await expect(unit.getByRole("button", { name: "Set the date" }), "no date before the copies").toHaveCount(0);
    for (const to of ["panel", "secretary_of_state"]) {
      await choose(unit, "to", to);
      await fillDate(unit, "sent_on", inDays(0));
      await press(unit, "Log the copy");
    }
    opens = workingDaysAfter(inDays(0), 7);
    await fillDate(unit, "publish_on", workingDaysAfter(inDays(0), 5));
    await press(unit, "Set the date");
    await expect(unit.getByRole("alert")).toContainText(/7 working days/);
    const may = readDay(await unit.getByRole("alert").innerText());
    expect(may.getTime(), "not before the seven working days are over").toBeGreaterThanOrEqual(opens.getTime());
    expect(may.getTime()).toBeLessThanOrEqual(workingDaysAfter(opens, 1).getTime());
    opens = may;
    await look(unit, "walk-36-earlier-date-refused");
    await fillDate(unit, "publish_on", opens);
    await press(unit, "Set the date");
    await expect(main(unit)).toContainText(`will be published on ${inFull(opens)}`);
    await look(unit, "walk-37-scheduled");
    expect((await unit.request.get("/reviews/kestrel")).status(), "nobody reads it before").toBe(404);
  });

  test("5. It is a public page, a PDF and an entry in the list and the feed", async ({ page, request, turnClock, look }) => {
    await turnClock(`${opens.toISOString().slice(0, 10)}T09:00:00Z`);
    await comes(page, "/reviews/kestrel", "Kestrel: hearing a small child");
    await expect(main(page)).not.toContainText(/Ravensby|Tranmoor|CHILD-|\{\{/);
    await look(page, "walk-38-public-review");

    const pdf = await request.get((await page.getByRole("link", { name: "The report" }).first().getAttribute("href"))!);
    expect(pdf.status()).toBe(200);
    expect(pdf.headers()["content-type"]).toContain("application/pdf");
    expect((await pdf.body()).subarray(0, 5).toString()).toBe("%PDF-");

    await page.goto("/reviews");
    await expect(page.getByRole("link", { name: "Kestrel: hearing a small child" })).toBeVisible();
    expect(await (await request.get("/feed.atom")).text()).toContain("/reviews/kestrel");
  });

  test("6. The thread shows incident, rows, finding, recommendation, action, evidence and impact", async ({ page, person, signIn, look }) => {
    await signIn(page, "safeguarding_partner", "Council");
    await page.goto(`${at}/thread`);
    for (const words of ["Incident", "SIN-MAR-", "RR-MAR-", "LCSPR-MAR-", "2 rows", "What a small child said",
      "The school writes to children’s social care", "The designated lead writes", "12 of 12 entries", "Two are safe at home",
      "Proven"])
      await expect(main(page), words).toContainText(words);
    await expect(main(page)).toContainText("Nothing hangs loose");
    await look(page, "walk-39-thread");
    await page.goto(at);
    await look(page, "walk-40-overview");

    const unit = await person("business_unit");
    await unit.goto(`${at}/record`);
    await expect(main(unit)).toContainText(/publication: published/);
    await look(unit, "walk-41-record-of-access");
  });
});
