import chromium from "@sparticuz/chromium";
import { chromium as driver, type Browser, type BrowserContextOptions, type Page } from "playwright-core";

/** Opens a browser for a group of tests. As root it cannot have a sandbox of its own. */
export async function openBrowser(): Promise<Browser> {
  return await driver.launch({
    executablePath: await chromium.executablePath(),
    args: ["--no-sandbox", "--disable-gpu"],
    headless: true,
  });
}

export interface WatchedPage {
  readonly page: Page;
  /** What the page complained of: errors, refusals of its content policy, requests to elsewhere. */
  readonly faults: readonly string[];
  readonly close: () => Promise<void>;
}

/** A page that is watched for anything it should not do. */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  const { origin } = new URL(address);
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(?:data|blob|file):/.test(url)) faults.push(`asked ${url}`);
  });
  await page.goto(address);
  return { page, faults, close: () => context.close() };
}

/** Goes to a screen and waits until it is drawn. */
export async function goTo(page: Page, hash: string, screen: string): Promise<void> {
  await page.evaluate((address) => {
    location.hash = address;
  }, hash);
  await page.waitForFunction(
    (wanted) => document.querySelector("main")?.getAttribute("data-address") === wanted,
    hash,
  );
  await page.locator(`main[data-screen="${screen}"]`).waitFor();
}

/** The exact figures in the table view of a card, by column; texts where there is no figure. */
export async function tableOf(
  page: Page,
  title: string,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const button = page.getByRole("button", { name: `${title} as a table` });
  if ((await button.getAttribute("aria-pressed")) !== "true") await button.click();
  const table = page.getByRole("region", { name: title, exact: true }).getByRole("table");
  const columns = await table.locator("thead th").allInnerTexts();
  const rows = await table.locator("tbody tr").all();
  return await Promise.all(
    rows.map(async (row) => {
      const cells = await row
        .locator("td")
        .evaluateAll((each) => each.map((cell) => cell.getAttribute("title") ?? cell.textContent ?? ""));
      return Object.fromEntries(columns.map((column, index) => [column.trim(), cells[index] ?? ""]));
    }),
  );
}
