// SPDX-License-Identifier: GPL-3.0-or-later
// The design system ships no types; these are the few that we use.
declare module "govuk-frontend" {
  type Part = { new (...given: never[]): unknown; moduleName: string };
  export const Button: Part;
  export const Checkboxes: Part;
  export const ErrorSummary: Part;
  export const ExitThisPage: Part;
  export const NotificationBanner: Part;
  export const PasswordInput: Part;
  export const Radios: Part;
  export const SkipLink: Part;
  export function createAll(part: Part, config?: object): unknown[];
}
