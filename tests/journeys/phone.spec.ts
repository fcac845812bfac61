// SPDX-License-Identifier: GPL-3.0-or-later
// On a phone, 390 px wide.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { addressOf, choose, main, press } from "./forms.ts";
import { expect, phone, test } from "./journey.ts";

test.use(phone);
test.setTimeout(120_000);

const returns = fileURLToPath(new URL("../../src/demo/marlshire/files", import.meta.url));

test("An agency's lead answers a request on a phone", async ({ page, signIn, look }) => {
  await signIn(page, "agency_lead", "Millrace");
  const at = await addressOf(page, "Wren");
  await look(page, "phone-01-cases");
  await page.goto(`${at}/return`);
  await look(page, "phone-02-return");
  await choose(page, "answer", "rows");
  await page.locator('input[type="file"]').setInputFiles(path.join(returns, "millrace-primary-wren.csv"));
  await press(page, "Send our return");
  await expect(page).toHaveURL(/\/return\/understood/);
  await expect(main(page)).toContainText("Nothing was dropped");
  await look(page, "phone-03-understood");
});

test("A practitioner reads a published review on a phone", async ({ page, look }) => {
  await page.goto("/");
  await look(page, "phone-04-home");
  await page.goto("/reviews");
  await look(page, "phone-05-reviews");
  await main(page).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/reviews\/./);
  await look(page, "phone-06-review");
  await page.getByRole("link", { name: "Go straight to what has changed since" }).click();
  await expect(page.getByRole("heading", { name: "What has changed since" })).toBeInViewport();
});

test("Every page of a case fits on a phone", async ({ page, signIn, look }) => {
  await signIn(page, "business_unit");
  const at = await addressOf(page, "Linnet");
  for (const [part, name] of [["", "overview"], ["/notification", "notification"], ["/people", "people"],
    ["/returns", "returns"], ["/chronology?words=bath", "chronology"], ["/rapid-review", "rapid-review"],
    ["/local-review", "local-review"], ["/actions", "actions"], ["/report", "report"], ["/publication", "publication"],
    ["/thread", "thread"], ["/access", "access"], ["/record", "record"]] as const) {
    expect((await page.goto(`${at}${part}`))?.status(), name).toBe(200);
    await look(page, `phone-10-${name}`);
  }
});
