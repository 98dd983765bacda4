import type { Reactor } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import { scopesOfOptOut } from "../model/scope-of-reply.ts";
import { bookReads, optedOut, readBooks, writeBooks } from "../model/standing-books.ts";
import type { SmsNative } from "../native/types.ts";
import { answer, answerReads, mayAnswer } from "./inbound-answer.ts";
import { saidAt, toldBy } from "./inbound-told.ts";

/** 47 CFR 64.1200(a)(12): one confirmation, within five minutes. */
const CONFIRM_WITHIN_MS = 5 * 60_000;

/**
 * From the commit of an opt-out on, no plan can send within its scope. A repeat says nothing new, under whatever id: it
 * finds the opt-out standing and is not confirmed again. Where the provider handles the word, it confirms by itself.
 */
export const optOutReaction = (kit: SmsKit): Reactor<SmsNative> => ({
  urgent: true,
  reads(native, targets) {
    const told = toldBy(native);
    if (told === null) return [];
    return [
      ...bookReads(told.number, scopesOfOptOut(kit, told.to)),
      ...(confirms(kit, native.nativeStatus) ? answerReads(kit, native, targets) : []),
    ];
  },
  react(native, targets, snapshot, context) {
    const told = toldBy(native);
    if (told === null) return {};
    const at = saidAt(native, context.now);
    const written = scopesOfOptOut(kit, told.to).map((scope) =>
      writeBooks(
        snapshot,
        told.number,
        scope,
        optedOut(readBooks(snapshot, told.number, scope), {
          at,
          source: "sms_keyword",
          evidenceRef: null,
          reason: null,
        }),
      ),
    );
    const text = kit.settings.replies.opt_out_confirmation;
    const inTime = at + CONFIRM_WITHIN_MS > context.now;
    const asked =
      text !== null && inTime && confirms(kit, native.nativeStatus)
        ? mayAnswer(kit, native, targets, snapshot, context.now)
        : null;
    return {
      docs: written.flatMap(({ docs }) => docs),
      guards: [...written.flatMap(({ guards }) => guards), ...(asked?.guards ?? [])],
      sends:
        asked?.may === true && text !== null
          ? answer(
              kit,
              native,
              targets,
              text,
              // The opt-out that it confirms would stand against it.
              { expiresAt: at + CONFIRM_WITHIN_MS, standing: false },
              context,
            )
          : [],
    };
  },
});

const confirms = ({ settings }: SmsKit, providersWord: string | null): boolean =>
  settings.replies.opt_out_confirmation !== null && providersWord !== "opt_out";
