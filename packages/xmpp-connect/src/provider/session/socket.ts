// The packages' socket without what it lacks: the domain's identity and SNI, an own CA, backpressure, an end for certain.
import { EventEmitter } from "node:events";
import net from "node:net";
import tls from "node:tls";
import { codeOf, SessionFailure } from "./failure.ts";
import { tlsOptions, type Trust } from "./trust.ts";

export interface SocketPlan {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (XEP-0368), or after STARTTLS. */
  readonly direct: boolean;
  readonly trust: Trust;
}

/** Emits `connect`, `data`, `drain`, `error` and, once, `close`. */
export class SessionSocket extends EventEmitter {
  secure = false;
  #socket: net.Socket | null = null;
  #trust: Trust | null = null;

  constructor() {
    super();
    // An error may come after its listeners have gone, and would end the process.
    this.on("error", () => undefined);
  }

  connect({ host, port, direct, trust }: SocketPlan): void {
    this.#trust = trust;
    if (!direct) {
      this.#attach(net.connect({ host, port }), "connect");
      return;
    }
    const options = { ...tlsOptions(trust), host, port, ALPNProtocols: ["xmpp-client"] };
    this.#attach(tls.connect(options), "secureConnect", () => (this.secure = true));
  }

  /** STARTTLS (RFC 6120 §5): nothing that came before counts afterwards. */
  upgrade(): Promise<void> {
    const plain = this.#socket;
    const trust = this.#trust;
    if (plain === null || trust === null || this.secure)
      throw new SessionFailure("protocol", "There is nothing to be secured.");
    plain.removeAllListeners();
    plain.on("error", () => undefined);
    return new Promise((resolve, reject) => {
      this.once("error", reject);
      this.once("close", () => reject(new SessionFailure("unreachable", "TLS was broken off.")));
      this.#attach(tls.connect({ ...tlsOptions(trust), socket: plain }), "secureConnect", () => {
        this.off("error", reject);
        this.secure = true;
        resolve();
      });
    });
  }

  #attach(socket: net.Socket, ready: string, then: () => void = () => undefined): void {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on(ready, () => {
      then();
      this.emit("connect");
    });
    socket.on("data", (data: Buffer) => this.emit("data", data));
    socket.on("drain", () => this.emit("drain"));
    socket.on("error", (error) => this.emit("error", reasonOf(error)));
    socket.on("close", (dirty: boolean) => this.emit("close", dirty));
  }

  write(data: string, done?: (error?: Error | null) => void): void {
    if (this.#socket?.writable === true) this.#socket.write(data, done);
    else done?.(new SessionFailure("unreachable", "The connection is closed."));
  }

  /** False where the peer does not: wait for `drain`. */
  get keepsUp(): boolean {
    return this.#socket?.writable === true && !this.#socket.writableNeedDrain;
  }

  /** Bytes that have not left yet. */
  get waiting(): number {
    return this.#socket?.writableLength ?? 0;
  }

  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  /** `close` follows once the peer has closed, too. */
  end(last = ""): void {
    const socket = this.#socket;
    if (socket === null || socket.destroyed) this.emit("close", false);
    // Paused, it would never hear that the peer closes.
    else socket.end(last).resume();
  }

  destroy(): void {
    this.#socket?.destroy();
  }
}

/** Node's errors of TLS carry names and addresses in their texts. */
function reasonOf(error: Error): SessionFailure {
  const code = codeOf(error);
  const trusted = !/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|HOSTNAME/.test(code);
  return trusted
    ? new SessionFailure("unreachable", "The connection failed.", code)
    : new SessionFailure("insecure", "TLS could not be agreed on or trusted.", code);
}
