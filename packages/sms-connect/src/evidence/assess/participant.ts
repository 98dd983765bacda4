// What it means for the participant's awareness: never a success, for no SMS event shows who acted or read (§3, §10).
import type { SmsStored } from "../../native/types.ts";
import { hasTrackedLink, machineIn, openedIn, uncertainEndpoint, writerIn } from "./answers.ts";
import { read, type Reading } from "./reading.ts";
import type { Outcome } from "./receipts.ts";
import { transmission } from "./transmission.ts";

export function participantReading(natives: readonly SmsStored[]): Reading {
  const elsewhere = uncertainEndpoint(natives);
  const writer = writerIn(natives);
  const link = openedIn(natives);
  if (writer !== null)
    return {
      ...read(
        "undef.reply_identity_uncertain",
        writer,
        "A reply came under the number; who or what sent it is not known.",
      ),
      ...(elsewhere === null ? {} : { confidence: "low" }),
    };
  if (elsewhere !== null)
    return read(
      "undef.identity_uncertain",
      link ?? elsewhere,
      "The number may be somebody else's.",
    );
  if (link !== null)
    return read(
      "undef.link_clicked_identity_uncertain",
      link,
      "A link was opened; by whom is not known.",
    );
  const machine = machineIn(natives);
  if (machine !== null)
    return { ...read("undef.link_clicked_identity_uncertain", machine), confidence: "low" };
  return unanswered(natives, transmission(natives));
}

function unanswered(natives: readonly SmsStored[], sent: Outcome | null): Reading {
  if (sent?.end === "conflict") return sent.reading;
  if (sent?.end === "delivered")
    return {
      ...sent.reading,
      subclass: "undef.delivered_but_awareness_unproven",
      because: "Delivered; nothing shows that anybody read it.",
    };
  if (sent?.end === "open" && !(hasTrackedLink(natives) && hasLeft(sent)))
    return read(
      "undef.pending",
      sent.reading?.signal ?? "message.accepted",
      "Nothing has come back so far.",
    );
  const signal = sent?.reading?.signal ?? null;
  return { subclass: "undef.no_signal", signal, because: silence(sent) };
}

/** As far as is known: a link that has not gone out cannot be opened. */
const hasLeft = ({ reading }: Outcome): boolean =>
  reading?.subclass !== "undef.pending" && reading?.subclass !== "undef.queued";

const silence = (sent: Outcome | null): string => {
  if (sent === null) return "Nothing is known of a message here.";
  return sent.end === "failed"
    ? "The message was refused or reported as failed; nothing has come back."
    : "No link of the message was opened, and nothing else came back.";
};
