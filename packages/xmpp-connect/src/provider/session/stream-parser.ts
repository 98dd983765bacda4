// One XML stream, in bytes, to top-level elements (RFC 6120 §4). Bounded before a tree is built, strict about what §11.1
// forbids, and correct where a character's bytes come in two chunks.
import { EventEmitter } from "node:events";
import { SaxesParser } from "saxes";
import type { XmlElement } from "../../model/xml.ts";
import { SessionFailure } from "./failure.ts";
import { SESSION_NS } from "./names.ts";

export interface StreamLimits {
  /** Of one top-level element. */
  readonly stanza_bytes: number;
  readonly depth: number;
  /** Of one element. */
  readonly children: number;
}

interface Open {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Record<string, string>;
  readonly children: (XmlElement | string)[];
}

/** What an oversized stanza may exceed its limit by. */
const SLICE_BYTES = 4_096;
const STANZAS = new Set(["message", "presence", "iq"]);

/** Emits `start` (the stream's header), `element` (each top-level element) and `end`. */
export class StreamParser extends EventEmitter {
  readonly #limits: StreamLimits;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  readonly #saxes = new SaxesParser({ xmlns: true, position: false });
  readonly #open: Open[] = [];
  /** Complete, as far as the parser says: that its end has another name it says only afterwards. */
  #complete: XmlElement | null = null;
  #bytes = 0;
  #finished = false;

  constructor(limits: StreamLimits) {
    super();
    this.#limits = limits;
    const saxes = this.#saxes;
    saxes.on("error", () => {
      throw refusal("not-well-formed", "The server sent XML that is not well-formed.");
    });
    for (const event of ["doctype", "comment", "processinginstruction"] as const)
      saxes.on(event, () => {
        throw refusal("restricted-xml", "The server sent XML that XMPP forbids (RFC 6120 §11.1).");
      });
    saxes.on("opentag", ({ local, uri, attributes }) => {
      const read: Record<string, string> = {};
      for (const { name, prefix, local: key, value } of Object.values(attributes))
        if (prefix !== "xmlns" && name !== "xmlns") read[prefix === "" ? key : name] = value;
      this.#opened({ name: local, namespace: uri, attributes: read, children: [] });
    });
    saxes.on("text", (text) => this.#text(text));
    saxes.on("cdata", (text) => this.#text(text));
    saxes.on("closetag", () => this.#closed());
  }

  /** Whether the unfinished element is a stanza, which XEP-0198 counts. */
  get withinStanza(): boolean {
    return STANZAS.has(this.#open[1]?.name ?? "");
  }

  /** @returns why the rest cannot be read, or null; after the end or a refusal nothing more is read */
  take(bytes: Uint8Array): SessionFailure | null {
    for (let at = 0; at < bytes.length && !this.#finished; at += SLICE_BYTES) {
      const slice = bytes.subarray(at, at + SLICE_BYTES);
      this.#bytes += slice.length;
      const failure = this.#read(slice);
      if (failure === null) continue;
      this.#finished = true;
      return failure;
    }
    return null;
  }

  /** Reads no more: of what follows in the same chunk nothing counts. */
  stop(): void {
    this.#finished = true;
  }

  #read(slice: Uint8Array): SessionFailure | null {
    try {
      const text = this.#decoder.decode(slice, { stream: true });
      this.#saxes.write(text);
      this.#deliver();
    } catch (error) {
      // After the end anything is nonsense, and nobody's concern.
      if (this.#finished) return null;
      if (error instanceof SessionFailure) return error;
      if (error instanceof TypeError)
        return refusal("unsupported-encoding", "The server sent bytes that are not UTF-8.");
      return refusal("not-well-formed", "The server sent XML that is not well-formed.");
    }
    return this.#bytes > this.#limits.stanza_bytes ? oversized("longer") : null;
  }

  #opened(element: Open): void {
    this.#deliver();
    if (this.#finished) return;
    const depth = this.#open.length;
    this.#open.push(element);
    if (depth === 0) {
      if (element.name !== "stream" || element.namespace !== SESSION_NS.stream)
        throw refusal("invalid-namespace", "The server opened no stream.");
      this.#bytes = 0;
      this.emit("start", element);
      return;
    }
    if (depth > this.#limits.depth) throw oversized("nested deeper");
    if (depth > 1) this.#add(element);
  }

  #text(text: string): void {
    this.#deliver();
    if (this.#finished || text === "") return;
    if (this.#open.length < 2) {
      if (/^[ \t\r\n]*$/.test(text)) return;
      throw refusal("not-well-formed", "The server sent text outside of any stanza.");
    }
    this.#add(text);
  }

  #add(node: Open | string): void {
    const parent = this.#open.at(typeof node === "string" ? -1 : -2);
    if (parent === undefined) return;
    const last = parent.children.at(-1);
    if (typeof node === "string" && typeof last === "string") {
      parent.children[parent.children.length - 1] = last + node;
      return;
    }
    if (parent.children.length >= this.#limits.children) throw oversized("wider");
    parent.children.push(node);
  }

  #deliver(): void {
    const complete = this.#complete;
    this.#complete = null;
    if (complete !== null && !this.#finished) this.emit("element", complete);
  }

  #closed(): void {
    this.#deliver();
    if (this.#finished) return;
    const element = this.#open.pop();
    if (element === undefined) return;
    if (this.#open.length === 0) {
      this.#finished = true;
      this.emit("end");
    } else if (this.#open.length === 1) {
      this.#bytes = 0;
      this.#complete = element;
    }
  }
}

const refusal = (condition: string, message: string): SessionFailure =>
  new SessionFailure("protocol", message, condition);

const oversized = (how: string): SessionFailure =>
  new SessionFailure("oversized", `A stanza was ${how} than may be.`, "policy-violation");
