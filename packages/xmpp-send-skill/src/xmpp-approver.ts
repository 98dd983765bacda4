// Asks a person over XMPP, at an account of their own, and reads what they answer in the thread. The service attributes an
// answer to a question only if the bare JID that was asked wrote it; the code ties it to this one question.
import {
  promptText,
  type Choice,
  type MessageRecord,
  type Sender,
} from "@underclaim/send-guardrails";
import { z } from "zod";
import type { ServiceClient } from "./service/client.ts";

export interface XmppApprover {
  /** @returns what `answer` needs later; null: the question could not be put */
  ask(message: MessageRecord): Promise<string | null>;
  /** null: none yet, or none that counts. */
  answer(message: MessageRecord): Promise<Choice | null>;
}

export interface XmppApproverOptions {
  readonly jid: string;
  readonly client: ServiceClient;
  /** Past the guards: a question is no message of the agent's. */
  readonly sender: Sender;
  readonly expiresAfterS: number;
}

const Replies = z.looseObject({
  replies: z.array(z.looseObject({ body_text: z.string().nullable() })),
});

export function xmppApprover({
  jid,
  client,
  sender,
  expiresAfterS,
}: XmppApproverOptions): XmppApprover {
  return {
    async ask(message) {
      const outcome = await sender.send({
        id: `${message.id}.question`,
        address: jid,
        kind: "user",
        body: questionText(message, expiresAfterS),
      });
      return outcome.outcome === "accepted" ? outcome.reference : null;
    },
    async answer({ asked, nonce }) {
      if (asked === null) return null;
      const reply = await client.get(`/xmpp/messages/${encodeURIComponent(asked)}/replies`);
      const read =
        reply.kind === "answer" && reply.status === 200 ? Replies.safeParse(reply.body) : null;
      if (read?.success !== true) return null;
      for (const { body_text: text } of read.data.replies) {
        const choice = choiceIn(text ?? "", nonce);
        if (choice !== null) return choice;
      }
      return null;
    },
  };
}

function questionText(message: MessageRecord, expiresAfterS: number): string {
  const { address, kind, draft, nonce } = message;
  return [
    promptText({ address, kind, draft, body: message.body ?? "" }),
    `Answer here within ${Math.ceil(expiresAfterS / 60)} minutes, with the code, by one of:`,
    `yes ${nonce}`,
    ...(draft ? [] : [`always ${nonce}`]),
    `no ${nonce}`,
  ].join("\n");
}

const CHOICES: Readonly<Record<string, Choice>> = { yes: "once", always: "always", no: "no" };

/** The text, but for quoted lines that clients put before a reply, is one word and the code: anything else is no answer. */
function choiceIn(text: string, nonce: string): Choice | null {
  const own = text.split("\n").filter((line) => !line.startsWith(">"));
  const words = /^\s*([a-z]+)\s+([a-z0-9]+)\s*[.!]?\s*$/i.exec(own.join("\n"));
  return words?.[2]?.toUpperCase() === nonce.toUpperCase()
    ? (CHOICES[words[1]?.toLowerCase() ?? ""] ?? null)
    : null;
}
