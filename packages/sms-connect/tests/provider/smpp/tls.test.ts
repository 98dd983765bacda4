import { until } from "@underclaim/runtime/testing";
import { describe, expect, test } from "vitest";
import { certificate } from "@underclaim/runtime/testing";
import { bench } from "./harness.ts";

const authority = certificate({ name: "authority", authority: true });
const certificates = {
  smsc: certificate({ name: "smsc", names: ["smsc.example"], by: authority }),
  address: certificate({ name: "address", addresses: ["127.0.0.1"], by: authority }),
  stranger: certificate({ name: "stranger", names: ["smsc.example"] }),
};

const server = (name: keyof typeof certificates) => ({ tls: certificates[name] });
const client = (given: object = {}) => ({
  tls: { enabled: true, ca: authority.cert, server_name: "smsc.example", ...given },
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
  ] as const)("is told nothing where its certificate holds %s", async (_, given, name) => {
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
