// SPDX-License-Identifier: GPL-3.0-or-later
// One page of every kind there is, as the person who works with it sees it and as nobody: with the keyboard alone, on 320
// pixels, in the reader's own colours, without movement, on paper; and how many bytes it takes. Says nothing about what the
// pages do. On SQLite only: nothing here depends on the database.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { CDPSession, Page, Request } from "@playwright/test";
import { expect, test } from "./journey.ts";
import { canWalk, lookInForcedColours, skipsToTheContent, walkByKeyboard } from "./keyboard.ts";
import { byReader, notPages, pageKinds, type PageKind, type Reader } from "./page-kinds.ts";

test.use({ trace: "off" }); // thousands of keys are pressed
test.setTimeout(180_000);

/// What a page may take with its styles, scripts and pictures, in bytes as they are sent.
const weightLimit = 150_000;

const pictures = fileURLToPath(new URL("../../build/journeys/sqlite", import.meta.url));

const routes = () => readFileSync(path.join(process.env.SERVER_FOLDER!, "routes"), "utf8").trim().split("\n")
  .map(line => line.split("\t")).filter(([method]) => method === "GET").map(([, pattern, who]) => ({ pattern: pattern!, who: who! }));

test("Every address of the table of routes has its page here, or a reason why not", () => {
  const known = [...pageKinds.map(kind => kind.pattern), ...Object.keys(notPages)];
  expect([...new Set(known)].sort()).toEqual(known.sort());
  expect(routes().map(route => route.pattern).sort()).toEqual(known.sort());
});

async function nothingIsWider(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const complaints: string[] = [];
    if (document.documentElement.scrollWidth > wide) complaints.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    const scrolls = (element: Element | null): boolean => element !== null && element !== document.documentElement &&
      (/auto|scroll|hidden|clip/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    for (const element of document.querySelectorAll("main *, header *, footer *, nav *")) {
      const box = element.getBoundingClientRect();
      if (box.width > 0 && box.right > wide + 1 && element.checkVisibility() && !scrolls(element)) complaints.push(`sticks out: ${element.outerHTML.slice(0, 100)}`);
    }
    // What moves sideways in a frame of its own: a table that would lose its sense, and the row of a case's pages.
    for (const element of document.querySelectorAll("main *, nav *"))
      if (/auto|scroll/.test(getComputedStyle(element).overflowX) && element.scrollWidth > element.clientWidth + 1 &&
          !element.matches(".tl-scroll, .tl-sub ul, textarea")) complaints.push(`scrolls sideways: ${element.outerHTML.slice(0, 100)}`);
    return complaints.slice(0, 5);
  });
}

async function isStill(page: Page): Promise<string[]> {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const moving = await page.evaluate(() => {
    const long = (list: string) => list.split(",").some(time => parseFloat(time) > 0.01);
    const found = new Set<string>();
    for (const element of document.querySelectorAll("*"))
      for (const part of [undefined, "::before", "::after"]) {
        const style = getComputedStyle(element, part);
        if (long(style.transitionDuration) || style.animationName !== "none" && long(style.animationDuration) || style.scrollBehavior === "smooth")
          found.add(`moves: ${element.tagName} ${element.className} ${part ?? ""}`);
      }
    return [...found, ...document.getAnimations().map(() => "an animation runs")];
  });
  await page.emulateMedia({ reducedMotion: "no-preference" });
  return moving;
}

async function onPaper(page: Page): Promise<string[]> {
  await page.emulateMedia({ media: "print" });
  const complaints = await page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll("nav, .govuk-skip-link, .tl-switch, .tl-filter, .tl-exitbar, header form"))
      if ((element as HTMLElement).checkVisibility()) found.push(`is printed: ${element.outerHTML.slice(0, 100)}`);
    if (document.querySelector("main")!.innerText.trim().length < 20) found.push("the content is not printed");
    if (!document.querySelector("h1")!.checkVisibility()) found.push("the heading is not printed");
    return found;
  });
  await page.emulateMedia({ media: "screen" });
  return complaints;
}

