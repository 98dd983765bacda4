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
import { suppress } from "../../src/actions/suppress.ts";
import { consentIn, consentStateOf } from "../../src/model/consent-book.ts";
import { consentKey, suppressionKey } from "../../src/model/documents.ts";
import type { SmsScope } from "../../src/model/scope.ts";
import { standingIn, suppressionsIn } from "../../src/model/suppression-book.ts";
import { inboundReactions } from "../../src/react/inbound-reactions.ts";

const number = numberId(HANDSET);
const MINUTE = 60_000;
const tenant: SmsScope = { kind: "tenant", value: null };
const identity = (value: string): SmsScope => ({ kind: "sender_identity", value });
const CONFIRMS = { replies: { opt_out_confirmation: "You get no more messages." } };
const PER_SENDER = { consent: { opt_out_scope: "sender_identity" } };

function stop(
  documents: Documents,
  {
    configured = {},
    now = NOW,
    targets,
    ...over
  }: { configured?: object; now?: number; targets?: Parameters<typeof react>[4] } & Parameters<
    typeof inbound
  >[2] = {},
) {
  const kit = kitWith(configured);
  const native = inbound(kit, "STOP", over);
  return react(inboundReactions(kit)[native.type], native, documents, now, targets);
}
const optedOut = (documents: Documents, scope: SmsScope, now = NOW) =>
  standingIn(suppressionsIn(documents.get(suppressionKey(number, scope))), now).length > 0 &&
  consentStateOf(consentIn(documents.get(consentKey(number, scope))), now) === "opted_out";

describe("STOP", () => {
  test("suppresses the number and withdraws its consent, on the recipient's own word", () => {
    const documents = new Documents();
    stop(documents);
    expect(optedOut(documents, tenant)).toBe(true);
    expect(documents.json(suppressionKey(number, tenant))).toMatchObject({
      opt_out: { added: { source: "participant", at: NOW, expiresAt: null } },
    });
    expect(documents.json(consentKey(number, tenant))).toMatchObject({
      optedOut: { source: "sms_keyword" },
    });
  });

  test("is written at once, even where it waits to be correlated, and then answers nobody", () => {
    const kit = kitWith(CONFIRMS);
    expect(inboundReactions(kit)["inbound.opt_out"]?.urgent).toBe(true);
    const documents = new Documents();
    expect(stop(documents, { configured: CONFIRMS, targets: [] }).sends).toEqual([]);
    expect(optedOut(documents, tenant)).toBe(true);
  });

  test("outlives an erasure, and keeps neither number nor text where one does not reach", () => {
    const documents = new Documents();
    stop(documents);
    expect(documents.untagged()).not.toMatch(/15112345678|STOP/);
    for (const scope of [suppressionKey(number, tenant), consentKey(number, tenant)])
      expect(documents.personOf(scope)).toBeNull();
  });

  test("counts from when it was said, but never from later than now", () => {
    for (const [occurredAt, counts] of [
      [NOW - 5_000, NOW - 5_000],
      [NOW + 5_000, NOW],
      [null, NOW],
    ] as const) {
      const documents = new Documents();
      stop(documents, { occurredAt });
      expect(documents.json(suppressionKey(number, tenant))).toMatchObject({
        opt_out: { added: { at: counts } },
      });
    }
  });
});

