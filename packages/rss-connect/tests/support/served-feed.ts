// What is ready is answered past the framework's reply. A request with credentials, of which a public feed needs none,
// goes the long way.
import type { AddressInfo } from "node:net";
import { publish } from "./requests.ts";
import { testService, type TestService } from "./service.ts";

export const LONG_WAY = "authorization: Bearer of-nobody-0123456789";

export interface Served {
  readonly test: TestService;
  readonly port: number;
  readonly etag: string;
  readonly packed: string;
  readonly modified: string;
}

/** A service that listens, with a feed that is ready in two formats, and that names a hub. */
export async function served(): Promise<Served> {
  const test = await testService({
    configuration: { public_url: "http://feeds.example", websub: { hub: { enabled: true } } },
  });
  await test.act(publish());
  await test.clock.advance(2_000);
  const { headers } = await test.feed();
  const packed = await test.feed(undefined, { "accept-encoding": "gzip" });
  await test.feed("/feeds/example/atom.xml");
  return {
    test,
    port: await listening(test),
    etag: headers["etag"] ?? "",
    packed: packed.headers["etag"] ?? "",
    modified: headers["last-modified"] ?? "",
  };
}

export async function listening({ service }: TestService): Promise<number> {
  await service.app.listen({ host: "127.0.0.1", port: 0 });
  return (service.app.server.address() as AddressInfo).port;
}

export const request = (first: string, fields: readonly string[]): string =>
  [first, "host: x", ...fields, "", ""].join("\r\n");

export const GET = "GET /feeds/example/rss.xml HTTP/1.1";
export const HEAD = "HEAD /feeds/example/rss.xml HTTP/1.1";
