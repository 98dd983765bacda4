import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { loadGolden } from "@underclaim/contract/golden";
import { OWNER, referenceDriver, STRANGER } from "@underclaim/runtime/testing";
import { afterEach, describe, expect, test } from "vitest";
import {
  checkGolden,
  checkStanding,
  describeVerdict,
  openHttpDriver,
} from "@underclaim/conformance";
import { run } from "../src/cli.ts";
import { servedSandbox, type ServedSandbox, type Tamper } from "./support/served-sandbox.ts";

const folder = path.resolve(import.meta.dirname, "../../../golden/reference");
const files = (await readdir(folder)).toSorted();
const goldenOf = async (file: string) =>
  loadGolden(await readFile(path.join(folder, file), "utf8"), file);

let served: ServedSandbox | null = null;
afterEach(async () => {
  await served?.close();
  served = null;
});

async function driverOf(options: Parameters<typeof servedSandbox>[1] = {}) {
  served = await servedSandbox(referenceDriver(), options);
  return openHttpDriver({
    baseUrl: served.url,
    key: OWNER.key.reveal(),
    strangerKey: STRANGER.key.reveal(),
  });
}

/** What the check says of the reference adapter whose answers were changed on their way. */
async function saidOf(tamper: Tamper, laws: boolean = false): Promise<string> {
  const golden = await goldenOf("delivered-is-not-awareness.yaml");
  return describeVerdict(await checkGolden(golden, await driverOf({ tamper }), { laws }));
}

type Event = Record<string, unknown> & { evidence_grade: Record<string, unknown> };
/** Changes the pages of the ledger alone. */
const inLedger =
  (change: (events: Event[]) => readonly unknown[]): Tamper =>
  (at, body) =>
    at.startsWith("/adapter/events?")
      ? { ...body, events: change(body["events"] as Event[]) }
      : body;
const only =
  (type: string, change: (event: Event) => readonly unknown[]) => (events: readonly Event[]) =>
    events.flatMap((event) => (event["event_type"] === type ? change(event) : [event]));

const ARRIVED = "notification.endpoint.accepted";

describe("an adapter that keeps its word passes over HTTP", () => {
  test.each(files)("%s as it is", async (file) => {
    const verdict = await checkGolden(await goldenOf(file), await driverOf(), { laws: false });
    expect(describeVerdict(verdict)).toBe(`pass ${verdict.test_id}`);
  });

  test("and the laws hold, none left unchecked but what no black box shows", async () => {
    const golden = await goldenOf("delivered-is-not-awareness.yaml");
    const verdict = await checkGolden(golden, await driverOf());
    expect(describeVerdict(verdict)).toBe(`pass ${verdict.test_id}`);
    const unchecked = verdict.laws.filter(({ status }) => status === "unchecked");
    expect(unchecked.map(({ law }) => law)).toEqual(["nothing_leaks"]);
  });

  test("and as it stands, without being asked to do anything", async () => {
    const driver = await driverOf({ sandbox: false });
    expect(driver.playable).toBe(false);
    expect(await checkStanding(driver)).toMatchObject({ status: "pass", violations: [] });
  });
});

