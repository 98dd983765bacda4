// The part of the @xmpp/* packages (0.14.0, pinned) that the session uses; they bring no declarations.
declare module "@xmpp/client-core" {
  import type { EventEmitter } from "node:events";

  export class Client extends EventEmitter {
    constructor(options: { domain: string; lang?: string; timeout: number });
    status: string;
    socket: unknown;
    parser: unknown;
    transports: unknown[];
    isSecure(): boolean;
    connect(service: string): Promise<void>;
    open(options: { domain: string; lang?: string }): Promise<unknown>;
    restart(): Promise<unknown>;
    _onData(data: Uint8Array): void;
    _onElement(element: unknown): void;
    _jid(jid: string): unknown;
  }
}

declare module "@xmpp/connection-tcp" {
  class ConnectionTcp {
    socketParameters(service: string): object | undefined;
    NS: string;
    Socket: unknown;
    Parser: unknown;
  }
  export default ConnectionTcp;
}
