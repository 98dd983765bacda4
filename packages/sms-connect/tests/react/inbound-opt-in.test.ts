import { describe, expect, test } from "vitest";
import {
  act,
  Documents,
  HANDSET,
  inbound,
  kitWith,
  NOW,
  numberId,
  react,
  request,
  SENDER,
  SHOP,
} from "../support/standing-stage.ts";
import { optInRecord } from "../../src/actions/opt-in-record.ts";
import { optOutRecord } from "../../src/actions/opt-out-record.ts";
import { suppress } from "../../src/actions/suppress.ts";
import { consentIn, consentStateOf } from "../../src/model/consent-book.ts";
import { consentKey, suppressionKey } from "../../src/model/documents.ts";
import type { SmsScope } from "../../src/model/scope.ts";
import { standingIn, suppressionsIn } from "../../src/model/suppression-book.ts";
import { inboundReactions, inboundTimers } from "../../src/react/inbound-reactions.ts";

const number = numberId(HANDSET);
const tenant: SmsScope = { kind: "tenant", value: null };
const identity = (value: string): SmsScope => ({ kind: "sender_identity", value });
const PER_SENDER = { consent: { opt_out_scope: "sender_identity" } };

type Over = { configured?: object; now?: number } & Parameters<typeof inbound>[2];
function say(
  documents: Documents,
  body: string,
  { configured = {}, now = NOW, ...over }: Over = {},
) {
  const kit = kitWith(configured);
  const native = inbound(kit, body, over);
  return react(inboundReactions(kit)[native.type], native, documents, now);
}
const types = (documents: Documents, scope: SmsScope) =>
  standingIn(suppressionsIn(documents.get(suppressionKey(number, scope))), NOW + 100).map(
    ({ type }) => type,
  );
const consent = (documents: Documents, scope = tenant) =>
  consentStateOf(consentIn(documents.get(consentKey(number, scope))), NOW + 100);
const told = (documents: Documents) =>
  documents.all("lifted").flatMap((doc) => inboundTimers(kitWith()).lifted(doc));

describe("START", () => {
  test("takes back the opt-out, and what was really lifted is told at once", () => {
    const documents = new Documents();
    say(documents, "STOP");
    say(documents, "START", { now: NOW + 1 });
    expect(types(documents, tenant)).toEqual([]);
    expect(consent(documents)).toBe("unknown");
    expect(documents.all("lifted").map(({ dueAt }) => dueAt)).toEqual([NOW + 1]);
    expect(told(documents)).toMatchObject([
      {
        type: "endpoint.suppression_lifted",
        source: "adapter",
        occurredAt: NOW + 1,
        endpoint: { endpoint_type: "phone_number", endpoint_id: number },
        data: { number, sender: numberId(SENDER), provider: "acme" },
        metadata: { suppression_types: ["opt_out"], scopes: [{ kind: "tenant", value: null }] },
      },
    ]);
  });

  test("lifts at its own time, however late it arrives", () => {
    const documents = new Documents();
    say(documents, "STOP", { occurredAt: NOW - 9 });
    say(documents, "START", { now: NOW + 50, occurredAt: NOW - 4 });
    expect(told(documents).map(({ occurredAt }) => occurredAt)).toEqual([NOW - 4]);
  });

  test("where nothing stands tells nothing", () => {
    const documents = new Documents();
    say(documents, "START");
    expect(documents.all("lifted")).toEqual([]);
    say(documents, "STOP", { now: NOW + 1 });
    say(documents, "START", { now: NOW + 2 });
    say(documents, "START", { now: NOW + 3 });
    expect(documents.all("lifted")).toHaveLength(1);
  });

  test("brings back the consent that was there before the opt-out, and makes none", () => {
    const documents = new Documents();
    act(
      optInRecord(kitWith()),
      request({ consent_acquired_at: "2025-12-01T00:00:00Z" }),
      documents,
    );
    say(documents, "STOP");
    expect(consent(documents)).toBe("opted_out");
    say(documents, "START", { now: NOW + 1 });
    expect(consent(documents)).toBe("opted_in");
    const none = new Documents();
    say(none, "START");
    expect(consent(none)).toBe("unknown");
  });

  test.each([
    "manual",
    "complaint",
    "hard_failure",
    "provider_policy",
    "consent_missing",
    "unknown",
  ])("does not lift a suppression of type %s", (suppression_type) => {
    const documents = new Documents();
    act(suppress(kitWith()), request({ suppression_type }), documents);
    say(documents, "START", { now: NOW + 1 });
    expect(types(documents, tenant)).toEqual([suppression_type]);
    expect(documents.all("lifted")).toEqual([]);
  });

  test("takes back an opt-out that was recorded by another way, in the same scope", () => {
    const documents = new Documents();
    act(optOutRecord(kitWith()), request({ consent_source: "form" }), documents);
    say(documents, "START", { now: NOW + 1 });
    expect(types(documents, tenant)).toEqual([]);
  });
});

