// The SMSC of the tests as a process of its own, for what kills the service or is measured against it. Its options are the
// first argument, in JSON. It writes one JSON line for what it has to say and one for each answer to a command; commands are
// JSON lines on its standard input, and it ends when that does.
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { openSmsc, receiptFields, replyFields, type SubmitBehaviour, type Taken } from "./smsc.ts";

export interface SmscProcessOptions {
  readonly port?: number;
  /** A file to which each message that was taken is appended before it is answered: JSON lines of `Taken`. */
  readonly ledger?: string;
  readonly ids?: "text" | "decimal" | "hex";
  /** Send a receipt of DELIVRD by itself, this many ms after each message. Absent: none. */
  readonly receiptAfterMs?: number;
  /** Remember nothing of what came: for a long run. */
  readonly forgets?: boolean;
}

export type SmscCommand =
  /** A receipt of every message taken so far, one after the other; `twice`: each two times. */
  | {
      readonly do: "receipts";
      readonly stat: string;
      readonly twice?: boolean;
      readonly newestFirst?: boolean;
    }
  | { readonly do: "reply"; readonly text: string; readonly from?: string }
  /** How submissions are answered from here on. */
  | { readonly do: "answer"; readonly submits: SubmitBehaviour }
  | { readonly do: "cut" }
  | { readonly do: "state" };

export type SmscSaid =
  | { readonly listening: number }
  | { readonly answered: SmscCommand["do"]; readonly statuses: readonly (number | "cut")[] }
  | SmscState;

export interface SmscState {
  readonly answered: "state";
  readonly submits: number;
  readonly taken: number;
  readonly binds: number;
  readonly bound: number;
}

const say = (said: SmscSaid): void => void process.stdout.write(`${JSON.stringify(said)}\n`);
const options = JSON.parse(process.argv[2] ?? "{}") as SmscProcessOptions;

const IDS: Readonly<Record<NonNullable<SmscProcessOptions["ids"]>, (n: number) => string>> = {
  text: (n) => `smsc-${n}`,
  decimal: (n) => String(n).padStart(10, "0"),
  hex: (n) => n.toString(16).toUpperCase().padStart(8, "0"),
};

/** Receipts write ids in decimal wherever submit_sm_resp writes numbers. */
const inReceipt = (id: string): string =>
  options.ids === "hex" ? String(Number.parseInt(id, 16)) : id;

const receiptOf = ({ id, from, to }: Taken, stat: string) =>
  receiptFields({ id: inReceipt(id), stat, from: to, to: from });

const smsc = await openSmsc({
  ...(options.port === undefined ? {} : { port: options.port }),
  id: IDS[options.ids ?? "text"],
  redeliver: true,
  forgets: options.forgets === true,
  taken(message) {
    if (options.ledger !== undefined)
      appendFileSync(options.ledger, `${JSON.stringify(message)}\n`);
    if (options.receiptAfterMs !== undefined)
      setTimeout(() => void smsc.deliver(receiptOf(message, "DELIVRD")), options.receiptAfterMs);
  },
});

async function obey(command: SmscCommand): Promise<void> {
  switch (command.do) {
    case "receipts": {
      const messages = command.newestFirst === true ? smsc.ledger.toReversed() : smsc.ledger;
      const statuses: (number | "cut")[] = [];
      for (const message of messages) {
        statuses.push(await smsc.deliver(receiptOf(message, command.stat)));
        if (command.twice === true)
          statuses.push(await smsc.deliver(receiptOf(message, command.stat)));
      }
      return say({ answered: "receipts", statuses });
    }
    case "reply": {
      const more = command.from === undefined ? {} : { source_addr: command.from };
      const status = await smsc.deliver(replyFields(command.text, more));
      return say({ answered: "reply", statuses: [status] });
    }
    case "answer":
      smsc.onSubmit = () => command.submits;
      return say({ answered: "answer", statuses: [] });
    case "cut":
      smsc.cut();
      return say({ answered: "cut", statuses: [] });
    case "state":
      return say({
        answered: "state",
        submits: smsc.submits.length,
        taken: smsc.ledger.length,
        binds: smsc.binds.length,
        bound: smsc.sessions.length,
      });
  }
}

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => void obey(JSON.parse(line) as SmscCommand));
lines.on("close", () => process.exit());
say({ listening: smsc.port });
