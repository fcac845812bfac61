// SPDX-License-Identifier: GPL-3.0-or-later
// The thread as a picture: what hangs on a thing is followed through an address, so no script is needed.
import { addressOf, main } from "./forms.ts";
import { expect, test } from "./journey.ts";

test.setTimeout(120_000);

test("A partner follows an action back to the incident and on to its impact", async ({ page, signIn, look }) => {
  await signIn(page, "business_unit");
  const at = await addressOf(page, "Linnet");
  await page.goto(`${at}/thread`);
  const picture = main(page).getByRole("region", { name: "The thread as a picture" });
  await expect(picture.locator("li.is-held, li.is-chosen")).toHaveCount(0);
  await look(page, "thread-01-whole");

  await picture.getByRole("link", { name: "Follow action 1.1", exact: true }).click();
  await expect(page).toHaveURL(/\?at=action-1\.1/);
  await expect(picture.getByRole("status")).toContainText("You follow action 1.1.");
  await expect(picture.getByRole("status")).toContainText(/It goes back to the incident, .*finding .*recommendation 1\./);
  await expect(picture.getByRole("status")).toContainText(/It leads to the .*evidence of action 1\.1/);
  await expect(picture.locator('li[aria-current="true"]')).toHaveAttribute("id", "at-action-1.1");
  await expect(picture.locator('[id="at-recommendation-1"]')).toHaveClass(/is-held/);
  await expect(picture.locator('[id="at-recommendation-2"]')).not.toHaveClass(/is-held/);
  await look(page, "thread-02-followed");

  await picture.getByRole("link", { name: "Show the whole thread alike" }).click();
  await expect(picture.getByRole("status")).toBeEmpty();

  await page.goto(`${at}/thread?at=action-99`);
  await expect(picture.getByRole("status")).toBeEmpty();
});

test("A box of the picture leads to its finding and to its row", async ({ page, signIn }) => {
  await signIn(page, "business_unit");
  const at = await addressOf(page, "Linnet");
  await page.goto(`${at}/thread`);
  await page.locator('[id="at-finding-1"] .tl-node__text a').click();
  await expect(page).toHaveURL(/\/local-review#finding-1$/);
  await expect(page.locator("#finding-1")).toBeInViewport();
  await page.goBack();
  const row = page.locator('[id^="at-rows-"] a[href*="/chronology/rows/"]').first();
  const label = await row.innerText();
  await row.click();
  await expect(main(page)).toContainText(label);
});

test("At 320 pixels the picture is a plain list that nobody scrolls sideways", async ({ page, signIn, look }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await signIn(page, "business_unit");
  const at = await addressOf(page, "Linnet");
  await page.goto(`${at}/thread?at=finding-1`);
  await expect(page.locator(".tl-weave > svg")).toBeHidden();
  await expect(page.locator('[id="at-incident"]')).toContainText("Incident");
  const boxes = await page.locator(".tl-weave li").evaluateAll(items => items.map(item => item.getBoundingClientRect().left));
  expect(new Set(boxes).size).toBe(1);
  await look(page, "thread-03-list");
});
