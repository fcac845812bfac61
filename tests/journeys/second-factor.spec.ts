// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody sets up a code on their phone, and signs in with it and without the phone.
import { createHmac } from "node:crypto";
import { fill, press } from "./forms.ts";
import { expect, now, test } from "./journey.ts";

/// What an authenticator app shows for the key that the page spells out (RFC 6238).
function codeOf(key: string, stepsAway: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key.replaceAll(" ", "")].map(letter => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g)!.map(byte => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(now().getTime() / 30_000) + stepsAway));
  const hash = createHmac("sha1", secret).update(step).digest();
  return String((hash.readUInt32BE(hash[19]! & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("A scrutineer protects her account with her phone and loses it", async ({ page, signIn, look }) => {
  const person = await signIn(page, "scrutineer");
  await page.goto("/account");
  await page.getByRole("link", { name: /^Set up/ }).click();
  await look(page, "second-factor-01-not-set-up");
  await press(page, "Set it up");
  await look(page, "second-factor-02-phone");
  const key = await page.locator("p.tl-code").innerText();
  await fill(page, "one_time_code", "123");
  expect(await press(page, "Continue")).toBe(422);
  await fill(page, "one_time_code", codeOf(key, -1));
  expect(await press(page, "Continue")).toBe(200);
  const recovery = await page.locator("ol li").allInnerTexts();
  expect(recovery).toHaveLength(10);
  await look(page, "second-factor-03-recovery-codes");
  await page.getByRole("button", { name: "I have kept them" }).or(page.getByRole("link", { name: "I have kept them" })).click();
  await expect(page.getByText("10 of 10")).toBeVisible();
  await look(page, "second-factor-04-set-up");

  const signInAgain = async () => {
    await page.context().clearCookies();
    await page.goto("/sign-in?next=/account/second-factor");
    await fill(page, "email", person.email);
    await fill(page, "password", person.password);
    await press(page, "Sign in");
  };
  await signInAgain();
  await look(page, "second-factor-05-code-at-the-door");
  await page.goto("/cases");
  await expect(page, "the password alone opens nothing").toHaveURL(/\/sign-in\?/);
  await page.goBack();
  await fill(page, "one_time_code", codeOf(key, 0));
  await press(page, "Continue");
  await expect(page).toHaveURL(/\/account\/second-factor$/);

  await signInAgain();
  await fill(page, "one_time_code", recovery[0]!.toUpperCase());
  await press(page, "Continue");
  await expect(page.getByText("9 of 10")).toBeVisible();
  await press(page, "Stop asking for a code");
  await signInAgain();
  await expect(page).toHaveURL(/\/account\/second-factor$/);
});
