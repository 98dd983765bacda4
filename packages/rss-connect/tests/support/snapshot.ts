import type { Doc, Key, Read, Snapshot } from "@underclaim/runtime";
import type { AdapterActionRequest } from "@underclaim/contract";
import type { ActionDefinition, Plan, PlanContext } from "@underclaim/runtime";
import { seededIds } from "@underclaim/runtime/testing";
import type { RssNativeType } from "../../src/native/types.ts";

export const NOW = Date.UTC(2026, 0, 1, 12);

const context: PlanContext = {
  tenant: "default",
  now: NOW,
  ids: seededIds(1),
  operation: "rssop_abc",
};

const name = (key: Key): string => JSON.stringify(key);

/** Documents by key, as a plan sees them: what it did not ask for is an error. */
export class FakeDocuments {
  readonly #texts = new Map<string, Doc>();
  readonly #bound = new Set<string>();

  put(key: Key, text: string, version = 1): this {
    this.#texts.set(name(key), { key, text, version, dueAt: null });
    return this;
  }

  delete(key: Key): this {
    this.#texts.delete(name(key));
    return this;
  }

  bind(refValue: string): this {
    this.#bound.add(refValue);
    return this;
  }

  load(reads: readonly Read[]): Snapshot {
    const asked = new Set(reads.map((read) => ("doc" in read ? name(read.doc) : "")));
    const doc = (key: Key): Doc | null => {
      if (!asked.has(name(key))) throw new Error(`${name(key)} was not asked for.`);
      return this.#texts.get(name(key)) ?? null;
    };
    return {
      doc,
      wasRead: (key) => asked.has(name(key)),
      range: ({ prefix, limit }) =>
        [...this.#texts.values()]
          .filter(({ key }) => prefix.every((part, index) => key[index] === part))
          .slice(0, limit),
      count: (prefix) =>
        [...this.#texts.values()].filter(({ key }) =>
          prefix.every((part, index) => key[index] === part),
        ).length,
      operation: () => null,
      ref: ({ ref_value }) => (this.#bound.has(ref_value) ? "rssop_other" : null),
      idempotency: () => null,
    };
  }
}

/** Reads as the engine does, until nothing new is asked for, then plans. */
export function planned(
  definition: ActionDefinition<RssNativeType>,
  request: AdapterActionRequest,
  documents: FakeDocuments,
  at: PlanContext = context,
): Plan<RssNativeType> {
  let snapshot: Snapshot | null = null;
  for (let asked = -1; ;) {
    const reads: readonly Read[] = definition.reads?.(request, snapshot, at) ?? [];
    if (reads.length === asked && snapshot !== null) return definition.plan(request, snapshot, at);
    asked = reads.length;
    snapshot = documents.load(reads);
  }
}
