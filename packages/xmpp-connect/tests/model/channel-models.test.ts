import { describe, expect, test } from "vitest";
import { channelHealthOf, XmppChannelHealth } from "../../src/model/channel-health.ts";
import { providerModelOf, XmppProvider } from "../../src/model/provider-model.ts";
import type { XmppChannelState } from "../../src/provider/port.ts";

const account = { account: "desk", jid: "desk@xmpp.test" };
const well: XmppChannelState = {
  stream: "connected",
  authentication: "authenticated",
  tls: "active",
  extensions: ["urn:xmpp:receipts"],
  degradations: [],
};

describe("channel health (§26)", () => {
  test("names the account, its server and what the session has found", () => {
    const health = channelHealthOf(account, well);
    expect(XmppChannelHealth.parse(health)).toEqual(health);
    expect(health).toMatchObject({
      xmpp_account_ref: "desk",
      server_ref: "xmpp.test",
      status: "healthy",
      server_reachability: "healthy",
      supported_extensions: ["urn:xmpp:receipts"],
    });
  });

  test.each<[XmppChannelHealth["status"], Partial<XmppChannelState>]>([
    ["degraded", { degradations: ["no archive"] }],
    ["degraded", { stream: "reconnecting" }],
    ["degraded", { stream: "disconnected" }],
    ["failing", { stream: "failed" }],
    ["failing", { authentication: "failed" }],
    ["failing", { tls: "failed" }],
    ["unknown", { stream: "unknown" }],
  ])("is %s of %j", (status, over) => {
    expect(channelHealthOf(account, { ...well, ...over }).status).toBe(status);
  });
});

test("a provider (§22) is an account with what its session has found", () => {
  const model = providerModelOf({ kind: "client", account: "desk" }, ["delivery_receipts"], 1);
  expect(XmppProvider.parse(model)).toEqual({
    provider_name: "client",
    provider_account_ref: "desk",
    supported_features: ["delivery_receipts"],
    event_mapping_ref: "/adapter/mappings",
    configuration_ref: "accounts[1]",
  });
});
