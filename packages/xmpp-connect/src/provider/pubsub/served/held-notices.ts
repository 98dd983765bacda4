// Notifications that are to leave, kept so that none is sent twice: each is marked before it leaves, and what is found marked by
// a later life may have left.
import type { DocWrite, Key } from "@underclaim/runtime";
import { noticesKey } from "../../../model/documents.ts";
import { jidOf } from "../../../model/jid.ts";
import type { Publication } from "../../../pubsub/port.ts";
import type { HeldOptions } from "./held-nodes.ts";

export interface Notice {
  readonly node: string;
  readonly kind: Publication["kind"];
  readonly item: string;
  readonly jid: string;
}

/** Leave together: so many may a crash leave in doubt. */
const BATCH = 64;

type State = "waiting" | "leaving";
type Naming = Pick<HeldOptions, "account" | "jidId">;

const keyOf = (
  { account, jidId }: Naming,
  { node, kind, item, jid }: Notice,
  state: State,
): Key => [...noticesKey(state, account), item, kind, node, jidId(jid)];

export const noticeOf = (naming: Naming, notice: Notice, state: State): DocWrite => ({
  put: keyOf(naming, notice, state),
  text: JSON.stringify(notice),
  person: naming.jidId(jidOf(notice.jid)?.bare ?? notice.jid),
});

export class HeldNotices {
  readonly #options: HeldOptions;

  constructor(options: HeldOptions) {
    this.#options = options;
  }

  /** Some that wait, oldest first; from now on they may have left. Empty: none waits. */
  async take(): Promise<readonly Notice[]> {
    const { store, tenant, account } = this.#options;
    const range = { prefix: noticesKey("waiting", account), limit: BATCH };
    for (;;) {
      const docs = (await store.load(tenant, [{ range }])).range(range);
      if (docs.length === 0) return [];
      const notices = docs.map(({ text }) => JSON.parse(text) as Notice);
      const committed = await store.commit(tenant, {
        // An erasure may have taken one away meanwhile.
        guards: docs.map(({ key, version }) => ({ doc: key, version })),
        docs: notices.flatMap((each) => this.#moved(each, "waiting", "leaving")),
      });
      if (committed.ok) return notices;
    }
  }

  /** @param back those that certainly have not left: they wait again */
  async settle(taken: readonly Notice[], back: ReadonlySet<Notice>): Promise<void> {
    const { store, tenant } = this.#options;
    const docs = taken.flatMap((each): DocWrite[] =>
      back.has(each)
        ? this.#moved(each, "leaving", "waiting")
        : [{ delete: keyOf(this.#options, each, "leaving") }],
    );
    await store.commit(tenant, { guards: [], docs });
  }

  /** Forgets what an earlier life has left in doubt. @returns how many */
  async forgetLeaving(): Promise<number> {
    const { store, tenant, account } = this.#options;
    const range = { prefix: noticesKey("leaving", account), limit: BATCH };
    for (let forgotten = 0; ;) {
      const docs = (await store.load(tenant, [{ range }])).range(range);
      if (docs.length === 0) return forgotten;
      await store.commit(tenant, {
        guards: [],
        docs: docs.map(({ key }) => ({ delete: key })),
      });
      forgotten += docs.length;
    }
  }

  #moved(notice: Notice, from: State, to: State): DocWrite[] {
    return [{ delete: keyOf(this.#options, notice, from) }, noticeOf(this.#options, notice, to)];
  }
}
