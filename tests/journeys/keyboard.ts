// SPDX-License-Identifier: GPL-3.0-or-later
// A page walked through with the Tab key, as somebody does who uses no mouse.
import type { CDPSession, Page } from "@playwright/test";

/// What the reader can land on, what is found wrong on the way, and where they were last. Lives in the page.
type Walk = {
  stops: Element[];
  reached: Set<Element>;
  complaints: string[];
  last: Element | null;
  isOver: boolean;
  /// How an element, or what is drawn in its place, shows that it has the focus.
  looks: (element: Element) => string;
  drawn: (element: Element) => CSSStyleDeclaration;
};
declare global {
  interface Window { walk: Walk }
}

/// Before any page is opened: what a walk needs in each.
export async function canWalk(page: Page): Promise<void> {
  await page.addInitScript(() => {
    // The design system draws radios and checkboxes beside the real ones, and their focus with them.
    const drawn = (element: Element) => element.matches(".govuk-radios__input, .govuk-checkboxes__input")
      ? getComputedStyle(element.nextElementSibling!, "::before") : getComputedStyle(element);
    const looks = (element: Element) => {
      const style = drawn(element);
      return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.backgroundColor,
        style.borderTopWidth, style.borderTopColor].join();
    };
    window.walk = { stops: [], reached: new Set(), complaints: [], last: null, isOver: true, looks, drawn };
    const atRest = new Map<Element, string>();

    const stops = () => {
      const groups = new Set<string>();
      return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(element => {
        if (!element.checkVisibility({ visibilityProperty: true })) return false;
        if ((element as HTMLElement).tabIndex < 0 || (element as HTMLInputElement).disabled) return false;
        if (!(element instanceof HTMLInputElement)) return true;
        if (element.type !== "radio") return element.type !== "hidden";
        // Radios of one name are one stop: at the chosen one, or the first.
        const chosen = document.querySelector(`input[type="radio"][name="${CSS.escape(element.name)}"]:checked`);
        const isStop = chosen ? chosen === element : !groups.has(element.name);
        groups.add(element.name);
        return isStop;
      });
    };

    const canBeSeen = (element: Element) => [...element.getClientRects()].some(box =>
      [[.5, .5], [.1, .5], [.9, .5], [.5, .15], [.5, .85]].some(([across, down]) => {
        const top = document.elementFromPoint(box.left + box.width * across!, box.top + box.height * down!);
        return top !== null && (element.contains(top) || element.parentElement === top ||
          [...((element as HTMLInputElement).labels ?? [])].some(label => label.contains(top)));
      }));

    const land = () => {
      const { walk } = window;
      const element = document.activeElement;
      if (walk.isOver || !element || element === document.body && walk.last === null) return;
      if (element === document.body || walk.reached.has(element)) {
        walk.isOver = true;
        return;
      }
      const name = `${element.tagName.toLowerCase()}${element.id ? "#" + element.id : ""} “${
        (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40)}”`;
      if (walk.last && !(walk.last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING))
        walk.complaints.push(`${name} comes after something that stands behind it`);
      if (!canBeSeen(element)) walk.complaints.push(`${name} cannot be seen while it has the focus`);
      if (atRest.get(element) === looks(element)) walk.complaints.push(`${name} looks the same with the focus as without`);
      walk.last = element;
      walk.reached.add(element);
    };
    // When the next key comes, the page has come to rest after the one before.
    window.addEventListener("keydown", land, { capture: true });

    Object.assign(window, {
      /// Puts the reader before the first thing of the page; gives how many stops there are.
      walkFromTheTop: () => {
        window.scrollTo(0, 0);
        document.body.tabIndex = -1;
        document.body.focus();
        document.body.removeAttribute("tabindex");
        const found = stops();
        for (const element of found) atRest.set(element, looks(element));
        Object.assign(window.walk, { stops: found, reached: new Set(), complaints: [], last: null, isOver: false });
        return found.length;
      },
      walked: () => {
        land();
        const { walk } = window;
        if (!walk.isOver) walk.complaints.push(`the end of the page is not reached; the last stop was ${walk.last?.outerHTML.slice(0, 120)}`);
        const missed = walk.stops.filter(stop => !walk.reached.has(stop)).map(stop => `the Tab key does not reach ${stop.outerHTML.slice(0, 120)}`);
        walk.isOver = true;
        return [...walk.complaints, ...missed];
      },
    });
  });
}
declare function walkFromTheTop(): number;
declare function walked(): string[];

