// SPDX-License-Identifier: GPL-3.0-or-later
// One page of every kind there is, for pages.spec.ts: where it stands in the demo county and who opens it. The spec holds
// this list against the table of routes.
import { expect, type Page } from "@playwright/test";
import { addressOf, choose, fill, press } from "./forms.ts";

/// Who opens a page: a role of the sign-ins and, where several hold it, a word of their organisation or name. Nobody: signed out.
export type Reader = "nobody" | { role: string; organisation?: string };

/// A browser of somebody's own.
type Enter = (as: Reader) => Promise<Page>;

export type PageKind = {
  pattern: string;
  as: Reader;
  /// Where it is, from the code name's case where it stands in one. Called on a page that is signed in.
  at: (page: Page) => Promise<string>;
  /// What has to be done before the page is there, on the same page.
  before?: (page: Page, enter: Enter) => Promise<void>;
};

const operator: Reader = { role: "operator" };
const unit: Reader = { role: "business_unit" };
const notifier: Reader = { role: "notifier" };
const partner: Reader = { role: "safeguarding_partner", organisation: "Police" };
const reviewer: Reader = { role: "reviewer", organisation: "Winston Carrick" };
const assurance: Reader = { role: "assurance_lead" };
const school: Reader = { role: "agency_lead", organisation: "Millrace" };

const plain = (pattern: string, as: Reader): PageKind => ({ pattern, as, at: async () => pattern });
const ofCase = (codeName: string, pattern: string, as: Reader, rest: Partial<PageKind> & { with?: string[] } = {}): PageKind => {
  const values = [...(rest.with ?? [])];
  const path = pattern.replace("/cases/{reference}", "").replace(/\{\w+\}/g, () => values.shift() ?? "?");
  return { pattern, as, at: async page => await addressOf(page, codeName) + path, ...(rest.before ? { before: rest.before } : {}) };
};

async function showNames(page: Page): Promise<void> {
  await page.goto(`${await addressOf(page, "Wren")}/names`);
  await page.getByRole("main").getByRole("radio").first().check({ force: true }).catch(() => undefined);
  for (const box of await page.getByRole("main").getByRole("textbox").all()) await box.fill("Looking at the page of a person");
  await press(page, /names/i);
}

async function fixAVersion(page: Page, enter: Enter): Promise<void> {
  const business = await enter(unit);
  const at = await addressOf(business, "Wren");
  await business.goto(`${at}/rapid-review/draft`);
  for (const area of await business.locator("main textarea").all()) await area.fill("What the agencies wrote together.");
  for (const name of ["family_told", "family_asked"]) await choose(business, name, "yes");
  for (const radio of await business.locator('main input[type="radio"][value="no"]').all())
    if (!/^family/.test((await radio.getAttribute("name"))!)) await radio.check({ force: true });
  await press(business, /^Save/);
  await business.goto(`${at}/rapid-review`);
  await press(business, "Fix version 1");
  await expect(business).toHaveURL(/\/versions\/1/);
}

async function signIt(page: Page, enter: Enter): Promise<void> {
  const at = await addressOf(page, "Wren");
  for (const organisation of ["Police", "NHS Marlshire", "County Council"]) {
    const signing = await enter({ role: "safeguarding_partner", organisation });
    await signing.goto(`${at}/rapid-review/decision`);
    await choose(signing, "outcome", "local_review");
    await fill(signing, "reasons", "There is more to learn here than the prompts say.");
    await choose(signing, "agreement", "agrees");
    await press(signing, "Sign version 1");
  }
}

/// A form that is posted on a session that has ended is kept: without its token it is kept as well.
async function keptForm(page: Page): Promise<string> {
  const answer = await page.request.post("/cases/new", { form: { name: "Dunlin" }, maxRedirects: 0 });
  return answer.headers()["location"]!;
}

