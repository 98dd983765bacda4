import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ManualClock, until } from "@underclaim/runtime/testing";
import { expect, onTestFinished, test } from "vitest";
import { smppTransport } from "../../../src/provider/smpp/transport.ts";
import { startSmsc } from "../../support/smsc-child.ts";
import { HeldSink, never, settingsOf, START, submission } from "./harness.ts";

test("the SMSC as a process of its own keeps a ledger, and sends receipts, twice and out of order", async () => {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-smsc-"));
  const ledger = join(folder, "ledger.jsonl");
  const smsc = await startSmsc({ ledger, ids: "hex" });
  const clock = new ManualClock(START);
  const settings = settingsOf({ port: smsc.port, submit_id: "hex", receipt_id: "decimal" });
  const transport = smppTransport(settings, { clock, random: () => 0.5 });
  onTestFinished(async () => {
    await transport.stop?.();
    await smsc.end();
    rmSync(folder, { recursive: true });
  });
  const sink = new HeldSink();
  await transport.start?.(sink);
  await until(() => transport.health().connectivity === "healthy");

  await transport.submit(submission({ body: "one" }), never);
  await transport.submit(submission({ body: "two" }), never);
  expect(await smsc.state()).toMatchObject({ submits: 2, taken: 2, binds: 1, bound: 1 });
  const lines = readFileSync(ledger, "utf8").trim().split("\n");
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { id: "00000001", text: "one" },
    { id: "00000002", text: "two" },
  ]);

  const statuses = await smsc.tell({
    do: "receipts",
    stat: "DELIVRD",
    twice: true,
    newestFirst: true,
  });
  expect(statuses).toEqual([0, 0, 0, 0]);
  const ids = sink.wires.map(
    ({ body }) =>
      /id:(\d+)/.exec(Buffer.from(Buffer.from(body).toString(), "hex").toString("latin1"))?.[1],
  );
  expect(ids).toEqual(["2", "2", "1", "1"]);

  await smsc.tell({ do: "answer", submits: "cut_after" });
  expect(await transport.submit(submission({ body: "three" }), never)).toMatchObject({
    kind: "unknown",
  });
  expect(readFileSync(ledger, "utf8")).toContain("three");
});
