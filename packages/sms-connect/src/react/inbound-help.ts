import type { Key, Reactor } from "@underclaim/runtime";
import type { SmsKit } from "../kit.ts";
import type { SmsNative } from "../native/types.ts";
import { answer, answerReads, mayAnswer } from "./inbound-answer.ts";
import { toldBy } from "./inbound-told.ts";

/** The same words of the same sender within this time are one question: a repeat under another id, or two machines talking. */
const ONE_QUESTION_MS = 5 * 60_000;

/** Later the answer would puzzle more than help. */
const ANSWER_WITHIN_MS = 24 * 3_600_000;

/** That it was answered. Expires. */
const answeredKey = (content: string): Key => ["answered", content];

/** HELP is answered in the same commit, unless something suppresses the number or the provider answers by itself. */
export const helpReaction = (kit: SmsKit): Reactor<SmsNative> => ({
  reads(native, targets) {
    const told = toldBy(native);
    if (told === null || !answers(kit, native.nativeStatus)) return [];
    return [...answerReads(kit, native, targets), { doc: answeredKey(told.content) }];
  },
  react(native, targets, snapshot, context) {
    const told = toldBy(native);
    const text = kit.settings.replies.help;
    if (told === null || text === null || !answers(kit, native.nativeStatus)) return {};
    const key = answeredKey(told.content);
    const { may, guards } = mayAnswer(kit, native, targets, snapshot, context.now);
    if (!may || snapshot.doc(key) !== null) return {};
    const expiresAt = context.now + ANSWER_WITHIN_MS;
    const sends = answer(kit, native, targets, text, { expiresAt, standing: true }, context);
    if (sends.length === 0) return {};
    return {
      guards: [...guards, { doc: key, version: 0 }],
      docs: [{ put: key, text: "{}", dueAt: context.now + ONE_QUESTION_MS }],
      sends,
    };
  },
});

const answers = ({ settings }: SmsKit, providersWord: string | null): boolean =>
  settings.replies.help !== null && providersWord !== "help";
