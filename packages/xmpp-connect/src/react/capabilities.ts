// What is remembered of what clients can: for the plan of a message that demands a receipt or a marker.
import type { Reactor } from "@underclaim/runtime";
import type { XmppKit } from "../kit.ts";
import type { KnownCapabilities } from "../model/capabilities.ts";
import { capabilitiesKey } from "../model/documents.ts";
import type { XmppNative } from "../native/types.ts";

/** Clients that one account can have, more than any does. */
const MOST_RESOURCES = 32;

const told = (data: Readonly<Record<string, unknown>> | undefined) => {
  const { account, peer, resource } = data ?? {};
  return typeof account === "string" && typeof peer === "string" && typeof resource === "string"
    ? { key: capabilitiesKey(account, peer), peer, resource }
    : null;
};

const remember = (kit: XmppKit): Reactor<XmppNative> => ({
  reads: ({ data }) => {
    const about = told(data);
    return about === null ? [] : [{ doc: about.key }];
  },
  react({ data, occurredAt }, _targets, snapshot, { now }) {
    const about = told(data);
    if (about === null) return {};
    const doc = snapshot.doc(about.key);
    const before = doc === null ? {} : (JSON.parse(doc.text) as KnownCapabilities).resources;
    const one = {
      receipts: data?.["receipts"] === true,
      markers: data?.["markers"] === true,
      at: occurredAt ?? now,
    };
    const newest = Object.entries({ ...before, [about.resource]: one })
      .toSorted(([, a], [, b]) => b.at - a.at)
      .slice(0, MOST_RESOURCES);
    const known: KnownCapabilities = { resources: Object.fromEntries(newest) };
    return {
      guards: [{ doc: about.key, version: doc?.version ?? 0 }],
      docs: [
        {
          put: about.key,
          text: JSON.stringify(known),
          dueAt: now + kit.settings.presence.keep_for,
          person: about.peer,
        },
      ],
    };
  },
});

export const capabilityReactions = (
  kit: XmppKit,
): Readonly<Partial<Record<XmppNative, Reactor<XmppNative>>>> => ({
  "capabilities.told": remember(kit),
});
