// What the component keeps of the nodes that it serves: items and subscriptions. What subscribers are to be told is written with
// what they are told of.
import type { Changes, Doc, DocWrite, Key, Range, Store } from "@underclaim/runtime";
import { goneItemsKey, servedItemsKey, subscriptionsKey } from "../../../model/documents.ts";
import { jidOf } from "../../../model/jid.ts";
import type { Publication } from "../../../pubsub/port.ts";
import type { NodeSettings } from "../../../pubsub/settings.ts";
import type { HeldItem } from "./answers.ts";
import { noticeOf } from "./held-notices.ts";

export interface HeldOptions {
  readonly store: Pick<Store, "load" | "commit">;
  readonly account: string;
  readonly tenant: string;
  /** Stands for a JID in keys and person tags. */
  readonly jidId: (jid: string) => string;
}

/** Of one node, and of one account in it, whose clients may each be subscribed. */
const MOST_SUBSCRIBERS = 1_000;
const MOST_OF_ONE = 8;

/** Items beyond `max_items` that publications at the same time may leave until the next one. */
const MOST_SURPLUS = 4_096;
/** Of a node, the newest of those that are gone: more than can be on their way to it a second time. */
const MOST_GONE = 4_096;

/** `never_there`: it was taken out before it came. */
type Gone = "displaced" | "taken_out" | "never_there";
/**
 * `told`: it stands there, and somebody is to be told. `stored`: it stands there. `known`: it stood there before. `never`: it was
 * taken out before it came, and never will.
 */
type Held = "told" | "stored" | "known" | "never";

export class HeldNodes {
  readonly #options: HeldOptions;

  constructor(options: HeldOptions) {
    this.#options = options;
  }

  /** In order of publication. */
  async items({ node, max_items }: NodeSettings): Promise<readonly HeldItem[]> {
    const limit = max_items + MOST_SURPLUS;
    const docs = await this.#range({ prefix: this.#itemsOf(node), limit });
    return docs.slice(-max_items).map(itemIn);
  }

  async item(node: string, id: string): Promise<HeldItem | null> {
    const doc = this.#itemKey(node, id);
    const { store, tenant } = this.#options;
    const held = (await store.load(tenant, [{ doc }])).doc(doc);
    return held === null ? null : itemIn(held);
  }

  /** By a retraction; else newer ones have displaced it, as far as is known. */
  async wasTakenOut(node: string, id: string): Promise<boolean> {
    const doc = this.#goneKey(node, id);
    const { store, tenant } = this.#options;
    const gone = (await store.load(tenant, [{ doc }])).doc(doc);
    return gone !== null && howOf(gone) === "taken_out";
  }

