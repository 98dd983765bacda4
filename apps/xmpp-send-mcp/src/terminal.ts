// What a person does at a terminal: decide on what waits, look at released contacts, check the audit.
import {
  promptText,
  type Choice,
  type Guards,
  type MessageRecord,
} from "@underclaim/send-guardrails";
import type { Stores } from "@underclaim/send-guardrails/node";
import { strictJid, type Skill } from "@underclaim/xmpp-send-skill";

export interface Terminal {
  /** Whether a person sits at it: both ends are a terminal. */
  readonly isPerson: boolean;
  print(text: string): void;
  ask(question: string): Promise<string>;
}

interface TerminalParts {
  readonly skill: Pick<Skill, "decide">;
  readonly guards: Pick<
    Guards,
    "messages" | "contacts" | "audit" | "timestamp" | "writer" | "settings"
  >;
  readonly stores: Pick<Stores, "verify" | "repair">;
  readonly terminal: Terminal;
}

type Command = (parts: TerminalParts, argument: string) => Promise<number> | number;

/** By name; each takes at most one argument. Answers the exit code. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  pending: ({ guards, terminal }) => {
    const waiting = guards.messages.list(["pending"]);
    for (const message of waiting) terminal.print(`${message.id}\n${promptOf(message)}\n`);
    if (waiting.length === 0) terminal.print("Nothing waits.");
    return 0;
  },
  async approve({ skill, guards, terminal }, id) {
    if (!terminal.isPerson) {
      terminal.print("This asks a person: run it at a terminal, without pipes.");
      return 2;
    }
    const message = guards.messages.get(id);
    if (message?.state !== "pending") {
      terminal.print("No message of this id waits. See: pending");
      return 1;
    }
    terminal.print(promptOf(message));
    const choices = message.draft ? "yes/no" : "yes/no/always";
    // Who closes the terminal instead has said nothing.
    const said = await terminal.ask(`${choices}: `).catch(() => "");
    const answer = said.trim().toLowerCase();
    const choice = CHOICES[answer];
    if (choice === undefined) {
      terminal.print("That is none of them. Nothing was decided.");
      return 1;
    }
    const decided = skill.decide({ id, choice, by: "terminal", digest: message.digest });
    terminal.print(
      decided.ok
        ? choice === "no"
          ? "Declined. It is not sent."
          : "Approved. The server sends it; where none runs, the next one that starts does, while the approval stands."
        : decided.message,
    );
    return decided.ok ? 0 : 1;
  },
  contacts: ({ guards, terminal }) => {
    const all = guards.contacts.list();
    for (const { address, since, by } of all) terminal.print(`${address}  since ${since} by ${by}`);
    if (all.length === 0) terminal.print("No contact is released for good.");
    return 0;
  },
  revoke({ guards, terminal }, jid) {
    const read = strictJid(jid);
    if (!read.ok || !guards.contacts.revoke(read.address)) {
      terminal.print(read.ok ? "That contact is not released." : read.message);
      return 1;
    }
    guards.audit.append(revoked(guards, read.address));
    terminal.print("Revoked. The next message to it is asked for.");
    return 0;
  },
  verify({ stores, terminal }) {
    const { problem, torn, entries } = stores.verify();
    terminal.print(
      problem === null
        ? `The audit is as it was written: ${entries.length} entries.`
        : `The audit is not as it was written: ${problem}.${torn ? " Only its end is torn: repair cuts that off." : " Nothing is sent. Keep log and state as they are, find out why, then move both away together to begin anew."}`,
    );
    return problem === null ? 0 : 1;
  },
  repair({ stores, terminal }) {
    const aside = stores.repair();
    terminal.print(
      aside === null ? "There is no torn end to cut off." : `Cut off; kept in ${aside}.`,
    );
    return aside === null ? 1 : 0;
  },
};

const CHOICES: Readonly<Record<string, Choice>> = { yes: "once", always: "always", no: "no" };

const promptOf = ({ address, kind, draft, body }: MessageRecord): string =>
  promptText({ address, kind, draft, body: body ?? "" });

const revoked = (
  { timestamp, settings, writer }: TerminalParts["guards"],
  to: string,
): Parameters<Guards["audit"]["append"]>[0] => ({
  timestamp: timestamp(),
  skill: settings.skill,
  action: "revoke_contact",
  to,
  kind: "user",
  body_hash: "",
  body_preview: "",
  triggered_by: "terminal",
  conversation_id: null,
  result: "revoked",
  message_id: "",
  principal: "terminal",
  approved_by: null,
  writer,
});
