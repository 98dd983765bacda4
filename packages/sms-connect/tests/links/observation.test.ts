import { lowerGrade, type EvidenceGrade } from "@underclaim/contract";
import { describe, expect, test } from "vitest";
import type { LinkRecord } from "../../src/links/documents.ts";
import { linkNative, LOWERED, type LinkHit } from "../../src/links/observation.ts";
import { classifyLinkRequest } from "@underclaim/runtime/links";
import { SmsLinkClickEvent } from "../../src/model/link-click.ts";

const NOW = Date.UTC(2026, 0, 1, 12, 10);
const TOKEN = "Abcdefghijklmnop1";
const BROWSER =
  "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36";

const record: LinkRecord = {
  operation: "smsop_1",
  subject: "sms_1",
  link_id: "portal_link",
  url: "https://portal.example.com/access/secret-token",
  expires_at: null,
  person: "num_1",
};
const from = (userAgent: string) =>
  classifyLinkRequest({ method: "GET", headers: { "user-agent": userAgent } });
const hit = (over: Partial<LinkHit> = {}): LinkHit => ({
  token: TOKEN,
  record,
  agent: from(BROWSER),
  timing: "plausible",
  at: NOW,
  client: null,
  ...over,
});
/** SmsAdapterSpecification §13.10. */
const CLICK: EvidenceGrade = {
  strength: "medium",
  actor_certainty: "low",
  authority_certainty: "none",
  payload_certainty: "medium",
  interaction_certainty: "medium",
  timing_certainty: "medium",
  channel_certainty: "medium",
  non_repudiation_strength: "none",
  notes: [],
};

describe("a click", () => {
  test("is about the message that carries the link, and says who asked no more than it knows", () => {
    expect(linkNative(hit())).toMatchObject({
      type: "link.clicked",
      source: "link.request",
      occurredAt: NOW,
      nativeStatus: "human_like_click",
      refs: [{ ref_type: "operation", ref_value: "smsop_1" }],
      actor: { actor_type: "unknown", identity_strength: "none", authenticated: false },
      metadata: { link_id: "portal_link", client: "Chrome on Android", link_expired: false },
    });
    expect(linkNative(hit()).lower).toBeUndefined();
  });

  test("sooner than a person reads is suspected, and of lower grade", () => {
    const soon = linkNative(hit({ timing: "too_soon" }));
    expect(soon).toMatchObject({
      type: "link.clicked",
      nativeStatus: "unverified_click",
      data: { scanner_classification: "suspected", timing: "too_soon" },
    });
    expect(lowerGrade(CLICK, soon.lower ?? {})).toMatchObject({
      strength: "weak",
      interaction_certainty: "low",
    });
  });

  test("of an unknown client says nothing of any actor", () => {
    const unknown = linkNative(hit({ agent: from("") }));
    expect(unknown.type).toBe("link.clicked");
    expect(lowerGrade(CLICK, unknown.lower ?? {})).toMatchObject({
      strength: "weak",
      actor_certainty: "none",
      payload_certainty: "none",
    });
  });

  test("on a link that has ended is told as that, from its very end on", () => {
    const ends = { ...record, expires_at: new Date(NOW).toISOString() };
    expect(linkNative(hit({ record: ends })).type).toBe("link.expired");
    expect(linkNative(hit({ record: ends, at: NOW - 1 })).type).toBe("link.clicked");
    expect(linkNative(hit({ record: ends, agent: from("curl/8.5.0") })).type).toBe("link.scanned");
  });
});

test("scanners and previews are no clicks", () => {
  expect(linkNative(hit({ agent: from("curl/8.5.0") }))).toMatchObject({
    type: "link.scanned",
    actor: { actor_type: "bot" },
  });
  expect(linkNative(hit({ agent: from("WhatsApp/2.23.20.0 A") })).type).toBe("link.previewed");
});

test("no classification raises a grade, and the surer one is never below the less sure", () => {
  const grades = (["human_like_click", "unverified_click", "unknown_click"] as const).map((each) =>
    lowerGrade(CLICK, LOWERED[each] ?? {}),
  );
  for (const [at, grade] of grades.entries()) {
    expect(lowerGrade(CLICK, grade)).toEqual(grade);
    if (at > 0) expect(lowerGrade(grades[at - 1] ?? CLICK, grade)).toEqual(grade);
  }
});

describe("a flood", () => {
  test("is one event for each link, kind of client and hour", () => {
    const keys = new Set(
      Array.from({ length: 100 }, (_, n) => linkNative(hit({ at: NOW + n })).dedupeKey),
    );
    expect(keys.size).toBe(1);
    expect(linkNative(hit({ at: NOW + 3_600_000 })).dedupeKey).not.toBe([...keys][0]);
    expect(linkNative(hit({ token: "Abcdefghijklmnop2" })).dedupeKey).not.toBe([...keys][0]);
    expect(linkNative(hit({ agent: from("curl/8.5.0") })).dedupeKey).not.toBe([...keys][0]);
  });

  test("whichever of two equal events comes first, the grade is the same", () => {
    const one = linkNative(hit({ timing: "too_soon" }));
    const other = linkNative(hit({ timing: "plausible" }));
    expect(one.evidenceKey).not.toBe(other.evidenceKey);
  });
});

describe("what is kept", () => {
  test("of the request holds neither token nor target nor address outside of the raw data", () => {
    const { raw: _raw, ...native } = linkNative(
      hit({ client: { address: "192.0.2.7", userAgent: BROWSER } }),
    );
    const text = JSON.stringify(native);
    for (const secret of [TOKEN, "secret-token", "192.0.2.7", "Pixel"])
      expect(text).not.toContain(secret);
  });

  test("as raw data is the document's event, tagged with the person", () => {
    const { raw } = linkNative(hit({ client: { address: "192.0.2.7", userAgent: BROWSER } }));
    expect(raw?.person).toBe("num_1");
    expect(SmsLinkClickEvent.parse(JSON.parse(raw?.text ?? ""))).toEqual({
      sms_message_id: "sms_1",
      link_id: "portal_link",
      occurred_at: "2026-01-01T12:10:00.000Z",
      url: record.url,
      ip_address: "192.0.2.7",
      user_agent: BROWSER,
      scanner_classification: "none",
      confidence: "low",
    });
  });

  test("as raw data has no address where none are kept", () => {
    const event = JSON.parse(linkNative(hit()).raw?.text ?? "") as Record<string, unknown>;
    expect([event["ip_address"], event["user_agent"]]).toEqual([null, null]);
  });
});
