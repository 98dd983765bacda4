import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  ConfigurationError,
  loadConfiguration,
  SecretInput,
  serviceSettings,
} from "../../src/config/index.ts";
import type { LoadOptions } from "../../src/config/index.ts";
import { fakeWorld } from "./fake-world.ts";

const Settings = z.strictObject({
  ...serviceSettings({ port: 7103, data: "data" }),
  account: z
    .strictObject({
      name: z.string().default("none"),
      retries: z.int().default(3),
      strict: z.boolean().default(true),
      mode: z.enum(["fast", "safe"]).default("safe"),
      password: SecretInput.optional(),
      tags: z.array(z.string()).default([]),
      limit: z.number().nullable().default(null),
      digits: z.string().default(""),
    })
    .prefault({}),
});

const load = (
  files: Record<string, string>,
  env: Record<string, string> = {},
  options: Omit<LoadOptions<z.output<typeof Settings>>, "world"> = {},
) => loadConfiguration(Settings, { world: fakeWorld(files, env), ...options });

function problems(act: () => unknown): string[] {
  try {
    act();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message
      .split("\n")
      .slice(1)
      .map((line) => line.replace(/^ {2}- /, ""));
  }
  throw new Error("The configuration was accepted.");
}

const file = { UNDERCLAIM_CONFIG: "svc.yaml" };

describe("a configuration", () => {
  test("takes entries of a list from the environment in their order, and none behind a gap", () => {
    const tags = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [`UNDERCLAIM_TENANTS__${index}`, `t${index}`]),
    );
    expect(load({}, tags).configuration.tenants).toEqual(Object.values(tags));
    expect(problems(() => load({}, { UNDERCLAIM_API_KEYS__9999__ID: "x" }))).toEqual([
      "api_keys[9999]: entries are numbered without gaps (UNDERCLAIM_API_KEYS__9999__ID)",
    ]);
  });

  test.each([
    ["an alias of nothing", "data: *nope"],
    ["an alias inside what it stands for", "tenants: &a [*a]"],
    [
      "aliases that multiply",
      ["a: &a [x,x,x,x,x,x,x,x]", "b: &b [*a,*a,*a,*a,*a,*a,*a,*a]", "c: [*b,*b,*b,*b,*b,*b,*b,*b]"]
        .concat(["d: [*b,*b,*b,*b,*b,*b,*b,*b]"])
        .join("\n"),
    ],
  ])("with %s is refused and says so", (_, text) => {
    expect(problems(() => load({ "/etc/svc.yaml": text }, file))).toEqual([
      expect.stringMatching(
        /^the file has an alias that cannot be resolved: \w+ \(\/etc\/svc\.yaml\)$/,
      ),
    ]);
  });

  test("with a tag that nothing resolves is refused: its value would be taken as it stands", () => {
    expect(problems(() => load({ "/etc/svc.yaml": "data: !env CANARY" }, file))).toEqual([
      "line 1, column 7: TAG_RESOLVE_FAILED (/etc/svc.yaml)",
    ]);
  });

  test("is whole without file and environment", () => {
    const { configuration, file: read } = load({});
    expect(read).toBeNull();
    expect(configuration).toMatchObject({
      listen: { host: "127.0.0.1", port: 7103 },
      data: "data",
      tenants: ["default"],
      api_keys: [],
      raw: { enabled: false, retention: 2_592_000_000 },
      idempotency: { retention: 604_800_000 },
      log: { level: "info" },
    });
  });

  test.each([
    ["svc.yaml", "listen: { port: 8000 }\naccount:\n  name: here # note\n"],
    ["svc.json", '{"listen": {"port": 8000}, "account": {"name": "here"}}'],
  ])("is read from %s", (name, text) => {
    const { configuration, file: read } = load(
      { [`/etc/${name}`]: text },
      { UNDERCLAIM_CONFIG: name },
    );
    expect(read).toBe(`/etc/${name}`);
    expect(configuration).toMatchObject({
      listen: { host: "127.0.0.1", port: 8000 },
      account: { name: "here" },
    });
  });

  test("is read from the file the command line names before that of the environment", () => {
    const files = { "/etc/a.yaml": "data: a", "/etc/b.yaml": "data: b", "/etc/c.yaml": "data: c" };
    const dataOf = (options: object, env = {}) => load(files, env, options).configuration.data;
    const env = { UNDERCLAIM_CONFIG: "b.yaml" };
    expect(dataOf({ argv: ["--config", "a.yaml"], file: "c.yaml" }, env)).toBe("a");
    expect(dataOf({ argv: ["--config=a.yaml"] }, env)).toBe("a");
    expect(dataOf({ file: "c.yaml" }, env)).toBe("b");
    expect(dataOf({ file: "c.yaml" })).toBe("c");
  });

  test("takes variables over the file, as the types its schema asks for", () => {
    const { configuration } = load(
      { "/etc/svc.yaml": "account: { name: file, retries: 1 }\nlisten: { port: 1 }" },
      {
        ...file,
        UNDERCLAIM_LISTEN__PORT: "9000",
        UNDERCLAIM_ACCOUNT__STRICT: "false",
        UNDERCLAIM_ACCOUNT__MODE: "fast",
        UNDERCLAIM_ACCOUNT__TAGS: '["a", "b"]',
        UNDERCLAIM_ACCOUNT__TAGS__1: "c",
        UNDERCLAIM_ACCOUNT__LIMIT: "2.5",
        UNDERCLAIM_ACCOUNT__DIGITS: "0123",
        UNDERCLAIM_API_KEYS__0: '{"id": "k", "scopes": ["operate"]}',
        UNDERCLAIM_API_KEYS__0__KEY: "a-key-of-some-length",
        UNDERCLAIM_SOURCES__HOOKS__MAIN__TENANT: "default",
        OTHER_LISTEN__PORT: "1",
      },
    );
    expect(configuration.listen.port).toBe(9000);
    expect(configuration.account).toMatchObject({
      name: "file",
      retries: 1,
      strict: false,
      mode: "fast",
      tags: ["a", "c"],
      limit: 2.5,
      digits: "0123",
    });
    expect(configuration.api_keys[0]?.key?.current().reveal()).toBe("a-key-of-some-length");
    expect(configuration.sources).toMatchObject({ hooks: { main: { tenant: "default" } } });
  });
});

