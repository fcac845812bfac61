// SPDX-License-Identifier: GPL-3.0-or-later
// Starts nothing: script/journeys has a server with the demo county running and says where (BASE_URL).
import { defineConfig } from "@playwright/test";

const engine = process.env.ENGINE ?? "sqlite";
const asRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: ".",
  outputDir: `../../build/journeys/${engine}/failures`,
  // One county, one clock, one story after another: journeys share the server.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  // Every kind of page takes minutes, and what is signed on the way others still work on: a run of its own (CONTRIBUTING.md).
  testIgnore: process.env.THROUGHLINE_PAGES ? [] : ["pages.spec.ts"],
  use: {
    baseURL: process.env.BASE_URL,
    locale: "en-GB",
    timezoneId: "Europe/London",
    colorScheme: "light",
    viewport: { width: 1280, height: 900 },
    actionTimeout: 10_000,
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        ...(asRoot ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
