// Prompts as ad-hoc commands (XEP-0050), each at a node of its own that only the addressee is told.
import { NS } from "./namespaces.ts";
import { xml } from "./xml.ts";

/** Stands for the session's full JID in a stanza that waits: nobody knows it before there is one. */
export const OWN_JID = "OWN-JID.invalid";

const PREFIX = "prompt/";

const promptNode = (thread: string): string => `${PREFIX}${thread}`;
export const threadOfNode = (node: string): string | null =>
  node.startsWith(PREFIX) && node.length > PREFIX.length && node.length <= 512
    ? node.slice(PREFIX.length)
    : null;

/** XEP-0147, with the querytype that XEP-0050 §7.5 registers. */
export const commandUri = (thread: string): string =>
  `xmpp:${OWN_JID}?command;node=${encodeURIComponent(promptNode(thread))};action=execute`;

/** What may be answered, and what it means (XmppAdapterSpecification §17). */
export const ANSWERS = {
  ACK: "acknowledgement",
  NO: "decline",
  HELP: "help",
} as const;
export type Answer = keyof typeof ANSWERS;

export const answerForm = (): string =>
  xml(
    "x",
    { xmlns: NS.form, type: "form" },
    xml("title", {}, "Your answer"),
    xml(
      "field",
      { var: "answer", type: "list-single", label: "Answer" },
      xml("required"),
      ...Object.keys(ANSWERS).map((each) => xml("option", { label: each }, xml("value", {}, each))),
    ),
  );
