import { createServer } from "node:net";
import { until } from "@underclaim/runtime/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { bench, boundBench, START } from "./harness.ts";

describe("a session", () => {
  test("binds as a transceiver of SMPP 3.4", async () => {
    const { smsc, transport } = await boundBench({ system_type: "alerts", address_range: "^49" });
    expect(smsc.binds).toMatchObject([
      {
        command: "bind_transceiver",
        system_id: "bound",
        password: "secret",
        system_type: "alerts",
        interface_version: 0x34,
        address_range: "^49",
      },
    ]);
    expect(transport.health()).toEqual({
      connectivity: "healthy",
      credentials: "valid",
      degradations: [],
    });
  });

  test.each([
    ["another password", { password: "wrong" }, "ESME_RINVPASWD"],
    ["another name", { system_id: "stranger" }, "ESME_RINVSYSID"],
  ])("that is refused for %s does not knock often", async (_, given, name) => {
    const { smsc, transport, clock } = await bench(given);
    await until(() => transport.health().credentials === "insufficient");
    await until(() => transport.health().connectivity === "unavailable");
    expect(transport.health().degradations).toContain(`smpp: bind refused with ${name}`);
    await clock.advance(44_999);
    expect(smsc.binds.length).toBe(1);
    await clock.advance(1);
    await until(() => smsc.binds.length === 2);
  });

  test("that is refused for anything else comes back with its back-off", async () => {
    const { smsc, transport, clock } = await bench({}, {});
    smsc.onBind = () => 0x05;
    await until(() => transport.health().connectivity === "unavailable");
    expect(transport.health().credentials).toBe("unknown");
    smsc.onBind = () => 0;
    await clock.advance(750);
    await until(() => transport.health().connectivity === "healthy");
    expect(smsc.binds.length).toBe(2);
  });

  test("whose bind is not answered is made anew", async () => {
    const { smsc, transport, clock } = await bench();
    smsc.onBind = () => "silence";
    await until(() => smsc.binds.length === 1);
    await clock.advance(10_000);
    await until(() => transport.health().connectivity === "unavailable");
    smsc.onBind = () => 0;
    await clock.advance(750);
    await until(() => transport.health().connectivity === "healthy");
  });

  test("that was cut binds again, ever later while it fails", async () => {
    const { smsc, transport, clock, bound } = await boundBench();
    const attempts: number[] = [];
    smsc.onBind = () => {
      attempts.push(clock.now() - START);
      return 0x08;
    };
    smsc.cut();
    for (const wait of [750, 1_500, 3_000]) {
      await until(() => transport.health().connectivity === "unavailable");
      const before = attempts.length;
      await clock.advance(wait - 1);
      expect(attempts.length).toBe(before);
      await clock.advance(1);
      await until(() => attempts.length === before + 1);
    }
    expect(attempts).toEqual([750, 2_250, 5_250]);
    smsc.onBind = () => 0;
    await until(() => transport.health().connectivity === "unavailable");
    await clock.advance(6_000);
    await bound();
  });

  test("sends over the new bind", async () => {
    const { smsc, send, rebound } = await boundBench();
    smsc.cut();
    await rebound();
    expect(await send()).toMatchObject({ kind: "accepted", messageIds: ["smsc-1"] });
  });

  test("that the SMSC unbinds says so and comes back", async () => {
    const { smsc, rebound } = await boundBench();
    const answered = new Promise<string>((resolve) => {
      smsc.sessions[0]?.unbind({}, ({ command }) => resolve(command));
    });
    expect(await answered).toBe("unbind_resp");
    await rebound();
  });

  test("whose SMSC takes no connection is not waited for at the start", async () => {
    const { transport } = await bench({ port: 1 });
    await until(() => transport.health().connectivity === "unavailable");
    expect(transport.health().credentials).toBe("unknown");
  });

  test("whose TLS handshake does not come to an end is given up", async () => {
    const mute = createServer();
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void mute.close());
    const address = mute.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const { transport, clock } = await bench({ port, tls: { enabled: true } });
    expect(transport.health().connectivity).toBe("unknown");
    await clock.advance(10_000);
    await until(() => transport.health().connectivity === "unavailable");
  });

  test("that is stopped unbinds, and does not come back", async () => {
    const { smsc, transport, clock, send } = await boundBench();
    await transport.stop?.();
    await until(() => smsc.sessions.length === 0);
    expect(smsc.heard.map(({ command }) => command)).toEqual(["unbind"]);
    await clock.advance(120_000);
    expect(smsc.binds.length).toBe(1);
    expect(await send()).toMatchObject({ kind: "not_sent" });
  });

  test("that is stopped lets what is under way come to its end first", async () => {
    const { smsc, transport, send } = await boundBench({ window: 1 });
    let answer: () => void = () => undefined;
    smsc.onSubmit = () => new Promise((resolve) => (answer = () => resolve({})));
    const [written, queued] = [send(), send()];
    await until(() => smsc.submits.length === 1);
    const stopped = transport.stop?.();
    expect(await queued).toMatchObject({ kind: "not_sent", reason: "the service stops" });
    answer();
    expect((await written).kind).toBe("accepted");
    await stopped;
    expect(smsc.heard.map(({ command }) => command)).toEqual(["unbind"]);
  });

  test("that is stopped does not wait for ever", async () => {
    const { smsc, transport, send, clock } = await boundBench();
    smsc.onSubmit = () => "silence";
    const sent = send();
    await until(() => smsc.submits.length === 1);
    const stopped = transport.stop?.();
    await clock.advance(5_000);
    await stopped;
    expect((await sent).kind).toBe("unknown");
  });

  test("that is stopped while it connects ends there", async () => {
    const { smsc, transport } = await bench();
    await transport.stop?.();
    expect(transport.health().connectivity).toBe("unavailable");
    expect(smsc.sessions.length).toBe(0);
  });
});
