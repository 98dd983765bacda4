import { describe, expect, test } from "vitest";
import { admitItem, type AdmissionContext } from "../../src/model/admit.ts";
import type { EntryInput } from "../../src/model/entry.ts";
import { DEFAULT_VISIBILITY_POLICIES } from "../../src/model/visibility.ts";

const context: AdmissionContext = {
  site_url: "https://example.com/",
  policy: DEFAULT_VISIBILITY_POLICIES.public,
  activeGuids: new Set(["taken"]),
  payload_ref: { ref_type: "coordination_payload", ref_id: "payload_777" },
  payload_sensitivity: null,
  now: "2026-01-01T12:00:00Z",
};

/** RssAdapterSpecification §17.1. */
const example: EntryInput = {
  item_id: "item_1",
  guid: "g1",
  content: {
    subject: "New document available",
    body_text: "A new document is available in the portal.",
    action_links: [
      { link_id: "portal_link", url: "https://portal.example.com/access/abc", tokenized: false },
    ],
  },
  published_at: "2026-01-01T12:00:00Z",
};

test("the specification's example is admitted without loss", () => {
  expect(admitItem(example, context)).toMatchObject({ problems: [], losses: [] });
});

describe("the refusals of §12.1", () => {
  const content = example.content;
  test.each<[string, Partial<EntryInput>, Partial<AdmissionContext>, string]>([
    ["invalid XML", { content: { subject: "a\u0000" } }, {}, "fail.feed_invalid"],
    ["an invalid GUID", { guid: "urn:x:1" }, {}, "fail.invalid_guid_or_id"],
    ["a duplicate GUID", { guid: "taken" }, {}, "fail.invalid_guid_or_id"],
    ["an invalid canonical URL", { canonical_url: "nowhere" }, {}, "fail.invalid_url"],
    [
      "an expired action link",
      {
        content: {
          ...content,
          action_links: [
            { link_id: "l", url: "https://example.com/", expires_at: "2025-01-01T00:00:00Z" },
          ],
        },
      },
      {},
      "fail.invalid_url",
    ],
    [
      "an invalid payload reference",
      {},
      { payload_ref: { ref_type: "t", ref_id: "1", uri: "nowhere" } },
      "fail.payload_reference_invalid",
    ],
    ["nothing to render", { content: {} }, {}, "fail.item_render_failed"],
    ["a private item", {}, { item_visibility: "private" }, "fail.visibility_policy_violation"],
    [
      "a confidential payload",
      {},
      { payload_sensitivity: "confidential" },
      "fail.visibility_policy_violation",
    ],
  ])("%s gives exactly one problem", (_, input, over, subclass) => {
    const { problems } = admitItem({ ...example, ...input }, { ...context, ...over });
    expect(problems).toMatchObject([{ subclass }]);
  });
});

test("all reasons are told at once", () => {
  const { problems } = admitItem(
    { ...example, guid: "", canonical_url: "x", content: { subject: "\u0001" } },
    { ...context, payload_sensitivity: "internal" },
  );
  expect(problems.map((one) => one.rule)).toEqual([
    "url_scheme",
    "xml_character",
    "payload_sensitivity",
    "guid",
  ]);
});
