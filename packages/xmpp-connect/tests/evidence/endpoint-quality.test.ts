import { EndpointQuality } from "@underclaim/contract";
import { describe, expect, it } from "vitest";
import { assessJid } from "../../src/evidence/endpoint-quality.ts";
import { XmppEndpointQuality, xmppEndpointQuality } from "../../src/model/endpoint-quality.ts";
import type { XmppStored } from "../../src/native/types.ts";
import { native } from "./natives.ts";

const planned = native("message.accepted");
const view = (...natives: XmppStored[]) => {
  const quality = assessJid(natives);
  return { ...quality, xmpp: quality.adapter_specific.xmpp };
};
const noon = (minute: number) => `2026-01-01T12:0${minute}:00.000Z`;

describe("a JID is", () => {
  it("unknown where nothing but a message to it is known", () => {
    expect(view(planned)).toMatchObject({
      validity: "unknown",
      reachability: "unknown",
      verification_state: "syntax_validated",
      suppression_state: "active",
      confidence: "low",
      last_success_at: null,
      xmpp: {
        jid_valid: true,
        domain_resolves: null,
        server_reachable: null,
        roster_known: null,
        subscription_state: "unknown",
        suppression_state: "active",
      },
    });
  });

  it("reachable once a client has received something, until something bounces later", () => {
    const receipt = native("receipt.received", { at: 2 });
    expect(view(planned, receipt)).toMatchObject({
      validity: "valid",
      reachability: "reachable",
      verification_state: "recently_successful",
      last_success_at: noon(2),
      xmpp: { domain_resolves: true, last_delivery_receipt_at: noon(2) },
    });
    // At the same time counts as later: the worse.
    expect(view(planned, receipt, native("error.forbidden", { at: 2 }))).toMatchObject({
      reachability: "degraded",
      verification_state: "failed",
      xmpp: { last_stanza_error_at: noon(2) },
    });
  });

  it("not reachable for its presence alone", () => {
    const presence = native("presence.available", { at: 1, data: { subscription: "both" } });
    expect(view(presence)).toMatchObject({
      validity: "valid",
      reachability: "unknown",
      last_success_at: null,
      confidence: "low",
      xmpp: {
        roster_known: true,
        subscription_state: "both",
        last_presence_available_at: noon(1),
      },
    });
  });

  it("unreachable where its server is not found, and nothing newer shows otherwise", () => {
    const gone = native("error.remote_server_not_found", { at: 2 });
    expect(view(planned, gone)).toMatchObject({
      reachability: "unreachable",
      xmpp: { domain_resolves: false, server_reachable: false },
    });
    expect(view(gone, native("inbound.reply.unknown", { at: 3 }))).toMatchObject({
      reachability: "reachable",
      xmpp: { domain_resolves: true, server_reachable: true, last_reply_at: noon(3) },
    });
  });

  it("suspected invalid only where a server says that it is not there", () => {
    expect(view(native("error.item_not_found")).validity).toBe("suspected_invalid");
    expect(view(native("error.service_unavailable")).validity).toBe("unknown");
  });

  it.each(["error.jid_malformed", "message.refused.invalid_jid"] as const)(
    "invalid after %s",
    (type) => {
      expect(view(native(type))).toMatchObject({ validity: "invalid", xmpp: { jid_valid: false } });
    },
  );
});

describe("its standing", () => {
  it.each<[string, XmppStored[], string, string]>([
    ["suppressed", [native("endpoint.suppressed", { at: 1 })], "suppressed", "suppressed"],
    [
      "lifted",
      [native("endpoint.suppressed", { at: 1 }), native("endpoint.unsuppressed", { at: 2 })],
      "active",
      "active",
    ],
    [
      "both at one time",
      [native("endpoint.suppressed", { at: 1 }), native("endpoint.unsuppressed", { at: 1 })],
      "suppressed",
      "suppressed",
    ],
    ["STOP", [native("inbound.stop.unknown", { at: 1 })], "opted_out", "unsubscribed"],
    ["blocks us", [native("error.blocked", { at: 1 })], "blocked", "blocked"],
  ])("%s", (_what, natives, contract, own) => {
    expect(view(...natives)).toMatchObject({
      suppression_state: contract,
      xmpp: { suppression_state: own },
    });
  });
});

it("is given in the shapes of the contract and of §25", () => {
  const endpoint_ref = { endpoint_id: "ep_1", endpoint_type: "bare_jid" };
  const quality = EndpointQuality.parse({
    ...assessJid([planned, native("marker.displayed", { at: 1 })]),
    endpoint_ref,
    endpoint_type: "bare_jid",
  });
  const own = xmppEndpointQuality(quality);
  expect(XmppEndpointQuality.parse(own)).toEqual(own);
  expect(own).toMatchObject({ endpoint_ref, last_displayed_marker_at: noon(1) });
});
