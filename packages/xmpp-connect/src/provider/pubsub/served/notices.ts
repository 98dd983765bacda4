// Notifications to the subscribers of the nodes that a component serves: each leaves at most once (XEP-0060 §7.1.2).
import type { Clock, Log } from "@underclaim/runtime";
import { jidOf } from "../../../model/jid.ts";
import { mayRead } from "../../../pubsub/configured.ts";
import type { NodeSettings } from "../../../pubsub/settings.ts";
import type { Sending } from "../../session/outbound.ts";
import { notification } from "./answers.ts";
import type { HeldNodes, HeldOptions } from "./held-nodes.ts";
import { HeldNotices, type Notice } from "./held-notices.ts";

export interface NoticesOptions extends HeldOptions {
  readonly held: Pick<HeldNodes, "item" | "wasTakenOut">;
  readonly nodes: readonly NodeSettings[];
  /** The component's domain. */
  readonly from: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly randomId: () => string;
}

type Submit = (stanza: string, signal: AbortSignal) => Promise<Sending>;

const AGAIN_MS = 1_000;

export class Notices {
  readonly #options: NoticesOptions;
  readonly #held: HeldNotices;
  #submit: Submit | null = null;
  #running: Promise<void> | null = null;
  #more = false;
  #cancel: () => void = () => undefined;
  #looked = false;
  #doubtful = 0;
  #late = 0;

  constructor(options: NoticesOptions) {
    this.#options = options;
    this.#held = new HeldNotices(options);
  }

  get degradations(): readonly string[] {
    const doubtful = `Of ${this.#doubtful} notifications to subscribers it is not known whether they left; they are not sent again.`;
    const late = `${this.#late} notifications to subscribers came too late: newer items had taken the place of theirs.`;
    return [...(this.#doubtful > 0 ? [doubtful] : []), ...(this.#late > 0 ? [late] : [])];
  }

  /** There is a connection: what waits leaves. */
  begin(submit: Submit): void {
    this.#submit = submit;
    this.announce();
  }

  /** The connection is gone, and everything that was on its way is settled. */
  async end(): Promise<void> {
    this.#submit = null;
    this.#cancel();
    await this.#running;
  }

  /** Something may wait. */
  announce(): void {
    this.#more = true;
    if (this.#running !== null || this.#submit === null) return;
    const { log, account, clock } = this.#options;
    this.#cancel();
    this.#running = this.#run()
      .catch((error: unknown) => {
        log.warn({ account, err: error }, "notifications to subscribers could not be sent");
        return false;
      })
      .then((well) => {
        this.#running = null;
        if (this.#submit === null) return;
        if (!well) this.#cancel = clock.wakeAt(clock.now() + AGAIN_MS, () => this.announce());
        else if (this.#more) this.announce();
      });
  }

  /** @returns whether nothing waits that could have left */
  async #run(): Promise<boolean> {
    if (!this.#looked) this.#doubtful += await this.#held.forgetLeaving();
    this.#looked = true;
    while (this.#submit !== null) {
      this.#more = false;
      const taken = await this.#held.take();
      if (taken.length === 0) return true;
      if (!(await this.#sendAll(taken, this.#submit))) return false;
    }
    return true;
  }

  /** @returns whether all of them left */
  async #sendAll(taken: readonly Notice[], submit: Submit): Promise<boolean> {
    const sent = await Promise.all(taken.map((each) => this.#send(each, submit)));
    const back = new Set(taken.filter((_, index) => sent[index] === "not_written"));
    this.#doubtful += sent.filter((each) => each === "lost").length;
    this.#late += sent.filter((each) => each === "late").length;
    await this.#held.settle(taken, back);
    return back.size === 0;
  }

  async #send(notice: Notice, submit: Submit): Promise<Sending["kind"] | "nothing" | "late"> {
    const { held, nodes, from, randomId, log, account } = this.#options;
    const { node, kind, jid: to } = notice;
    const settings = nodes.find((each) => each.service === from && each.node === node);
    const jid = jidOf(to);
    // The configuration may have changed since they subscribed.
    if (settings === undefined || jid === null || !mayRead(settings, jid)) return "nothing";
    try {
      const item =
        kind === "retract" ? { id: notice.item, payload: "" } : await held.item(node, notice.item);
      // Taken out meanwhile, which is told, too; or displaced.
      if (item === null) return (await held.wasTakenOut(node, notice.item)) ? "nothing" : "late";
      return (await submit(notification({ from, to, id: randomId(), node }, kind, item), NEVER))
        .kind;
    } catch (error) {
      log.warn({ account, err: error }, "an item could not be read for a notification");
      return "not_written";
    }
  }
}

const NEVER = new AbortController().signal;
