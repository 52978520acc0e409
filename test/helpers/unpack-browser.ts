import chromium from "@sparticuz/chromium";

/** Before any test: two files that unpack it at a time would start what the other is still writing. */
export async function setup(): Promise<void> {
  await chromium.executablePath();
}
