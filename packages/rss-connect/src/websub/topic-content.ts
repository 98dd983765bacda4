// A feed as the topic that its subscribers are sent: its own document, whole, and only what is for everybody.
import type { TenantId } from "@underclaim/runtime";
import { formatOf } from "../publication/addresses.ts";
import type { Library } from "../publication/library.ts";
import type { TopicContent } from "./hub/options.ts";

export async function topicContent(
  library: Library,
  tenant: TenantId,
  feedId: string,
): Promise<TopicContent | null> {
  const record = await library.record(tenant, feedId);
  if (record === null) return null;
  const view = {
    format: formatOf(record),
    ...(record.per_participant ? { participant: null } : {}),
  };
  const edition = (await library.edition(tenant, feedId, view))?.edition ?? null;
  if (edition === null) return null;
  const { body, etag } = edition.rendered.representations.identity;
  return {
    etag,
    body,
    contentType: edition.rendered.contentType,
    self: record.feed.feed_url,
    asOf: edition.asOf,
    targets: edition.targets,
    restricted: record.policy.require_authentication,
  };
}
