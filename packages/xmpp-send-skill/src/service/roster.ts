import type { Roster, RosterEntry } from "@underclaim/send-guardrails";
import { z } from "zod";
import { strictJid } from "../jid.ts";
import type { ServiceClient } from "./client.ts";

const RosterReply = z.looseObject({
  accounts: z.array(
    z.looseObject({
      account: z.string(),
      entries: z
        .array(
          z.looseObject({
            jid: z.string(),
            subscription: z.enum(["none", "to", "from", "both"]).catch("none"),
          }),
        )
        .nullable(),
    }),
  ),
});

export interface RosterOptions {
  readonly client: ServiceClient;
  /** Whose roster it is. null: nobody's. */
  readonly account: string | null;
  /** Milliseconds that only go on. */
  now(): number;
  /** A roster that is younger is not read again. */
  readonly freshMs: number;
}

/** Reads the roster when it is asked for. Its age is counted from before the question, so never too young. */
export function serviceRoster({
  client,
  account,
  now,
  freshMs,
}: RosterOptions): () => Promise<Roster> {
  let last: { readonly entries: readonly RosterEntry[]; readonly at: number } | null = null;
  return async () => {
    if (last === null || now() - last.at > freshMs) {
      const at = now();
      const entries = await readEntries(client, account);
      if (entries !== null) last = { entries, at };
    }
    return last === null
      ? { known: false }
      : { known: true, entries: last.entries, ageMs: now() - last.at };
  };
}

async function readEntries(
  client: ServiceClient,
  account: string | null,
): Promise<readonly RosterEntry[] | null> {
  const answer = await client.get("/xmpp/roster");
  const read =
    answer.kind === "answer" && answer.status === 200 ? RosterReply.safeParse(answer.body) : null;
  if (read?.success !== true) return null;
  const own = read.data.accounts.find((each) => each.account === account);
  return (
    own?.entries?.flatMap(({ jid, subscription }) => {
      const strict = strictJid(jid);
      return strict.ok ? [{ address: strict.address, subscription }] : [];
    }) ?? null
  );
}
