import type { DocWrite } from "@underclaim/runtime";
import { seededIds } from "@underclaim/runtime/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasExpired, LinkRecord } from "../../src/links/documents.ts";
import { trackLinks, type TrackLinks } from "../../src/links/plan.ts";
import { isLinkToken } from "@underclaim/runtime/links";

const NOW = Date.UTC(2026, 0, 1, 12);
const DAY = 86_400_000;
const URL_A = "https://portal.example.com/access/abc";

const track = (body: string, over: Partial<TrackLinks> = {}) =>
  trackLinks({
    body,
    links: [],
    settings: { tracking: true, base_url: "https://sms.example/", retention: 90 * DAY },
    ids: seededIds(1),
    operation: "smsop_1",
    subject: "sms_1",
    now: NOW,
    person: "num_1",
    ...over,
  });

const recordIn = (write: DocWrite | undefined): LinkRecord => {
  if (write === undefined || !("put" in write)) throw new Error("no document");
  return LinkRecord.parse(JSON.parse(write.text));
};
const tokenIn = (write: DocWrite | undefined): string =>
  write !== undefined && "put" in write ? (write.put[1] ?? "") : "";

describe("a tracked link", () => {
  test("stands in the text in the link's place, and leads where that led", () => {
    const { body, docs, tracked } = track(`Open ${URL_A}, please.`);
    const token = tokenIn(docs[0]);
    expect(isLinkToken(token)).toBe(true);
    expect(body).toBe(`Open https://sms.example/l/${token}, please.`);
    expect(tracked).toBe(1);
    expect(recordIn(docs[0])).toEqual({
      operation: "smsop_1",
      subject: "sms_1",
      link_id: "link_1",
      url: URL_A,
      expires_at: null,
      person: "num_1",
    });
  });

  test("has the id and the end that its action gives it", () => {
    const links = [{ link_id: "portal", url: URL_A, expires_at: "2026-01-02T13:00:00+01:00" }];
    const { docs } = track(`Open ${URL_A}`, { links });
    const record = recordIn(docs[0]);
    expect(record).toMatchObject({ link_id: "portal", expires_at: "2026-01-02T12:00:00.000Z" });
    expect([hasExpired(record, NOW + DAY - 1), hasExpired(record, NOW + DAY)]).toEqual([
      false,
      true,
    ]);
  });

  test("is kept for the person it was sent to, as long as redirects stand and no longer", () => {
    expect(track(`Open ${URL_A}`).docs[0]).toMatchObject({
      dueAt: NOW + 90 * DAY,
      person: "num_1",
    });
  });

  test("that stands twice in the text is one redirect; links that only look alike are two", () => {
    const { body, docs } = track(
      `${URL_A} ${URL_A} ${URL_A}d HTTPS://PORTAL.example.com/access/abc`,
    );
    expect(docs.map((doc) => recordIn(doc).url)).toEqual([URL_A, `${URL_A}d`]);
    const [one, two, three, four] = body.split(" ");
    expect([two, four]).toEqual([one, one]);
    expect(three).not.toBe(one);
  });

  test("never takes an id that an action's link has", () => {
    const links = [{ link_id: "link_1", url: "https://other.example/" }];
    const names = track(`${URL_A} https://other.example/`, { links }).docs.map(
      (doc) => recordIn(doc).link_id,
    );
    expect(names).toEqual(["link_1_", "link_1"]);
  });
});

describe("left as they are", () => {
  test.each([
    ["addresses that are no web request", "Call tel:+4930123456 or mailto:a@example.com"],
    ["hosts without a scheme", "See www.example.com/x"],
    ["links that lead through this service already", "https://sms.example/l/abc"],
    ["texts without links", "Your code is 123456."],
  ])("%s", (_, body) => {
    expect(track(body)).toEqual({ body, docs: [], tracked: 0 });
  });

  test.each([
    ["tracking is off", { tracking: false }],
    ["there is no address to lead them to", { base_url: undefined }],
  ])("all links where %s", (_, over) => {
    const body = `Open ${URL_A}`;
    const settings = {
      tracking: true,
      base_url: "https://sms.example",
      retention: DAY,
      ...over,
    };
    expect(track(body, { settings })).toEqual({ body, docs: [], tracked: 0 });
  });
});

test("no token is in a document's text, and no text holds a person but by tag", () => {
  const { docs } = track(`Open ${URL_A}`);
  for (const doc of docs) expect("text" in doc && doc.text).not.toContain(tokenIn(doc));
});

test("whatever the text, putting the targets back in place of the redirects gives it again", () => {
  const path = fc.stringMatching(/^[a-z0-9/_-]{0,20}[a-z0-9]$/);
  const url = path.map((text) => `https://example.com/${text}`);
  const words = fc.stringMatching(/^[A-Za-zäöü ,!?]{0,20}$/);
  const texts = fc.array(fc.oneof(url, words, fc.constant("tel:+4930123456")), { maxLength: 12 });
  fc.assert(
    fc.property(texts, fc.integer(), (parts, seed) => {
      const given = parts.join(" ");
      const { body, docs, tracked } = track(given, { ids: seededIds(seed) });
      const restored = docs.reduce(
        (text, doc) => text.replaceAll(`https://sms.example/l/${tokenIn(doc)}`, recordIn(doc).url),
        body,
      );
      expect(restored).toBe(given);
      expect(tracked).toBe(new Set(parts.filter((part) => part.startsWith("https:"))).size);
      expect(body).not.toMatch(/https:\/\/example\.com/);
    }),
    { seed: 30, numRuns: 200 },
  );
});
