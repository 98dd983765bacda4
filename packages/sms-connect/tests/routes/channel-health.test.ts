import { describe, expect, test } from "vitest";
import type { SmsChannelHealth } from "../../src/model/channel-health.ts";
import type { SmsProvider } from "../../src/model/provider-model.ts";
import type { SmsSenderIdentity } from "../../src/model/sender-identity.ts";
import { own } from "../../src/native/own.ts";
import { clientRef } from "../../src/native/references.ts";
import { NUMBER, routesStage, type RoutesStage } from "../support/routes-stage.ts";

interface Body {
  readonly channels: readonly SmsChannelHealth[];
  readonly senders: readonly SmsSenderIdentity[];
  readonly providers: readonly SmsProvider[];
}
const health = async (stage: RoutesStage, tenant: "default" | "other" = "default") =>
  (await stage.call<Body>("GET", "/sms/channel-health", { tenant })).body;

describe("GET /sms/channel-health", () => {
  test("tells of a sender that nobody used that nothing is known of it", async () => {
    const stage = await routesStage();
    const { channels, senders, providers } = await health(stage);
    expect(channels).toMatchObject([
      {
        sender_identity_ref: "sandbox",
        provider_account_ref: "sandbox",
        status: "unknown",
        route_status: "healthy",
        failure_rate: null,
      },
    ]);
    expect(senders).toMatchObject([{ sender_identity_id: "sandbox", sender_type: "long_code" }]);
    expect(providers).toMatchObject([
      { provider_account_ref: "sandbox", configuration_ref: "providers[0]" },
    ]);
  });

  test("counts what really became of messages", async () => {
    const stage = await routesStage();
    for (let n = 0; n < 20; n += 1) {
      const { body } = await stage.call("POST", "/sms/send", {
        body: { idempotency_key: `k${n}`, to: NUMBER, body: "Hello." },
      });
      const type = n < 5 ? "receipt.filtered" : "receipt.delivered";
      await stage.runtime.observe("default", [
        {
          native: {
            ...own(type, `r${n}`),
            refs: [clientRef(String(body["adapter_operation_id"]))],
          },
        },
      ]);
    }
    const { channels } = await health(stage);
    expect(channels).toMatchObject([
      {
        sender_identity_ref: "sandbox",
        country_scope: "DE",
        status: "failing",
        deliverability_status: "poor",
        failure_rate: 0.25,
        filtering_rate: 0.25,
        unknown_rate: 0,
        opt_out_rate: null,
      },
    ]);
  });

  test("tells another tenant nothing of this one's accounts and messages", async () => {
    const stage = await routesStage();
    await stage.call("POST", "/sms/send", {
      body: { idempotency_key: "k1", to: NUMBER, body: "Hello." },
    });
    expect(await health(stage, "other")).toMatchObject({ channels: [], providers: [] });
  });

  test("needs a key", async () => {
    const stage = await routesStage();
    expect((await stage.call("GET", "/sms/channel-health", { tenant: null })).status).toBe(401);
  });
});
