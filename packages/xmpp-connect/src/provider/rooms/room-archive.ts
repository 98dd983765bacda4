// A room's archive (XEP-0313, of the room's own address): whether a message of ours stands in it, whose outcome was lost.
import { timestamp, type Instant } from "@underclaim/runtime";
import type { Jid } from "../../model/jid.ts";
import { NS } from "../../model/namespaces.ts";
import { child, escapeXml, textOfElement, xml, type XmlElement } from "../../model/xml.ts";
import type { Iqs } from "../session/iq.ts";
import { SESSION_NS } from "../session/names.ts";

const PAGE = 50;
const MOST_PAGES = 40;
/** Our clock is not the room's. */
const MARGIN_MS = 300_000;

interface Question {
  readonly room: string;
  readonly take: (archiveId: string, message: XmlElement) => void;
}

export class RoomArchive {
  readonly #options: { readonly iqs: Iqs; readonly randomId: () => string };
  readonly #questions = new Map<string, Question>();

  constructor(options: { readonly iqs: Iqs; readonly randomId: () => string }) {
    this.#options = options;
  }

  /** @returns whether it is a result, or claims to be one: then it is nobody's message */
  take(from: Jid, message: XmlElement): boolean {
    const result = child(message, "result", NS.archive);
    if (result === null) return false;
    const question = this.#questions.get(result.attributes["queryid"] ?? "");
    const inner = child(child(result, "forwarded", NS.forward), "message", NS.client);
    // Only the room itself answers: an occupant's comes from its nickname.
    if (question?.room === from.full && inner !== null)
      question.take(result.attributes["id"] ?? "", inner);
    return true;
  }

  async find(
    room: string,
    stanzaId: string,
    since: Instant,
    isOurs: (message: XmlElement) => boolean,
  ): Promise<string | null> {
    const { iqs, randomId } = this.#options;
    let found: string | null = null;
    let after: string | null = null;
    for (let pages = 0; pages < MOST_PAGES && found === null; pages += 1) {
      const queryid = randomId();
      this.#questions.set(queryid, {
        room,
        take: (archiveId, message) => {
          if (message.attributes["id"] === stanzaId && isOurs(message)) found = archiveId;
        },
      });
      const answer = await iqs.ask("set", room, question(queryid, since - MARGIN_MS, after));
      this.#questions.delete(queryid);
      if (!answer.ok) return found;
      const fin = child(answer.iq, "fin", NS.archive);
      const last = textOfElement(
        child(child(fin, "set", SESSION_NS.pages), "last", SESSION_NS.pages),
      );
      if (["true", "1"].includes(fin?.attributes["complete"] ?? "") || last === "") return found;
      after = last;
    }
    return found;
  }
}

const question = (queryid: string, start: Instant, after: string | null): string => {
  const field = (name: string, value: string, type: string | null = null): string =>
    xml("field", { var: name, type }, xml("value", {}, value));
  return xml(
    "query",
    { xmlns: NS.archive, queryid },
    xml(
      "x",
      { xmlns: NS.form, type: "submit" },
      field("FORM_TYPE", NS.archive, "hidden"),
      field("start", timestamp(start)),
    ),
    xml(
      "set",
      { xmlns: SESSION_NS.pages },
      xml("max", {}, String(PAGE)),
      ...(after === null ? [] : [xml("after", {}, escapeXml(after))]),
    ),
  );
};
