// SPDX-License-Identifier: GPL-3.0-or-later
// Anybody: what can be read without an account, and the closed door.
import { expect, test } from "./journey.ts";

test("Anybody reads the front page and the published reviews", async ({ page, look }) => {
  await page.goto("/");
  await look(page, "public-home");

  await page.goto("/reviews");
  await look(page, "public-reviews");
  await page.getByRole("main").getByRole("link").first().click();
  await expect(page).toHaveURL(/\/reviews\/./);
  await look(page, "public-review");
});

test("Anybody sees whether the service works, and the operator what to do about it", async ({ page, look, signIn }) => {
  await page.goto("/");
  await page.getByRole("contentinfo").getByRole("link", { name: "Does the service work now?" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Throughline");
  await look(page, "status");
  await page.getByRole("main").getByRole("link", { name: "Go to the first page" }).click();

  await signIn(page, "operator");
  await page.getByRole("link", { name: "Operations" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Operations" })).toBeVisible();
  await look(page, "operations");
});

test("A feed reader finds each published review", async ({ page, request }) => {
  const feed = await request.get("/feed.atom");
  expect(feed.status()).toBe(200);
  expect(feed.headers()["content-type"]).toContain("application/atom+xml");
  await page.goto("/reviews");
  const entries = await page.evaluate(xml => {
    const parsed = new DOMParser().parseFromString(xml, "application/xml");
    if (parsed.querySelector("parsererror")) throw new Error("the feed is not well-formed");
    return [...parsed.querySelectorAll("feed > entry")].map(entry => ({
      id: entry.querySelector("id")?.textContent ?? "",
      updated: entry.querySelector("updated")?.textContent ?? "",
      address: entry.querySelector("link")?.getAttribute("href") ?? "",
    }));
  }, await feed.text());
  expect(entries.length).toBeGreaterThan(0);
  for (const entry of entries) {
    expect(entry.id).not.toBe("");
    expect(entry.updated).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect((await request.get(new URL(entry.address).pathname)).status()).toBe(200);
  }
});

test("A wrong password lets nobody in and says no more than that", async ({ page, look, signIns }) => {
  await page.goto("/sign-in");
  await look(page, "sign-in");

  const answers: string[] = [];
  for (const email of [signIns[0]!.email, "nobody.at.all@marlshire.example"]) {
    await page.goto("/sign-in");
    await page.getByLabel(/^E-?mail/).fill(email);
    await page.getByLabel(/^Password/).fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert")).toBeVisible();
    answers.push(await page.getByRole("alert").innerText());
    await page.goto("/cases");
    await expect(page).toHaveURL(/\/sign-in/);
  }
  expect(answers[0], "an address with an account and one without get the same answer").toBe(answers[1]);
});

test("A refused sign-in is a page like any other", async ({ page, look, signIns }) => {
  await page.goto("/sign-in");
  await page.getByLabel(/^E-?mail/).fill(signIns[0]!.email);
  await page.getByLabel(/^Password/).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await look(page, "sign-in-refused");
});

test("Signed out, every closed path leads to sign-in, whether it exists or not", async ({ page }) => {
  for (const closed of ["/cases", "/cases/RR-MAR-2026-001", "/nothing/of/the/kind"]) {
    await page.goto(closed);
    await expect(page).toHaveURL(/\/sign-in/);
  }
});

test("Somebody signs in and out again", async ({ page, look, signIn, signIns }) => {
  await signIn(page, signIns[0]!.role);
  await page.goto("/cases");
  await look(page, "cases");
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.goto("/cases");
  await expect(page).toHaveURL(/\/sign-in/);
});
