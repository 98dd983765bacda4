import type { Duplex } from "node:stream";
import type { Clock } from "@underclaim/runtime";
import { commandOfId, type Body, type CommandName, type RequestName } from "./commands.ts";
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

  async bind(): Promise<Reply> {
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
    const reply = await this.#ask({ command: "bind_transceiver", body }, timeouts.bind);
    const bound = reply.kind === "answered" && reply.pdu.status === ESME_ROK;
    if (bound && this.#state === "binding") this.#state = "bound";
    return reply;
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

  #write<C extends CommandName>(
    command: C,
    sequence: number,
    body: Body<C>,
    status = ESME_ROK,
  ): void {
    this.#link.write(encodePdu(command, { sequence, body, status }));
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
    const { id, sequence } = decoded.header;
    if (!isResponse(decoded.header)) return this.#answer(id, sequence, frame.bytes, decoded);
    const known = this.#pending.settle(
      sequence,
      decoded.ok
        ? { kind: "answered", pdu: decoded.pdu }
        : { kind: "unanswered", reason: "the answer cannot be read" },
    );
    if (!known) return;
    if (this.#state === "stalled") this.#state = "bound";
    this.#endWhereDone();
    this.#options.onFree();
  }

  /** What the SMSC asks of us. */
  #answer(id: number, sequence: number, bytes: Uint8Array, decoded: Decoded): void {
    const command = commandOfId(id);
    switch (command) {
      case "deliver_sm":
      case "data_sm":
        return this.#deliver(command, sequence, bytes, decoded);
      case "enquire_link":
        return this.#write("enquire_link_resp", sequence, {});
      case "unbind":
        this.#write("unbind_resp", sequence, {});
        return this.#link.end("unbound by the SMSC");
      case "alert_notification":
        return;
      default:
        // Of what we can read, the rest is ours to send.
        this.#write("generic_nack", sequence, {}, decoded.ok ? ESME_RINVBNDSTS : decoded.nack);
    }
  }

  /** What cannot be read is handed on like the rest: it is kept, and the SMSC need not send it again. */
  #deliver(
    command: "deliver_sm" | "data_sm",
    sequence: number,
    bytes: Uint8Array,
    decoded: Decoded,
  ): void {
    const answer = (status: number): void =>
      this.#write(`${command}_resp`, sequence, { message_id: "" }, status);
    if (this.#state === "binding") return answer(ESME_RINVBNDSTS);
    if (this.#state === "closing") return answer(ESME_RX_T_APPN);
    this.#deliveries.take(bytes, decoded, (durable) => answer(durable ? ESME_ROK : ESME_RX_T_APPN));
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
