import { ManualClock } from "@underclaim/runtime/testing";
import { SinchSettings } from "../../../src/provider/sinch/settings.ts";
import { sinchTransport } from "../../../src/provider/sinch/transport.ts";
import { opened } from "../../support/opened.ts";
import { sinchDouble, type SinchDouble } from "../../support/sinch-double.ts";

export const NOW = Date.parse("2026-11-25T10:00:00.000Z");
export const HOUR = 3_600_000;
const TOKEN = "token-of-the-plan";

export const settingsOf = (over: object = {}): SinchSettings =>
  opened(
    SinchSettings.parse({
      kind: "sinch",
      account: "sinch-eu",
      service_plan_id: "plan1",
      api_token: TOKEN,
      webhook_secrets: ["foo_secret1234"],
      ...over,
    }),
  );

/** A service plan over real HTTP against the double. */
export async function plan(
  over: object = {},
  publicUrl: string | null = "https://sms.example.org/",
) {
  const clock = new ManualClock(NOW);
  const double: SinchDouble = await sinchDouble({
    servicePlan: "plan1",
    token: TOKEN,
    now: () => clock.now(),
  });
  const settings = settingsOf({ base_url: double.url, ...over });
  const transport = sinchTransport(settings, { clock, fetch: globalThis.fetch, publicUrl });
  return { clock, double, transport };
}
