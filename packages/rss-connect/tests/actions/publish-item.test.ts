import type { AcceptPlan, RefusePlan } from "@underclaim/runtime";
import { describe, expect, it } from "vitest";
import { publishItem } from "../../src/actions/publish-item.ts";
import { guidKey, itemKey, type ItemRecord } from "../../src/publication/documents.ts";
import { content, publish } from "../support/requests.ts";
import { documentsWith, feedRecord, itemRecord } from "../support/records.ts";
import { FakeDocuments, planned } from "../support/snapshot.ts";

const feed = feedRecord();
const plan = (request = publish(), documents = documentsWith(feed)) =>
  planned(publishItem(), request, documents);
const accepted = (...args: Parameters<typeof plan>) => plan(...args) as AcceptPlan;
const refused = (...args: Parameters<typeof plan>) => plan(...args) as RefusePlan;
const written = ({ docs }: AcceptPlan) => {
  const [first] = docs ?? [];
  return JSON.parse(first !== undefined && "put" in first ? first.text : "null") as ItemRecord;
};

describe("a plan to publish", () => {
  it("writes the item and takes its GUID in the accepting commit itself", () => {
    const made = accepted();
    expect(made).toMatchObject({
      kind: "accept",
      state: "accepted",
      subject: "item_abc",
      dispatch: null,
    });
    expect(made.docs).toEqual([
      expect.objectContaining({ put: itemKey("example", "item_abc") }),
      {
        put: guidKey("example", "tag:example.com,2025-01-01:example/item_abc"),
        text: "item_abc",
        person: null,
      },
    ]);
    expect(made.guards).toContainEqual({
      doc: guidKey("example", "tag:example.com,2025-01-01:example/item_abc"),
      version: 0,
    });
    expect(made.natives.map(({ type, dedupeKey }) => [type, dedupeKey])).toEqual([
      ["item.published", "rssop_abc:item.published"],
    ]);
  });

  it("is the same for the same request, snapshot and context", () => {
    const request = publish();
    expect(accepted(request)).toEqual(accepted(request));
  });

  it("keeps title, text and first link as the item shows them, and the correlation for later fetches", () => {
    const link = {
      link_id: "l",
      purpose: "open_action_surface",
      url: "https://portal.example.com/a",
      tokenized: false,
    };
    const record = written(
      accepted(publish({ participant_id: "p1", content: content({ action_links: [link] }) })),
    );
    expect(record.entry).toMatchObject({
      title: "New document available",
      summary: "<p>A new document is available in the portal.</p>",
      canonical_url: "https://portal.example.com/a",
      published_at: "2026-01-01T12:00:00.000Z",
    });
    expect(record.correlation).toMatchObject({
      coordination_case_id: "case_1",
      participant_id: "p1",
      adapter_operation_id: "rssop_abc",
    });
  });

  it("tags the item with its participant, so that erasure finds it", () => {
    expect(accepted(publish({ participant_id: "p1" })).docs?.[0]).toMatchObject({ person: "p1" });
  });

  it("uses a GUID of the caller's byte for byte", () => {
    const made = accepted(
      publish({ parameters: { guid: "urn:uuid:6E8BC430-9C3A-11D9-9669-0800200C9A66" } }),
    );
    expect(written(made).item.guid_or_id).toBe("urn:uuid:6E8BC430-9C3A-11D9-9669-0800200C9A66");
  });

  it("says whether fetches of the feed are observed, since silence means something else where they are not", () => {
    expect(
      accepted(publish(), documentsWith(feedRecord({ observe_fetches: false }))).natives[0]?.data,
    ).toMatchObject({
      fetch_observation: "unavailable",
    });
  });
});

describe("a feed is the target", () => {
  it.each([
    ["by its address", { endpoint_type: "rss_feed", value: "https://example.com/feed.xml" }],
    [
      "by its address in another spelling",
      { endpoint_type: "rss_feed", value: "HTTPS://EXAMPLE.com:443/feed.xml" },
    ],
    ["by its endpoint id", { endpoint_type: "rss_feed", endpoint_id: "example" }],
  ])("%s", (_how, target_endpoint) => {
    expect(accepted(publish({ target_endpoint }))).toMatchObject({
      kind: "accept",
      endpoint: { endpoint_id: "example", endpoint_type: "rss_feed" },
    });
  });

  it.each([
    ["no target", null, "target_endpoint", /names no feed/],
    [
      "an unknown address",
      { endpoint_type: "rss_feed", value: "https://example.com/other.xml?k=1" },
      "target_endpoint",
      /No feed is registered for https:\/\/example\.com\/…/,
    ],
    [
      "an unknown id",
      { endpoint_type: "rss_feed", endpoint_id: "other" },
      "target_endpoint",
      /No feed is registered/,
    ],
    [
      "an endpoint of another type",
      { endpoint_type: "webhook_url", endpoint_id: "example" },
      "target_endpoint.endpoint_type",
      /webhook_url/,
    ],
  ])("and not %s: there is no publication surface", (_what, target_endpoint, field, message) => {
    const made = refused(publish({ target_endpoint }));
    expect(made.natives.map(({ type }) => type)).toEqual(["item.refused.no_surface"]);
    expect(made.error.message).toMatch(message);
    expect(made.error.details).toMatchObject({
      problems: [{ field, subclass: "fail.publish_failed" }],
    });
  });

  it("and not where nothing is registered at all", () => {
    expect(plan(publish(), new FakeDocuments()).kind).toBe("refuse");
  });
});

