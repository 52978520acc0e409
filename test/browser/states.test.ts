import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { z } from "zod";

import { screenIds } from "../../src/dashboard/shared/route.ts";
import { goTo, openBrowser, openPage } from "../helpers/browser.ts";
import { runCli, temporaryWarehouse } from "../helpers/cli.ts";
import { writeDashboardPlant, writeThirdDay } from "../helpers/dashboard-plant.ts";
import { startDashboard, type RunningDashboard } from "../helpers/dashboard.ts";
import { build } from "../helpers/plant.ts";

let warehouse = "";
let browser: Browser;

beforeAll(async () => {
  warehouse = await mkdtemp(join(tmpdir(), "indkpi-"));
  await writeDashboardPlant(warehouse);
  await build(warehouse);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await rm(warehouse, { recursive: true, force: true });
});

async function start(directory: string): Promise<RunningDashboard> {
  const dashboard = await startDashboard(directory);
  onTestFinished(async () => void (await dashboard.stop()));
  return dashboard;
}

async function open(address: string, options: Parameters<typeof openPage>[2] = {}) {
  const watched = await openPage(browser, address, options);
  onTestFinished(watched.close);
  return watched;
}

describe("the warehouse behind the page", () => {
  test("empty, it says what to do; built, the figures appear without loading the page again", async () => {
    const directory = await temporaryWarehouse();
    const { page } = await open((await start(directory)).address);
    await page.locator(".problem.empty[data-code=EMPTY_WAREHOUSE]", { hasText: "indkpi run" }).waitFor();
    await page.evaluate(() => Object.assign(globalThis, { wasHere: true }));
    await writeDashboardPlant(directory);
    await build(directory);
    await page.locator("[data-tile=oee]").waitFor({ timeout: 10_000 });
    expect(await page.evaluate(() => "wasHere" in globalThis)).toBe(true);
  });

  test("without a machine it says that none was heard of", async () => {
    const directory = await temporaryWarehouse();
    await mkdir(join(directory, "landing"));
    await build(directory);
    const { page } = await open((await start(directory)).address);
    await page.locator(".problem.empty").waitFor();
  });

  test("broken, it is no empty one, and says what is broken", async () => {
    const directory = await temporaryWarehouse();
    await mkdir(join(directory, ".indkpi"));
    await writeFile(join(directory, ".indkpi", "manifest.json"), "{");
    const { page } = await open((await start(directory)).address);
    const problem = page.locator(".problem:not(.empty)[data-code=MANIFEST_DAMAGED]");
    await problem.waitFor();
    expect(await problem.innerText()).toContain("manifest.json is damaged");
  });

  test("a rebuild shows within two seconds, on the screen one is on, without loading it again", async () => {
    const directory = await temporaryWarehouse();
    await writeDashboardPlant(directory);
    await build(directory);
    const { page, faults } = await open((await start(directory)).address);
    await goTo(page, "#/overview?scope=machine&id=press&from=2026-01-05&to=2026-01-07", "overview");
    const value = page.locator("[data-tile=oee] .tile-value");
    expect(await value.innerText()).toBe("68.8 %"); // (300 + 360) / (2 x 480)
    await page.evaluate(() => Object.assign(globalThis, { wasHere: true }));
    await writeThirdDay(directory);
    await build(directory);
    const built = performance.now();
    await page.locator("[data-tile=oee] .tile-value", { hasText: "62.5 %" }).waitFor(); // (300 + 360 + 240) / (3 x 480)
    expect(performance.now() - built).toBeLessThan(2000);
    expect(await page.evaluate(() => "wasHere" in globalThis)).toBe(true);
    expect(page.url()).toContain("scope=machine&id=press");
    expect(faults).toEqual([]);
  });

  test("a dashboard that is gone is shown as gone", async () => {
    const dashboard = await startDashboard(warehouse);
    const { page } = await open(dashboard.address);
    await page.locator(".live.on").waitFor();
    await dashboard.stop();
    await page.locator(".live.lost", { hasText: "no connection" }).waitFor();
  });
});

const Findings = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      impact: z.string().nullish(),
      nodes: z.array(z.object({ html: z.string() })),
    }),
  ),
});

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core"), "utf8");

