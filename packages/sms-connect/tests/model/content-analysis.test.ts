import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ContentSettings } from "../../src/configuration/content.ts";
import {
  analyseContent,
  CONTENT_WARNINGS,
  SmsContentAnalysis,
  type ContentInput,
} from "../../src/model/content-analysis.ts";
import { encodingOf, segmentsOf } from "../../src/model/segments.ts";
import { gsmBody, wideBody } from "./texts.ts";

const settings = (given: Partial<ContentSettings> = {}): ContentSettings => ({
  ...ContentSettings.parse({}),
  ...given,
});
const input = (body: string, given: Partial<ContentInput> = {}): ContentInput => ({
  body,
  encoding: "auto",
  settings: settings(),
  stream: "notification",
  country: "DE",
  repliesPossible: true,
  trackedLinks: 0,
  optOutWords: [],
  ...given,
});
const warningsOf = (body: string, given: Partial<ContentInput> = {}): readonly string[] => {
  const answer = analyseContent(input(body, given));
  return answer.ok ? answer.analysis.warnings : [answer.refusal];
};

test("a short text is one segment without warnings", () => {
  const body = "Your document is ready: https://portal.example.com/a";
  expect(analyseContent(input(body))).toEqual({
    ok: true,
    analysis: {
      body_length: 52,
      encoding: "gsm7",
      segment_count: 1,
      per_segment_limit: 160,
      contains_url: true,
      contains_tracking_link: false,
      contains_opt_out_text: false,
      contains_non_gsm_characters: false,
      estimated_cost_units: null,
      warnings: [],
    },
    body,
    encoding: "gsm7",
    segments: 1,
    replaced: [],
    risks: [],
  });
});

test("every warning has its cause", () => {
  expect(warningsOf("a".repeat(161))).toEqual(["message_requires_multiple_segments"]);
  expect(warningsOf("ж")).toEqual(["unicode_reduces_segment_capacity"]);
  expect(warningsOf("a", { encoding: "ucs2" })).toEqual(["unicode_reduces_segment_capacity"]);
  expect(warningsOf("see https://a.example", { trackedLinks: 1 })).toEqual([
    "tracking_link_may_increase_length",
  ]);
  expect(warningsOf("Sale!", { stream: "marketing" })).toEqual([
    "message_missing_required_opt_out_text",
  ]);
  expect(warningsOf("Sale! Reply STOP to end.", { stream: "marketing" })).toEqual([]);
  expect(warningsOf("Free!!! Now")).toEqual(["content_filtering_risk"]);
  expect(warningsOf("Hello", { repliesPossible: false })).toEqual([
    "sender_identity_not_allowed_for_replies",
  ]);
  const typographic = `${"a".repeat(80)}’`;
  expect(warningsOf(typographic)).toEqual([
    "message_requires_multiple_segments",
    "unicode_reduces_segment_capacity",
    "smart_encoding_would_save_segments",
  ]);
  expect(warningsOf(typographic, { settings: settings({ smart_encoding: true }) })).toEqual([
    "smart_encoding_replaced_characters",
  ]);
});

describe("encodings", () => {
  const smart = settings({ smart_encoding: true });

  test("gsm7 is wanted and one character is not in it", () => {
    expect(analyseContent(input("It costs 5 ₤, secret", { encoding: "gsm7" }))).toEqual({
      ok: false,
      refusal: "encoding_unsupported",
      message:
        "U+20A4 at 11 is not in the GSM 7 bit alphabet. Leave it out, or choose the encoding auto or ucs2.",
    });
  });

  test("gsm7 is wanted, and smart encoding brings the text there, though it saves no segment", () => {
    const given = { encoding: "gsm7", settings: smart } as const;
    expect(analyseContent(input("It’s", given))).toMatchObject({
      ok: true,
      body: "It's",
      encoding: "gsm7",
      replaced: ["U+2019"],
    });
    expect(analyseContent(input("It’s 😀", given))).toMatchObject({
      refusal: "encoding_unsupported",
    });
  });

  test("ucs2 is wanted: nothing is replaced", () => {
    const body = `${"a".repeat(80)}’`;
    expect(analyseContent(input(body, { encoding: "ucs2", settings: smart }))).toMatchObject({
      body,
      encoding: "ucs2",
      segments: 2,
      replaced: [],
    });
  });

  test("characters are code points, limits are units of the encoding", () => {
    expect(analyseContent(input("😀👍🏽"))).toMatchObject({
      analysis: { body_length: 3, per_segment_limit: 70, contains_non_gsm_characters: true },
    });
  });
});

