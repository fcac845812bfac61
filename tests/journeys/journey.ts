// SPDX-License-Identifier: GPL-3.0-or-later
// What every journey has in its hands. A journey file begins with
//
//   import { expect, phone, test } from "./journey.ts";
//
//   test("A partner reads the case and signs the decision", async ({ page, signIn, look }) => {
//     await signIn(page, "safeguarding_partner");
//     await page.goto("/cases");
//     await look(page, "cases-of-a-partner");
//   });
//
// signIn(page, role)     signs the demo county's person of that role in on this page. The roles are those that
//                        `throughline demo --sign-ins` lists; an unknown one fails with the list. Where several hold
//                        a role, a word of their organisation or name says which: signIn(page, "agency_lead", "Police").
// person(role)           the same in a browser of their own, so that several people can work in one journey:
//                        `const unit = await person("business_unit")` gives the page.
// look(page, name)       what a careful person would look at, on every page worth it: a full-page picture
//                        (build/journeys/<engine>/<name>.png), no finding of axe, exactly one h1, a title, nothing
//                        wider than the screen, no request to anybody else and no error in the browser's console
//                        since the page was opened. A journey without JavaScript may look as well.
// turnClock(instant)     starts the server again at another time ("2026-03-09T09:00:00Z"), as `serve --now` allows
//                        on a demo folder. Sessions outlive it unless they ran out in between.
// now()                  what the server's clock shows, turned or not.
// signIns                the list itself: role, name, email, organisation, password.
//
// test.use(phone)                              at the top of a file: 390 px wide, with touch
// test.use({ javaScriptEnabled: false })       without JavaScript
//
// Journeys run one after another in the order of their file names, on a county that is new for each run.
import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export { expect };

export type SignIn = { role: string; name: string; email: string; organisation: string; password: string };

/// The narrow screen of the pictures.
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

const engine = process.env.ENGINE ?? "sqlite";
const pictures = fileURLToPath(new URL(`../../build/journeys/${engine}`, import.meta.url));

/// Kept in the server's folder: after a failure the rest of the journeys runs in another process.
const turned = () => path.join(process.env.SERVER_FOLDER!, "turned.json");

export function now(): Date {
  if (!existsSync(turned())) return new Date();
  const { at, to } = JSON.parse(readFileSync(turned(), "utf8")) as { at: number; to: number };
  return new Date(to + (Date.now() - at));
}

type Seen = { strangers: string[]; errors: { text: string; url: string }[]; refusedDocuments: Set<string> };
const seen = new WeakMap<Page, Seen>();
type TwinMaker = () => Promise<Page>;

function watch(page: Page, home: string): void {
  if (seen.has(page)) return;
  const found: Seen = { strangers: [], errors: [], refusedDocuments: new Set() };
  seen.set(page, found);
  page.on("request", request => {
    const url = request.url();
    if (!url.startsWith(home + "/") && !/^(data|blob|about):/.test(url)) found.strangers.push(url);
  });
  page.on("response", response => {
    if (response.request().isNavigationRequest() && response.status() >= 400) found.refusedDocuments.add(response.url());
  });
  page.on("console", message => {
    if (message.type() === "error") found.errors.push({ text: message.text(), url: message.location().url });
  });
  page.on("pageerror", error => found.errors.push({ text: error.message, url: page.url() }));
}

// axe is a script itself. A page without JavaScript is therefore examined in a twin: the elements as they stand, at the
// same address and size, in a context where scripts run but none of the page's own is let in.
async function twinOf(page: Page, twins: TwinMaker): Promise<Page> {
  const content = (await page.content()).replace(/<script\b[^]*?<\/script>/gi, "");
  const twin = await twins();
  await twin.route("**/*", route => route.request().resourceType() === "script" ? route.abort() :
    route.request().isNavigationRequest() ? route.fulfill({ contentType: "text/html; charset=utf-8", body: content }) :
    route.continue());
  await twin.goto(page.url());
  return twin;
}

