import { expect, test } from "vitest";
import { linkRequests } from "../../src/links/source.ts";

const parse = (body: unknown) =>
  linkRequests.parse({
    headers: {},
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    url: "",
    account: null,
    receivedAt: 0,
  });
const REQUEST = {
  token: "Abcdefghijklmnop1",
  link: {
    operation: "smsop_1",
    subject: "sms_1",
    link_id: "portal",
    url: "https://example.com/",
    expires_at: null,
    person: null,
  },
  at: "2026-01-01T12:00:00Z",
};

test("a request as the redirect saw it is read as the redirect would have told it", () => {
  expect(parse({ ...REQUEST, headers: { "user-agent": "WhatsApp/2.23" } })).toMatchObject({
    ok: true,
    natives: [
      { type: "link.previewed", source: "link.request", occurredAt: Date.UTC(2026, 0, 1, 12) },
    ],
  });
  expect(parse({ ...REQUEST, method: "HEAD" })).toMatchObject({
    natives: [{ type: "link.scanned" }],
  });
});

test.each(["", "[]", {}, { ...REQUEST, link: { operation: "x" } }, { ...REQUEST, at: "now" }])(
  "%j is not understood, and does not throw",
  (body) => {
    expect(parse(body).ok).toBe(false);
  },
);

test("nobody can post one", () => {
  expect(linkRequests.transport).toBe("session");
});
