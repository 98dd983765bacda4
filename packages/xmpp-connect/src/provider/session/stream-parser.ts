// One XML stream, in bytes, to top-level elements (RFC 6120 §4). Bounded before a tree is built, strict about what §11.1
// forbids, and correct where a character's bytes come in two chunks.
import { EventEmitter } from "node:events";
import { RoomySaxes } from "@underclaim/runtime/xml";
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

/** With `skips`: so many times a stanza's limit of bytes one may have that is passed over. A server lets no larger one through. */
const MOST_SKIPPED = 16;

/**
 * Emits `start` (the stream's header), `element` (each top-level element) and `end`. With `skips` a stanza beyond the limits does
 * not end the reading: in its place comes `skipped`, with its attributes and without children.
 */
export class StreamParser extends EventEmitter {
  readonly #limits: StreamLimits;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  readonly #saxes = new RoomySaxes({ xmlns: true, position: false });
  readonly #open: Open[] = [];
  /** Complete, as far as the parser says: that its end has another name it says only afterwards. */
  #complete: XmlElement | null = null;
  #bytes = 0;
  #finished = false;
  readonly #skips: boolean;
  #skipping = false;
  /** While skipping: how many are open of those that are not built. */
  #unbuilt = 0;

  constructor(limits: StreamLimits, { skips = false }: { readonly skips?: boolean } = {}) {
    super();
    this.#limits = limits;
    this.#skips = skips;
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
    if (this.#bytes <= this.#limits.stanza_bytes) return null;
    if (!this.#skips || this.#bytes > this.#limits.stanza_bytes * MOST_SKIPPED)
      return oversized("longer");
    if (this.#open.length > 1) this.#skip("longer");
    return null;
  }

  #opened(element: Open): void {
    this.#deliver();
    if (this.#finished) return;
    if (this.#skipping) {
      this.#unbuilt += 1;
      return;
    }
    const depth = this.#open.length;
    if (depth > this.#limits.depth) {
      this.#skip("nested deeper");
      this.#unbuilt += 1;
      return;
    }
    this.#open.push(element);
    if (depth === 0) {
      if (element.name !== "stream" || element.namespace !== SESSION_NS.stream)
        throw refusal("invalid-namespace", "The server opened no stream.");
      this.#bytes = 0;
      this.emit("start", element);
      return;
    }
    if (depth > 1) this.#add(element);
    else if (this.#skips && this.#bytes > this.#limits.stanza_bytes) this.#skip("longer");
  }

  #text(text: string): void {
    this.#deliver();
    if (this.#finished || this.#skipping || text === "") return;
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
    if (parent.children.length >= this.#limits.children) {
      this.#skip("wider");
      return;
    }
    parent.children.push(node);
  }

  /** Nothing more of this stanza is built, and what was is let go. @throws SessionFailure where stanzas are not skipped */
  #skip(how: string): void {
    if (!this.#skips) throw oversized(how);
    this.#skipping = true;
    for (const each of this.#open.slice(1)) each.children.length = 0;
  }

  #deliver(): void {
    const complete = this.#complete;
    this.#complete = null;
    if (complete !== null && !this.#finished) this.emit("element", complete);
  }

  #closed(): void {
    this.#deliver();
    if (this.#finished) return;
    if (this.#unbuilt > 0) {
      this.#unbuilt -= 1;
      return;
    }
    const element = this.#open.pop();
    if (element === undefined) return;
    if (this.#open.length === 0) {
      this.#finished = true;
      this.emit("end");
    } else if (this.#open.length === 1) {
      this.#bytes = 0;
      if (this.#skipping) this.emit("skipped", { ...element, children: [] });
      else this.#complete = element;
      this.#skipping = false;
    }
  }
}

const refusal = (condition: string, message: string): SessionFailure =>
  new SessionFailure("protocol", message, condition);

const oversized = (how: string): SessionFailure =>
  new SessionFailure("oversized", `A stanza was ${how} than may be.`, "policy-violation");
