// Prompts that are executed as commands (XEP-0050): a form is offered, and its answer is told once it is durable.
import type { Clock, ProviderSink } from "@underclaim/runtime";
import { ANSWERS, answerForm, threadOfNode } from "../../model/command.ts";
import { NS } from "../../model/namespaces.ts";
import { child, childrenOf, textOfElement, xml, type XmlElement } from "../../model/xml.ts";
import { parsedBody } from "../../native/parsed.ts";
import { COMMAND_SOURCE } from "../port.ts";
import type { Counted } from "../session/counted.ts";
import { written } from "../session/written.ts";

export interface CommandsOptions {
  readonly settings: { readonly account: string; readonly tenant: string };
  readonly clock: Clock;
  readonly randomId: () => string;
  readonly sink: ProviderSink;
  readonly counted: Counted;
  readonly say: (stanza: string) => boolean;
}

export class Commands {
  readonly #options: CommandsOptions;

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  /** @returns whether it was a prompt's command: then it is counted and answered */
  take(iq: XmlElement): boolean {
    const { type, id, from } = iq.attributes;
    const command = child(iq, "command", NS.commands);
    const node = command?.attributes["node"] ?? "";
    if (type !== "set" || id === undefined || from === undefined || command === null) return false;
    if (threadOfNode(node) === null) return false;
    const { counted, say, randomId } = this.#options;
    const sessionid = command.attributes["sessionid"] ?? randomId();
    const reply = (status: string, ...inner: readonly string[]): void =>
      void say(
        xml(
          "iq",
          { xmlns: NS.client, type: "result", id, to: from },
          xml("command", { xmlns: NS.commands, node, sessionid, status }, ...inner),
        ),
      );
    if (command.attributes["action"] === "cancel") {
      reply("canceled");
      counted.skip();
    } else if (answerIn(command) === null) {
      const actions = xml("actions", { execute: "complete" }, xml("complete"));
      reply("executing", actions, answerForm());
      counted.skip();
    } else {
      counted.add(
        from,
        () => this.#handIn(iq),
        () => reply("completed", xml("note", { type: "info" }, "Recorded.")),
      );
    }
    return true;
  }

  #handIn(iq: XmlElement): Promise<void> {
    const { settings, sink, clock } = this.#options;
    return sink.receive(settings.tenant, COMMAND_SOURCE, {
      headers: { "content-type": "application/xml" },
      body: parsedBody(written(iq), iq),
      url: "",
      account: settings.account,
      receivedAt: clock.now(),
    });
  }
}

/** Null: no form was submitted, or one without an answer that was offered. */
function answerIn(command: XmlElement): string | null {
  const form = child(command, "x", NS.form);
  if (form?.attributes["type"] !== "submit") return null;
  const field = childrenOf(form).find(({ attributes }) => attributes["var"] === "answer");
  const value = textOfElement(child(field, "value", NS.form));
  return Object.hasOwn(ANSWERS, value) ? value : null;
}
