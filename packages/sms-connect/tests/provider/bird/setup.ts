import { ManualClock } from "@underclaim/runtime/testing";
import { BirdSettings } from "../../../src/provider/bird/settings.ts";
import { birdTransport } from "../../../src/provider/bird/transport.ts";
import { birdDouble } from "../../support/bird-double.ts";
import { messageBirdDouble } from "../../support/messagebird-double.ts";
import { opened } from "../../support/opened.ts";

export const NOW = Date.parse("2026-11-25T10:00:00.000Z");
export const HOUR = 3_600_000;
const KEY = "bk_eu1_token";
/** Thirty-two bytes. */
export const WEBHOOK_SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
export const SIGNING_KEY = "signing-key-of-the-account";

export const settingsOf = (over: object = {}): BirdSettings =>
  opened(
    BirdSettings.parse({
      kind: "bird",
      account: "bird-eu",
      api_key: KEY,
      webhook_secrets: [WEBHOOK_SECRET],
      ...over,
    }),
  );

/** A workspace of Bird's over real HTTP against the double. */
export async function workspace(over: object = {}) {
  const clock = new ManualClock(NOW);
  const double = await birdDouble({ key: KEY, now: () => clock.now() });
  const settings = settingsOf({ base_url: double.url, ...over });
  const options = { clock, fetch: globalThis.fetch, publicUrl: null };
  return { clock, double, transport: birdTransport(settings, options) };
}

export const REPORT_URL = "https://relay.example.org/messagebird";

/** An account of MessageBird's over real HTTP against the double. */
export async function legacy(over: object = {}) {
  const clock = new ManualClock(NOW);
  const double = await messageBirdDouble({ key: KEY, now: () => clock.now() });
  const settings = settingsOf({
    api: "messagebird",
    base_url: double.url,
    webhook_secrets: [SIGNING_KEY],
    report_url: REPORT_URL,
    ...over,
  });
  const options = { clock, fetch: globalThis.fetch, publicUrl: null };
  return { clock, double, transport: birdTransport(settings, options) };
}
