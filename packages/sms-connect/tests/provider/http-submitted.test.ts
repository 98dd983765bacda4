import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { submittedOver } from "../../src/provider/http-submitted.ts";
import type { HttpAnswer } from "../../src/provider/http.ts";
import type { Submitted } from "../../src/provider/port.ts";

const NOW = 1_000_000;
const ACCEPTED: Submitted = {
  kind: "accepted",
  messageIds: ["1"],
  as: "accepted",
  nativeStatus: "x",
};
const REJECTED: Submitted = {
  kind: "rejected",
  reason: "rejected",
  nativeStatus: "x",
  code: null,
  retryable: false,
};
const told = (answer: HttpAnswer): Submitted =>
  submittedOver({ now: () => NOW }, answer, {
    accepted: () => ACCEPTED,
    refused: () => REJECTED,
  });
const answered = (status: number, headers: Record<string, string> = {}): HttpAnswer => ({
  kind: "answer",
  status,
  headers: new Headers(headers),
  text: "",
  json: undefined,
});

describe("an answer over HTTP", () => {
  test("proves that nothing was sent only by 429, or where no connection came about", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), (status) => {
        expect(told(answered(status)).kind === "not_sent").toBe(status === 429);
      }),
      { seed: 43, numRuns: 500 },
    );
    expect(told({ kind: "not_sent", reason: "ECONNREFUSED" }).kind).toBe("not_sent");
    expect(told({ kind: "broken", reason: "ECONNRESET" })).toEqual({
      kind: "unknown",
      reason: "ECONNRESET",
    });
  });

  test.each([100, 301, 307, 408, 425, 500, 502, 503, 504, 599])("%i is unknown", (status) => {
    expect(told(answered(status))).toEqual({ kind: "unknown", reason: `HTTP ${status}` });
  });

  test.each([200, 201, 202, 204])("%i is for the provider's own reading", (status) => {
    expect(told(answered(status))).toBe(ACCEPTED);
  });

  test.each([400, 401, 403, 404, 409, 422, 499])(
    "%i is for the provider's own tables",
    (status) => {
      expect(told(answered(status))).toBe(REJECTED);
    },
  );

  test.each([
    ["7", 7_000],
    ["0", 30_000],
    ["soon", 30_000],
    ["Wed, 25 Nov 2026 10:00:00 GMT", 30_000],
  ])("429 with Retry-After %s waits for %i ms", (after, ms) => {
    expect(told(answered(429, { "retry-after": after }))).toEqual({
      kind: "not_sent",
      retryAt: NOW + ms,
      reason: "HTTP 429",
    });
  });
});
