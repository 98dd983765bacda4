/** What the peer of the bench uses of it: the package brings no declarations. */
declare module "@xmpp/client" {
  export interface Element {
    readonly attrs: Readonly<Record<string, string>>;
    getChild(name: string, namespace?: string): Element | undefined;
  }
  export interface Client {
    start(): Promise<unknown>;
    stop(): Promise<unknown>;
    send(element: Element): Promise<void>;
    on(event: "stanza", listener: (stanza: Element) => void): void;
    on(event: "error", listener: () => void): void;
    off(event: "stanza", listener: (stanza: Element) => void): void;
    once(event: "stanza", listener: (stanza: Element) => void): void;
  }
  export function xml(
    name: string,
    attrs?: object,
    ...children: readonly (Element | string)[]
  ): Element;
  export function client(options: {
    readonly service: string;
    readonly domain: string;
    readonly username: string;
    readonly password: string;
  }): Client;
}