describe("START never reaches further than it was said", () => {
  test("to another sender", () => {
    const documents = new Documents();
    say(documents, "STOP", { configured: PER_SENDER });
    say(documents, "START", { configured: PER_SENDER, to: SHOP, now: NOW + 1 });
    expect(types(documents, identity("main"))).toEqual(["opt_out"]);
    say(documents, "START", { configured: PER_SENDER, now: NOW + 1 });
    expect(types(documents, identity("main"))).toEqual([]);
  });

  test("from a sender to the tenant", () => {
    const documents = new Documents();
    say(documents, "STOP");
    say(documents, "START", { configured: PER_SENDER, now: NOW + 1 });
    expect(types(documents, tenant)).toEqual(["opt_out"]);
  });

  test("to anything, where opt-outs are a sender's and nobody knows the sender", () => {
    const documents = new Documents();
    const unknown = { configured: PER_SENDER, to: "+4917604069000" };
    say(documents, "STOP", unknown);
    say(documents, "START", { ...unknown, now: NOW + 1 });
    expect(types(documents, tenant)).toEqual(["opt_out"]);
  });

  test.each<SmsScope>([
    { kind: "global", value: null },
    { kind: "campaign", value: "summer" },
    { kind: "coordination_case", value: "case_1" },
    { kind: "purpose", value: "reminder" },
    identity("shop"),
  ])("to the scope $kind", (scope) => {
    const documents = new Documents();
    act(optOutRecord(kitWith()), request({ scope }), documents);
    say(documents, "START", { now: NOW + 1 });
    expect(types(documents, scope)).toEqual(["opt_out"]);
  });

  test("to the tenant it was said in, it takes back the opt-out of that very sender, too", () => {
    const documents = new Documents();
    say(documents, "STOP", { configured: PER_SENDER });
    say(documents, "START", { now: NOW + 1 });
    expect(types(documents, identity("main"))).toEqual([]);
  });
});

describe("STOP and START", () => {
  test("of one time: STOP stands", () => {
    for (const words of [
      ["STOP", "START"],
      ["START", "STOP"],
    ]) {
      const documents = new Documents();
      for (const word of words) say(documents, word);
      expect(types(documents, tenant)).toEqual(["opt_out"]);
    }
  });

  test("in whatever order they arrive, what was said last stands", () => {
    const said = [
      ["STOP", NOW + 1],
      ["START", NOW + 2],
      ["STOP", NOW + 3],
      ["START", NOW + 4],
    ] as const;
    const orders = said.flatMap((_, a) => said.map((__, b) => [said[a], said[b]]));
    for (const [first, second] of orders) {
      const documents = new Documents();
      for (const each of [first, second]) {
        if (each !== undefined) say(documents, each[0], { occurredAt: each[1], now: NOW + 10 });
      }
      const last = (second?.[1] ?? 0) >= (first?.[1] ?? 0) ? second : first;
      expect(types(documents, tenant)).toEqual(last?.[0] === "STOP" ? ["opt_out"] : []);
    }
  });
});
