import { describe, expect, test } from "vitest";
import { FeedVisibility, FeedVisibilityPolicy } from "../../src/model/feed.ts";
import {
  DEFAULT_VISIBILITY_POLICIES,
  type VisibilityInput,
  visibilityProblems,
} from "../../src/model/visibility.ts";
import { sampleEntry } from "./samples.ts";

const enclosure = {
  url: "https://example.com/a.pdf",
  mime_type: "application/pdf",
  length_bytes: 1,
};

const input = (
  visibility: FeedVisibility,
  over: Partial<Omit<VisibilityInput, "policy">> & { policy?: Partial<FeedVisibilityPolicy> } = {},
): VisibilityInput => ({
  entry: sampleEntry(),
  content: {},
  payload_sensitivity: null,
  ...over,
  policy: { ...DEFAULT_VISIBILITY_POLICIES[visibility], ...over.policy },
});

const rules = (of: VisibilityInput): string[] => {
  const problems = visibilityProblems(of);
  for (const { subclass } of problems) expect(subclass).toBe("fail.visibility_policy_violation");
  return problems.map((one) => `${one.rule} ${one.field}`);
};

test("every visibility has a default policy of its own that §22's schema accepts", () => {
  for (const visibility of FeedVisibility.options) {
    const policy = FeedVisibilityPolicy.parse(DEFAULT_VISIBILITY_POLICIES[visibility]);
    expect(policy.visibility).toBe(visibility);
    expect(policy.require_authentication).toBe(visibility !== "public");
  }
});

describe("payload sensitivity", () => {
  test("§17.1's example, which declares nothing and carries only text and a link, is let in", () => {
    expect(rules(input("public"))).toEqual([]);
  });

  const carriers = {
    text: {},
    inline: { content: { inline_data: { a: 1 } } },
    enclosure: { entry: sampleEntry({ enclosures: [enclosure] }) },
  };
  test.each([
    ["public", "text", null, true],
    ["public", "text", "public", true],
    ["public", "text", "internal", false],
    ["public", "text", "confidential", false],
    ["public", "text", "restricted", false],
    ["public", "inline", null, false],
    ["public", "inline", "public", true],
    ["public", "enclosure", null, false],
    ["public", "enclosure", "public", true],
    ["public", "enclosure", "confidential", false],
    ["internal", "text", "internal", true],
    ["internal", "text", "confidential", false],
    ["internal", "enclosure", null, false],
    ["restricted", "enclosure", null, true],
    ["restricted", "inline", "confidential", true],
    ["private", "enclosure", null, true],
    ["private", "text", "confidential", true],
    ["private", "text", "top-secret", false],
  ] as const)(
    "a %s feed, %s of sensitivity %s: let in %s",
    (visibility, carrier, payload_sensitivity, ok) => {
      const found = rules(input(visibility, { ...carriers[carrier], payload_sensitivity }));
      expect(found.map((one) => one.split(" ")[0])).toEqual(ok ? [] : ["payload_sensitivity"]);
    },
  );

  test("what the feed's policy explicitly allows is let in", () => {
    const policy = { allowed_payload_sensitivity: ["public" as const, "confidential" as const] };
    expect(rules(input("public", { policy, payload_sensitivity: "confidential" }))).toEqual([]);
  });

  test("flags that are off refuse enclosures and inline data whatever they hold", () => {
    const policy = { allow_payload_enclosures: false, allow_inline_content: false };
    const of = { policy, ...carriers.enclosure, ...carriers.inline, payload_sensitivity: "public" };
    expect(rules(input("private", of))).toEqual([
      "payload_in_feed content.inline_data",
      "payload_in_feed enclosures",
    ]);
  });
});

describe("item visibility", () => {
  test.each([
    ["public", "private", false],
    ["public", "internal", false],
    ["internal", "restricted", false],
    ["restricted", "private", false],
    ["private", "public", true],
    ["restricted", "internal", true],
    ["public", "public", true],
  ] as const)("a %s feed takes a %s item: %s", (visibility, item_visibility, ok) => {
    expect(rules(input(visibility, { item_visibility })).length === 0).toBe(ok);
  });
});

describe("tokenized URLs", () => {
  const link = { link_id: "l", url: "https://portal.example.com/t/s3cret" };

  test.each([
    ["public", true, false],
    ["restricted", true, false],
    ["private", true, true],
    ["public", false, true],
    ["public", null, true],
  ] as const)("a %s feed, tokenized %s: let in %s", (visibility, tokenized, ok) => {
    const problems = visibilityProblems(
      input(visibility, { content: { action_links: [{ ...link, tokenized }] } }),
    );
    expect(problems.length === 0).toBe(ok);
    expect(JSON.stringify(problems)).not.toContain("s3cret");
  });

  test("an undeclared access token is found in link, description and enclosure", () => {
    const url = "https://x.example/a?access_token=s3cret";
    const entry = sampleEntry({
      canonical_url: url,
      summary: `<a href="${url}&amp;x=1">x</a>`,
      enclosures: [{ ...enclosure, url }],
    });
    const of = input("public", { entry, payload_sensitivity: "public" });
    expect(rules(of)).toEqual([
      "secret_in_url link",
      "secret_in_url description",
      "secret_in_url enclosures[0].url",
    ]);
    expect(JSON.stringify(visibilityProblems(of))).not.toContain("s3cret");
    expect(rules({ ...of, policy: { ...of.policy, allow_tokenized_urls: true } })).toEqual([]);
  });

  test("a URL declared to carry no token is believed", () => {
    const url = "https://x.example/a?token=public";
    const content = { action_links: [{ link_id: "l", url, tokenized: false }] };
    expect(rules(input("public", { entry: sampleEntry({ canonical_url: url }), content }))).toEqual(
      [],
    );
  });
});
