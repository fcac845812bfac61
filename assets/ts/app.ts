// SPDX-License-Identifier: GPL-3.0-or-later
// What script adds to pages that work without it.
import { Button, Checkboxes, ErrorSummary, ExitThisPage, NotificationBanner, PasswordInput, Radios, SkipLink, createAll } from "govuk-frontend";

// The design system asks for these two classes before it starts; its own template sets them from an inline script,
// which our content policy forbids.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const part of [Button, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink]) createAll(part);
// Where the way out is offered, it must not say what page was left while the neutral one loads.
createAll(ExitThisPage, { i18n: { activated: "Leaving this page" } });

// A problem with a whole date leads to the group of its three fields; go on to the field that needs the answer.
for (const link of document.querySelectorAll<HTMLAnchorElement>(".govuk-error-summary__list a[href^='#']")) {
  link.addEventListener("click", () => {
    const group = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!group?.classList.contains("govuk-date-input")) return;
    const field = group.querySelector<HTMLInputElement>(".govuk-input--error") ?? group.querySelector("input");
    window.setTimeout(() => field?.focus());
  });
}
