// An SMSC for tests, on the npm library smpp: an implementation of SMPP 3.4 that shares nothing with the one under test.
// oxlint-disable-next-line typescript/triple-slash-reference -- The package brings no declarations; scripts/bench.ts imports this, too.
/// <reference path="./smpp.d.ts" />
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type PDU, type PduFields, type Session } from "smpp";

export interface SmscOptions {
  readonly port?: number;
  readonly systemId?: string;
  readonly password?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
  /** How submit_sm_resp writes the n-th message id, from 1. Default: `smsc-1`, `smsc-2`, … */
  readonly id?: (n: number) => string;
  /** Called with each message that is accepted, before that is answered. */
  readonly taken?: (message: Taken) => void;
  /** Deliver again to the next bind what was not answered with ESME_ROK. */
  readonly redeliver?: boolean;
  /** Remember nothing of what came, in a long run: then `submits`, `ledger` and `heard` are empty. Default: false. */
  readonly forgets?: boolean;
}

/** A submit_sm as it came. */
interface Submit {
  /** From 1, over all sessions. */
  readonly n: number;
  readonly pdu: PDU;
  /** What the library reads in it, without a header. */
  readonly text: string;
  /** Octets of the header's elements. */
  readonly udh: readonly Buffer[];
  readonly session: Session;
}

interface SubmitReply {
  readonly status?: number;
  /** Default: the next one. */
  readonly id?: string;
}

/** `cut_before`: the connection ends, and the message is not taken. `cut_after`: it is taken, and then the connection ends. */
export type SubmitBehaviour = SubmitReply | "silence" | "cut_before" | "cut_after";

export interface Taken {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly reference: number;
}

export interface Smsc {
  readonly port: number;
  readonly sessions: readonly Session[];
  /** Of every bind that was asked for. */
  readonly binds: readonly PDU[];
  readonly submits: readonly Submit[];
  /** Every message it has accepted: what it would send, and charge. */
  readonly ledger: readonly Taken[];
  readonly enquiries: number;
  readonly cancels: readonly PDU[];
  /** Everything else that came: answers of the other side included. */
  readonly heard: readonly PDU[];
  /** How submissions are answered. Default: accepted at once. */
  onSubmit: (submit: Submit) => SubmitBehaviour | Promise<SubmitBehaviour>;
  onBind: (bind: PDU) => number | "silence";
  onCancel: (cancel: PDU) => number;
  answersEnquiries: boolean;
  /** The command_status it was answered with; `cut` where the connection ended before. */
  deliver(fields: PduFields): Promise<number | "cut">;
  /** Ends every connection at once. */
  cut(): void;
  close(): Promise<void>;
}

