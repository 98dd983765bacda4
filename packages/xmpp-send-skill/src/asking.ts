// Whom to ask about a message, in the operator's order.
import type { MessageRecord, Messages } from "@underclaim/send-guardrails";
import type { ApproverName } from "./configuration.ts";
import type { XmppApprover } from "./xmpp-approver.ts";

export interface Asking {
  readonly order: readonly ApproverName[];
  readonly approver: XmppApprover | null;
  readonly messages: Pick<Messages, "asked">;
}

/** Whether the first who can be asked at all is the host's user. */
export function elicitsFirst({ order, approver }: Asking, canElicit: boolean): boolean {
  const first = order.find((name) =>
    name === "elicitation" ? canElicit : name === "terminal" || approver !== null,
  );
  return first === "elicitation";
}

/**
 * The first of those after `after` who can be asked; once. At a terminal a person looks by themselves.
 * @returns whether there is one who can decide
 */
export async function askOthers(
  { order, approver, messages }: Asking,
  message: MessageRecord,
  after: ApproverName | null,
): Promise<boolean> {
  const rest = after === null ? order : order.slice(order.indexOf(after) + 1);
  for (const name of rest) {
    if (name === "terminal" || message.asked !== null) return true;
    if (name !== "xmpp" || approver === null) continue;
    const memory = await approver.ask(message);
    if (memory === null) continue;
    messages.asked(message.id, memory);
    return true;
  }
  return false;
}

export const isApprover = (name: string): name is ApproverName =>
  name === "elicitation" || name === "xmpp" || name === "terminal";
