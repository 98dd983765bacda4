import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ConfigurationError, loadConfiguration, SecretInput } from "../../src/config/index.ts";
import { fakeWorld } from "./fake-world.ts";

const Settings = z.strictObject({ secrets: z.array(SecretInput) });

function load(files: Record<string, string>, env: Record<string, string> = {}) {
  const world = fakeWorld(files, { UNDERCLAIM_CONFIG: "svc.yaml", ...env });
  const reports: string[] = [];
  const loaded = loadConfiguration(Settings, { world, report: (problem) => reports.push(problem) });
  const values = () => loaded.configuration.secrets.map((secret) => secret.current().reveal());
  return { ...loaded, world, reports, values };
}

describe("secrets", () => {
  test("come from the file itself, from the environment and from files of their own", () => {
    const { values } = load(
      {
        "/etc/svc.yaml": "secrets: [inline, { env: UNDERCLAIM_TOKEN }, { file: token.txt }]",
        "/etc/token.txt": " from-file\n",
      },
      { UNDERCLAIM_TOKEN: "from-env" },
    );
    expect(values()).toEqual(["inline", "from-env", "from-file"]);
  });

  test("never print", () => {
    const { configuration } = load({ "/etc/svc.yaml": "secrets: [CANARY]" });
    for (const text of [
      JSON.stringify(configuration),
      inspect(configuration, { depth: 9, showHidden: true }),
    ]) {
      expect(text).not.toContain("CANARY");
    }
  });

  test("that cannot be read are all named", () => {
    const files = {
      "/etc/svc.yaml": "secrets: [{ env: NOT_SET }, { file: absent.txt }, { file: empty.txt }]",
      "/etc/empty.txt": "\n",
    };
    expect(() => load(files)).toThrow(
      new ConfigurationError([
        {
          path: "secrets[0]",
          message: "the environment variable NOT_SET is not set or empty",
          source: null,
        },
        {
          path: "secrets[1]",
          message: "the secret file /etc/absent.txt cannot be read: ENOENT",
          source: null,
        },
        { path: "secrets[2]", message: "the secret file /etc/empty.txt is empty", source: null },
      ]),
    );
  });

  test("of another shape are refused", () => {
    expect(() => load({ "/etc/svc.yaml": "secrets: [{ vault: x }]" })).toThrow(
      "secrets[0]: a secret is a text, { env: NAME } or { file: path }",
    );
  });
});

describe("a secret's file", () => {
  const files = { "/etc/svc.yaml": "secrets: [{ file: token.txt }]", "/etc/token.txt": "one" };

  test("is looked at again after a second, and not before", () => {
    const { values, world } = load(files);
    world.files.set("/etc/token.txt", "two");
    world.time = 999;
    expect(values()).toEqual(["one"]);
    world.time = 1_000;
    expect(values()).toEqual(["two"]);
  });

  test("is read at once on a reload", () => {
    const { values, world, reloadSecrets } = load(files);
    world.files.set("/etc/token.txt", "two");
    reloadSecrets();
    expect(values()).toEqual(["two"]);
  });

  test("that disappears leaves the last value in use and is reported once", () => {
    const { values, world, reports, reloadSecrets } = load(files);
    world.files.delete("/etc/token.txt");
    reloadSecrets();
    reloadSecrets();
    expect(values()).toEqual(["one"]);
    expect(reports).toEqual([
      "secrets[0]: the secret file /etc/token.txt cannot be read: ENOENT; the last value stays in use",
    ]);
    world.files.set("/etc/token.txt", "three");
    reloadSecrets();
    expect(values()).toEqual(["three"]);
  });
});
