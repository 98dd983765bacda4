import type { Duplex } from "node:stream";
import type { Clock } from "@underclaim/runtime";
import { answer, type Write } from "./answer.ts";
import type { Body, RequestName } from "./commands.ts";
import { Deliveries, type Receive } from "./deliveries.ts";
import type { Frame } from "./framer.ts";
import { KeepAlive } from "./keep-alive.ts";
import { Link } from "./link.ts";
import { Pending, type Reply } from "./pending.ts";
import { decodePdu, encodePdu, isResponse, LAST_SEQUENCE, type Decoded } from "./pdu.ts";
import type { SmppSettings } from "./settings.ts";
import { ESME_RINVBNDSTS, ESME_RINVCMDLEN, ESME_ROK, ESME_RX_T_APPN } from "./statuses.ts";
import type { Tlvs } from "./tlv.ts";

export interface SmppRequest<C extends RequestName = RequestName> {
  readonly command: C;
  readonly body: Body<C>;
  readonly tlvs?: Tlvs;
}

export interface ConnectionOptions {
  readonly socket: Duplex;
  readonly settings: SmppSettings;
  readonly clock: Clock;
  readonly receive: Receive;
  /** Something may be written that could not be before. */
  readonly onFree: () => void;
  readonly onEnded: (reason: string) => void;
}

type State =
  | "binding"
  | "bound"
  /** An answer is overdue: nothing more is written until one comes. Where none does, the connection has failed. */
  | "stalled"
  /** Ends when what is under way has been answered. */
  | "leaving"
  | "closing";

/** One connection to the SMSC, from its bind to its end (SMPP 3.4 §2). */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #link: Link;
  readonly #pending: Pending;
  readonly #deliveries: Deliveries;
  readonly #keepAlive: KeepAlive;
  #state: State = "binding";
  #sequence = 0;
  readonly #write: Write = (command, sequence, body, status = ESME_ROK) =>
    this.#link.write(encodePdu(command, { sequence, body, status }));

  constructor(options: ConnectionOptions) {
    const { socket, settings, clock, receive, onFree } = options;
    const { enquire_link: interval, inactivity } = settings.timeouts;
    this.#options = options;
    const link = new Link(socket, {
      frame: (frame) => this.#take(frame),
      drained: onFree,
      ended: (reason) => this.#ended(reason),
    });
    this.#link = link;
    const reading = (): boolean => link.reading;
    this.#pending = new Pending({ clock, reading, onTimeout: () => this.#overdue() });
    this.#deliveries = new Deliveries({
      limit: settings.inbound_window,
      receive,
      pause: () => link.pause(),
      resume: () => link.resume(),
    });
    this.#keepAlive = new KeepAlive({
      clock,
      interval,
      inactivity,
      reading,
      ask: () => this.#write("enquire_link", this.#next(), {}),
      dead: () => link.destroy("nothing was heard"),
    });
  }

  /** A request may be written now. */
  get free(): boolean {
    const { window } = this.#options.settings;
    return this.#state === "bound" && this.#pending.size < window && this.#link.writable;
  }

  bind(): Promise<Reply> {
    const { system_id, system_type, address_range, password, timeouts } = this.#options.settings;
    const body = {
      system_id,
      password: password.current().reveal(),
      system_type,
      interface_version: 0x34,
      addr_ton: 0,
      addr_npi: 0,
      address_range,
    };
    return this.#ask({ command: "bind_transceiver", body }, timeouts.bind);
  }

  /** Writes it: from here on the SMSC may have read it. Ask `free` before. */
  request(request: SmppRequest): Promise<Reply> {
    return this.#ask(request, this.#options.settings.timeouts.response);
  }

  /** Writes no more requests, and ends when those under way have been answered. */
  leave(): void {
    this.#state = "leaving";
    this.#endWhereDone();
  }

  /** Lets what is under way come to its end, within `timeouts.unbind`; then unbinds and closes. */
  async close(): Promise<void> {
    const { clock, settings } = this.#options;
    const wasBound = this.#state !== "binding";
    this.#state = "closing";
    let stopWaiting: () => void = () => undefined;
    const deadline = new Promise<void>((resolve) => {
      stopWaiting = clock.wakeAt(clock.now() + settings.timeouts.unbind, resolve);
    });
    await Promise.race([
      Promise.all([this.#pending.settled(), this.#deliveries.settled()]),
      deadline,
    ]);
    const unbind = { command: "unbind", body: {} } as const;
    if (wasBound) await Promise.race([this.#ask(unbind, settings.timeouts.unbind), deadline]);
    stopWaiting();
    this.#link.destroy("closed by us");
  }

  destroy(reason: string): void {
    this.#link.destroy(reason);
  }

  async #ask<C extends RequestName>(request: SmppRequest<C>, timeoutMs: number): Promise<Reply> {
    const { command, body, tlvs } = request;
    const sequence = this.#next();
    // What cannot be encoded throws here, before anybody waits for an answer to it.
    const bytes = encodePdu(command, { sequence, body, ...(tlvs === undefined ? {} : { tlvs }) });
    const reply = this.#pending.wait(sequence, timeoutMs);
    this.#link.write(bytes);
    const told = await reply;
    if (told.kind === "unanswered") return told;
    const expected = [`${command}_resp`, "generic_nack"].includes(told.pdu.command);
    return expected ? told : { kind: "unanswered", reason: `answered by ${told.pdu.command}` };
  }

  /** From 1 to 0x7FFFFFFF and round again (§3.2). */
  #next(): number {
    this.#sequence = (this.#sequence % LAST_SEQUENCE) + 1;
    return this.#sequence;
  }

  #take(frame: Frame): void {
    if (frame.kind === "invalid") {
      this.#write("generic_nack", frame.sequence, {}, ESME_RINVCMDLEN);
      this.#link.destroy(`a PDU of ${frame.length} octets`);
      return;
    }
    this.#keepAlive.heard();
    const decoded = decodePdu(frame.bytes);
    if (!isResponse(decoded.header))
      return answer(frame.bytes, decoded, {
        write: this.#write,
        deliveries: this.#deliveries,
        takes: this.#takes(),
        unbound: () => this.#link.end("unbound by the SMSC"),
      });
    const known = this.#pending.settle(
      decoded.header.sequence,
      decoded.ok
        ? { kind: "answered", pdu: decoded.pdu }
        : { kind: "unanswered", reason: "the answer cannot be read" },
    );
    if (!known) return;
    // At once: the SMSC may deliver in the same breath.
    if (this.#state === "stalled" || (this.#state === "binding" && isBound(decoded)))
      this.#state = "bound";
    this.#endWhereDone();
    this.#options.onFree();
  }

  #takes(): number {
    if (this.#state === "binding") return ESME_RINVBNDSTS;
    return this.#state === "closing" ? ESME_RX_T_APPN : ESME_ROK;
  }

  #overdue(): void {
    if (this.#state === "bound") this.#state = "stalled";
    this.#endWhereDone();
  }

  #endWhereDone(): void {
    if (this.#pending.size > 0) return;
    if (this.#state === "stalled") this.#link.destroy("requests were not answered");
    if (this.#state === "leaving") this.#link.destroy("the SMSC holds us for unbound");
  }

  #ended(reason: string): void {
    this.#keepAlive.stop();
    this.#pending.failAll(`the connection ended: ${reason}`);
    this.#options.onEnded(reason);
  }
}

const isBound = (decoded: Decoded): boolean =>
  decoded.ok && decoded.pdu.command === "bind_transceiver_resp" && decoded.pdu.status === ESME_ROK;