describe("an adapter that does not is told what is wrong", () => {
  test("a grade above its row, with the dimension", async () => {
    const said = await saidOf(
      inLedger(
        only(ARRIVED, (event) => [
          { ...event, evidence_grade: { ...event.evidence_grade, actor_certainty: "high" } },
        ]),
      ),
      true,
    );
    expect(said).toMatch(/ceiling\.max_grade.*notification\.endpoint\.accepted.*actor_certainty/);
    expect(said).toContain("[law underclaim]");
  });

  test("an event that is missing", async () => {
    expect(await saidOf(inLedger(only(ARRIVED, () => [])))).toMatch(
      /\[missing_event\][^]*notification\.endpoint\.accepted/,
    );
  });

  test("an event that comes twice under two ids", async () => {
    const said = await saidOf(
      inLedger(only(ARRIVED, (event) => [event, { ...event, evidence_event_id: "ev_another" }])),
    );
    expect(said).toMatch(/\[unexpected_event\][^]*notification\.endpoint\.accepted/);
  });

  test("an event that comes twice under one id", async () => {
    const said = await saidOf(inLedger(only(ARRIVED, (event) => [event, event])), true);
    expect(said).toContain("[law no_reader_misses]");
  });

  test("a word that is on no scale, with its place", async () => {
    const said = await saidOf(
      inLedger(
        only(ARRIVED, (event) => [
          { ...event, evidence_grade: { ...event.evidence_grade, strength: "legal_proof" } },
        ]),
      ),
    );
    expect(said).toMatch(
      /\[schema\] GET \/adapter\/events: events\[\d\]: evidence_grade\.strength: /,
    );
  });

  test("an event that is not declared", async () => {
    const said = await saidOf(
      inLedger(
        only(ARRIVED, (event) => [
          { ...event, event_type: "delivery.payload.accepted", event_family: "delivery" },
        ]),
      ),
      true,
    );
    expect(said).toContain("delivery.payload.accepted was emitted but is not declared");
  });

  test("an action's answer that is none", async () => {
    const said = await saidOf((at, body) =>
      at === "/adapter/actions" ? { ...body, accepted: "yes" } : body,
    );
    expect(said).toContain("[schema] POST /adapter/actions: accepted: ");
  });

  test("a cursor that does not move on", async () => {
    const said = await saidOf((at, body) =>
      at.startsWith("/adapter/events?") ? { ...body, next: "always" } : body,
    );
    expect(said).toMatch(/events\.cursor|answered 4/);
  });

  test("a descriptor that claims more than its ceiling, as it stands", async () => {
    const tamper: Tamper = (at, body) =>
      at === "/adapter/descriptor"
        ? {
            ...body,
            identity_profile: { identity_strength: "high", authority_strength: "none", notes: [] },
          }
        : body;
    const said = describeVerdict(await checkStanding(await driverOf({ tamper })));
    expect(said).toMatch(/\[law descriptor\][^]*identity_profile\.identity_strength claims "high"/);
  });

  test("a golden of another adapter", async () => {
    const golden = { ...(await goldenOf("late-event.yaml")), adapter_id: "other.default" };
    const said = describeVerdict(await checkGolden(golden, await driverOf(), { laws: false }));
    expect(said).toMatch(/other\.default.*reference-connect\.default/);
  });

  test("no sandbox to play on, once and without a stack", async () => {
    const golden = await goldenOf("late-event.yaml");
    const said = describeVerdict(await checkGolden(golden, await driverOf({ sandbox: false })));
    expect(said).toMatch(/^fail .*\n {2}- \[no_sandbox\] .*README.*$/);
  });
});

describe("the command", () => {
  async function ran(...args: string[]) {
    const said: string[] = [];
    const world = {
      env: { KEY: OWNER.key.reveal() },
      read: (file: string) => readFile(file, "utf8"),
      say: (text: string) => void said.push(text),
      complain: (text: string) => void said.push(text),
    };
    return { status: await run(args, world), text: said.join("\n") };
  }

  test("plays goldens and ends with 0", async () => {
    served = await servedSandbox(referenceDriver());
    const file = path.join(folder, "late-event.yaml");
    const { status, text } = await ran("--key-env", "KEY", "--no-laws", served.url, file);
    expect(text).toBe("pass as it stands\npass reference_late_event");
    expect(status).toBe(0);
  });

  test("ends with 1 where something is wrong, and gives it as JSON", async () => {
    served = await servedSandbox(referenceDriver(), {
      tamper: (_at, body) => ({ ...body, odd: 1 }),
    });
    const { status, text } = await ran("--key-env", "KEY", "--json", served.url);
    expect(JSON.parse(text)).toMatchObject({ test_id: null, status: "fail" });
    expect(status).toBe(1);
  });

  test.each([
    [["http://127.0.0.1:9"], /no answer from http:\/\/127\.0\.0\.1:9 .*Is the adapter running/],
    [["ftp://x"], /no http\(s\) address/],
    [["--key-env", "NONE", "http://127.0.0.1:9"], /NONE holds no API key/],
    [["http://127.0.0.1:9", "none.yaml"], /none\.yaml cannot be read: ENOENT/],
    [["--odd", "http://127.0.0.1:9"], /--odd/],
    [["--seed", "x", "http://127.0.0.1:9"], /whole number/],
    [[], /underclaim-conformance \[options\]/],
  ])("explains %j and ends with 2", async (args, message) => {
    const { status, text } = await ran(...args);
    expect(text).toMatch(message);
    expect(status).toBe(2);
  });
});
