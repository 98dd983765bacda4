import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import {
  apiKeysOf,
  checkService,
  configurationSchema,
  loadConfiguration,
  ServiceConfiguration,
  sourceAccounts,
} from "../../src/config/index.ts";
import { authenticator, sha256 } from "../../src/http/index.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import { fakeWorld } from "./fake-world.ts";

const load = (settings: object, env: Record<string, string> = {}) =>
  loadConfiguration(ServiceConfiguration, {
    world: fakeWorld(
      { "/etc/svc.json": JSON.stringify(settings), "/etc/key.txt": "key-in-a-file-of-its-own" },
      { UNDERCLAIM_CONFIG: "svc.json", ...env },
    ),
    check: checkService,
  }).configuration;

const key = { id: "engine", scopes: ["operate"], sha256: sha256("x") };

describe("a service", () => {
  test.each(["0.0.0.0", "::", "10.0.0.1", "svc.example"])(
    "without keys does not listen on %s",
    (host) => {
      expect(() => load({ listen: { host } })).toThrow(
        `listen.host: ${host} can be reached from other machines, but no api_keys are configured. Configure at least one key, or listen on 127.0.0.1.`,
      );
      expect(load({ listen: { host }, api_keys: [key] }).listen.host).toBe(host);
    },
  );

  test.each(["127.0.0.1", "127.8.0.1", "localhost", "::1"])(
    "without keys listens on %s",
    (host) => {
      expect(load({ listen: { host } }).listen.host).toBe(host);
    },
  );

  test("without keys has the tenant that every request is of then", () => {
    expect(() => load({ tenants: ["acme", "globex"] })).toThrow(
      "tenants: lists acme, globex, but without api_keys every request is of the tenant default. Configure an api_key of each tenant, or list default, too.",
    );
    expect(load({ tenants: ["acme", "default"] }).tenants).toEqual(["acme", "default"]);
    expect(load({ tenants: ["acme"], api_keys: [{ ...key, tenant: "acme" }] }).tenants).toEqual([
      "acme",
    ]);
  });

  test("whose key or account names no tenant, and that does not list the default one, says so", () => {
    const why =
      "tenants does not list default, which is meant where no tenant is named. Name one that it lists, or list it";
    expect(() => load({ tenants: ["acme"], api_keys: [key] })).toThrow(
      `api_keys[0].tenant: ${why}`,
    );
    expect(() =>
      load({
        tenants: ["acme"],
        api_keys: [{ ...key, tenant: "acme" }],
        sources: { hooks: { main: { secrets: [] } } },
      }),
    ).toThrow(`sources.hooks.main.tenant: ${why}`);
  });

  test("has keys with one form of the key, names of their own and tenants that exist", () => {
    expect(() =>
      load({
        tenants: ["acme"],
        api_keys: [
          { ...key, tenant: "acne", key: "0123456789abcdef" },
          { id: "engine", scopes: ["operate"], tenant: "acme" },
          { id: "short", scopes: ["operate"], tenant: "acme", key: "CANARY" },
          {
            ...key,
            id: "late",
            tenant: "acme",
            not_before: "2026-02-01T00:00:00Z",
            expires_at: "2026-01-01T00:00:00Z",
          },
        ],
        sources: { hooks: { main: { tenant: "globex" } } },
      }),
    ).toThrow(
      [
        "The configuration cannot be used:",
        "  - api_keys[0]: needs either key or sha256, and not both",
        "  - api_keys[1]: needs either key or sha256, and not both",
        "  - api_keys[1].id: another key is called engine, too",
        "  - api_keys[2].key: is shorter than 16 characters",
        "  - api_keys[3]: api_keys[0] has the same key",
        "  - api_keys[3].expires_at: is not after not_before",
        "  - api_keys[0].tenant: tenants does not list acne; did you mean acme?",
        "  - sources.hooks.main.tenant: tenants does not list globex",
      ].join("\n"),
    );
  });

  test.each([
    [
      "has a space",
      "has a space in it",
      "holds a character other than printable ASCII, or a space",
    ],
    [
      "is no ASCII",
      "schlüssel-schlüssel",
      "holds a character other than printable ASCII, or a space",
    ],
    ["is too long", "x".repeat(513), "is longer than 512 characters"],
  ])("has no key that no request could present: it %s", (_, text, why) => {
    const entry = { id: "engine", scopes: ["operate"], key: text };
    expect(() => load({ api_keys: [entry] })).toThrow(`api_keys[0].key: ${why}`);
  });

  test("has no key twice: the second would never count", () => {
    const text = "0123456789abcdef";
    const entries = [
      { id: "one", scopes: ["operate"], key: text },
      { id: "two", scopes: ["events:read"], sha256: sha256(text) },
    ];
    expect(() => load({ api_keys: entries })).toThrow("api_keys[1]: api_keys[0] has the same key");
  });

  test("keeps idempotency keys for some time", () => {
    expect(() => load({ idempotency: { retention: "PT0S" } })).toThrow(
      "idempotency.retention: keys must be kept for some time",
    );
  });

  test("does not take a half written file for a rotated key", () => {
    const world = fakeWorld({
      "/etc/svc.json": JSON.stringify({
        api_keys: [{ id: "file", scopes: ["operate"], key: { file: "key.txt" } }],
      }),
      "/etc/key.txt": "the-first-key-0123456789",
    });
    const { configuration } = loadConfiguration(ServiceConfiguration, {
      world,
      file: "svc.json",
      check: checkService,
    });
    const reports: string[] = [];
    const [apiKey] = apiKeysOf(configuration.api_keys, (problem) => reports.push(problem));
    const first = sha256("the-first-key-0123456789");
    expect(apiKey?.sha256()).toBe(first);
    const digests = ["the", "the-s", "the-second-key-0123456789"].map((text) => {
      world.files.set("/etc/key.txt", text);
      world.time += 1_000;
      return apiKey?.sha256();
    });
    expect(digests).toEqual([first, first, sha256("the-second-key-0123456789")]);
    expect(reports).toEqual([
      "The rotated key file is shorter than 16 characters; the last one stays in use",
    ]);
  });

  test("lets in whoever has a configured key", () => {
    const { api_keys } = load({
      api_keys: [
        { ...key, sha256: sha256("hashed-key-0123456789") },
        { id: "file", scopes: ["events:read"], key: { file: "key.txt" } },
      ],
    });
    const auth = authenticator(apiKeysOf(api_keys), new ManualClock(0));
    const who = (presented: string) => auth.authenticate({ "x-api-key": presented });
    expect(who("hashed-key-0123456789")).toMatchObject({ keyId: "engine", tenant: "default" });
    expect(who("key-in-a-file-of-its-own")).toMatchObject({ keyId: "file" });
    expect(who(sha256("hashed-key-0123456789"))).toBe("unauthenticated");
  });

  test("knows the accounts of its sources, and that `constructor` is none", () => {
    const { sources } = load({
      tenants: ["acme", "globex"],
      api_keys: [{ ...key, tenant: "acme" }],
      sources: {
        hooks: {
          default: { tenant: "acme", secrets: ["new-secret", "old-secret"] },
          second: { tenant: "globex" },
        },
      },
    });
    const accounts = sourceAccounts(sources);
    expect(accounts.tenant("hooks", null)).toBe("acme");
    expect(accounts.tenant("hooks", "second")).toBe("globex");
    expect(accounts.secrets("hooks", null).map((secret) => secret.reveal())).toEqual([
      "new-secret",
      "old-secret",
    ]);
    for (const [source, account] of [
      ["hooks", "constructor"],
      ["constructor", null],
      ["none", null],
    ] as const) {
      expect([accounts.tenant(source, account), accounts.secrets(source, account)]).toEqual([
        null,
        [],
      ]);
    }
  });
});

test("the published schema takes what is taken and refuses what is refused", () => {
  const schema = configurationSchema(ServiceConfiguration);
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  for (const [settings, good] of [
    [{}, true],
    [{ listen: { port: 1 }, raw: { retention: "P1D" }, api_keys: [key] }, true],
    [{ api_keys: [{ ...key, sha256: undefined, key: { env: "X" } }] }, true],
    [{ api_keys: [{ ...key, key: "0123456789abcdef" }] }, false],
    [{ lissten: {} }, false],
    [{ raw: { retention: "1h" } }, false],
    [{ listen: { port: "1" } }, false],
  ] as const) {
    expect(validate(JSON.parse(JSON.stringify(settings))), JSON.stringify(settings)).toBe(good);
  }
});
