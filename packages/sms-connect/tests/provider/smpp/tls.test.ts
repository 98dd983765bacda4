import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "@underclaim/runtime/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bench } from "./harness.ts";

let folder = "";
const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const openssl = (...given: readonly string[]): void =>
  void execFileSync("openssl", given, { cwd: folder, stdio: "ignore" });

/** A certificate for a name or address, by an authority of its own or by another one. */
function certificate(name: string, subject: string, authority: string | null): void {
  const request = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650`.split(
    " ",
  );
  const signing =
    authority === null ? [] : ["-CA", `${authority}.crt`, "-CAkey", `${authority}.key`];
  const about = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=${subject}`];
  openssl(...request, "-keyout", `${name}.key`, "-out", `${name}.crt`, ...about, ...signing);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "underclaim-smpp-tls-"));
  certificate("authority", "DNS:authority", null);
  certificate("smsc", "DNS:smsc.example", "authority");
  certificate("address", "IP:127.0.0.1", "authority");
  certificate("stranger", "DNS:smsc.example", null);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const server = (name: string) => ({ tls: { key: read(`${name}.key`), cert: read(`${name}.crt`) } });
const client = (given: object = {}) => ({
  tls: { enabled: true, ca: read("authority.crt"), server_name: "smsc.example", ...given },
});

describe("an SMSC over TLS", () => {
  test("is bound to when its certificate holds its name", async () => {
    const { bound, send, smsc } = await bench(client(), server("smsc"));
    await bound();
    expect((await send()).kind).toBe("accepted");
    expect(smsc.binds.length).toBe(1);
  });

  test("is bound to by its address where its certificate holds that", async () => {
    const { bound } = await bench(client({ server_name: undefined }), server("address"));
    await bound();
  });

  test.each([
    ["another name", { server_name: "other.example" }, "smsc"],
    ["an address instead of the name", { server_name: undefined }, "smsc"],
    ["an authority that is not trusted", {}, "stranger"],
  ])("is told nothing where its certificate holds %s", async (_, given, name) => {
    const { transport, smsc, send } = await bench(client(given), server(name));
    await until(() => transport.health().connectivity === "unavailable");
    expect(smsc.binds.length).toBe(0);
    expect((await send()).kind).toBe("not_sent");
  });

  test("is told nothing where only its own system would trust it", async () => {
    const { transport, smsc } = await bench(client({ ca: undefined }), server("smsc"));
    await until(() => transport.health().connectivity === "unavailable");
    expect(smsc.binds.length).toBe(0);
  });

  test("that speaks no TLS is told nothing", async () => {
    const { transport, smsc, clock } = await bench(client(), {});
    await clock.advance(10_000);
    await until(() => transport.health().connectivity === "unavailable");
    expect(smsc.binds.length).toBe(0);
  });
});
