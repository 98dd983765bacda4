// STOP, where it is configured to mean something (§17), and what is remembered of presence (§15).
import type { ProviderRef } from "@underclaim/contract";
import { timestamp, type Doc, type Reactor } from "@underclaim/runtime";
import type { XmppKit } from "../kit.ts";
import { presenceKey, stoppedKey, suppressionKey } from "../model/documents.ts";
import { own } from "../native/own.ts";
import { clientRef } from "../native/references.ts";
import type { ActorKind, XmppDraft, XmppNative } from "../native/types.ts";

const ACTORS: readonly ActorKind[] = ["known", "delegated", "unknown"];

/** What becomes the event that the address is suppressed: the table cannot know what is configured. */
interface Stopped {
  readonly peer: string;
  readonly key: string;
  readonly operation: string | null;
  readonly refs: readonly ProviderRef[];
}

/** From the commit of a STOP on nothing is sent to the address. */
const suppress: Reactor<XmppNative> = {
  urgent: true,
  react: ({ data = {}, dedupeKey, refs }, targets, _snapshot, { now }) => {
    const { peer } = data;
    if (typeof peer !== "string") return {};
    const text = JSON.stringify({ by: "participant", reason: "stop", since: timestamp(now) });
    const operation = targets.find((target) => target.operation)?.operation ?? null;
    const stopped: Stopped = { peer, key: dedupeKey, operation, refs };
    return {
      docs: [
        { put: suppressionKey(peer), text },
        { put: stoppedKey(dedupeKey), text: JSON.stringify(stopped), dueAt: now },
      ],
    };
  },
};

function suppressedByStop({ text }: Doc): readonly XmppDraft[] {
  const { peer, key, operation, refs } = JSON.parse(text) as Stopped;
  const told = { reason: "stop" };
  return [
    {
      ...own("endpoint.suppressed", operation ?? peer, {
        data: { ...told, peer },
        metadata: told,
      }),
      dedupeKey: `${key}:endpoint.suppressed`,
      evidenceKey: `${key}:endpoint.suppressed`,
      refs: [...(operation === null ? [] : [clientRef(operation)]), ...refs],
      awaits: false,
    },
  ];
}

export const standingTimers: Readonly<Record<string, (doc: Doc) => readonly XmppDraft[]>> = {
  stopped: suppressedByStop,
};

export interface KnownPresence {
  /** By the pseudonym of the full JID; "" where there is no resource. */
  readonly resources: Readonly<
    Record<
      string,
      {
        readonly availability: string;
        readonly priority: number;
        readonly status: string | null;
        readonly at: number;
      }
    >
  >;
  readonly jid: string;
  readonly subscription: string | null;
}
/** Resources that one account can have at once, more than any does. */
const MOST_RESOURCES = 32;

/** What is told of the account as a whole (RFC 6121 §4.3.2) is told of every resource, and a resource is newer than it. */
const othersOf = (before: KnownPresence["resources"], name: string): KnownPresence["resources"] =>
  name === "" ? {} : Object.fromEntries(Object.entries(before).filter(([each]) => each !== ""));

const remember = (kit: XmppKit): Reactor<XmppNative> => ({
  reads: ({ data = {} }) => {
    const { account, peer } = data;
    return typeof account === "string" && typeof peer === "string"
      ? [{ doc: presenceKey(account, peer) }]
      : [];
  },
  react(native, _targets, snapshot, { now }) {
    const { account, peer, resource, availability, priority, subscription } = native.data ?? {};
    if (typeof account !== "string" || typeof peer !== "string") return {};
    const key = presenceKey(account, peer);
    const doc = snapshot.doc(key);
    const before = doc === null ? {} : (JSON.parse(doc.text) as KnownPresence).resources;
    const status = native.unkept?.["status"];
    const name = typeof resource === "string" ? resource : "";
    const resources = {
      ...othersOf(before, name),
      [name]: {
        availability: typeof availability === "string" ? availability : "unknown",
        priority: Number(priority ?? 0),
        status: typeof status === "string" ? status : null,
        at: native.occurredAt ?? now,
      },
    };
    const newest = Object.entries(resources)
      .toSorted(([, a], [, b]) => b.at - a.at)
      .slice(0, MOST_RESOURCES);
    const known: KnownPresence = {
      resources: Object.fromEntries(newest),
      jid: native.endpoint?.value ?? "",
      subscription: typeof subscription === "string" ? subscription : null,
    };
    return {
      guards: [{ doc: key, version: doc?.version ?? 0 }],
      docs: [
        {
          put: key,
          text: JSON.stringify(known),
          // Presence history is not kept longer than is needed (§28).
          dueAt: now + kit.settings.presence.keep_for,
          person: peer,
        },
      ],
    };
  },
});

/** What is remembered of a contact's presence says how the roster has it; who is no contact any more has none to see. */
const resubscribe: Reactor<XmppNative> = {
  reads: ({ data = {} }) => {
    const { account, peer } = data;
    return typeof account === "string" && typeof peer === "string"
      ? [{ doc: presenceKey(account, peer) }]
      : [];
  },
  react({ data = {} }, _targets, snapshot) {
    const { account, peer, subscription, removed } = data;
    if (typeof account !== "string" || typeof peer !== "string") return {};
    const key = presenceKey(account, peer);
    const doc = snapshot.doc(key);
    if (doc === null) return {};
    const guards = [{ doc: key, version: doc.version }];
    if (removed === true) return { guards, docs: [{ delete: key }] };
    const known: KnownPresence = {
      ...(JSON.parse(doc.text) as KnownPresence),
      subscription: typeof subscription === "string" ? subscription : null,
    };
    return {
      guards,
      docs: [{ put: key, text: JSON.stringify(known), dueAt: doc.dueAt, person: peer }],
    };
  },
};

export const standingReactions = (
  kit: XmppKit,
): Readonly<Partial<Record<XmppNative, Reactor<XmppNative>>>> => ({
  "presence.noted": remember(kit),
  "roster.changed": resubscribe,
  ...(kit.settings.stop.suppresses
    ? Object.fromEntries(ACTORS.map((actor) => [`inbound.stop.${actor}`, suppress]))
    : {}),
});

/** Documents of these are deleted when they fall due. */
export const EXPIRING = ["presence", "capabilities", "covered", "stopped"] as const;
