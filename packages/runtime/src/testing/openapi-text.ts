import type { InProcessDriver } from "./in-process-driver.ts";

/** What a driven adapter answers to `GET /openapi.json`, as a file: indented, with a line feed at the end. */
export async function openApiText(driver: InProcessDriver): Promise<string> {
  await driver.reset({ clock: "2026-01-01T00:00:00Z", configuration: {}, documents: [] });
  try {
    const { status, body } = await driver.request({ method: "GET", path: "/openapi.json" });
    if (status !== 200) throw new Error(`/openapi.json was answered ${status}.`);
    return `${JSON.stringify(JSON.parse(body), null, 2)}\n`;
  } finally {
    await driver.close();
  }
}
