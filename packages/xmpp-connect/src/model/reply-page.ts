// The replies to a message among its events, a page at a time.

export interface ReplyEvent {
  readonly event_id: string;
  readonly adapter_event_type: string;
}

export interface ReplyPage<Event> {
  readonly replies: readonly { readonly event: Event; readonly kind: string }[];
  /** What the next page comes after; null: there is none yet. */
  readonly next: string | null;
}

/** Of a word to the account, or of an occupant's to the room. */
const FAMILIES = ["inbound.", "room.reply."];

/** Null: it is no reply. */
function kindOf(type: string): string | null {
  const family = FAMILIES.find((each) => type.startsWith(each));
  return family === undefined ? null : type.slice(family.length);
}

/** Null: no reply of this message is called `after`. */
export function replyPage<Event extends ReplyEvent>(
  events: readonly Event[],
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): ReplyPage<Event> | null {
  const all = events.flatMap((event) => {
    const kind = kindOf(event.adapter_event_type);
    return kind === null ? [] : [{ event, kind }];
  });
  const before = after === undefined ? -1 : all.findIndex(({ event }) => event.event_id === after);
  if (after !== undefined && before < 0) return null;
  const replies = all.slice(before + 1, before + 1 + limit);
  const more = before + 1 + limit < all.length;
  return { replies, next: more ? (replies.at(-1)?.event.event_id ?? null) : null };
}