export const pageKinds: PageKind[] = [
  plain("/", "nobody"),
  plain("/reviews", "nobody"),
  { pattern: "/reviews/{slug}", as: "nobody", at: async page => {
    await page.goto("/reviews");
    return (await page.getByRole("main").getByRole("link").first().getAttribute("href"))!;
  } },
  plain("/worried", "nobody"),
  plain("/accessibility", "nobody"),
  plain("/privacy", "nobody"),
  plain("/sign-in", "nobody"),
  plain("/status", "nobody"),
  { pattern: "/kept/{id}", as: unit, at: keptForm },

  plain("/account", unit),
  plain("/account/password", unit),
  plain("/account/second-factor", unit),
  { ...plain("/account/second-factor/set-up", unit), before: async page => {
    await page.goto("/account/second-factor");
    await press(page, "Set it up");
  } },
  plain("/operations", operator),

  plain("/cases", unit),
  plain("/cases/new", notifier),
  plain("/actions", assurance),

  ofCase("Linnet", "/cases/{reference}", unit),
  ofCase("Linnet", "/cases/{reference}/thread", unit),
  ofCase("Linnet", "/cases/{reference}/record", unit),
  ofCase("Wren", "/cases/{reference}/access", unit),
  ofCase("Wren", "/cases/{reference}/people", unit),
  ofCase("Wren", "/cases/{reference}/people/new", unit),
  ofCase("Wren", "/cases/{reference}/people/suggestions", unit),
  ofCase("Wren", "/cases/{reference}/names", unit),
  ofCase("Wren", "/cases/{reference}/people/{code}", notifier, { with: ["CHILD-1"], before: showNames }),

  ofCase("Bittern", "/cases/{reference}/notification", notifier),
  ofCase("Bittern", "/cases/{reference}/notification/sections/{section}", notifier, { with: ["children"] }),
  ofCase("Bittern", "/cases/{reference}/notification/view", partner),
  ofCase("Bittern", "/cases/{reference}/notification/check", notifier),
  ofCase("Bittern", "/cases/{reference}/notification/decision", notifier),
  ofCase("Linnet", "/cases/{reference}/notification/receipt", notifier),
  ofCase("Linnet", "/cases/{reference}/notification/record", notifier),

  ofCase("Wren", "/cases/{reference}/returns", unit),
  ofCase("Wren", "/cases/{reference}/returns/{agency}", unit, { with: ["MPS"] }),
  ofCase("Wren", "/cases/{reference}/return", school),
  ofCase("Wren", "/cases/{reference}/return/understood", school),
  ofCase("Wren", "/cases/{reference}/chronology", unit),
  ofCase("Wren", "/cases/{reference}/chronology/rows/{row}", unit, { with: ["W001"] }),

  ofCase("Wren", "/cases/{reference}/rapid-review", unit),
  ofCase("Wren", "/cases/{reference}/rapid-review/draft", unit),
  ofCase("Wren", "/cases/{reference}/rapid-review/override", unit),
  ofCase("Wren", "/cases/{reference}/rapid-review/decision", partner, { before: fixAVersion }),
  ofCase("Wren", "/cases/{reference}/rapid-review/panel", unit, { before: signIt }),
  ofCase("Linnet", "/cases/{reference}/rapid-review/versions/{number}", partner, { with: ["1"] }),

  ofCase("Alder", "/cases/{reference}/local-review", reviewer),
  ofCase("Alder", "/cases/{reference}/local-review/reviewer", unit),
  ofCase("Alder", "/cases/{reference}/local-review/findings/new", reviewer),
  ofCase("Alder", "/cases/{reference}/local-review/findings/{number}", reviewer, { with: ["1"] }),
  ofCase("Alder", "/cases/{reference}/local-review/recommendations/new", reviewer),
  ofCase("Alder", "/cases/{reference}/local-review/recommendations/{number}", reviewer, { with: ["1"] }),
  ofCase("Alder", "/cases/{reference}/local-review/recommendations/{number}/answer", unit, { with: ["1"] }),

  ofCase("Linnet", "/cases/{reference}/actions", assurance),
  ofCase("Linnet", "/cases/{reference}/actions/new", assurance),
  ofCase("Linnet", "/cases/{reference}/actions/{number}", assurance, { with: ["1.1"] }),
  ofCase("Linnet", "/cases/{reference}/actions/{number}/progress", assurance, { with: ["1.1"] }),
  ofCase("Linnet", "/cases/{reference}/actions/{number}/evidence", assurance, { with: ["1.1"] }),
  ofCase("Linnet", "/cases/{reference}/actions/{number}/assurance", assurance, { with: ["1.1"] }),
  ofCase("Linnet", "/cases/{reference}/actions/{number}/impact", assurance, { with: ["1.1"] }),

  ofCase("Alder", "/cases/{reference}/report", reviewer),
  ofCase("Alder", "/cases/{reference}/report/preview", reviewer),
  ofCase("Alder", "/cases/{reference}/report/check", reviewer),
  ofCase("Alder", "/cases/{reference}/publication", unit),
];

/// The same, reader by reader. Partners come before the business unit, whose last page needs their signatures.
export const byReader: { as: Reader; kinds: PageKind[] }[] = ["nobody", partner, unit, notifier, reviewer, assurance, school, operator]
  .map(as => ({ as: as as Reader, kinds: pageKinds.filter(kind => kind.as === as) }));

/// What is asked for by GET and is no page that people read.
export const notPages: Record<string, string> = {
  "/confirm": "asked a quarter of an hour after signing in; ConfirmationTest asks it",
  "/sign-in/code": "asked between password and code; second-factor.spec.ts looks at it",
  "/healthz": "a word for machines",
  "/readyz": "lines for machines and operators",
  "/assets/{file}": "styles and scripts",
  "/feed.atom": "for feed readers; public.spec.ts reads it",
  "/.well-known/security.txt": "plain text of a fixed form",
  "/reviews/{slug}/report.pdf": "a PDF, whose tags src/publication/tests look at",
  "/cases/{reference}/notification/record/text": "a file to download",
};