describe("how far a STOP reaches", () => {
  test("is configured", () => {
    const documents = new Documents();
    stop(documents, { configured: PER_SENDER });
    expect(optedOut(documents, identity("main"))).toBe(true);
    expect(documents.get(suppressionKey(number, tenant))).toBeNull();
    stop(documents, { configured: { consent: { opt_out_scope: "global" } } });
    expect(optedOut(documents, { kind: "global", value: null })).toBe(true);
  });

  test("is the provider's to say, where it does", () => {
    const documents = new Documents();
    stop(documents, { optOutScope: "sender_identity" });
    expect(optedOut(documents, identity("main"))).toBe(true);
    expect(documents.get(suppressionKey(number, tenant))).toBeNull();
  });

  test("is every identity behind the sender, and that of its pool", () => {
    const sender = (id: string, type: string, value: string) => ({
      sender_identity_id: id,
      sender_type: type,
      sender_value: value,
    });
    const senders = [
      sender("one", "long_code", SENDER),
      sender("two", "long_code", SENDER),
      sender("pool", "sender_pool", "MG1"),
      sender("shop", "long_code", SHOP),
    ];
    const documents = new Documents();
    stop(documents, { configured: { ...PER_SENDER, senders }, pool: "MG1" });
    expect(["one", "two", "pool"].map((id) => optedOut(documents, identity(id)))).toEqual([
      true,
      true,
      true,
    ]);
    expect(documents.get(suppressionKey(number, identity("shop")))).toBeNull();
  });

  test("is the whole tenant, where nobody knows the sender: further rather than nowhere", () => {
    const documents = new Documents();
    stop(documents, { configured: PER_SENDER, to: "+4917604069000" });
    expect(optedOut(documents, tenant)).toBe(true);
  });
});

describe("a STOP is confirmed", () => {
  const confirm = (documents: Documents, over: Parameters<typeof stop>[1] = {}) =>
    stop(documents, { configured: CONFIRMS, ...over }).sends ?? [];

  test("once, in the case it is about, from the sender and through the account it came to", () => {
    const sends = confirm(new Documents());
    expect(sends).toHaveLength(1);
    const [send] = sends;
    expect(send).toMatchObject({
      target: { correlation: { coordination_case_id: "case_1" } },
      person: number,
      expiresAt: NOW + 5 * MINUTE,
      refs: [{ ref_type: "operation", ref_value: send?.operation }],
      dispatch: {
        lane: "acme",
        command: {
          kind: "send",
          to: HANDSET,
          from: SENDER,
          fromKind: "number",
          body: CONFIRMS.replies.opt_out_confirmation,
          encoding: "gsm7",
          segments: 1,
          accounts: ["acme"],
          validUntil: NOW + 5 * MINUTE,
        },
      },
    });
    expect(send?.subject).toBe(send?.operation.replace("smsop_", "sms_"));
  });

  test("and not again for a repeat, under the same id or another, however much later", () => {
    const documents = new Documents();
    expect(confirm(documents)).toHaveLength(1);
    expect(confirm(documents)).toEqual([]);
    expect(confirm(documents, { now: NOW + 86_400_000 })).toEqual([]);
  });

  test("within five minutes of its being said, or not at all", () => {
    expect(confirm(new Documents(), { occurredAt: NOW - 5 * MINUTE })).toEqual([]);
    const [send] = confirm(new Documents(), { occurredAt: NOW - 4 * MINUTE });
    expect(send?.expiresAt).toBe(NOW + MINUTE);
  });

  test.each<[string, Parameters<typeof stop>[1]]>([
    ["where nothing is configured", { configured: {} }],
    ["where the provider handles the word, and confirms by itself", { providerKeyword: "opt_out" }],
    ["through an account that there is not any more", { account: "gone" }],
    ["where it is about nothing", { targets: [] }],
  ])("not %s", (_, over) => {
    expect(confirm(new Documents(), over)).toEqual([]);
  });

  test("not where something else says that nothing may be sent", () => {
    const documents = new Documents();
    act(suppress(kitWith()), request({ suppression_type: "complaint" }), documents);
    expect(confirm(documents)).toEqual([]);
    expect(optedOut(documents, tenant)).toBe(true);
  });

  test("to a short code from it, and in UCS-2 where its text asks for it", () => {
    const configured = { replies: { opt_out_confirmation: "✓ Abgemeldet." } };
    const [send] = confirm(new Documents(), { configured, to: "12345" });
    expect(send?.dispatch.command).toMatchObject({
      from: "12345",
      fromKind: "short_code",
      encoding: "ucs2",
    });
  });

  test("guards what it saw: of two at once one is confirmed", () => {
    const documents = new Documents();
    const { guards } = stop(documents, { configured: CONFIRMS });
    expect(guards).toContainEqual({ doc: suppressionKey(number, tenant), version: 0 });
    expect(documents.holds(guards ?? [])).toBe(false);
  });
});