describe("a plan to publish is refused", () => {
  const standing = itemRecord("item_1");

  it.each([
    [
      "a GUID that another item has",
      publish({ parameters: { guid: "guid-item_1" } }),
      "item.refused.guid",
      "parameters.guid",
    ],
    [
      "a GUID with white space",
      publish({ parameters: { guid: "a b" } }),
      "item.refused.guid",
      "parameters.guid",
    ],
    [
      "an empty GUID",
      publish({ parameters: { guid: "" } }),
      "item.refused.guid",
      "parameters.guid",
    ],
    [
      "a canonical URL that is none",
      publish({ parameters: { canonical_url: "portal/abc" } }),
      "item.refused.url",
      "parameters.canonical_url",
    ],
    [
      "a payload without an id",
      publish({ payload_ref: { ref_type: "coordination_payload", ref_id: " " } }),
      "item.refused.payload_reference",
      "payload_ref.ref_id",
    ],
    [
      "content without title and text",
      publish({ content: content({ subject: null, body_text: null }) }),
      "item.refused.render_failed",
      "title",
    ],
    [
      "an item more private than the feed",
      publish({ parameters: { visibility: "private" } }),
      "item.refused.visibility",
      "parameters.visibility",
    ],
    [
      "a confidential payload",
      publish({ policy_context: { payload_sensitivity: "confidential" } }),
      "item.refused.visibility",
      "policy_context.payload_sensitivity",
    ],
    ["a template", publish({ template_ref: "t1" }), "item.refused.unsupported", "template_ref"],
    [
      "a date that is none",
      publish({ parameters: { published_at: "yesterday" } }),
      "item.refused.render_failed",
      "parameters.published_at",
    ],
  ])("for %s, naming the field and what to do", (_what, request, type, field) => {
    const made = refused(request, documentsWith(feed, standing));
    expect(made.kind).toBe("refuse");
    expect(made.natives.map((native) => native.type)).toEqual([type]);
    const { problems } = made.error.details as { problems: { field: string; remedy: string }[] };
    expect(problems[0]).toMatchObject({ field, remedy: expect.stringMatching(/\.$/) });
  });

  it("and names each field by the path it was sent under, in the message as well", () => {
    const parameters = {
      guid: "a\u0000b",
      canonical_url: "javascript:0",
      authors: ["a\u0000b"],
      categories: [{ term: "a\u0000b" }],
      enclosures: [{ url: "ftp://example.com/a", mime_type: "text/plain", length_bytes: 1 }],
      published_at: "yesterday",
      visibility: "private",
    };
    const { details } = refused(publish({ parameters })).error;
    const { problems } = details as { problems: { field: string; message: string }[] };
    const named = new Set(problems.map(({ field }) => field.split(/[[.]/).slice(0, 2).join(".")));
    expect([...named].toSorted()).toEqual(
      Object.keys(parameters)
        .map((name) => `parameters.${name}`)
        .toSorted(),
    );
    for (const { message } of problems)
      expect(message).not.toMatch(
        /^(guid|canonical_url|authors|categories|enclosures|published_at)/,
      );
  });

  it("for a payload that the item itself would carry: a failed delivery", () => {
    const enclosure = {
      url: "https://example.com/a.pdf",
      mime_type: "application/pdf",
      length_bytes: 1,
      payload_ref: { ref_type: "coordination_payload", ref_id: " " },
    };
    const made = refused(
      publish({
        parameters: { enclosures: [enclosure] },
        policy_context: { payload_sensitivity: "public" },
      }),
    );
    expect(made.natives.map(({ type }) => type)).toEqual(["item.refused.payload_enclosure"]);
  });

  it("when the feed is full, and not before", () => {
    const full = feedRecord({ max_items: 2 });
    const one = itemRecord("item_1");
    const two = itemRecord("item_2");
    expect(plan(publish(), documentsWith(full, one)).kind).toBe("accept");
    const made = refused(publish(), documentsWith(full, one, two));
    expect(made.error).toMatchObject({
      code: "feed_full",
      message: expect.stringMatching(/2 items.*Remove/s),
    });
    expect(made.natives.map(({ type }) => type)).toEqual(["item.refused.feed_invalid"]);
  });
});
