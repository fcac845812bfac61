// SPDX-License-Identifier: GPL-3.0-or-later
// The whole thread of one case, from the first concern to an action that is proven, each step by the person whose step it
// is. The files that three agencies send are those of the demo county.
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { expect, test, type SignIn } from "./journey.ts";

const returns = fileURLToPath(new URL("../../src/demo/marlshire/files", import.meta.url));

/// Days from today in London, as a date's three inputs want them.
function inDays(days: number, from = new Date()): { day: string; month: string; year: string; iso: string } {
  const date = new Date(from.getTime() + days * 86_400_000);
  return {
    day: String(date.getUTCDate()), month: String(date.getUTCMonth() + 1), year: String(date.getUTCFullYear()),
    iso: date.toISOString().slice(0, 10),
  };
}

async function fillDate(page: Page, name: string, date: { day: string; month: string; year: string }): Promise<void> {
  await page.locator(`[name="${name}-day"]`).fill(date.day);
  await page.locator(`[name="${name}-month"]`).fill(date.month);
  await page.locator(`[name="${name}-year"]`).fill(date.year);
}

const choose = (page: Page, name: string, value: string) =>
  page.locator(`[name="${name}"][value="${value}"]`).check({ force: true });

async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("main").getByRole("button", { name }).first().click();
  await page.waitForLoadState();
}

test.describe.configure({ mode: "serial" });

