import { describe, expect, test } from "vitest";
import { checkTemplates, renderTemplate } from "@underclaim/runtime/templates";

type Variables = Readonly<Record<string, unknown>>;

const render = (body: string, variables: Variables = {}) =>
  renderTemplate([{ template_ref: "t", body }], "t", null, variables);

describe("a template is rendered", () => {
  test.each<[string, Variables, string]>([
    [
      "Hi {{ name }}: {{ link }}\n",
      { name: "Ada", link: "https://a.example" },
      "Hi Ada: https://a.example",
    ],
    ["{{ a.b[0].c }}", { a: { b: [{ c: "x" }] } }, "x"],
    ["{{ n }} {{ yes }} {{ zero }}", { n: 1.5, yes: true, zero: 0 }, "1.5 true 0"],
    ["{{ list | join: ', ' }}", { list: ["a", "b"] }, "a, b"],
    ["{% for x in list %}{{ x }};{% endfor %}", { list: [1, 2] }, "1;2;"],
    ["{% if due %}due{% else %}open{% endif %}", {}, "open"],
    ["Hi {{ name | default: 'there' }}", {}, "Hi there"],
    ["Hi {{ name | default: 'there' }}", { name: null }, "Hi there"],
    ["{{ name | upcase | truncate: 5 }}", { name: "adalbert" }, "AD..."],
    ["{% assign x = a | plus: 1 %}{{ x }}", { a: 1 }, "2"],
    ["{{ '{{' }} & <b>", {}, "{{ & <b>"],
    ["{{ a }}", { a: "{{ b }} {% include 'x' %}" }, "{{ b }} {% include 'x' %}"],
    ["{{ a.size }}", { a: ["x", "y"] }, "2"],
  ])("%j", (body, variables, text) => {
    expect(render(body, variables)).toEqual({ ok: true, text });
  });

  test.each([
    ["2026-03-12T14:05:00+01:00", "12.03.2026 14:05"],
    ["2026-12-31T23:30:00-05:00", "31.12.2026 23:30"],
    ["2026-03-12T14:05:00Z", "12.03.2026 14:05"],
    ["2026-03-29T02:30", "29.03.2026 02:30"],
    ["2026-03-12", "12.03.2026 00:00"],
  ])("the date %s is shown in its own offset, whatever the machine's is", (when, text) => {
    expect(render("{{ when | date: '%d.%m.%Y %H:%M' }}", { when })).toEqual({ ok: true, text });
  });
});

describe("a missing variable is named, and is never an empty place", () => {
  test.each<[string, Variables, string]>([
    ["Hi {{ name }}", {}, "name"],
    ["Hi {{ name }}", { name: null }, "name"],
    ["{{ a.b.c }}", { a: {} }, "a.b.c"],
    ["{% for x in list %}{% endfor %}", {}, "list"],
    ["{{ 'a' | append: b }}", {}, "b"],
    ["{% assign x = a.b %}{{ x }}", { a: {} }, "{{ x }}"],
    // The name as the template has it: what `key` comes to is a value.
    ["{{ a[key] }}", { a: {}, key: "secret" }, "a[key]"],
  ])("%j", (body, variables, name) => {
    const rendering = render(body, variables);
    expect(rendering).toMatchObject({ ok: false, problem: "missing_variable" });
    expect(rendering).toHaveProperty(
      "message",
      `The template "t" needs a variable that is not given: ${name}`,
    );
  });
});

describe("nothing but the variables' own values can be reached", () => {
  test.each([
    "{{ constructor }}",
    "{{ a.constructor }}",
    "{{ a.toString }}",
    "{{ a.__proto__ }}",
    "{{ a.hasOwnProperty }}",
    "{{ list.map }}",
    "{{ text.charAt }}",
    "{{ process }}",
    "{{ globalThis }}",
  ])("%s", (body) => {
    const rendering = render(body, { a: {}, list: ["x"], text: "x" });
    expect(rendering).toMatchObject({ ok: false, problem: "missing_variable" });
  });

  test("an own __proto__ is an ordinary name", () => {
    const variables = JSON.parse('{"a":{"__proto__":{"polluted":"yes"}}}') as Variables;
    expect(render("{{ a.__proto__.polluted }}", variables)).toEqual({ ok: true, text: "yes" });
    expect(render("{{ a.polluted }}", variables)).toMatchObject({ problem: "missing_variable" });
    expect({}).not.toHaveProperty("polluted");
  });

  test.each<[string, unknown]>([
    ["a function", () => "called"],
    ["a date", new Date(0)],
    ["an instance", new Map()],
    ["a symbol", Symbol("x")],
    ["a big integer", 1n],
    ["no number", Number.NaN],
    ["a function in a list", [() => "called"]],
  ])("%s is no variable", (_, a) => {
    expect(render("hi", { a })).toMatchObject({ ok: false, problem: "variables_invalid" });
  });

  test("variables nested without end are refused", () => {
    const a: Record<string, unknown> = {};
    a["a"] = a;
    expect(render("hi", { a })).toMatchObject({ ok: false, problem: "variables_invalid" });
  });
});

