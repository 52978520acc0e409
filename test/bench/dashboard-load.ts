import { screenIds } from "../../src/dashboard/shared/route.ts";
import { goTo, openBrowser } from "../helpers/browser.ts";
import { startDashboard } from "../helpers/dashboard.ts";

const clients = 20;
const requestsPerClient = 50;

interface DashboardLoad {
  /** From the address in the browser to the overview drawn, right after the server said that it listens. */
  readonly firstScreenS: number;
  readonly p95Ms: number;
  readonly requests: number;
}

/** Opens the dashboard of a warehouse in a browser, and asks what its screens ask from many clients at once. */
export async function measureDashboard(warehouse: string): Promise<DashboardLoad> {
  const browser = await openBrowser();
  const dashboard = await startDashboard(warehouse);
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const asked = new Set<string>();
    page.on("request", (request) => {
      if (new URL(request.url()).pathname.startsWith("/api/v1/answers/")) asked.add(request.url());
    });
    const startedAt = performance.now();
    await page.goto(dashboard.address);
    await page.locator("main[data-screen=overview]").waitFor();
    const firstScreenS = (performance.now() - startedAt) / 1000;
    for (const screen of screenIds) await goTo(page, `#/${screen}`, screen);
    await page.close();
    const times = await load([...asked]);
    return { firstScreenS, p95Ms: percentile(times, 0.95), requests: times.length };
  } finally {
    await dashboard.stop();
    await browser.close();
  }
}

/** Every client asks one after the other, each beginning elsewhere in the list. */
async function load(urls: readonly string[]): Promise<readonly number[]> {
  const client = async (first: number): Promise<readonly number[]> => {
    const times: number[] = [];
    for (let index = 0; index < requestsPerClient; index += 1) {
      const startedAt = performance.now();
      const response = await fetch(urls[(first + index) % urls.length] ?? "");
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
      times.push(performance.now() - startedAt);
    }
    return times;
  };
  const started = Array.from({ length: clients }, (_, index) => client(index * 7));
  return (await Promise.all(started)).flat();
}

function percentile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}
