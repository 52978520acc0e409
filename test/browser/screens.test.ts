import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { screenIds } from "../../src/dashboard/shared/route.ts";
import { goTo, openBrowser, openPage, tableOf, type WatchedPage } from "../helpers/browser.ts";
import { coloursOfBar } from "../helpers/bar-colours.ts";
import { runCli } from "../helpers/cli.ts";
import { hostileMachine, writeDashboardPlant } from "../helpers/dashboard-plant.ts";
import { startDashboard, type RunningDashboard } from "../helpers/dashboard.ts";
import { build } from "../helpers/plant.ts";

let warehouse = "";
let dashboard: RunningDashboard;
let browser: Browser;
let watched: WatchedPage;

beforeAll(async () => {
  warehouse = await mkdtemp(join(tmpdir(), "indkpi-"));
  await writeDashboardPlant(warehouse);
  await build(warehouse);
  [dashboard, browser] = await Promise.all([startDashboard(warehouse), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await dashboard?.stop();
  await rm(warehouse, { recursive: true, force: true });
});
beforeEach(async () => {
  watched = await openPage(browser, dashboard.address);
  await watched.page.locator("main[data-screen=overview]").waitFor();
});
afterEach(async () => {
  const { faults } = watched;
  await watched.close();
  expect(faults).toEqual([]);
});

type Figures = Readonly<Record<string, unknown>>;

async function query(sql: string): Promise<readonly Figures[]> {
  const { stdout, stderr, code } = await runCli(["query", "--warehouse", warehouse, "--format", "json", sql]);
  if (code !== 0) throw new Error(stderr);
  const rows: unknown = JSON.parse(stdout);
  if (!Array.isArray(rows)) throw new Error(stdout);
  return rows;
}

/** Figures of a table as numbers, of the columns named. */
function figures(
  rows: readonly Readonly<Record<string, string>>[],
  columns: readonly string[],
): readonly Figures[] {
  return rows.map((row) =>
    Object.fromEntries(columns.map((column) => [column, row[column] === "–" ? null : Number(row[column])])),
  );
}

const one = (rows: readonly Figures[]): Figures => rows[0] ?? {};

describe("what the screens show is what indkpi query says", () => {
  test("the tiles of the plant, of a line, of a machine, of one day", async () => {
    const { page } = watched;
    for (const [hash, relation] of [
      ["#/overview", "gold.oee_overall"],
      ["#/overview?scope=line&id=cell", "gold.oee_by_line"],
      ["#/overview?scope=machine&id=press", "gold.oee_by_machine where machine_id = 'press'"],
      [
        "#/overview?scope=machine&id=press&from=2026-01-06&to=2026-01-06",
        "gold.oee_by_machine_day where machine_id = 'press' and production_date = date '2026-01-06'",
      ],
    ] as const) {
      await goTo(page, hash, "overview");
      const wanted = one(
        await query(`select oee, availability, performance, quality, coverage from ${relation}`),
      );
      for (const [tile, value] of Object.entries(wanted)) {
        const shown = page.locator(`[data-tile=${tile}] .tile-value`);
        await expect.poll(async () => Number(await shown.getAttribute("data-value"))).toBe(value);
        expect(await shown.innerText()).toBe(`${(Number(value) * 100).toFixed(1)} %`);
      }
    }
  });

  test("lines and machines, with a dash where there is no standard", async () => {
    const rows = await tableOf(watched.page, "Lines and machines");
    const wanted = await query("select machine_id, oee from gold.oee_by_machine");
    for (const { machine_id: machine, oee } of wanted) {
      const row = rows.find((each) => Object.values(each).includes(String(machine)));
      expect(row?.["oee"]).toBe(oee === null ? "–" : String(Number(oee)));
    }
    expect(wanted).toHaveLength(3);
  });

  test("the waterfall is gold.time_waterfall, and says that it balances", async () => {
    const { page } = watched;
    await goTo(page, "#/waterfall?scope=machine&id=press", "waterfall");
    expect(await page.locator(".balance").getAttribute("data-balance")).toBe("0");
    const shown = await tableOf(page, "Where the time went");
    const wanted = await query(
      "select step, sum(duration_s) as s from gold.time_waterfall where machine_id = 'press' and step not like '%reject' group by step",
    );
    for (const { step, s } of wanted) {
      expect([step, Number(shown.find((row) => row["step"] === step)?.["duration"])]).toEqual([step, s]);
    }
  });

  test("the Pareto is gold.loss_pareto", async () => {
    const { page } = watched;
    await goTo(page, "#/losses?scope=machine&id=press", "losses");
    const shown = figures(await tableOf(page, "Loss Pareto"), ["loss", "cumulative ratio"]);
    const wanted = await query(
      "select loss_s as loss, cumulative_ratio as \"cumulative ratio\" from gold.loss_pareto where machine_id = 'press' order by rank_no",
    );
    expect(shown).toEqual(wanted);
  });

  test("the trend is gold.oee_by_line_shift", async () => {
    const { page } = watched;
    await goTo(page, "#/trend?scope=line&id=cell&grain=shift", "trend");
    const shown = figures(await tableOf(page, "OEE over time"), ["oee", "availability", "coverage"]);
    const wanted = await query(
      "select oee, availability, coverage from gold.oee_by_line_shift where line_id = 'cell' and shift_id = 'early' order by production_date",
    );
    expect(shown).toEqual(wanted);
  });

  test("the timeline is gold.state_timeline", async () => {
    const { page } = watched;
    await goTo(page, "#/timeline?scope=machine&id=weld&day=2026-01-05", "timeline");
    const shown = await tableOf(page, "States on Mon 5 Jan");
    const wanted = await query(
      "select cast(started_at as varchar) || 'Z' as at, bucket from gold.state_timeline where machine_id = 'weld' and production_date = date '2026-01-05' order by started_at",
    );
    expect(shown.map((row) => [row["started at"], row["bucket"]])).toEqual(
      wanted.map(({ at, bucket }) => [at, bucket]),
    );
    expect(shown.map((row) => row["bucket"])).toContain("no_data");
  });

  test("time without data is drawn hatched, and not in the colour of what came before", async () => {
    const { page } = watched;
    await goTo(page, "#/timeline?scope=machine&id=weld&day=2026-01-05", "timeline");
    // Running from 6 to 10 and from 12 to 14: from a half to three quarters of the bar nothing is known.
    const running = "0,158,115";
    const colours = () => page.locator("main canvas").evaluateAll(coloursOfBar, running);
    await expect.poll(colours, { timeout: 20_000 }).toMatchObject({ known: [running] });
    const unknown = (await colours())?.unknown ?? [];
    expect(unknown.length).toBeGreaterThan(1);
    expect(unknown).not.toContain(running);
  });

  test("the shift board is gold.oee_by_machine_hour", async () => {
    const { page } = watched;
    await goTo(page, "#/shift?scope=machine&id=press&day=2026-01-06&board=early", "shift");
    const shown = figures(await tableOf(page, "Hour by hour"), ["good", "oee"]);
    const wanted = await query(
      "select good_qty as good, oee from gold.oee_by_machine_hour where machine_id = 'press' and shift_id = 'early' and production_date = date '2026-01-06' order by hour_start_at",
    );
    expect(shown).toEqual(wanted);
  });

  test("energy, reliability, rejects and coverage are those of Gold", async () => {
    const { page } = watched;
    await goTo(page, "#/energy", "energy");
    const energy = figures(await tableOf(page, "Energy by loss"), ["energy kwh"]);
    expect(energy).toEqual(
      await query(
        'select cast(sum(energy_j) as double) / 3.6e6 as "energy kwh" from gold.fact_energy group by bucket order by 1 desc',
      ),
    );
    await goTo(page, "#/reliability?scope=machine&id=press", "reliability");
    const reliability = figures(await tableOf(page, "Mean time between failures"), [
      "mtbf",
      "mtbf low",
      "mttr",
    ]);
    expect(reliability).toEqual(
      await query(
        "select mtbf_s as mtbf, mtbf_low_s as \"mtbf low\", mttr_s as mttr from gold.reliability where machine_id = 'press'",
      ),
    );
    await goTo(page, "#/quality", "quality");
    const rejects = figures(await tableOf(page, "Rejects by reason"), ["scrap"]);
    expect(rejects).toEqual(
      await query("select sum(scrap_qty) as scrap from gold.quality_by_reason group by reason_code"),
    );
    await goTo(page, "#/data?scope=machine&id=weld", "data");
    const coverage = figures(await tableOf(page, "Coverage by date"), [
      "coverage",
      "oee low",
      "oee",
      "oee high",
    ]);
    expect(coverage).toEqual(
      await query(
        'select coverage, oee_low as "oee low", oee, oee_high as "oee high" from gold.data_coverage where machine_id = \'weld\' order by production_date',
      ),
    );
  });

  test("the CSV of a chart holds exactly its rows", async () => {
    const { page } = watched;
    await goTo(page, "#/trend?scope=line&id=cell&grain=day", "trend");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "OEE over time as CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("trend-day.csv");
    const [head = "", ...lines] = (await readFile(await download.path(), "utf8")).trimEnd().split("\n");
    const at = head.split(",").indexOf("oee");
    const wanted = await query(
      "select oee from gold.oee_by_line_day where line_id = 'cell' order by production_date",
    );
    expect(lines.map((line) => Number(line.split(",")[at]))).toEqual(wanted.map(({ oee }) => oee));
  });
});

describe("finding one's way", () => {
  test("from the plant down to the stops of a machine and back up by the path, all of it in the address", async () => {
    const { page } = watched;
    await page.locator('[data-unit="line:cell"] .unit-name').click();
    await page.locator(".crumbs [aria-current]", { hasText: "cell" }).waitFor();
    expect(page.url()).toContain("scope=line&id=cell");
    await page.locator('[data-unit="machine:press"] .unit-name').click();
    await expect.poll(() => page.url()).toContain("scope=machine&id=press");
    await page.locator(".tabs a", { hasText: "Losses" }).click();
    await page.locator("main[data-screen=losses]").waitFor();
    const pareto = page.locator('[aria-roledescription="chart"]').first();
    await pareto.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Show all" }).waitFor();
    expect(page.url()).toContain("bucket=breakdown&reason=JAM");
    expect(await page.locator("table.stops tbody tr").count()).toBe(2);
    await page.locator(".crumbs button", { hasText: "Plant" }).click();
    await expect.poll(() => page.url()).not.toContain("scope=");
  });

  test("the back button goes back, and an address that is shared opens the same screen", async () => {
    const { page } = watched;
    await goTo(page, "#/trend?scope=line&id=cell&grain=day", "trend");
    await goTo(page, "#/quality?scope=line&id=cell", "quality");
    await page.goBack();
    await page.locator("main[data-screen=trend]").waitFor();
    const again = await openPage(browser, page.url());
    await again.page.locator("main[data-screen=trend]").waitFor();
    expect(
      await again.page.getByRole("button", { name: "Day", exact: true }).getAttribute("aria-pressed"),
    ).toBe("true");
    await again.close();
  });

  test("the keyboard reaches every screen, the place above, tables and both themes", async () => {
    const { page } = watched;
    await goTo(page, "#/overview?scope=machine&id=press", "overview");
    for (const [index, screen] of screenIds.entries()) {
      await page.keyboard.press("123456789abs"[index] ?? "");
      await page.locator(`main[data-screen=${screen}]`).waitFor();
    }
    await page.keyboard.press("1");
    await page.keyboard.press("u");
    await expect.poll(() => page.url()).toContain("scope=line");
    await page.keyboard.press("t");
    await page.getByRole("region", { name: "Worst losses" }).getByRole("table").waitFor();
    await page.keyboard.press("d");
    expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("every tile says what it is a ratio of", async () => {
    const { page } = watched;
    await goTo(page, "#/overview?scope=machine&id=press&from=2026-01-06&to=2026-01-06", "overview");
    await page.locator("[data-tile=oee]").hover();
    const tip = await page.getByRole("tooltip").innerText();
    expect(tip).toContain("6.00 h");
    expect(tip).toContain("8.00 h");
    expect(tip).toContain("75.000 %");
  });
});

describe("what stands in the data is never run", () => {
  test("machines and reasons that are called like markup are shown as they are, on every screen", async () => {
    const { page } = watched;
    for (const screen of screenIds) {
      for (const place of [
        "",
        "?scope=machine&id=press",
        `?scope=machine&id=${encodeURIComponent(hostileMachine)}`,
      ]) {
        await goTo(page, `#/${screen}${place}`, screen);
        for (const card of await page.locator("[aria-roledescription=chart]").all()) {
          await card.hover();
          await card.press("ArrowRight").catch(() => undefined);
        }
        await page.keyboard.press("t");
        await page.keyboard.press("t");
      }
    }
    expect(await page.evaluate(() => "pwned" in globalThis)).toBe(false);
    await goTo(page, "#/overview", "overview");
    expect(await page.locator("main").innerText()).toContain(hostileMachine);
  });

  test("nor what stands in the address", async () => {
    const { page } = watched;
    await goTo(
      page,
      `#/overview?scope=machine&id=${encodeURIComponent("<img src=x onerror=window.pwned=1>")}`,
      "overview",
    );
    await page.locator(".problem", { hasText: "there is no machine <img" }).waitFor();
    expect(await page.evaluate(() => "pwned" in globalThis)).toBe(false);
  });
});

test("the SQL console answers, and tells what is wrong", async () => {
  const { page } = watched;
  await goTo(page, "#/sql", "sql");
  await page.getByRole("textbox", { name: "SQL statement" }).fill("select 6 * 7 as answer");
  await page.keyboard.press("Control+Enter");
  await page.locator(".sql-output td", { hasText: "42" }).waitFor();
  await page.getByRole("textbox", { name: "SQL statement" }).fill("drop view gold.fact_oee");
  await page.getByRole("button", { name: "Run" }).click();
  await page.locator(".sql-output .problem").waitFor();
  // The browser itself logs that the answer was a refusal.
  const { faults } = watched;
  expect(faults.filter((fault) => !fault.includes("400"))).toEqual([]);
  await watched.close();
  watched = await openPage(browser, dashboard.address);
});