const tab = (keys: CDPSession) => keys.send("Input.dispatchKeyEvent",
  { type: "rawKeyDown", key: "Tab", code: "Tab", windowsVirtualKeyCode: 9, nativeVirtualKeyCode: 9 });

/// Walks the whole page: each thing is reached, in the order of the page, is seen when it is, and shows it; and there is an
/// end. Gives what is wrong, one line each.
export async function walkByKeyboard(page: Page, keys: CDPSession): Promise<string[]> {
  const count = await page.evaluate(() => walkFromTheTop());
  // A frame that scrolls is a stop as well, of the browser's own.
  await Promise.all(Array.from({ length: count + 6 }, () => tab(keys)));
  return page.evaluate(() => walked());
}

/// The first stop is the way past everything that stands on each page, and it leads there.
export async function skipsToTheContent(page: Page, keys: CDPSession): Promise<string[]> {
  await page.evaluate(() => walkFromTheTop());
  await tab(keys);
  if (!await page.evaluate(() => document.activeElement!.matches(".govuk-skip-link[href='#main']")))
    return ["the first stop is not the skip link"];
  await page.keyboard.press("Enter");
  await tab(keys);
  const leads = await page.evaluate(() => {
    const main = document.querySelector("main")!;
    return main.contains(document.activeElement) || !window.walk.stops.some(stop => main.contains(stop));
  });
  return leads ? [] : ["the skip link does not lead into the page's own content"];
}

/// With the reader's own few colours: every stop still shows the focus, every button and field has an edge, and what is
/// pressed or current can still be told from what is not.
export async function lookInForcedColours(page: Page, keys: CDPSession): Promise<string[]> {
  await page.emulateMedia({ forcedColors: "active" });
  await page.evaluate(() => walkFromTheTop());
  await tab(keys); // what a script focuses from here on shows it as after a key
  const complaints = await page.evaluate(() => {
    const complaints: string[] = [];
    const kinds = new Set<string>();
    const has = (style: CSSStyleDeclaration, line: "border-bottom" | "border-top" | "outline", least: number) =>
      style.getPropertyValue(`${line}-style`) !== "none" && parseFloat(style.getPropertyValue(`${line}-width`)) >= least;
    for (const element of window.walk.stops) {
      const kind = `${element.tagName} ${(element as HTMLInputElement).type} ${element.className} ${element.parentElement!.className}`;
      if (kinds.has(kind)) continue;
      kinds.add(kind);
      // The browser draws its own file button; buttons side by side may share an edge around them all.
      if (element.matches("button, .govuk-button, .tl-btn, input:not([type='file']), select, textarea")) {
        const style = window.walk.drawn(element), around = getComputedStyle(element.parentElement!);
        if (!has(style, "border-top", 1) && !has(around, "border-top", 1) && !style.textDecorationLine.includes("underline"))
          complaints.push(`no edge: ${element.outerHTML.slice(0, 120)}`);
      }
      (element as HTMLElement).focus({ preventScroll: true });
      if (!has(window.walk.drawn(element), "outline", 2)) complaints.push(`no focus to be seen: ${element.outerHTML.slice(0, 120)}`);
    }
    (document.activeElement as HTMLElement | null)?.blur();
    const told = (element: Element) => {
      const style = getComputedStyle(element);
      return [style.backgroundColor, style.borderBottomColor, style.borderBottomWidth, style.textDecorationLine].join();
    };
    for (const marked of document.querySelectorAll('[aria-pressed="true"], nav li [aria-current]')) {
      const others = marked.matches("[aria-pressed]") ? marked.closest("[role='group']")!.querySelectorAll('[aria-pressed="false"]')
        : marked.closest("ul, ol")!.querySelectorAll("a:not([aria-current])");
      if ([...others].some(other => told(other) === told(marked)))
        complaints.push(`cannot be told from its neighbour: ${marked.outerHTML.slice(0, 120)}`);
    }
    return complaints;
  });
  await page.emulateMedia({ forcedColors: "none" });
  return complaints;
}
