import type { Ids } from "@underclaim/runtime";
import type { Conversation } from "../model/documents.ts";

/** Of an identifier's 26 characters those after the time. */
const RANDOM_TAIL = 16;

/** More than 128 random bits: a receipt for it shows that whoever sends it has seen it. */
export const newStanzaId = (ids: Ids): string =>
  // Joined and not added: it goes into much that is written as JSON, which is slow with concatenated texts.
  [ids.next("m"), ids.next("").slice(-RANDOM_TAIL)].join("");

/** How many messages of one conversation a reply may be about, and a cumulative marker may reach. */
const REMEMBERED = 16;

export function remembering(
  text: string | undefined,
  sent: Conversation["recent"][number],
): Conversation {
  const { recent } = text === undefined ? { recent: [] } : (JSON.parse(text) as Conversation);
  return { recent: [sent, ...recent].slice(0, REMEMBERED) };
}