describe("a template that fails says where, and not with which value", () => {
  test.each<[string, Variables]>([
    ["{{ a }}", { a: { secret: 1 } }],
    ["{{ a | join: ',' }}", { a: [{ secret: 1 }] }],
    ["{{ a | date: '%Y' }}", { a: "secret" }],
    ["{{ a | date: '%Y' }}", { a: "2026-99-99" }],
    ["{{ a | divided_by: 0 }}", { a: 1 }],
    ["{{ a | url_decode }}", { a: "%secret" }],
    // The text is a function of its arguments: there is no clock and no chance.
    ["{{ a | date: '%Y' }}", { a: "now" }],
    ["{{ 'today' | date: '%Y' }}", {}],
  ])("%j %j", (body, variables) => {
    const rendering = render(body, variables);
    expect(rendering).toMatchObject({ ok: false, problem: "template_invalid" });
    expect(JSON.stringify(rendering)).not.toContain("secret");
  });
});

describe("a template whose text or work is without measure is refused", () => {
  const big = "x".repeat(50_000);
  test.each<[string, Variables]>([
    ["{{ a }}", { a: big }],
    ["{% for i in (1..1000000000) %}x{% endfor %}", {}],
    ["{% for i in (1..50000) %}{{ a }}{% endfor %}", { a: big }],
    [
      "{% for i in l %}{% for j in l %}{{ a }}{% endfor %}{% endfor %}",
      { a: big, l: Array(400).fill(1) },
    ],
    ["{% for i in (1..30000) %}{% assign a = a | append: a %}{% endfor %}", { a: "x" }],
    ["{{ a | replace: 'x', a }}", { a: big }],
    ["{{ '2026-01-01' | date: '%99999999Y' }}", {}],
  ])("%j", (body, variables) => {
    expect(render(body, variables)).toMatchObject({ ok: false, problem: "too_large" });
  });
});

describe("the language is chosen", () => {
  const entry = (body: string, language: string | null) => ({ template_ref: "t", language, body });
  const all = [
    entry("none", null),
    entry("de", "de"),
    entry("de-at", "de-AT"),
    entry("zh-hant", "zh-Hant"),
  ];
  const chosen = (language: string | null, templates = all): unknown => {
    const rendering = renderTemplate(templates, "t", language, {});
    return rendering.ok ? rendering.text : [rendering.problem, rendering.message];
  };

  test.each([
    ["de-AT", "de-at"],
    ["DE-at", "de-at"],
    ["de-CH", "de"],
    ["de", "de"],
    ["zh-Hant-TW", "zh-hant"],
    ["zh", "none"],
    ["fr", "none"],
    [null, "none"],
  ])("%s: %s", (language, text) => expect(chosen(language)).toBe(text));

  test("and never another one", () => {
    const two = all.slice(1, 3);
    expect(chosen("fr", two)).toEqual([
      "unknown_language",
      'The template "t" exists in de, de-AT, and not in the language wanted.',
    ]);
    expect(chosen(null, two)).toEqual([
      "unknown_language",
      'The template "t" exists in de, de-AT: say in which language it is wanted.',
    ]);
  });
});

test("a template that does not exist", () => {
  expect(renderTemplate([], "secret", null, {})).toEqual({
    ok: false,
    problem: "unknown_template",
    message: "There is no such template. Look at templates of the configuration.",
  });
});

describe("configured templates are checked", () => {
  test("well ones", () => {
    expect(
      checkTemplates([
        { template_ref: "a", body: "{{ x }}" },
        { template_ref: "a", language: "de", body: "{% if x %}y{% endif %}" },
        { template_ref: "b", body: "plain" },
      ]),
    ).toEqual([]);
  });

  test.each([
    ["{{ x", "not closed"],
    ["{% if x %}", "not closed"],
    ["{% unknown %}", '"unknown" not found'],
    ["{% include 'x' %}", '"include" not found'],
    ["{% render 'x' %}", '"render" not found'],
    ["{% layout 'x' %}", '"layout" not found'],
    ["{{ x | unknown }}", "undefined filter: unknown"],
    ["{{ x | sample }}", "undefined filter: sample"],
    ["{{ x | raw }}", "undefined filter: raw"],
  ])("%s", (body, says) => {
    expect(checkTemplates([{ template_ref: "a", body }])).toEqual([
      { index: 0, message: expect.stringMatching(/^the template "a" cannot be parsed: /) },
    ]);
    expect(checkTemplates([{ template_ref: "a", body }])[0]?.message).toContain(says);
    expect(render(body, { x: 1 })).toMatchObject({ ok: false, problem: "template_invalid" });
  });

  test("the same name and language twice", () => {
    expect(
      checkTemplates([
        { template_ref: "a", language: "de-AT", body: "x" },
        { template_ref: "a", body: "x" },
        { template_ref: "a", language: "de-at", body: "y" },
        { template_ref: "a", language: null, body: "y" },
      ]),
    ).toEqual([
      { index: 2, message: 'templates[0] is the template "a" in de-at, too' },
      { index: 3, message: 'templates[1] is the template "a" without language, too' },
    ]);
  });
});
