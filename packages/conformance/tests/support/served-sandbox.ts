import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { NativeStep } from "@underclaim/contract/golden";
import type { InProcessDriver } from "@underclaim/runtime/testing";

/** Changes what the adapter answers, as a wrong adapter would answer it. */
export type Tamper = (path: string, body: Record<string, unknown>) => unknown;

export interface ServedSandbox {
  readonly url: string;
  close(): Promise<void>;
}

/** An adapter in the hands of the in-process driver as a black box: its own routes, and those of a sandbox. */
export async function servedSandbox(
  driver: InProcessDriver,
  { tamper = (_path, body) => body, sandbox = true }: { tamper?: Tamper; sandbox?: boolean } = {},
): Promise<ServedSandbox> {
  await driver.reset({ clock: "2026-01-01T12:00:00Z", configuration: {}, documents: [] });

  const control: Record<string, (body: never) => Promise<unknown>> = {
    reset: (given: never) => driver.reset(given),
    settle: () => driver.settled(),
    native: (native: NativeStep["native"]) => driver.native(native),
    advance: ({ duration }: { duration: string }) => driver.advance(duration),
    "provider-reply": (reply: never) => driver.providerReply(reply),
    restart: () => driver.restart(),
    fault: (fault: never) => driver.fault(fault),
    effects: async () => ({ effects: await driver.effects?.() }),
    "native-events": () => driver.adapterEvents(),
  };
  const can = Object.keys(control)
    .filter((name) => name !== "reset")
    .map((name) => name.replaceAll("-", "_"));

  async function answer(request: IncomingMessage): Promise<[number, object, string]> {
    const path = request.url ?? "/";
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    if (sandbox && path === "/adapter/sandbox") return [200, {}, JSON.stringify({ can })];
    const told = sandbox ? /^\/adapter\/sandbox\/(.+)$/.exec(path)?.[1] : undefined;
    if (told !== undefined) {
      const done = await control[told]?.(JSON.parse(body.toString()) as never);
      return [200, {}, JSON.stringify(done ?? {})];
    }
    const response = await driver.life().app.inject({
      method: (request.method ?? "GET") as "GET",
      url: path,
      headers: { ...request.headers, host: "adapter.test" },
      ...(body.length === 0 ? {} : { payload: body }),
    });
    const headers = { ...response.headers, "content-length": undefined };
    const json = String(headers["content-type"]).startsWith("application/json");
    if (!json) return [response.statusCode, headers, response.body];
    const changed = tamper(path, JSON.parse(response.body) as Record<string, unknown>);
    return [response.statusCode, headers, JSON.stringify(changed)];
  }

  const server = createServer((request, response) => {
    void answer(request).then(
      ([status, headers, text]) => {
        for (const [name, value] of Object.entries(headers))
          if (value !== undefined) response.setHeader(name, String(value));
        response.writeHead(status).end(text);
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await driver.close();
    },
  };
}