describe("texts that no SMS can carry are refused", () => {
  test.each([
    ["", "no text"],
    [" \n\u00a0", "no text"],
    ["\u200b\u2060\ufe0f", "no text"],
    ["secret\u0000", "U+0000 at 6"],
    ["a\u0007b", "U+0007 at 1"],
    ["a\u000bb", "U+000B at 1"],
    ["a\u001bb", "U+001B at 1"],
    ["a\u007f", "U+007F at 1"],
    ["a\u0085", "U+0085 at 1"],
    ["a\ufffe", "U+FFFE at 1"],
    ["a\u{1ffff}", "U+1FFFF at 1"],
    ["a\ud83d", "half a surrogate pair"],
    ["\ude00a", "half a surrogate pair"],
  ])("%j", (body, says) => {
    const answer = analyseContent(input(body));
    expect(answer).toMatchObject({
      ok: false,
      refusal: "content_invalid",
      message: expect.stringContaining(says),
    });
    expect(JSON.stringify(answer)).not.toContain("secret");
  });

  test("line ends, form feeds and tabs are carried", () => {
    expect(analyseContent(input("a\r\nb\fc"))).toMatchObject({ ok: true, encoding: "gsm7" });
    expect(analyseContent(input("a\tb"))).toMatchObject({ ok: true, encoding: "ucs2" });
  });

  test("a text of more segments than allowed is refused, as it would be sent", () => {
    const two = settings({ max_segments: 2 });
    expect(analyseContent(input("a".repeat(306), { settings: two }))).toMatchObject({
      segments: 2,
    });
    expect(analyseContent(input("a".repeat(307), { settings: two }))).toEqual({
      ok: false,
      refusal: "content_invalid",
      message: "The message needs 3 segments as gsm7; content.max_segments is 2. Shorten it.",
    });
    const typographic = `${"a".repeat(200)}’`;
    expect(analyseContent(input(typographic, { settings: two })).ok).toBe(false);
    const smart = settings({ max_segments: 2, smart_encoding: true });
    expect(analyseContent(input(typographic, { settings: smart }))).toMatchObject({ segments: 2 });
  });
});

test("costs are estimated where the destination has one", () => {
  const priced = settings({ cost_per_segment: { DE: 0.1 } });
  const cost = (country: string | null): unknown => {
    const answer = analyseContent(input("a".repeat(400), { settings: priced, country }));
    return answer.ok && answer.analysis.estimated_cost_units;
  };
  expect(cost("DE")).toBe(0.3);
  expect(cost("FR")).toBeNull();
  expect(cost(null)).toBeNull();
});

test("an answer keeps to its schema, agrees with the segments of what is sent, and warns in the order of the list", () => {
  const bodies = fc.oneof(gsmBody, wideBody, fc.string({ unit: "binary", maxLength: 100 }));
  const given = fc.record({
    encoding: fc.constantFrom("auto", "gsm7", "ucs2"),
    smart_encoding: fc.boolean(),
    trackedLinks: fc.nat(2),
  });
  const seen = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(bodies, given, (body, { smart_encoding, ...rest }) => {
      const answer = analyseContent(
        input(body, { settings: settings({ smart_encoding }), ...rest }),
      );
      seen[answer.ok ? "accepted" : "refused"] += 1;
      if (!answer.ok) return;
      const { analysis } = answer;
      expect(SmsContentAnalysis.parse(analysis)).toEqual(analysis);
      const { count, perSegmentLimit } = segmentsOf(answer.body, answer.encoding);
      expect(analysis.segment_count).toBe(count);
      expect(answer.segments).toBe(count);
      expect(analysis.per_segment_limit).toBe(perSegmentLimit);
      expect(analysis.encoding).toBe(answer.encoding);
      expect(analysis.body_length).toBe(Array.from(answer.body).length);
      expect(analysis.contains_non_gsm_characters).toBe(encodingOf(answer.body) === "ucs2");
      if (answer.replaced.length === 0) expect(answer.body).toBe(body);
      expect(analysis.warnings).toEqual(
        CONTENT_WARNINGS.filter((warning) => analysis.warnings.includes(warning)),
      );
    }),
    { seed: 22, numRuns: 1_500 },
  );
  expect(seen.accepted).toBeGreaterThan(500);
  expect(seen.refused).toBeGreaterThan(100);
});