async function lookAt(page: Page, name: string, twins?: TwinMaker): Promise<void> {
  const found = seen.get(page);
  if (!found) throw new Error("look() knows only pages of this journey: take `page` or person(role)");
  mkdirSync(pictures, { recursive: true });
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });

  await expect.soft(page.locator("h1"), `${name}: one h1`).toHaveCount(1);
  expect.soft((await page.title()).trim(), `${name}: a title`).not.toBe("");
  const [content, screen] = await page.evaluate(() =>
    [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect.soft(content, `${name}: nothing wider than the screen of ${screen} px`).toBeLessThanOrEqual(screen);

  const examined = twins ? await twinOf(page, twins) : page;
  const axe = await new AxeBuilder({ page: examined })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  if (examined !== page) await examined.context().close();
  // The design system says with aria-expanded on a radio itself whether the field that it reveals is shown. ARIA has no
  // such attribute there, and screen readers that know it do read it out. That one finding is known; no other is.
  const isRevealingRadio = (rule: string, html: string) =>
    rule === "aria-allowed-attr" && /^<input class="govuk-radios__input"[^>]* type="radio"[^>]* aria-expanded=/.test(html);
  const complaints = axe.violations.flatMap(violation =>
    violation.nodes.filter(node => !isRevealingRadio(violation.id, node.html)).map(node => `${violation.id}: ${violation.help}\n    ${node.target.join(" ")}\n    ${node.html}`));
  expect.soft(complaints, `${name}: findings of axe`).toEqual([]);

  expect.soft(found.strangers, `${name}: requests to somebody else`).toEqual([]);
  // A page that answers 404 or 422 is itself reported by Chromium as a resource that failed to load. That is the
  // answer the journey asked for; anything else in the console is a fault.
  const errors = found.errors.filter(error =>
    !(error.text.startsWith("Failed to load resource") && found.refusedDocuments.has(error.url)));
  expect.soft(errors, `${name}: errors in the console`).toEqual([]);
}

type Hands = {
  signIns: SignIn[];
  signIn: (page: Page, role: string, organisation?: string) => Promise<SignIn>;
  person: (role: string, organisation?: string) => Promise<Page>;
  look: (page: Page, name: string) => Promise<void>;
  turnClock: (instant: string) => Promise<void>;
};

export const test = base.extend<Hands>({
  page: async ({ page, baseURL }, use) => {
    watch(page, baseURL!);
    await use(page);
  },

  signIns: async ({}, use) => {
    await use(JSON.parse(readFileSync(process.env.SIGN_INS!, "utf8")) as SignIn[]);
  },

  signIn: async ({ signIns }, use) => {
    await use(async (page, role, organisation = "") => {
      const found = signIns.find(entry => entry.role === role && `${entry.organisation} ${entry.name}`.includes(organisation));
      if (!found) throw new Error(`nobody is ${role} of ${organisation || "any"}; there are: ${signIns.map(entry => entry.role).join(", ")}`);
      await page.goto("/sign-in");
      await page.getByLabel(/^E-?mail/).fill(found.email);
      await page.getByLabel(/^Password/).fill(found.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page, `${found.name} is let in`).not.toHaveURL(/\/sign-in/);
      return found;
    });
  },

  person: async ({ browser, baseURL, signIn }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (role, organisation) => {
      const context = await browser.newContext(); // as test.use() says
      opened.push(context);
      const page = await context.newPage();
      watch(page, baseURL!);
      await signIn(page, role, organisation);
      return page;
    });
    for (const context of opened) await context.close();
  },

  look: async ({ browser, javaScriptEnabled }, use) => {
    const twins = async () => (await browser.newContext({ javaScriptEnabled: true })).newPage();
    await use((page, name) => lookAt(page, name, javaScriptEnabled ? undefined : twins));
  },

  turnClock: async ({ baseURL }, use) => {
    await use(async instant => {
      // script/journeys keeps the server running: it starts it again, at the time in `now`, when it ends.
      const run = process.env.SERVER_FOLDER!;
      const before = readFileSync(path.join(run, "pid"), "utf8");
      writeFileSync(path.join(run, "now"), instant);
      writeFileSync(turned(), JSON.stringify({ at: Date.now(), to: Date.parse(instant) }));
      process.kill(Number(before), "SIGTERM");
      await expect(async () => {
        expect(readFileSync(path.join(run, "pid"), "utf8")).not.toBe(before);
        expect((await fetch(`${baseURL}/readyz`)).status).toBe(200);
      }).toPass({ timeout: 20_000, intervals: [100] });
    });
  },
});
