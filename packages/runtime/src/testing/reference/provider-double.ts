import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import type { Secret } from "../../log/secret.ts";
import { systemClock } from "../../system.ts";
import type { Clock } from "../../time-and-ids.ts";
import { signatureHeaders } from "./native/signature.ts";

/** What the double does with a message; all but the last three take effect. */
export type DoubleBehaviour =
  | "accept"
  /** Takes effect, never answers; see `release`. */
  | "stall"
  /** Takes effect, then cuts the connection. */
  | "accept_then_drop"
  /** Takes effect, answers 500. */
  | "accept_then_fail"
  | "refuse"
  /** Cuts the connection before the message was read. */
  | "reset_before"
  | "throttle";

export interface DoubleMessage {
  readonly id: string;
  readonly client_ref: string;
  readonly to: string;
  readonly text: string;
  readonly accepted: boolean;
}

export interface ReceiptOptions {
  readonly reason?: string;
  /** Absent: made from what is said; the same receipt again is the same event. */
  readonly event_id?: string;
  /** How often it is posted. Default 1. */
  readonly times?: number;
  /** Named by our reference alone, as before the provider's own is known. */
  readonly by?: "message_id" | "client_ref" | "both";
}

export interface ProviderDoubleOptions {
  /** Where webhooks go, such as `http://127.0.0.1:7100`. May be set later. */
  readonly adapterUrl?: string;
  readonly secret: Secret;
  readonly clock?: Clock;
  /** Default: a free one. A double that comes back after death keeps its port. */
  readonly port?: number;
}

/** A provider with a ledger of its effects, that behaves as it is told. Loopback only. */
export interface ProviderDouble {
  readonly url: string;
  /** How often a client_ref took effect: never more than once, if the adapter is right. */
  readonly effects: ReadonlyMap<string, number>;
  /** Every message that took effect or was refused, in order. */
  readonly messages: readonly DoubleMessage[];
  /** How many messages were posted, whatever became of them. */
  readonly posts: number;
  /** Calls that wait for `release`. */
  readonly stalled: number;
  /** For the next messages, in order. */
  behave(...next: readonly DoubleBehaviour[]): void;
  /** For messages that nothing was scripted for. Default `accept`. */
  byDefault(behaviour: DoubleBehaviour): void;
  /** Called after a message took effect and before it is answered: the place for receipts that come early. */
  onEffect(react: ((message: DoubleMessage) => Promise<void>) | null): void;
  /** Answers what was stalled. */
  release(): void;
  setAdapterUrl(url: string): void;
  /** Posts a signed receipt; resolves with the adapter's last status. Repeat it to double, contradict it to conflict. */
  receipt(
    message: Pick<DoubleMessage, "id" | "client_ref">,
    status: string,
    options?: ReceiptOptions,
  ): Promise<number>;
  /** Posts what a person sent. */
  inbound(from: string, text: string, inReplyTo?: string): Promise<number>;
  /** Connections are refused from now on. */
  die(): Promise<void>;
  revive(): Promise<void>;
  close(): Promise<void>;
}

const Posted = z.object({ client_ref: z.string(), to: z.string(), text: z.string() });

export async function providerDouble(options: ProviderDoubleOptions): Promise<ProviderDouble> {
  const clock = options.clock ?? systemClock;
  const effects = new Map<string, number>();
  const messages: DoubleMessage[] = [];
  const script: DoubleBehaviour[] = [];
  let standing: DoubleBehaviour = "accept";
  let early: ((message: DoubleMessage) => Promise<void>) | null = null;
  let waiting: (() => void)[] = [];
  let adapterUrl = options.adapterUrl ?? "";
  let posts = 0;
  let inbounds = 0;

  async function post(request: IncomingMessage, response: ServerResponse): Promise<void> {
    posts += 1;
    const behaviour = script.shift() ?? standing;
    if (behaviour === "reset_before") return void request.socket.destroy();
    const message = Posted.parse(JSON.parse(await bodyOf(request)));
    if (behaviour === "throttle") return answer(response, 429, {}, { "retry-after": "1" });
    const accepted = behaviour !== "refuse";
    const kept: DoubleMessage = { ...message, id: `m-${messages.length + 1}`, accepted };
    messages.push(kept);
    if (!accepted) return answer(response, 422, { code: "refused" });
    effects.set(message.client_ref, (effects.get(message.client_ref) ?? 0) + 1);
    await early?.(kept);
    if (behaviour === "accept_then_drop") return void request.socket.destroy();
    if (behaviour === "accept_then_fail") return answer(response, 500, {});
    if (behaviour === "stall") await new Promise<void>((resolve) => waiting.push(resolve));
    answer(response, 202, { id: kept.id });
  }

  function find(request: IncomingMessage, response: ServerResponse): void {
    const asked = new URL(request.url ?? "/", "http://double").searchParams.get("client_ref");
    const found = messages.filter(({ client_ref }) => client_ref === asked);
    answer(response, 200, { messages: found.map(({ id, accepted }) => ({ id, accepted })) });
  }

  const begin = (port: number): Promise<Server> =>
    new Promise((resolve, reject) => {
      const listening = createServer((request, response) => {
        if (request.method === "GET") return find(request, response);
        post(request, response).catch((error: unknown) => {
          const name = error instanceof Error ? error.name : "error";
          answer(response, 400, { error: name });
        });
      });
      listening.once("error", reject);
      listening.listen(port, "127.0.0.1", () => resolve(listening));
    });

  let server: Server | null = await begin(options.port ?? 0);
  const { port } = server.address() as AddressInfo;

  async function end(): Promise<void> {
    const ending = server;
    server = null;
    if (ending === null) return;
    ending.closeAllConnections();
    await new Promise((resolve) => ending.close(resolve));
  }

  async function webhook(source: string, event: object): Promise<number> {
    const body = JSON.stringify(event);
    const response = await fetch(`${adapterUrl}/adapter/events/provider/${source}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...signatureHeaders(body, options.secret, clock.now()),
      },
      body,
    });
    await response.arrayBuffer();
    return response.status;
  }

  return {
    url: `http://127.0.0.1:${port}`,
    effects,
    messages,
    get posts() {
      return posts;
    },
    get stalled() {
      return waiting.length;
    },
    behave: (...next) => void script.push(...next),
    byDefault: (behaviour) => void (standing = behaviour),
    onEffect: (react) => void (early = react),
    release() {
      for (const go of waiting) go();
      waiting = [];
    },
    setAdapterUrl: (url) => void (adapterUrl = url),
    async receipt({ id, client_ref }, status, { reason, event_id, times = 1, by = "both" } = {}) {
      const event = {
        event_id: event_id ?? `${id}:${status}:${reason ?? ""}`,
        ...(by === "client_ref" ? {} : { message_id: id }),
        ...(by === "message_id" ? {} : { client_ref }),
        status,
        ...(reason === undefined ? {} : { reason }),
      };
      let last = 0;
      for (let time = 0; time < times; time += 1) last = await webhook("reference.status", event);
      return last;
    },
    inbound(from, text, inReplyTo) {
      inbounds += 1;
      const reply = inReplyTo === undefined ? {} : { in_reply_to: inReplyTo };
      return webhook("reference.inbound", { inbound_id: `i-${inbounds}`, from, text, ...reply });
    },
    die: end,
    async revive() {
      server ??= await begin(port);
    },
    close: end,
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function answer(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.destroyed) return;
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