export async function openSmsc(options: SmscOptions = {}): Promise<Smsc> {
  const {
    systemId = "bound",
    password = "secret",
    id = (n) => `smsc-${n}`,
    forgets = false,
  } = options;
  const sessions: Session[] = [];
  const binds: PDU[] = [];
  const submits: Submit[] = [];
  const ledger: Taken[] = [];
  const cancels: PDU[] = [];
  const heard: PDU[] = [];
  const owed = new Set<PduFields>();
  let enquiries = 0;
  let asked = 0;
  let accepted = 0;

  const server = createServer(options.tls ?? {}, (session) => {
    session.setMaxListeners(0);
    session.socket.setNoDelay(true);
    session.on("error", () => session.destroy());
    session.on("close", () => void sessions.splice(sessions.indexOf(session) >>> 0, 1));
    session.on("pdu", (pdu: PDU) => void take(session, pdu));
  });
  server.on("tlsClientError", () => undefined);

  async function take(session: Session, pdu: PDU): Promise<void> {
    switch (pdu.command) {
      case "bind_transceiver":
        return bound(session, pdu);
      case "submit_sm":
        return submitted(session, pdu);
      case "cancel_sm":
        cancels.push(pdu);
        return reply(session, pdu, { command_status: smsc.onCancel(pdu) });
      case "enquire_link":
        enquiries += 1;
        if (smsc.answersEnquiries) reply(session, pdu, {});
        return;
      case "unbind":
        heard.push(pdu);
        return reply(session, pdu, {});
      default:
        if (!forgets) heard.push(pdu);
    }
  }

  const reply = (session: Session, pdu: PDU, fields: PduFields): void =>
    void session.send(pdu.response(fields));

  function bound(session: Session, pdu: PDU): void {
    binds.push(pdu);
    const status = smsc.onBind(pdu);
    if (status === "silence") return;
    reply(session, pdu, { command_status: status, system_id: "smsc" });
    if (status !== 0) return;
    sessions.push(session);
    if (options.redeliver === true) for (const fields of owed) void deliver(fields);
  }

  async function submitted(session: Session, pdu: PDU): Promise<void> {
    const submit = submitOf((asked += 1), session, pdu);
    if (!forgets) submits.push(submit);
    const behaviour = await smsc.onSubmit(submit);
    if (behaviour === "silence") return;
    if (behaviour === "cut_before") return session.destroy();
    const { status = 0, id: own } = behaviour === "cut_after" ? {} : behaviour;
    if (status !== 0) return reply(session, pdu, { command_status: status });
    accepted += 1;
    const messageId = own ?? id(accepted);
    const message: Taken = {
      id: messageId,
      from: pdu.source_addr ?? "",
      to: pdu.destination_addr ?? "",
      text: submit.text,
      reference: pdu.user_message_reference ?? -1,
    };
    if (!forgets) ledger.push(message);
    options.taken?.(message);
    if (behaviour === "cut_after") session.destroy();
    else reply(session, pdu, { message_id: messageId });
  }

  function deliver(fields: PduFields): Promise<number | "cut"> {
    owed.add(fields);
    const session = sessions.at(-1);
    if (session === undefined) return Promise.resolve("cut");
    return new Promise((resolve) => {
      const cut = (): void => resolve("cut");
      session.once("close", cut);
      session.deliver_sm({ ...fields }, ({ command_status: status }) => {
        session.off("close", cut);
        if (status === 0) owed.delete(fields);
        resolve(status);
      });
    });
  }

  const smsc: Smsc = {
    get port() {
      return (server.address() as AddressInfo).port;
    },
    sessions,
    binds,
    submits,
    ledger,
    get enquiries() {
      return enquiries;
    },
    cancels,
    heard,
    onSubmit: () => ({}),
    onBind: (bind) =>
      bind.system_id === systemId ? (bind.password === password ? 0 : 0x0e) : 0x0f,
    onCancel: () => 0,
    answersEnquiries: true,
    deliver,
    cut: () => {
      for (const session of sessions) session.destroy();
    },
    async close() {
      smsc.cut();
      server.close();
      await once(server, "close");
    },
  };
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  return smsc;
}

function submitOf(n: number, session: Session, pdu: PDU): Submit {
  const { message, udh = [] } = (pdu["short_message"] ?? {}) as {
    message?: string;
    udh?: readonly Buffer[];
  };
  const payload = (pdu["message_payload"] as { message?: string } | undefined)?.message;
  return { n, pdu, session, udh, text: payload ?? message ?? "" };
}

export interface ReceiptFields {
  readonly id: string;
  readonly stat: string;
  readonly err?: string;
  readonly done?: string;
  /** The handset's number, without plus. */
  readonly from?: string;
  readonly to?: string;
}

/** The text of Appendix B in a deliver_sm, as most SMSCs send it. */
export const receiptFields = ({
  id,
  stat,
  err = "000",
  done = "2601021305",
  from = "4915112345678",
  to = "493012345",
}: ReceiptFields): PduFields => ({
  esm_class: 0x04,
  source_addr_ton: 1,
  source_addr_npi: 1,
  source_addr: from,
  dest_addr_ton: 1,
  dest_addr_npi: 1,
  destination_addr: to,
  short_message: `id:${id} sub:001 dlvrd:001 submit date:2601021304 done date:${done} stat:${stat} err:${err} text:Hello`,
});

/** A message from a handset. */
export const replyFields = (text: string, more: PduFields = {}): PduFields => ({
  source_addr_ton: 1,
  source_addr_npi: 1,
  source_addr: "4915112345678",
  dest_addr_ton: 1,
  dest_addr_npi: 1,
  destination_addr: "493012345",
  short_message: text,
  ...more,
});