  /** The item, what it displaces, and a notification for each subscriber, in one commit. A repeat changes nothing. */
  async publish(
    { node, max_items }: NodeSettings,
    { itemId, payload }: Pick<Publication, "itemId" | "payload">,
  ): Promise<Held> {
    const { store, tenant } = this.#options;
    const key = this.#itemKey(node, itemId);
    const goneKey = this.#goneKey(node, itemId);
    const all = this.#itemsOf(node);
    const subscribers = this.#subscribersOf(node);
    for (;;) {
      const found = await store.load(tenant, [
        { doc: key },
        { doc: goneKey },
        { count: all },
        { range: subscribers },
      ]);
      if (found.doc(key) !== null) return "known";
      const gone = found.doc(goneKey);
      if (gone !== null) return howOf(gone) === "never_there" ? "never" : "known";
      const surplus = found.count(all) - max_items + 1;
      const displaced = surplus <= 0 ? [] : await this.#range({ prefix: all, limit: surplus });
      const notices = this.#notices("publish", node, itemId, found.range(subscribers));
      const left = displaced.map((each) => itemIn(each).id);
      const changes: Changes = {
        guards: [
          { doc: key, version: 0 },
          { doc: goneKey, version: 0 },
        ],
        docs: [
          { put: key, text: JSON.stringify({ payload }) },
          ...displaced.map((each) => ({ delete: each.key })),
          ...(await this.#goneNow(node, left, "displaced")),
          ...notices,
        ],
      };
      if ((await store.commit(tenant, changes)).ok) return notices.length > 0 ? "told" : "stored";
    }
  }

  /**
   * Of an item that is not there its absence is kept: a publication that is still to come must not bring it.
   *
   * @returns whether anybody is to be told
   */
  async retract({ node }: NodeSettings, itemId: string): Promise<boolean> {
    const { store, tenant } = this.#options;
    const key = this.#itemKey(node, itemId);
    const goneKey = this.#goneKey(node, itemId);
    const subscribers = this.#subscribersOf(node);
    for (;;) {
      const found = await store.load(tenant, [
        { doc: key },
        { doc: goneKey },
        { range: subscribers },
      ]);
      if (found.doc(goneKey) !== null) return false;
      const held = found.doc(key);
      const notices =
        held === null ? [] : this.#notices("retract", node, itemId, found.range(subscribers));
      const committed = await store.commit(tenant, {
        guards: [
          { doc: key, version: held?.version ?? 0 },
          { doc: goneKey, version: 0 },
        ],
        docs: [
          ...(held === null ? [] : [{ delete: key }]),
          ...(await this.#goneNow(node, [itemId], held === null ? "never_there" : "taken_out")),
          ...notices,
        ],
      });
      if (committed.ok) return notices.length > 0;
    }
  }

  async #goneNow(node: string, ids: readonly string[], how: Gone): Promise<readonly DocWrite[]> {
    if (ids.length === 0) return [];
    const { store, tenant, account } = this.#options;
    const all = goneItemsKey(account, node);
    const found = await store.load(tenant, [{ count: all }]);
    const surplus = found.count(all) + ids.length - MOST_GONE;
    const oldest = surplus <= 0 ? [] : await this.#range({ prefix: all, limit: surplus });
    return [
      ...oldest.map((each) => ({ delete: each.key })),
      ...ids.map((id) => ({ put: this.#goneKey(node, id), text: JSON.stringify({ how }) })),
    ];
  }

  async subscribe({ node }: NodeSettings, jid: string): Promise<"subscribed" | "too_many"> {
    const { store, tenant } = this.#options;
    const key = this.#subscriptionKey(node, jid);
    const { prefix: all } = this.#subscribersOf(node);
    const own: Key = [...all, this.#person(jid)];
    const found = await store.load(tenant, [{ doc: key }, { count: all }, { count: own }]);
    if (found.doc(key) !== null) return "subscribed";
    if (found.count(all) >= MOST_SUBSCRIBERS || found.count(own) >= MOST_OF_ONE) return "too_many";
    const put = { put: key, text: JSON.stringify({ jid }), person: this.#person(jid) };
    await store.commit(tenant, { guards: [], docs: [put] });
    return "subscribed";
  }

  /** @returns whether there was a subscription */
  async unsubscribe({ node }: NodeSettings, jid: string): Promise<boolean> {
    const { store, tenant } = this.#options;
    const key = this.#subscriptionKey(node, jid);
    if ((await store.load(tenant, [{ doc: key }])).doc(key) === null) return false;
    await store.commit(tenant, { guards: [], docs: [{ delete: key }] });
    return true;
  }

  async #range(range: Range): Promise<readonly Doc[]> {
    const { store, tenant } = this.#options;
    return (await store.load(tenant, [{ range }])).range(range);
  }

  #notices(
    kind: Publication["kind"],
    node: string,
    item: string,
    subscribers: readonly Doc[],
  ): readonly DocWrite[] {
    return subscribers.map(({ text }) => {
      const { jid } = JSON.parse(text) as { readonly jid: string };
      return noticeOf(this.#options, { node, kind, item, jid }, "waiting");
    });
  }

  #itemsOf(node: string): Key {
    return servedItemsKey(this.#options.account, node);
  }
  #itemKey(node: string, id: string): Key {
    return [...this.#itemsOf(node), id];
  }
  #goneKey(node: string, id: string): Key {
    return [...goneItemsKey(this.#options.account, node), id];
  }
  #subscribersOf(node: string): Range {
    const prefix = subscriptionsKey(this.#options.account, node);
    return { prefix, limit: MOST_SUBSCRIBERS };
  }
  #subscriptionKey(node: string, jid: string): Key {
    const { account, jidId } = this.#options;
    return [...subscriptionsKey(account, node), this.#person(jid), jidId(jid)];
  }
  #person(jid: string): string {
    return this.#options.jidId(jidOf(jid)?.bare ?? jid);
  }
}

function itemIn({ key, text }: Doc): HeldItem {
  const { payload } = JSON.parse(text) as { readonly payload: string };
  return { id: key.at(-1) ?? "", payload };
}

const howOf = ({ text }: Doc): Gone => (JSON.parse(text) as { readonly how: Gone }).how;
