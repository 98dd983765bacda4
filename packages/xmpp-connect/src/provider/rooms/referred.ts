// Which of a room's messages are others': what names one of these is about nothing of ours, and goes no further. Of what names a
// message that nobody here has seen only so much goes on as people say of old messages, whoever floods the room.
import type { Instant } from "@underclaim/runtime";
import { NS } from "../../model/namespaces.ts";
import { child, textOfElement, type XmlElement } from "../../model/xml.ts";

/** The newest of a room; what names an older one is judged like what names a message from before the session. */
const MOST = 256;
/** At once, and again each so long. */
const BUDGET = { most: 64, everyMs: 1_000 };
const MARKERS = ["displayed", "acknowledged"];

export class Referred {
  readonly #ours = new Set<string>();
  readonly #others = new Set<string>();
  #left = BUDGET.most;
  #countedAt: Instant = 0;

  /** @param archiveId the room's own id of a message, which no occupant can choose (XEP-0359) */
  saw(archiveId: string | null, message: XmlElement, own: boolean): void {
    if (own) remember(this.#ours, message.attributes["id"]);
    if (own) remember(this.#ours, threadIn(message) ?? undefined);
    remember(own ? this.#ours : this.#others, archiveId ?? undefined);
  }

  /** Whether what a message says of another may be about one of ours. */
  mayConcernUs(message: XmlElement, now: Instant): boolean {
    const named = namedIn(message);
    if (named === null || this.#ours.has(named)) return true;
    return !this.#others.has(named) && this.#spends(now);
  }

  #spends(now: Instant): boolean {
    const earned = Math.floor((now - this.#countedAt) / BUDGET.everyMs);
    if (earned > 0) {
      this.#left = Math.min(BUDGET.most, this.#left + earned);
      this.#countedAt = now;
    }
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }
}

/** The message that a marker or an answer is about (XEP-0333, XEP-0461), else the thread. Null: it names none. */
function namedIn(message: XmlElement): string | null {
  for (const name of MARKERS) {
    const marker = child(message, name, NS.markers);
    if (marker !== null) return marker.attributes["id"] ?? null;
  }
  return child(message, "reply", NS.reply)?.attributes["id"] ?? threadIn(message);
}

const threadIn = (message: XmlElement): string | null =>
  textOfElement(child(message, "thread", NS.client)).trim() || null;

function remember(ids: Set<string>, id: string | undefined): void {
  if (id === undefined || id.length > 512) return;
  ids.add(id);
  const [oldest] = ids;
  if (ids.size > MOST && oldest !== undefined) ids.delete(oldest);
}
