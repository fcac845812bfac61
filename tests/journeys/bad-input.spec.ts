// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong at the edge: a plain message, the right status, nothing lost and nothing half written.
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, ftruncateSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { addressOf, choose, fill, fillDate, inDays, main, openCase, press } from "./forms.ts";
import { expect, now, test } from "./journey.ts";

const refused = fileURLToPath(new URL("../corpora/refused", import.meta.url));

let scratch = "";
test.beforeAll(() => { scratch = mkdtempSync(path.join(tmpdir(), "bad-input-")); });
test.afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/// 300 MiB of spaces in a Word file of 300 KiB.
function zipBomb(): string {
  const file = path.join(scratch, "bomb.docx");
  execFileSync("python3", ["-c", `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
    archive.writestr("[Content_Types].xml", "<Types/>")
    with archive.open("word/document.xml", "w") as part:
        for _ in range(300): part.write(b" " * (1 << 20))`, file]);
  return file;
}

/// A sparse file: it takes no room here and is 30 MiB on the wire.
function thirtyMebibytes(): string {
  const file = path.join(scratch, "large.csv");
  const handle = openSync(file, "w");
  ftruncateSync(handle, 30 << 20);
  closeSync(handle);
  return file;
}

test.describe("A file that cannot be read", () => {
  test.setTimeout(120_000);

  test("is refused in plain words, and what was typed beside it stays", async ({ page, signIn, look }) => {
    await signIn(page, "agency_lead", "Police");
    const at = await addressOf(page, "Wren");
    await page.goto(`${at}/return`);
    await page.getByText("Add a few words, if you like").click();
    await fill(page, "summary", "Four calls to the address in two years.");

    expect(await press(page, "Send our return")).toBe(422);
    await expect(page.getByRole("alert")).toContainText("Say whether your agency has known");
    await choose(page, "answer", "rows");
    expect(await press(page, "Send our return")).toBe(422);
    await expect(page.getByRole("alert")).toContainText("Choose the file that holds your chronology");

    for (const [file, words] of [
      [path.join(refused, "letter.pdf"), /PDF|Word|Excel/],
      [path.join(refused, "old.doc"), /\.docx|older/i],
      [path.join(refused, "picture.docx"), /./],
      [path.join(refused, "program.csv"), /./],
      [path.join(refused, "empty.docx"), /empty/i],
      [path.join(refused, "half.docx"), /./],
      [path.join(refused, "entities.docx"), /./],
      [path.join(refused, "password.xlsx"), /password/i],
      [zipBomb(), /./],
    ] as const) {
      const name = path.basename(file);
      await choose(page, "answer", "rows");
      await page.locator('input[type="file"]').setInputFiles(file);
      expect(await press(page, "Send our return"), name).toBe(422);
      await expect(page.getByRole("alert"), name).toContainText(words);
      await expect(page.locator('[name="summary"]'), name).toHaveValue("Four calls to the address in two years.");
      await expect(page.locator('[name="answer"][value="rows"]'), name).toBeChecked();
      if (name === "password.xlsx") await look(page, "bad-01-file-with-a-password");
    }
    await page.goto(`${at}/return/understood`);
    await expect(main(page)).toContainText("You have not sent anything yet");
  });

  test("of 30 MiB is too large, and says how large one may be", async ({ page, signIn, look }) => {
    await signIn(page, "agency_lead", "Police");
    const at = await addressOf(page, "Wren");
    await page.goto(`${at}/return`);
    await choose(page, "answer", "rows");
    await page.locator('input[type="file"]').setInputFiles(thirtyMebibytes());
    expect(await press(page, "Send our return")).toBe(413);
    await expect(main(page)).toContainText("20 MB at most");
    await look(page, "bad-02-file-too-large");
    await page.goto(`${at}/return/understood`);
    await expect(main(page)).toContainText("You have not sent anything yet");
  });
});

