// What the service answered to a publication of ours.
import type { Publication, Published } from "../../pubsub/port.ts";
import { own } from "../own.ts";
import type { XmppDraft, XmppNative } from "../types.ts";

export function publishedNative(
  operation: string,
  publication: Publication,
  answer: Published,
  found: boolean,
): XmppDraft {
  const told = {
    item_id: publication.itemId,
    ...(answer.kind === "refused" ? { condition: answer.condition } : {}),
  };
  const done = publication.kind === "retract" ? "pubsub.retracted" : "pubsub.published";
  const type: XmppNative =
    answer.kind === "refused" ? `pubsub.${answer.because}` : found ? "pubsub.found" : done;
  return {
    ...own(type, operation, { data: told, metadata: told }),
    source: "xmpp.server",
    nativeType: answer.kind === "refused" ? "pubsub_error" : "pubsub_item_published",
    nativeStatus: answer.kind === "refused" ? answer.condition : "result",
    observation: { source_type: "provider_api", source_confidence: "high" },
  };
}