/** What axe finds serious or worse. */
async function seriousFindings(page: Page): Promise<readonly string[]> {
  const found = Findings.parse(await page.evaluate("globalThis.axe.run()"));
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

describe.each(["light", "dark"] as const)("in %s", (colorScheme) => {
  test("every screen, as charts and as tables, has no serious fault of accessibility", async () => {
    const dashboard = await start(warehouse);
    const context = await browser.newContext({
      colorScheme,
      bypassCSP: true,
      viewport: { width: 1440, height: 900 },
    });
    onTestFinished(() => context.close());
    await context.addInitScript({ content: axe });
    const page = await context.newPage();
    await page.goto(dashboard.address);
    await page.locator("main").waitFor();
    expect(await page.locator("html").getAttribute("data-theme")).toBe(colorScheme);
    for (const screen of screenIds) {
      for (const view of ["", "&view=table"]) {
        await goTo(page, `#/${screen}?scope=line&id=cell${view}`, screen);
        expect([screen, view, await seriousFindings(page)]).toEqual([screen, view, []]);
      }
    }
  });
});

test("nothing is cut off on a telephone, and a wall is filled", async () => {
  const dashboard = await start(warehouse);
  for (const [width, height] of [
    [360, 740],
    [3840, 2160],
  ] as const) {
    const { page, close } = await openPage(browser, dashboard.address, { viewport: { width, height } });
    await page.locator("main").waitFor();
    for (const screen of screenIds) {
      await goTo(page, `#/${screen}?scope=line&id=cell`, screen);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect([screen, width, overflow]).toEqual([screen, width, Math.min(0, overflow)]);
    }
    const size = await page.evaluate(() =>
      Number.parseFloat(getComputedStyle(document.documentElement).fontSize),
    );
    expect(size).toBeGreaterThanOrEqual(width > 2000 ? 24 : 14);
    await close();
  }
});

describe("the report", () => {
  test("opens from disk with the network cut and shows the same figures, and lets nothing out", async () => {
    const file = join(await temporaryWarehouse(), "out.html");
    const { code, stderr } = await runCli(["report", "--warehouse", warehouse, "--out", file, "--quiet"]);
    expect([code, stderr]).toEqual([0, ""]);
    const context = await browser.newContext({ offline: true });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const asked: string[] = [];
    const faults: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(error.message));
    const address = pathToFileURL(file).href;
    await page.goto(address);
    await page.locator("[data-tile=oee]").waitFor();
    for (const screen of screenIds.filter((each) => each !== "sql")) {
      for (const place of ["", "?scope=line&id=cell", "?scope=machine&id=press"]) {
        await goTo(page, `#/${screen}${place}`, screen);
        expect([screen, place, await page.locator(".problem").count()]).toEqual([screen, place, 0]);
      }
    }
    await goTo(page, "#/overview?scope=machine&id=press", "overview");
    expect(await page.locator("[data-tile=oee] .tile-value").innerText()).toBe("68.8 %");
    await goTo(page, "#/losses?scope=machine&id=press&bucket=breakdown&reason=JAM", "losses");
    expect(await page.locator("table.stops tbody tr").count()).toBe(2);
    expect(await page.evaluate(() => "pwned" in globalThis)).toBe(false);
    expect(faults).toEqual([]);
    expect(
      asked.filter((url) => !url.startsWith(address.split("#")[0] ?? "") && !url.startsWith("data:")),
    ).toEqual([]);
  });

  test("of chosen days holds these alone, and other days than there are are refused", async () => {
    const file = join(await temporaryWarehouse(), "day.html");
    await runCli(["report", "--warehouse", warehouse, "--from", "2026-01-06", "--out", file, "--quiet"]);
    const { page } = await open(pathToFileURL(file).href);
    await goTo(page, "#/overview?scope=machine&id=press", "overview");
    expect(await page.locator("[data-tile=oee] .tile-value").innerText()).toBe("75.0 %");
    const { code, stderr } = await runCli([
      "report",
      "--warehouse",
      warehouse,
      "--from",
      "2027-01-01",
      "--out",
      file,
    ]);
    expect(code).toBe(1);
    expect(stderr).toBe(
      "error: there are figures from 2026-01-05 to 2026-01-06 only\nhint: choose other dates with --from and --to\n",
    );
  });

  test("prints a shift on one page, in light", async () => {
    const file = join(await temporaryWarehouse(), "print.html");
    await runCli(["report", "--warehouse", warehouse, "--out", file, "--quiet"]);
    const { page } = await open(pathToFileURL(file).href, { colorScheme: "dark" });
    await goTo(page, "#/shift?scope=line&id=cell&day=2026-01-06&board=early", "shift");
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  });
});
