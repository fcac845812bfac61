// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that has to be done can be done in a browser that runs no scripts.
import { addressOf, choose, fill, fillDate, inDays, main, openCase, press } from "./forms.ts";
import { expect, test } from "./journey.ts";

test.use({ javaScriptEnabled: false });

test("A notifier opens a case, records the incident and adds a second child", async ({ page, signIn, look }) => {
  await signIn(page, "notifier");
  const at = await openCase(page, "Siskin");

  await page.goto(`${at}/notification/sections/incident`);
  await expect(page.locator('[name="country"]'), "what a choice would reveal stands open").toBeVisible();
  await fill(page, "what_happened", "Found by a neighbour, cold and hungry.");
  expect(await press(page, "Save and continue")).toBe(422);
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.locator('[name="what_happened"]'), "nothing typed is lost").toHaveValue(/cold and hungry/);
  await look(page, "no-script-01-errors");

  await choose(page, "notification_type", "abuse_or_neglect_serious_harm");
  await fillDate(page, "aware", inDays(-1));
  await choose(page, "abuse_or_neglect", "known");
  await fillDate(page, "incident_date", inDays(-1));
  await choose(page, "area", "in_area");
  await page.locator('[name="place_type"]').selectOption("own_home");
  await choose(page, "harm", "neglect");
  expect(await press(page, "Save and continue")).toBe(200);

  await expect(page).toHaveURL(/sections\/children/);
  if (await page.locator('[name="children-1-part"]').count() === 0) await press(page, /^Add/);
  await fill(page, "children-1-first_names", "Orla");
  await press(page, /^Add/);
  await expect(page.locator('[name="children-1-first_names"]'), "the first child is still there").toHaveValue("Orla");
  await expect(page.locator('[name="children-2-first_names"]')).toBeVisible();
  await fill(page, "children-2-first_names", "Fern");
  await look(page, "no-script-02-two-children");
  await press(page, "Save and come back later");
  await page.goto(`${at}/notification/sections/children`);
  await expect(page.locator('[name="children-2-first_names"]')).toHaveValue("Fern");
  await press(page, "Remove Child 2");
  await expect(page.locator('[name="children-2-first_names"]')).toHaveCount(0);
});

test("Somebody finds rows of a chronology by agency and by word", async ({ page, signIn, look }) => {
  await signIn(page, "business_unit");
  const at = await addressOf(page, "Wren");
  await page.goto(`${at}/chronology`);
  const all = await page.locator("tbody tr").count();
  await page.locator('[name="words"]').fill("nursery");
  await press(page, "Show");
  await expect(page).toHaveURL(/words=nursery/);
  const found = await page.locator("tbody tr").count();
  expect(found).toBeGreaterThan(0);
  expect(found).toBeLessThan(all);
  for (const row of await page.locator("tbody tr").allInnerTexts()) expect(row).toMatch(/nursery/i);
  await look(page, "no-script-03-chronology-by-word");

  await page.goto(`${at}/chronology`);
  await page.locator('[name="agency"]').selectOption({ index: 1 });
  const agency = (await page.locator('[name="agency"] option:checked').innerText()).trim();
  await press(page, "Show");
  for (const row of await page.locator("tbody tr").allInnerTexts()) expect(row).toContain(agency);
});

test("A finding is written and its rows are chosen", async ({ page, signIn, look }) => {
  await signIn(page, "business_unit");
  const at = await addressOf(page, "Alder");
  await page.goto(`${at}/local-review/findings/new`);
  await fill(page, "title", "Neighbours were the first to ring");
  await fill(page, "text", "They rang early, and heard nothing back.");
  await fill(page, "find", "rang");
  await press(page, "Show rows");
  const rows = page.locator('input[type="checkbox"][name="rows"]');
  expect(await rows.count()).toBeGreaterThan(1);
  await rows.nth(0).check({ force: true });
  // Looking for other rows keeps those that are ticked.
  await fill(page, "find", "school");
  await press(page, "Show rows");
  await expect(rows.nth(0)).toBeChecked();
  await rows.nth(1).check({ force: true });
  await look(page, "no-script-04-finding");
  expect(await press(page, "Save the finding")).toBe(200);
  await expect(main(page)).toContainText("Neighbours were the first to ring");
});
