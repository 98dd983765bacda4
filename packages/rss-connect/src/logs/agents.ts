// The same user agents come again and again: who each is, is found once.
import type { ClassifiedConsumer } from "../native/consumers/classification.ts";
import { consumerClassifier, MAX_USER_AGENT } from "../native/consumers/classify.ts";
import { byteCache, type ByteLookup } from "./byte-tables.ts";
import { agentText } from "./parse/nginx.ts";

/** Bounded, and free of the text and bytes that agents were cut from. */
export interface Agents {
  readonly ofText: (userAgent: string) => ClassifiedConsumer;
  /** As nginx writes it. */
  readonly ofBytes: ByteLookup<ClassifiedConsumer>;
}

const REMEMBERED = 10_000;
const SLOTS = 16_384;

export function createAgents(): Agents {
  const classify = consumerClassifier(REMEMBERED);
  let known = new Map<string, ClassifiedConsumer>();
  const ofText: Agents["ofText"] = (whole) => {
    const userAgent = whole.length > MAX_USER_AGENT ? whole.slice(0, MAX_USER_AGENT) : whole;
    const found = known.get(userAgent);
    if (found !== undefined) return found;
    if (known.size >= REMEMBERED) known = new Map();
    const own = Buffer.from(userAgent).toString();
    const made = classify({ userAgent: own === "" ? null : own });
    known.set(own, made);
    return made;
  };
  return { ofText, ofBytes: byteCache(SLOTS, (name) => ofText(agentText(name.toString()))) };
}
