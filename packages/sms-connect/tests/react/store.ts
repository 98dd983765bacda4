import type {
  Doc,
  DocWrite,
  Key,
  NativeDraft,
  OperationId,
  ReactContext,
  Reactor,
  Snapshot,
  Target,
} from "@underclaim/runtime";
import type { SmsNative } from "../../src/native/types.ts";

const name = (key: Key): string => JSON.stringify(key);

/** Documents in memory, and reactions on them: as the runtime does it, one after the other. */
export class Documents {
  readonly #docs = new Map<string, Doc>();

  readonly #ended = new Set<OperationId>();

  /** Whether something is still waited for. */
  waits(operation: OperationId): boolean {
    return !this.#ended.has(operation);
  }

  get(key: Key): Doc | null {
    return this.#docs.get(name(key)) ?? null;
  }

  write(write: DocWrite): void {
    if ("delete" in write) {
      this.#docs.delete(name(write.delete));
      return;
    }
    const version = (this.get(write.put)?.version ?? 0) + 1;
    const { put: key, text, dueAt = null } = write;
    this.#docs.set(name(key), { key, version, text, dueAt });
  }

  react(
    reactor: Reactor<SmsNative> | undefined,
    native: NativeDraft<SmsNative>,
    targets: readonly Target[],
    now = 0,
  ): void {
    if (reactor === undefined) return;
    const read = new Set(
      (reactor.reads?.(native, targets, null) ?? []).flatMap((each) =>
        "doc" in each ? [name(each.doc)] : [],
      ),
    );
    const snapshot = {
      doc: (key: Key) => {
        if (!read.has(name(key))) throw new Error(`${name(key)} was not asked for.`);
        return this.get(key);
      },
    } as Snapshot;
    const context: ReactContext = { tenant: "t", now, ids: { next: (prefix) => `${prefix}_1` } };
    const {
      guards = [],
      docs = [],
      deadlines = [],
    } = reactor.react(native, targets, snapshot, context);
    for (const operation of deadlines) this.#ended.add(operation);
    for (const guard of guards)
      if ("doc" in guard && (this.get(guard.doc)?.version ?? 0) !== guard.version)
        throw new Error("A guard failed.");
    for (const doc of docs) this.write(doc);
  }

  /** Documents of a collection that are due; due no more afterwards. */
  due(collection: string, now = 0): readonly Doc[] {
    const found = [...this.#docs.values()].filter(
      ({ key, dueAt }) => key[0] === collection && dueAt !== null && dueAt <= now,
    );
    for (const { key, text } of found) this.write({ put: key, text });
    return found;
  }
}

export const targetOf = (operation: string): Target => ({
  subject: "sms_1",
  operation,
  method: "reference",
  correlation: { correlation_id: "c", coordination_case_id: "case", external_refs: [] },
});
