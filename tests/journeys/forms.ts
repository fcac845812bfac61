// SPDX-License-Identifier: GPL-3.0-or-later
// Filling in the product's forms, and days as its pages write them.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, type Locator, type Page } from "@playwright/test";
import { now } from "./journey.ts";

/// A day of the calendar, as midnight UTC.
export type Day = Date;

/// The day in London some days from the server's today.
export function inDays(days: number): Day {
  // By parts: how a locale joins them differs from one Node to the next.
  const parts = new Intl.DateTimeFormat("en-GB",
    { timeZone: "Europe/London", year: "numeric", month: "numeric", day: "numeric" }).formatToParts(now());
  const part = (type: string) => Number(parts.find(each => each.type === type)!.value);
  return new Date(Date.UTC(part("year"), part("month") - 1, part("day")) + days * 86_400_000);
}

const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];
const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// "Friday 27 November 2026"
export const inFull = (day: Day) =>
  `${weekdays[day.getUTCDay()]} ${day.getUTCDate()} ${months[day.getUTCMonth()]} ${day.getUTCFullYear()}`;

/// Reads "27 November 2026", with or without a weekday before it.
export function readDay(text: string): Day {
  const found = /(\d{1,2}) ([A-Z][a-z]+) (\d{4})/.exec(text);
  if (!found) throw new Error(`no day in “${text}”`);
  return new Date(Date.UTC(Number(found[3]), months.indexOf(found[2]!), Number(found[1])));
}

/// Counted anew here, from the list of bank holidays and nothing else: day 1 is the first working day after.
export function workingDaysAfter(day: Day, count: number): Day {
  const list = readFileSync(fileURLToPath(new URL("../../forms/england-bank-holidays.csv", import.meta.url)), "utf8");
  const holidays = new Set(list.match(/\d{4}-\d\d-\d\d/g));
  let at = day.getTime();
  for (let left = count; left > 0;) {
    at += 86_400_000;
    const date = new Date(at);
    if (date.getUTCDay() % 6 !== 0 && !holidays.has(date.toISOString().slice(0, 10))) --left;
  }
  return new Date(at);
}

export async function fillDate(page: Page, name: string, day: Day): Promise<void> {
  await page.locator(`[name="${name}-day"]`).fill(String(day.getUTCDate()));
  await page.locator(`[name="${name}-month"]`).fill(String(day.getUTCMonth() + 1));
  await page.locator(`[name="${name}-year"]`).fill(String(day.getUTCFullYear()));
}

/// A radio or a checkbox: the drawn circle lies over the input, which is what a person presses too.
export const choose = (page: Page, name: string, value: string) =>
  page.locator(`[name="${name}"][value="${value}"]`).check({ force: true });

export const fill = (page: Page, name: string, text: string) => page.locator(`main [name="${name}"]`).fill(text);

/// Presses a button of the page's own content and waits for the page that answers; gives the status of that page.
export async function press(page: Page, name: string | RegExp): Promise<number> {
  const button = page.getByRole("main").getByRole("button", { name }).first();
  const answered = page.waitForResponse(response =>
    response.request().isNavigationRequest() && (response.status() < 300 || response.status() > 399));
  await button.click();
  const answer = await answered;
  await page.waitForLoadState();
  return answer.status();
}

/// The address of a case of the demo county that the person on this page may open, by its code name.
export async function addressOf(page: Page, codeName: string): Promise<string> {
  await page.goto("/cases");
  const link = await main(page).getByRole("link", { name: new RegExp(codeName) }).first().getAttribute("href");
  return /^\/cases\/[^/?]+/.exec(link!)![0]; // an agency's lead is led to their return in it
}

export const main = (page: Page): Locator => page.getByRole("main");

/// What a job does by itself is there a moment later.
export async function comes(page: Page, path: string, words: string | RegExp): Promise<void> {
  await expect(async () => {
    await page.goto(path);
    await expect(main(page)).toContainText(words, { timeout: 200 });
  }).toPass({ timeout: 20_000, intervals: [200, 500, 1000] });
}

/// Opens a case as the notifier who is signed in on this page and gives its address.
export async function openCase(page: Page, name: string): Promise<string> {
  await page.goto("/cases/new");
  await page.getByLabel("Code name").fill(name);
  await press(page, "Open the case");
  await expect(page).toHaveURL(/\/cases\/MAR-\d{4}-\d{3}/);
  return new URL(page.url()).pathname;
}