describe("what is wrong", () => {
  test("is told at once, with path, reason and source, and never with a value", () => {
    const found = problems(() =>
      load(
        {
          "/etc/svc.yaml":
            "listne: { port: 1 }\nlisten: { prot: 1, port: CANARY }\naccount: { mode: CANARY }",
        },
        { ...file, UNDERCLAIM_ACCOUNT__RETRIES: "CANARY", UNDERCLAIM_ACOUNT__NAME: "x" },
        { argv: ["--confg=x", "CANARY"] },
      ),
    );
    expect(found).toEqual([
      "--confg is not understood; only --config <path> is (command line)",
      "an argument is not understood; only --config <path> is (command line)",
      "UNDERCLAIM_ACOUNT__NAME is not a setting; did you mean UNDERCLAIM_ACCOUNT__NAME? (environment)",
      "listen.port: Invalid input: expected number, received string (/etc/svc.yaml)",
      'listen.prot: there is no setting "prot" here; did you mean "port"? (/etc/svc.yaml)',
      "account.retries: Invalid input: expected number, received string (UNDERCLAIM_ACCOUNT__RETRIES)",
      'account.mode: Invalid option: expected one of "fast"|"safe" (/etc/svc.yaml)',
      'listne: there is no setting "listne" here; did you mean "listen"? (/etc/svc.yaml)',
    ]);
  });

  test("an option without its value is named as such", () => {
    const found = problems(() => load({}, {}, { argv: ["--config"] }));
    expect(found).toContain("--config needs the path of a file after it (command line)");
  });

  test("in YAML is told by line and column", () => {
    const found = problems(() => load({ "/etc/svc.yaml": "data: a\ndata: CANARY\n" }, file));
    expect(found).toEqual(["line 2, column 1: DUPLICATE_KEY (/etc/svc.yaml)"]);
  });

  test("is a file that is missing, or that holds no object", () => {
    expect(problems(() => load({}, file))).toEqual([
      "the file cannot be read: ENOENT (/etc/svc.yaml)",
    ]);
    expect(problems(() => load({ "/etc/svc.yaml": "- a" }, file))).toEqual([
      "the file must hold one object with named settings (/etc/svc.yaml)",
    ]);
  });

  test("is a variable that needs JSON and has none", () => {
    expect(problems(() => load({}, { UNDERCLAIM_ACCOUNT: "CANARY" }))).toEqual([
      "account: needs JSON here (UNDERCLAIM_ACCOUNT)",
    ]);
  });

  test.each(["P1Y", "P1M", "PT", "P", "1h", "P-1D", "PT1H30"])(
    "is the duration %s",
    (retention) => {
      const found = problems(() =>
        load({ "/etc/svc.yaml": `raw: { retention: "${retention}" }` }, file),
      );
      expect(found).toEqual([
        "raw.retention: a duration is written like PT30S, PT6H, P30D or P2W (/etc/svc.yaml)",
      ]);
    },
  );

  test("is found by the rules between settings only when all else is right", () => {
    const check = () => [{ path: "data", message: "is odd", source: null }];
    expect(problems(() => load({}, {}, { check }))).toEqual(["data: is odd"]);
  });
});

test.each([
  ["PT30S", 30_000],
  ["PT1H30M", 5_400_000],
  ["P1DT1S", 86_401_000],
  ["P2W", 1_209_600_000],
])("the duration %s is %i ms", (retention, ms) => {
  const { configuration } = load({ "/etc/svc.yaml": `raw: { retention: ${retention} }` }, file);
  expect(configuration.raw.retention).toBe(ms);
});
