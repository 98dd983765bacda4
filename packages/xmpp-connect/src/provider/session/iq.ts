// Questions to servers and their answers: matched by a random id and by who answers. The packages match the id alone.
import type { Clock } from "@underclaim/runtime";
import { jidOf } from "../../model/jid.ts";
import { NS } from "../../model/namespaces.ts";
import { child, childrenOf, xml, type XmlElement } from "../../model/xml.ts";
import { SESSION_NS } from "./names.ts";

export type IqAnswer =
  | { readonly ok: true; readonly iq: XmlElement }
  /** A stanza error's condition, `timeout`, `closed` or `busy`. */
  | { readonly ok: false; readonly condition: string };

interface Asked {
  readonly to: string | null;
  readonly settle: (answer: IqAnswer) => void;
}

export interface IqOptions {
  readonly clock: Clock;
  readonly randomId: () => string;
  /** The own bare JID. */
  readonly own: string;
  /** What a component must name itself by (XEP-0114 §3); a client's server does it. */
  readonly from?: string;
  /** @returns false where there is no connection */
  readonly send: (stanza: string) => boolean;
  readonly timeoutMs: number;
}

/** More questions than a session has at one time. */
const MOST_ASKED = 256;

export class Iqs {
  readonly #asked = new Map<string, Asked>();
  readonly #options: IqOptions;

  constructor(options: IqOptions) {
    this.#options = options;
  }

  /** @param to null: the own account */
  ask(type: "get" | "set", to: string | null, payload: string): Promise<IqAnswer> {
    const { clock, randomId, from, send, timeoutMs } = this.#options;
    if (this.#asked.size >= MOST_ASKED) return Promise.resolve({ ok: false, condition: "busy" });
    return new Promise((resolve) => {
      const id = randomId();
      const cancel = clock.wakeAt(clock.now() + timeoutMs, () =>
        settle({ ok: false, condition: "timeout" }),
      );
      const settle = (answer: IqAnswer): void => {
        cancel();
        this.#asked.delete(id);
        resolve(answer);
      };
      this.#asked.set(id, { to, settle });
      if (!send(xml("iq", { xmlns: NS.client, from, type, id, to }, payload)))
        settle({ ok: false, condition: "closed" });
    });
  }

  /** XEP-0199. Any answer is one in order, an error as well. @returns whether one came */
  async ping(to: string): Promise<boolean> {
    const answer = await this.ask("get", to, xml("ping", { xmlns: SESSION_NS.ping }));
    return answer.ok || !["timeout", "closed", "busy"].includes(answer.condition);
  }

  /** @returns whether it was an answer to a question of ours, from whom was asked */
  take(iq: XmlElement): boolean {
    const { type, id = "", from } = iq.attributes;
    const asked = this.#asked.get(id);
    if (asked === undefined || !this.#isFrom(asked.to, from)) return false;
    if (type === "result") asked.settle({ ok: true, iq });
    else asked.settle({ ok: false, condition: conditionOf(iq) });
    return true;
  }

  /** The session is gone, and with it every answer. */
  close(): void {
    for (const { settle } of this.#asked.values()) settle({ ok: false, condition: "closed" });
  }

  /** RFC 6120 §8.1.2.1: the own account answers without an address, or as the bare JID. */
  #isFrom(to: string | null, from: string | undefined): boolean {
    const { own } = this.#options;
    if (from === undefined) return to === null || to === own;
    return jidOf(from)?.full === (to ?? own);
  }
}

function conditionOf(iq: XmlElement): string {
  const error = child(iq, "error", NS.client);
  const found = error === null ? undefined : childrenOf(error).find(isCondition);
  return found?.name ?? "undefined-condition";
}

const isCondition = ({ name, namespace }: XmlElement): boolean =>
  namespace === NS.stanzaErrors && name !== "text" && /^[a-z-]{1,60}$/.test(name);
