import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiHeaders, openReferenceService } from "../../src/testing/crash/reference-service.ts";
import { action } from "../lib/request-sources.ts";

/** The text of a real event, in which `id` stands for whatever makes events differ. */
export async function sampleEvent(): Promise<(id: string) => string> {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-sample-"));
  const { app, close } = await openReferenceService({ folder });
  const url = "/adapter/actions";
  await app.inject({ method: "POST", url, headers: apiHeaders, payload: action("THE-ID") });
  const page = await app.inject({ url: "/adapter/events", headers: apiHeaders });
  await app.close();
  await close();
  rmSync(folder, { recursive: true });
  const [event] = (JSON.parse(page.body) as { events: unknown[] }).events;
  const parts = JSON.stringify(event).split("THE-ID");
  return (id) => parts.join(id);
}