async function headingsInOrder(page: Page): Promise<string[]> {
  const levels = await page.evaluate(() => [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter(heading => (heading as HTMLElement).checkVisibility()).map(heading => Number(heading.tagName[1])));
  const complaints = levels[0] === 1 ? [] : [`the first heading is an h${levels[0]}`];
  levels.forEach((level, at) => { if (at > 0 && level > levels[at - 1]! + 1) complaints.push(`h${level} follows h${levels[at - 1]}`); });
  return complaints;
}

/// The page that stands next above this one: by its address, of those that are pages. An agency has no page of the case,
/// and an answer is recorded from the page of the review.
function above(at: string, pattern: string): string {
  const patterns = new Set(pageKinds.map(kind => kind.pattern));
  if (pattern.endsWith("/return")) patterns.delete("/cases/{reference}");
  if (pattern.endsWith("/answer")) patterns.delete(pattern.replace("/answer", ""));
  let path = at.replace(/[?#].*/, "");
  do {
    path = path.replace(/\/[^/]*$/, "");
    pattern = pattern.replace(/\/[^/]*$/, "");
  } while (path !== "" && !patterns.has(pattern));
  return path || "/";
}

async function mainLinkWorksByEnter(page: Page): Promise<string[]> {
  const link = page.locator("main a[href^='/']:visible:not([href*='.pdf']):not([href*='/record/text'])").first();
  if (await link.count() === 0) return [];
  const href = (await link.getAttribute("href"))!;
  await link.focus();
  await page.keyboard.press("Enter");
  try {
    await page.waitForURL(url => url.pathname + url.search + url.hash === href || url.pathname === href.replace(/[?#].*/, ""), { timeout: 5000 });
    return [];
  } catch {
    return [`Enter on ${href} leads to ${page.url()}`];
  }
}

type Look = (page: Page, name: string) => Promise<void>;

/// Opens the page afresh and weighs it; nothing is taken from what the browser has kept.
async function open(page: Page, keys: CDPSession, at: string): Promise<{ document: number; assets: number }> {
  await keys.send("Network.setCacheDisabled", { cacheDisabled: true });
  const sizes: Promise<{ url: string; bytes: number }>[] = [];
  const weigh = (asked: Request) => sizes.push(asked.sizes().then(size =>
    ({ url: asked.url(), bytes: size.responseBodySize + size.responseHeadersSize })));
  page.on("requestfinished", weigh);
  const answer = await page.goto(at);
  expect(answer?.status(), `${at} is there`).toBe(200);
  expect(new URL(page.url()).pathname).toBe(at.replace(/[?#].*/, ""));
  page.off("requestfinished", weigh);
  const weights = await Promise.all(sizes);
  const document = weights.find(each => each.url === page.url())?.bytes ?? 0;
  return { document, assets: weights.reduce((sum, each) => sum + each.bytes, 0) - document };
}

async function look(page: Page, keys: CDPSession, { pattern, as }: PageKind, at: string, lookAt: Look): Promise<void> {
  const holds = (found: string[], what: string) => expect.soft(found, `${pattern}: ${what}`).toEqual([]);
  const { document, assets } = await open(page, keys, at);
  expect.soft(document, `${pattern}: its bytes`).toBeGreaterThan(0);
  expect.soft(document + assets, `${pattern}: bytes of the page and all it needs`).toBeLessThan(weightLimit);

  await lookAt(page, `pages${pattern.replace(/[{}]/g, "").replaceAll("/", "-")}`);
  holds(await headingsInOrder(page), "the order of headings");
  const title = await page.title();
  holds(Object.keys(seen).filter(other => other !== pattern && seen[other]!.title === title), "other pages of the same title");
  seen[pattern] = { title, document, assets };
  if (pattern !== "/") {
    const ways = await page.locator("a[href]").evaluateAll(links => links.map(link => new URL((link as HTMLAnchorElement).href).pathname));
    expect.soft(ways, `${pattern}: a way back`).toContain(above(at, pattern));
  }

  holds(await skipsToTheContent(page, keys), "by keyboard");
  holds(await walkByKeyboard(page, keys), "by keyboard");
  holds(await lookInForcedColours(page, keys), "in forced colours");
  holds(await isStill(page), "without movement");
  holds(await onPaper(page), "on paper");
  // 320 px, which is also what 400% leaves of 1280 by 1024.
  await page.setViewportSize({ width: 320, height: 256 });
  holds(await nothingIsWider(page), "on 320 px");
  holds(await walkByKeyboard(page, keys), "by keyboard at 400%");
  await page.setViewportSize({ width: 1280, height: 900 });
  holds(await mainLinkWorksByEnter(page), "Enter on the first link");

  const door = await fetch(new URL(at, process.env.BASE_URL), { redirect: "manual" });
  expect.soft(door.status, `${pattern}: for nobody`).toBe(as === "nobody" ? 200 : 303);
  if (as !== "nobody") expect.soft(door.headers.get("location")).toMatch(/^\/sign-in\?/);
}

const seen: Record<string, { title: string; document: number; assets: number }> = {};

for (const { as, kinds } of byReader) {
  test(`The pages of ${as === "nobody" ? "everybody" : [as.role, as.organisation].filter(Boolean).join(", ")}`, async ({ page, person, look: lookAt }) => {
    const enter = (reader: Reader) => reader === "nobody" ? Promise.resolve(page) : person(reader.role, reader.organisation);
    const reading = await enter(as);
    await canWalk(reading);
    const keys = await reading.context().newCDPSession(reading);
    for (const kind of kinds) {
      await test.step(kind.pattern, async () => {
        await kind.before?.(reading, enter);
        await look(reading, keys, kind, await kind.at(reading), lookAt);
      });
    }
  });
}

test("What the pages weigh is written down", () => {
  mkdirSync(pictures, { recursive: true });
  writeFileSync(path.join(pictures, "page-weights.json"), JSON.stringify(seen, null, 1));
  const heaviest = Object.entries(seen).sort(([, a], [, b]) => b.document + b.assets - a.document - a.assets)[0]!;
  console.log(`The heaviest of ${Object.keys(seen).length} pages is ${heaviest[0]}: ${heaviest[1].document} bytes and ${heaviest[1].assets} of assets.`);
});
