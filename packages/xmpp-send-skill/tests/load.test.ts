import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "@underclaim/runtime";
import { parse } from "smol-toml";
import { describe, expect, onTestFinished, test } from "vitest";
import { loadSkill, TOOLS } from "../src/index.ts";

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "underclaim-toml-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "agent.toml");
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}
const world = { env: {}, home: "/home/ann", uid: process.geteuid?.() ?? 0 };
const load = (text: string) => loadSkill(fileWith(text), world);
const NEEDED = `own_jid = "desk@example.com"
service.url = "http://127.0.0.1:7101"
`;
const problem = (text: string): string => {
  try {
    load(text);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return "none";
};
const inTable = (text: string): string => `[skills.xmpp_send]\n${NEEDED}${text}`;

/** XmppSendSkill, Configuration, with what it leaves open. */
const DOCUMENTED = `
[skills]
enabled = ["web_search", "url_fetch", "xmpp_send"]

[skills.web_search]
whatever = true

[skills.xmpp_send]
allowed_contacts = [
    "alice@example.com",
    "bob@example.com",
]
allow_roster_contacts = true
allow_subscribed_only = true
max_messages_per_minute = 5
max_messages_per_hour = 30
mode = "send"                     # "send" or "draft"
require_first_contact_confirmation = true
audit_enabled = true
audit_path = "~/.fluux-agent/audit/xmpp_send.jsonl"
own_jid = "desk@example.com"
service = { url = "http://127.0.0.1:7101", account = "desk" }
`;

/** XmppSendSkill, Required Guardrails. */
const NESTED = `
[skills.xmpp_send]
allowed_contacts = ["alice@example.com", { jid = "team@conference.example.com", kind = "room" }]
own_jid = "desk@example.com"
[skills.xmpp_send.service]
url = "https://xmpp.example.com"
[skills.xmpp_send.rate_limit]
max_messages_per_minute = 4
max_messages_per_hour = 30
max_messages_per_contact_per_hour = 10
cooldown_after_limit = 300
[skills.xmpp_send.audit]
enabled = true
log_path = "~/.fluux-agent/audit/xmpp_send.jsonl"
retention_days = 90
`;

describe("the configuration", () => {
  test("is what the document shows, flat and nested", () => {
    const flat = load(DOCUMENTED);
    expect(flat).toMatchObject({
      allowed_contacts: ["alice@example.com", "bob@example.com"],
      rate_limit: {
        max_messages_per_minute: 5,
        max_messages_per_hour: 30,
        cooldown_after_limit: 300,
      },
      audit: { enabled: true, retention_days: 90, preview_chars: 0 },
      mode: "send",
    });
    expect(flat.audit.log_path).toBe("/home/ann/.fluux-agent/audit/xmpp_send.jsonl");
    expect(load(NESTED).rate_limit.max_messages_per_minute).toBe(4);
  });

  test.each([
    [
      "a key both ways",
      "audit_path = '/a'\naudit = { log_path = '/a' }",
      /audit_path: is given as audit\.log_path/,
    ],
    ["an unknown key", "allowed_contact = []", /allowed_contact.*did you mean "allowed_contacts"/],
    [
      "an unknown key in a table",
      "rate_limit = { max_per_minute = 1 }",
      /rate_limit\.max_per_minute/,
    ],
    ["a key that is there twice", "mode = 'send'\nmode = 'draft'", /line 5, column \d+/],
    ["a wrong value", "mode = 'sned'", /mode/],
    ["an audit that is switched off", "audit_enabled = false", /cannot be switched off/],
    ["no limit", "max_messages_per_hour = 0", /max_messages_per_hour/],
    [
      "an address with a resource",
      'allowed_contacts = ["a@b.example/c"]',
      /allowed_contacts\[0\].*resource/,
    ],
    [
      "an address twice",
      'allowed_contacts = ["a@b.example", "A@b.example"]',
      /\[1\]: is there twice/,
    ],
    [
      "an approver who is the account",
      'approval = { approver_jid = "Desk@example.com" }',
      /approver_jid: is the account's own/,
    ],
    [
      "an approver over XMPP without an address",
      'approval = { order = ["xmpp"] }',
      /approval\.approver_jid/,
    ],
    ["a roster of no account", "allow_roster_contacts = true", /service\.account/],
    ["another machine's address to listen on", 'http = { host = "0.0.0.0" }', /http\.host/],
    ["a short token", 'http = { tokens = [{ id = "a", token = "short" }] }', /token: is too short/],
    ["an attribution of two lines", 'attribution = "a\\nb"', /attribution/],
  ])("%s is refused", (_what, text, message) => {
    expect(problem(inTable(text))).toMatch(message);
  });

  test("text and key do not travel unencrypted to another machine", () => {
    expect(
      problem(inTable("").replace("http://127.0.0.1:7101", "http://xmpp.example.com")),
    ).toMatch(/https/);
  });

  test.each([
    "https://me:hunter2@xmpp.example.com",
    "http://127.0.0.1:7101/?a=b",
    "http://[::1]/#a",
  ])("a service's address with more than a place in it is refused: %s", (url) => {
    const message = problem(inTable("").replace("http://127.0.0.1:7101", url));
    expect(message).toMatch(/service\.url: /);
    expect(message).not.toContain("hunter2");
  });

  test.each(['"web_search"', '"xmpp_send"', "false", "[1]"])(
    "skills.enabled = %s is no list of names, and not passed over",
    (value) => {
      expect(problem(`[skills]\nenabled = ${value}\n${inTable("")}`)).toMatch(/skills\.enabled/);
    },
  );

  test("a skill that is not enabled, or not there, does not start", () => {
    expect(problem(`[skills]\nenabled = ["web_search"]\n${inTable("")}`)).toMatch(
      /the skill is off/,
    );
    expect(problem("[skills.other]\na = 1")).toMatch(/no table \[skills\.xmpp_send\]/);
  });

  test("nothing of a file that cannot be read stands in the problem", () => {
    expect(problem(inTable('api_key = "hunter2\n'))).not.toContain("hunter2");
  });

  test("a file that others may write is refused", () => {
    const path = fileWith(inTable(""));
    chmodSync(path, 0o666);
    expect(() => loadSkill(path, world)).toThrow(/may be written by others/);
    const foreign = fileWith(inTable(""));
    if (world.uid === 0) chownSync(foreign, 12_345, 12_345);
    const uid = world.uid === 0 ? 0 : world.uid + 1;
    expect(() => loadSkill(foreign, { ...world, uid })).toThrow(/belongs to another user/);
  });

  test("the environment adds nothing to it", () => {
    const env = { UNDERCLAIM_MODE: "draft", UNDERCLAIM_ALLOW_ROSTER_CONTACTS: "true" };
    expect(loadSkill(fileWith(inTable("")), { ...world, env })).toMatchObject({
      mode: "send",
      allow_roster_contacts: false,
    });
  });
});

test("the manifest has the documented shape, and names what is really used", () => {
  const manifest = parse(readFileSync(join(import.meta.dirname, "../skill.toml"), "utf8"));
  expect(Object.keys(manifest["skill"] as object)).toEqual(
    expect.arrayContaining([
      "id",
      "name",
      "version",
      "description",
      "capabilities",
      "execution",
      "guardrails",
    ]),
  );
  expect(manifest).toMatchObject({
    skill: {
      id: "xmpp_send",
      capabilities: { shell: false, browser: false, network: ["http://127.0.0.1:7101"] },
      execution: { destructive: true },
      guardrails: {
        contact_allowlist: true,
        rate_limiting: true,
        audit_logging: true,
        first_contact_confirmation: true,
      },
    },
  });
});

test("no tool confirms, and none takes an argument that could", () => {
  expect(Object.keys(TOOLS)).toEqual(["xmpp_send", "xmpp_send_status"]);
  expect(Object.keys(TOOLS.xmpp_send.parameters.shape)).toEqual(["to", "body", "type"]);
  for (const extra of ["confirmed", "approval_id", "approved_by", "nonce"])
    expect(
      TOOLS.xmpp_send.parameters.safeParse({ to: "a@b.example", body: "x", [extra]: true }).success,
    ).toBe(false);
});