test.describe("The walk", () => {
  let at = ""; // the case's address
  const opened: BrowserContext[] = [];

  /// Somebody of the county by name of role and, where several hold it, by a word of their organisation.
  async function as(browser: Browser, signIns: SignIn[], role: string, organisation = ""): Promise<Page> {
    const found = signIns.find(entry =>
      entry.role === role && (entry as SignIn & { organisation: string }).organisation.includes(organisation));
    if (!found) throw new Error(`nobody is ${role} of ${organisation}`);
    const context = await browser.newContext();
    opened.push(context);
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.getByLabel(/^E-?mail/).fill(found.email);
    await page.getByLabel(/^Password/).fill(found.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).not.toHaveURL(/\/sign-in/);
    return page;
  }

  test.afterEach(async () => {
    for (const context of opened.splice(0)) await context.close();
  });

  test("A case is opened and the incident recorded", async ({ page, signIn, look }) => {
    await signIn(page, "notifier");
    await page.goto("/cases/new");
    await look(page, "walk-01-open-a-case");
    await page.getByLabel("Code name").fill("Kestrel");
    await press(page, "Open the case");
    at = new URL(page.url()).pathname;
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Kestrel/);
    await look(page, "walk-02-case-opened");

    await page.goto(`${at}/notification/sections/incident`);
    await choose(page, "notification_type", "abuse_or_neglect_serious_harm");
    await fillDate(page, "aware", inDays(-1));
    await choose(page, "abuse_or_neglect", "suspected");
    await fillDate(page, "incident_date", inDays(-2));
    await choose(page, "area", "in_area");
    await page.locator('[name="place_type"]').selectOption("own_home");
    await choose(page, "harm", "neglect");
    await page.locator('[name="what_happened"]').fill("Robin Marchbank was found unwell at home and taken to hospital.");
    await look(page, "walk-03-the-incident");
    await press(page, /Save/);

    await page.goto(`${at}/notification/sections/children`);
    if (await page.locator('[name="children-2-part"]').count() === 0) {
      await page.locator('button[name="add"][value="children"]').click();
    }
    for (const [number, first] of [[1, "Robin"], [2, "Teal"]] as const) {
      const child = `children-${number}-`;
      await choose(page, `${child}part`, number === 1 ? "seriously_harmed" : "there");
      await page.locator(`[name="${child}first_names"]`).fill(first);
      await page.locator(`[name="${child}last_name"]`).fill("Marchbank");
      await choose(page, `${child}age_known`, "date_of_birth");
      await fillDate(page, `${child}date_of_birth`, { day: "3", month: "2", year: number === 1 ? "2021" : "2018" });
      await choose(page, `${child}sex`, "male");
      await choose(page, `${child}ethnicity`, "white");
      await choose(page, `${child}disability`, "no");
      await choose(page, `${child}plan`, "no_plan");
      await page.locator(`[name="${child}living"]`).selectOption({ index: 1 });
      await page.locator(`[name="${child}now"]`).fill("Safe, with a grandparent.");
    }
    await look(page, "walk-04-the-children");
    await press(page, /Save/);

    await page.goto(`${at}/notification/sections/safety`);
    await page.locator('[name="safety_done"]').fill("Both children are with their grandparent.");
    await choose(page, "others_at_risk", "no");
    await press(page, /Save/);
    await page.goto(`${at}/notification/sections/proceedings`);
    await choose(page, "police", "investigating");
    await choose(page, "courts", "none");
    await choose(page, "media", "none");
    await press(page, /Save/);
    await page.goto(`${at}/notification/sections/agencies`);
    await choose(page, "agencies_known", "school");
    await choose(page, "agencies_known", "police");
    await press(page, /Save/);

    await page.goto(`${at}/notification`);
    await expect(page.getByRole("main")).toContainText(/working days? (left|late)/);
    await look(page, "walk-05-notification");
    await page.goto(`${at}/people`);
    await expect(page.getByRole("main")).toContainText("Child 1");
    await expect(page.getByRole("main")).toContainText("Child 2");
    await expect(page.getByRole("main")).not.toContainText("Marchbank");
    await look(page, "walk-06-people");
  });

  test("The three partners give their views and it is sent", async ({ browser, page, signIn, signIns, look }) => {
    for (const [index, seat] of ["Council", "Police", "Integrated Care"].entries()) {
      const partner = await as(browser, signIns, "safeguarding_partner", seat);
      await partner.goto(`${at}/notification/view`);
      await choose(partner, "answer", "agree");
      if (await partner.locator('[name="on-day"]').count() > 0) await fillDate(partner, "on", inDays(0));
      await partner.locator("textarea").first().fill(`A child has been seriously harmed. View ${index + 1}.`);
      await press(partner, /(Give|Save|Record|Send)/);
      await expect(partner).not.toHaveURL(/\/view$/);
    }
    await signIn(page, "notifier");
    await page.goto(`${at}/notification/check`);
    await look(page, "walk-07-check-and-send");
    await press(page, /^Send/);
    await page.goto(`${at}/notification/receipt`);
    await expect(page.getByRole("main")).toContainText(/SIN-MAR-\d{4}-\d{3}/);
    await expect(page.getByRole("main")).toContainText(/[0-9a-f]{64}/);
    await look(page, "walk-08-receipt");
    await page.goto(`${at}/notification/sections/incident`);
    await expect(page.getByRole("button", { name: /Save/ })).toHaveCount(0);
  });

  test("Three agencies give their returns as they really come", async ({ browser, page, signIn, signIns, look }) => {
    await signIn(page, "business_unit");
    await page.goto(`${at}/rapid-review`);
    await expect(page.getByRole("main")).toContainText(/RR-MAR-\d{4}-\d{3}/);
    await look(page, "walk-09-rapid-review-opened");

    await page.goto(`${at}/returns`);
    for (const name of ["Marlshire General", "Marlshire Police", "Millrace"])
      await page.getByLabel(new RegExp(name)).first().check({ force: true });
    await fillDate(page, "due", inDays(7));
    await look(page, "walk-10-ask-agencies");
    await press(page, /^Ask/);

    for (const [organisation, file, name] of [
      ["Marlshire General", "marlshire-general-wren.docx", "walk-11-return-docx"],
      ["Police", "police-wren.xlsx", "walk-12-return-xlsx"],
      ["Millrace", "millrace-primary-wren.csv", "walk-13-return-csv"],
    ] as const) {
      const lead = await as(browser, signIns, "agency_lead", organisation);
      await lead.goto(`${at}/return`);
      const choice = lead.locator('[name="answer"]').first();
      if (await choice.count() > 0) await choice.check({ force: true });
      await lead.locator('input[type="file"]').setInputFiles(path.join(returns, file));
      await press(lead, /(Send|Give)/);
      await expect(lead.getByRole("main")).toContainText(/rows?/);
      await lead.screenshot({ path: fileURLToPath(new URL(`../../build/journeys/${process.env.ENGINE ?? "sqlite"}/${name}.png`, import.meta.url)), fullPage: true });
    }

    await page.goto(`${at}/chronology`);
    const main = page.getByRole("main");
    for (const agency of ["Marlshire General", "Marlshire Police", "Millrace"]) await expect(main).toContainText(agency);
    for (const written of ["22.05/16", "?3 Mar 2019", "Feb 2019", "31/6/20"]) await expect(main).toContainText(written);
    await look(page, "walk-14-merged-chronology");
  });

  test("A bad date keeps its row and is repaired", async ({ page, signIn, look }) => {
    await signIn(page, "business_unit");
    await page.goto(`${at}/chronology`);
    await page.getByRole("main").locator('a[href*="/chronology/rows/"]').last().click();
    await look(page, "walk-15-repair-a-date");
    await page.locator('main form input[type="text"]').first().fill("30 June 2020");
    await press(page, /(Save|Repair|Use)/);
    await expect(page.getByRole("main")).toContainText("30 Jun");
  });

  test("The three partners sign on an exact version", async ({ browser, page, signIn, signIns, look }) => {
    await signIn(page, "business_unit");
    await page.goto(`${at}/rapid-review/draft`);
    for (const area of await page.locator("main textarea").all()) await area.fill("What the meeting said here, in its own words.");
    for (const name of ["family_told", "family_asked"]) await choose(page, name, "yes");
    for (const prompt of ["improvements", "recurrent_themes", "working_together", "panel_view", "circumstances"])
      await page.locator(`[name="${prompt}"][value="no"], [name="${prompt}_reply"][value="no"]`).first().check({ force: true });
    await look(page, "walk-16-draft");
    await press(page, /^Save/);
    await page.goto(`${at}/rapid-review`);
    await press(page, /^Fix/);
    await look(page, "walk-17-version-fixed");

    for (const seat of ["Council", "Police", "Integrated Care"]) {
      const partner = await as(browser, signIns, "safeguarding_partner", seat);
      await partner.goto(`${at}/rapid-review/decision`);
      await choose(partner, "outcome", "local_review");
      await partner.locator('[name="reasons"]').fill("There is more to learn than the criteria say.");
      await choose(partner, "agreement", "agrees");
      await press(partner, /^Sign/);
      await expect(partner).not.toHaveURL(/decision$/);
    }
    await page.goto(`${at}/rapid-review`);
    await expect(page.getByRole("main")).toContainText(/local review/i);
    await look(page, "walk-18-decided");
    await page.goto(`${at}/local-review`);
    await expect(page.getByRole("main")).toContainText(/LCSPR-MAR-\d{4}-\d{3}/);
    await look(page, "walk-19-local-review-opened");
  });
});
