import {
  principalOf,
  sendJson,
  sendNotFound,
  type RouteTools,
  type Store,
} from "@underclaim/runtime";
import { z } from "zod";
import { FEED_FORMATS } from "../model/feed.ts";
import { FORMATS } from "../model/formats.ts";
import type { FeedLimits } from "../model/limits.ts";
import type { Addresses } from "../publication/addresses.ts";
import { currentContents } from "../publication/contents.ts";
import type { Library } from "../publication/library.ts";
import { viewOf } from "../publication/views.ts";

export interface ValidateFeedOptions {
  readonly store: Pick<Store, "load">;
  readonly library: Library;
  readonly addresses: Addresses;
  readonly limits: FeedLimits;
}

const Problem = z.strictObject({
  format: z.enum(FEED_FORMATS),
  rule: z.string(),
  field: z.string(),
  line: z
    .int()
    .nullable()
    .describe("In the rendered document, from 1; null: it is wrong before it is rendered."),
  message: z.string(),
  remedy: z.string(),
});
const ValidateBody = z.strictObject({
  format: z.enum(FEED_FORMATS).optional().describe("Default: every format; of a document, rss2."),
  document: z
    .string()
    .max(8_388_608)
    .optional()
    .describe("Checked in place of the feed as it stands; nothing is published."),
});
const Validated = z.strictObject({ valid: z.boolean(), problems: z.array(Problem) });
export function validateFeedRoute(
  { route }: RouteTools,
  { store, library, addresses, limits }: ValidateFeedOptions,
): void {
  route({
    method: "POST",
    path: "/feeds/:feed_id/validate",
    access: "actions:read",
    summary: "Check the feed as it stands, or a document, before publication (§15).",
    params: z.strictObject({ feed_id: z.string().min(1).max(64) }),
    body: ValidateBody,
    replies: {
      200: { description: "What is wrong with it.", schema: Validated },
      404: { description: "Nothing of that name.", contentType: "application/problem+json" },
    },
    async handler(request, reply) {
      const { tenant } = principalOf(request);
      const { feed_id: feedId } = request.params;
      const record = await library.record(tenant, feedId);
      if (record === null) return sendNotFound(reply);
      const { format, document } = request.body;
      const contents = await currentContents(store, tenant, record);
      // Says what is news of its validity: the evidence is of what is served.
      if (document === undefined) await library.edition(tenant, feedId);
      const formats =
        format !== undefined
          ? [format]
          : document === undefined
            ? FEED_FORMATS
            : (["rss2"] as const);
      const problems = formats.flatMap((one) => {
        const shown = viewOf(contents, { format: one }, { tenant, record, addresses }) ?? contents;
        const found =
          document === undefined
            ? problemsOf(FORMATS[one].render(shown.model, limits))
            : FORMATS[one].check(new TextEncoder().encode(document));
        return found.map(({ rule, field, message, remedy, line }) => ({
          format: one,
          rule,
          field,
          line: line ?? null,
          message,
          remedy,
        }));
      });
      return sendJson(reply, 200, { valid: problems.length === 0, problems });
    },
  });
}

const problemsOf = (rendering: ReturnType<(typeof FORMATS)["rss2"]["render"]>) =>
  rendering.ok ? [] : rendering.problems;