test.describe("A form", () => {
  /// What the first form of the page would send.
  const fieldsOf = (page: Page) => page.locator("main form").first().evaluate(form =>
    Object.fromEntries(new FormData(form as HTMLFormElement)) as Record<string, string>);

  test("that is sent twice is done once", async ({ page, signIn }) => {
    await signIn(page, "notifier");
    await page.goto("/cases/new");
    await page.getByLabel("Code name").fill("Dunnock");
    const form = await fieldsOf(page);
    const answers = await Promise.all([1, 2, 3].map(() =>
      page.request.post("/cases/new", { form, maxRedirects: 0 })));
    const led = new Set(answers.map(answer => answer.headers()["location"]));
    expect(answers.map(answer => answer.status())).toEqual([303, 303, 303]);
    expect(led.size, "each leads to the same case").toBe(1);

    await page.goto("/cases/new");
    await page.getByLabel("Code name").fill("Brambling");
    await page.getByRole("button", { name: "Open the case" }).dblclick();
    await expect(page).toHaveURL(/\/cases\/MAR-\d{4}-\d{3}/);
    await page.goto("/cases");
    for (const name of ["Dunnock", "Brambling"])
      await expect(main(page).getByRole("link", { name })).toHaveCount(1);
  });

  test("of two tabs loses nothing of either", async ({ page, signIn, look }) => {
    await signIn(page, "notifier");
    const at = await openCase(page, "Fieldfare");
    const section = `${at}/notification/sections/safety`;
    await page.goto(section);
    const other = await page.context().newPage();
    await other.goto(section);
    await fill(other, "safety_done", "A social worker has seen both children.");
    await press(other, "Save and continue");

    await fill(page, "safety_done", "Both children are with their aunt.");
    expect(await press(page, "Save and continue")).toBe(409);
    await expect(page.locator('[name="safety_done"]')).toHaveValue("Both children are with their aunt.");
    await expect(main(page)).toContainText("A social worker has seen both children.");
    await look(page, "bad-03-two-tabs");

    // Whoever has read both decides.
    await fill(page, "safety_done", "A social worker has seen both children. They are with their aunt.");
    expect(await press(page, "Save and come back later")).toBe(200);
    await other.goto(section);
    await expect(other.locator('[name="safety_done"]')).toHaveValue(/social worker.* with their aunt/);
    await other.close();
  });

  test("that is sent after the session ran out is given back after signing in", async ({ page, signIn, turnClock, look }) => {
    const { email, password } = await signIn(page, "notifier");
    const at = await openCase(page, "Whinchat");
    await page.goto(`${at}/notification/sections/incident`);
    const words = "The health visitor rang at noon, after nobody had opened the door.";
    await fill(page, "what_happened", words);
    await fillDate(page, "aware", inDays(-1));
    await turnClock(new Date(now().getTime() + 2 * 3_600_000).toISOString());
    await press(page, "Save and continue");
    await expect(page).toHaveURL(/\/sign-in/);

    await page.getByLabel(/^E-?mail/).fill(email);
    await page.getByLabel(/^Password/).fill(password);
    await press(page, "Sign in");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("What you typed is safe");
    await expect(main(page)).toContainText(words);
    await look(page, "bad-04-given-back");
    await press(page, "Send it now");
    await page.goto(`${at}/notification/sections/incident`);
    await expect(page.locator('[name="what_happened"]')).toHaveValue(words);
  });

  test("with errors gives back what was typed and leads to each of them", async ({ page, signIn, look }) => {
    await signIn(page, "notifier");
    const at = await openCase(page, "Redwing");
    await page.goto(`${at}/notification/sections/incident`);
    await fill(page, "what_happened", "A neighbour rang.");
    await page.locator('[name="incident_date-day"]').fill("31");
    await page.locator('[name="incident_date-month"]').fill("6");
    await page.locator('[name="incident_date-year"]').fill("2026");
    expect(await press(page, "Save and continue")).toBe(422);
    await expect(page).toHaveTitle(/^Error/);
    await expect(page.locator('[name="incident_date-day"]')).toHaveValue("31");
    await expect(page.locator('[name="what_happened"]')).toHaveValue("A neighbour rang.");
    await look(page, "bad-05-errors");
    const link = page.getByRole("alert").getByRole("link").first();
    const target = (await link.getAttribute("href"))!.slice(1);
    await link.click();
    await expect(page.locator(`[id="${target}"]`)).toBeFocused();
  });
});

test.describe("An address", () => {
  test("that is not there and one that is not shared look the same", async ({ page, person, signIn, look }) => {
    await signIn(page, "notifier");
    const at = await openCase(page, "Twite");
    const lead = await person("agency_lead", "Tarrow Valley");
    for (const [where, name] of [[at, "bad-06-not-shared"], ["/cases/MAR-2026-999", ""], [`${at}/chronology`, ""],
      ["/nothing/of/the/kind", ""]] as const) {
      expect((await lead.goto(where))?.status(), where).toBe(404);
      await expect(main(lead)).toContainText("There is nothing here for you");
      await expect(main(lead)).not.toContainText("Twite");
      if (name) await look(lead, name);
    }
  });

  test("or header or body beyond its measure gets a plain answer", async ({ page, request, signIn }) => {
    expect((await request.get(`/reviews?words=${"a".repeat(9000)}`)).status()).toBe(414);
    expect((await request.get("/reviews", { headers: { "x-long": "a".repeat(20_000) } })).status()).toBe(431);
    await signIn(page, "notifier");
    await page.goto("/cases/new");
    const csrf = await page.locator('main [name="csrf"]').first().inputValue();
    const answer = await page.request.post("/cases/new", { form: { csrf, name: "a".repeat(3 << 20) } });
    expect(answer.status()).toBe(413);
    expect(await answer.text()).toContain("too large");
    expect((await page.request.post("/cases/new", { form: { csrf, name: "Siskin" },
      headers: { origin: "https://elsewhere.example" } })).status(), "from somebody else's page").toBe(403);
  });
});
