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
  const type: XmppNative =
    answer.kind === "refused"
      ? `pubsub.${answer.because}`
      : found && answer.by === undefined
        ? "pubsub.found"
        : doneBy(publication, answer);
  if (answer.kind === "done" && answer.by === "own_component")
    return {
      ...own(type, operation, { data: told, metadata: told }),
      nativeType: "pubsub_item_published",
      nativeStatus: "stored",
    };
  return {
    ...own(type, operation, { data: told, metadata: told }),
    source: "xmpp.server",
    nativeType: answer.kind === "refused" ? "pubsub_error" : "pubsub_item_published",
    nativeStatus: answer.kind === "refused" ? answer.condition : "result",
    observation: { source_type: "provider_api", source_confidence: "high" },
  };
}

const doneBy = ({ kind }: Publication, { by }: Extract<Published, { kind: "done" }>): XmppNative =>
  kind === "retract"
    ? "pubsub.retracted"
    : by === "own_component"
      ? "pubsub.stored"
      : "pubsub.published";
