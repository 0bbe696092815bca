// Does the reading room do what a person wants of it, in a real browser? Run by `run`, which says what is needed.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const root = new URL("../../../", import.meta.url).pathname;
const binary = process.env.ATTACHE;
const shots = process.env.ATTACHE_SHOTS;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "attache-browser-"));
const archive = join(folder, "demo.db");
// One story of the corpus is kept back, to be added from the browser.
const kept = "zimbabwe-migs";

let server, base, browser, page;
const faults = [];

before(async () => {
  const stories = readdirSync(join(root, "corpus/train")).filter((story) => story !== kept);
  const added = spawnSync(binary, ["--archive", archive, "add", ...stories.map((story) => join(root, "corpus/train", story))]);
  assert.equal(added.status, 0, `${binary}: ${added.error ?? added.stderr}`);
  server = spawn(binary, ["--archive", archive, "serve", "--port", "0"]);
  base = await new Promise((resolve, reject) => {
    let told = "";
    server.stderr.on("data", (data) => {
      told += data;
      const found = told.match(/http:\/\/[\d.:]+/);
      if (found) resolve(found[0]);
    });
    server.on("exit", () => reject(new Error(told)));
  });
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.setDefaultTimeout(20_000);
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("dialog", (dialog) => faults.push(`dialog: ${dialog.message()}`));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
});

after(async () => {
  await browser?.close();
  server?.kill("SIGINT");
  rmSync(folder, { recursive: true });
});

const go = (path) => page.goto(base + path);
const first = (path) => go(path).then(() => page.locator("td a.main").first().getAttribute("href"));

test("articles are added by pasting and by choosing files, and their progress ends", async () => {
  await go("/add");
  const story = join(root, "corpus/train", kept);
  const files = readdirSync(story).filter((name) => !name.endsWith(".toml")).map((name) => join(story, name));
  await page.locator("#files").setInputFiles(files);
  await page.getByRole("button", { name: "Read" }).click();
  await page.getByRole("heading", { name: "Read", exact: true }).waitFor({ timeout: 120_000 });
  assert.match(await page.locator(".lead").innerText(), new RegExp(`${files.length} new articles`));
});

test("a transfer is found by facets, and its quote in the article", async () => {
  await go("/transfers");
  await page.locator(".facets summary", { hasText: "more" }).nth(1).click();
  await page.locator(".facets").getByRole("link", { name: "Zimbabwe" }).last().click();
  assert.match(page.url(), /recipient=ZWE/);
  await page.locator("td a.main", { hasText: "MiG-29" }).first().click();
  await page.locator("a[href^='#claim-']").first().click();
  const card = page.locator("article.claim:target");
  assert.equal(await card.count(), 1);
  assert.ok((await card.locator("mark").count()) > 1);
  await card.locator(".place a").click();
  assert.match(page.url(), /\/articles\/[0-9a-f]+.*#claim-/);
  assert.ok(await page.locator(".quote:has(> .anchor:target)").isVisible());
});

test("a slot is corrected, the register changes, and the decision is taken back", async () => {
  await go("/transfers?recipient=ZWE");
  await page.locator("td a.main", { hasText: "MiG-29" }).first().click();
  const value = () => page.locator("#slot-terms .value").innerText();
  const before = await value();
  await page.locator("#decide input[name=who]").fill("Ann");
  await page.locator("#decide input[name=why]").fill("the archive says so");
  await page.locator("#decide select").selectOption("terms");
  await page.locator("#decide input[name=value]").fill("aid");
  await page.getByRole("button", { name: "Correct" }).click();
  await page.getByText("correct terms to aid").first().waitFor();
  assert.equal(await value(), "aid");
  const record = page.url();
  await go("/decisions");
  await page.getByRole("button", { name: "Undo" }).first().click();
  await page.getByRole("heading", { name: "Review" }).waitFor();
  await page.goto(record);
  assert.equal(await value(), before);
});

test("the queue is worked through by keyboard: decide, see the progress, undo", async () => {
  await go("/review?kind=transfer");
  const reviewed = async () => Number((await page.locator(".progress span").innerText()).match(/^(\d+) of/)[1]);
  const before = await reviewed();
  await page.locator(".desk input[name=who]").fill("Ann");
  await page.locator("h1").click();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const second = await page.locator("[data-entry]:focus a.main").getAttribute("href");
  assert.ok(await page.locator("[data-entry]:focus blockquote mark").count(), "the words that it rests on are there");
  await Promise.all([page.waitForResponse((r) => r.url().endsWith("/decisions")), page.keyboard.press("c")]);
  await page.locator("td", { hasText: "confirm" }).first().waitFor();
  assert.match(page.url(), /kind=transfer/);
  assert.equal(await reviewed(), before + 1);
  assert.equal(await page.locator(`[data-entry] a.main[href="${second}"]`).count(), 0);
  assert.equal(await page.locator("[data-entry]:focus").count(), 1, "the next one came up in its place");
  await Promise.all([page.waitForResponse((r) => r.url().endsWith("/decisions")), page.keyboard.press("u")]);
  await page.locator("td", { hasText: "taken back" }).first().waitFor();
  assert.equal(await reviewed(), before);
});

test("a search is narrowed by facets that combine in the address, and its words are marked down to the article", async () => {
  await go("/search?q=missiles");
  const total = async () => Number((await page.locator(".total").innerText()).match(/[\d,]+/)[0].replace(",", ""));
  const all = await total();
  assert.ok(all > 3);
  await page.locator(".facets a", { hasText: "transfers" }).click();
  await page.locator(".facets a", { hasText: "United States" }).first().click();
  assert.match(page.url(), /q=missiles.*kind=transfers.*state=USA/);
  const narrowed = await total();
  assert.ok(narrowed > 0 && narrowed < all);
  const title = await page.locator(".hits a").first().innerText();
  await page.locator(".hits a").first().click();
  assert.equal(await page.locator("h1").innerText(), title);
  assert.ok(await page.locator(".text mark.slot-found").count());
  await page.goBack();
  await page.locator(".chosen a", { hasText: "United States" }).click();
  assert.ok(!page.url().includes("state="));
  await page.getByRole("link", { name: "Quotes of claims" }).click();
  assert.match(page.url(), /kind=transfers.*in=quotes/);
  assert.ok(await page.locator(".hits blockquote mark").count());
  await page.locator(".hits a.main").first().click();
  assert.match(page.url(), /\/transfers\/[0-9a-f]+/);
});

test("tables: sort both ways, choose columns, filter, copy what is seen; the head stays", async () => {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await go("/transfers");
  const supplier = page.getByRole("columnheader", { name: "Supplier" });
  const suppliers = () => page.locator("tbody tr td:first-child").allInnerTexts();
  await supplier.getByRole("link").click();
  assert.equal(await supplier.getAttribute("aria-sort"), "ascending");
  const [rising] = await suppliers();
  await supplier.getByRole("link").click();
  assert.equal(await supplier.getAttribute("aria-sort"), "descending");
  const [falling] = await suppliers();
  assert.ok(rising < falling, `${rising} before ${falling}`);
  await page.getByText("Columns", { exact: true }).click();
  await page.getByLabel("Quantity").uncheck();
  await page.getByLabel("Value").check();
  await page.keyboard.press("Escape");
  const seen = (name) => page.getByRole("columnheader", { name }).isVisible();
  assert.deepEqual([await seen("Quantity"), await seen("Value")], [false, true]);
  await page.reload();
  assert.deepEqual([await seen("Quantity"), await seen("Value")], [false, true], "the choice is remembered");
  const weapon = await page.locator("td a.main").first().innerText();
  await page.getByLabel("Filter these rows").fill(weapon);
  await page.getByRole("button", { name: "Copy as CSV" }).click();
  await page.getByRole("button", { name: "Copied" }).waitFor();
  const [header, ...rows] = (await page.evaluate(() => navigator.clipboard.readText())).split("\n");
  assert.ok(header.includes("Value") && !header.includes("Quantity"), header);
  assert.ok(rows.length > 0 && rows.length < 50 && rows.every((row) => row.includes(weapon)), rows.join("|"));
  await page.evaluate(() => localStorage.clear());
  await go("/transfers");
  await page.evaluate(() => scrollTo(0, 900));
  const head = await page.locator("thead th").first().boundingBox();
  assert.ok(head.y >= -1 && head.y < 5, `the head is at ${head.y}`);
});

test("everything but writing works without scripts", async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const quiet = await plain.newPage();
  await quiet.goto(`${base}/transfers`);
  await quiet.locator(".facets a").nth(1).click();
  await quiet.locator("td a.main").first().click();
  assert.ok(await quiet.locator("article.claim").count());
  await plain.close();
});

// What an article might bring that must stay words: markup in every place, addresses that run, letters that turn the line round, formulas.
const evil = `<script>alert(1)</script> <img src=x onerror=alert(2)> "><svg onload=alert(3)> \u202edesrever`;
const [quoted, escaped] = [evil.replaceAll('"', "&quot;"), evil.replaceAll("<", "&lt;")];
const hostile = `<html><head><title>=HYPERLINK("https://bad.example";"x") ${escaped}</title>
  <meta name="author" content="+cmd|' /C calc'!A1 ${quoted}"><meta property="og:site_name" content="@SUM(1) ${quoted}">
  <link rel="canonical" href="javascript:alert(4)"></head><body><article><h1>=HYPERLINK("https://bad.example";"x") ${escaped}</h1>
  <p>Sweden sold 12 tanks of the type =1+1 to Peru in 2011, the hostile ${escaped} said.</p>
  <p>Peru bought 3 &lt;b&gt;-2+3&lt;/b&gt; frigates from Sweden in 2012, officials of javascript:alert(5) said on Monday.</p>
  <p><a href="javascript:alert(6)" onclick="alert(7)">Read more of the hostile news of the day from our own correspondents in the capital.</a></p>
  </article></body></html>`;

/** What in a page would run, or lead to what runs. */
const harm = () => page.evaluate(() => {
  const attributes = [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes].map(({ name, value }) => ({ name, value })));
  return [
    ...[...document.scripts].filter((script) => !/\/assets\/room\.js$/.test(script.src)).map((script) => script.outerHTML),
    ...[...document.querySelectorAll("iframe, object, embed, style, base, img")].map((element) => element.outerHTML),
    ...attributes.filter(({ name }) => /^on|^style$/i.test(name)).map(({ name }) => name),
    ...attributes.filter(({ name, value }) => /href|src|action/i.test(name) && /^\s*(javascript|data|vbscript):/i.test(value)).map(({ value }) => value),
    ...(/[\u202a-\u202e\u2066-\u2069]/.test(document.documentElement.outerHTML) ? ["letters that turn the line round"] : []),
  ];
});

/** The cells that a spreadsheet would take for a formula. */
const formulas = (csv) => [...csv.matchAll(/(?:^|[,\n])"?([=+\-@][^,\n]*)/g)].map((found) => found[1]);

test("a hostile article does nothing, on any page that shows it, nor in its data", async () => {
  await go("/add");
  await page.locator("#files").setInputFiles({ name: "=cmd <img src=x onerror=alert(8)>.html", mimeType: "text/html", buffer: Buffer.from(hostile) });
  await page.getByRole("button", { name: "Read" }).click();
  await page.getByRole("heading", { name: "Read", exact: true }).waitFor({ timeout: 60_000 });
  const job = new URL(page.url()).pathname;
  await go("/search?q=hostile");
  const article = await page.locator(".hits a").first().getAttribute("href");
  await go(article);
  const records = await page.locator("aside a[href^='/transfers/'], aside a[href^='/events/'], aside a[href^='/figures/']").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  assert.ok(records.length, "it was read for claims");
  const asked = encodeURIComponent(evil);
  const pages = [job, article, ...records, "/", "/transfers?supplier=SWE", "/articles", "/origins", "/search?q=hostile", "/search?q=hostile&in=quotes", "/pairs/SWE/PER",
    "/states/PER", "/timeline?from=2010&to=2013", "/flows?from=2010&to=2013", "/review", `/search?q=${asked}`, `/transfers?supplier=${asked}`, `/timeline?state=${asked}`];
  for (const path of pages) {
    await go(path);
    assert.deepEqual(await harm(), [], path);
  }
  for (const table of ["transfers", "events", "figures", "flows", "articles", "origins", "decisions", "search"]) {
    const answer = await page.request.get(`${base}/${table}.csv?q=hostile`);
    assert.match(answer.headers()["content-type"], /^text\/csv/);
    assert.equal(answer.headers()["x-content-type-options"], "nosniff");
    assert.deepEqual(formulas(await answer.text()), [], `${table}.csv`);
  }
});

const paths = async () => {
  const party = "/states/UKR";
  return {
    home: "/", transfers: "/transfers", record: await first("/transfers"), events: "/events", figures: "/figures", timeline: "/timeline",
    flows: "/flows", articles: "/articles", article: await first("/articles"), origins: "/origins", origin: await first("/origins"),
    state: party, pair: "/pairs/TUR/MAR", search: "/search?q=missiles", quotes: "/search?q=missiles&in=quotes", review: "/review", decisions: "/decisions", add: "/add", about: "/about",
  };
};

test("axe finds no fault on any page, light or dark, wide or narrow", async () => {
  const found = [];
  for (const [name, path] of Object.entries(await paths())) {
    for (const [width, scheme] of [[390, "light"], [1280, "dark"], [1280, "light"], [1920, "light"]]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme });
      await go(path);
      if (shots) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: join(shots, `${name}-${width}-${scheme}.png`), fullPage: true });
      }
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      if (wide) found.push(`${path} at ${width}: wider than the window`);
      if (width === 1920) continue;
      // Injected by the test's own protocol, which the page's policy does not bind.
      const { violations } = await page.evaluate(`${axe}; axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })`);
      for (const violation of violations) {
        found.push(`${path} at ${width} ${scheme}: ${violation.id}: ${violation.nodes[0].html.slice(0, 160)}`);
      }
    }
  }
  assert.deepEqual(found, []);
});

test("the words of pictures can be read and do not lie on one another, on a phone as on a desk", async () => {
  const found = [];
  const { home, record, timeline, flows, origin, pair } = await paths();
  const figure = await first("/figures?sort=articles");
  for (const [width, height] of [[390, 844], [1280, 900]]) {
    await page.setViewportSize({ width, height });
    for (const path of [home, record, figure, timeline, `${timeline}?from=2023&to=2023`, flows, origin, pair]) {
      await go(path);
      const wrong = await page.evaluate(() => [...document.querySelectorAll("figure svg")].flatMap((svg) => {
        const wrong = [];
        const whole = svg.getBoundingClientRect();
        const words = [...svg.querySelectorAll("text")].map((text) => ({ said: text.textContent, text, box: text.getBoundingClientRect() }));
        for (const { said, text, box } of words) {
          const high = parseFloat(getComputedStyle(text).fontSize) * (whole.width / svg.viewBox.baseVal.width);
          if (high < 9) wrong.push(`${said} is ${high.toFixed(1)} px high`);
          if (box.left < whole.left - 1 || box.right > whole.right + 1) wrong.push(`${said} runs off the picture`);
        }
        for (const [at, one] of words.entries()) for (const other of words.slice(at + 1)) {
          const wide = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
          const high = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
          if (wide > 2 && high > 4) wrong.push(`${one.said} lies on ${other.said}`);
        }
        if (!svg.querySelector("title")?.textContent || !svg.querySelector("desc")?.textContent) wrong.push("a picture without title or description");
        return wrong;
      }));
      found.push(...wrong.map((wrong) => `${path} at ${width}: ${wrong}`));
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  assert.deepEqual(found, []);
});

test("no page weighs more than 200 kB", async () => {
  for (const path of Object.values(await paths())) {
    const bytes = (await (await page.request.get(base + path)).body()).length;
    assert.ok(bytes < 200_000, `${path}: ${bytes}`);
  }
});

test("the published site opens from disk and every link in it leads to a file", async () => {
  const site = join(folder, "site");
  const published = spawnSync(binary, ["--archive", archive, "publish", site]);
  assert.equal(published.status, 0, String(published.stderr));
  await page.goto(pathToFileURL(join(site, "index.html")).href);
  await page.getByRole("link", { name: "Transfers", exact: true }).click();
  await page.locator("td a.main").first().click();
  await page.locator(".place a").first().click();
  assert.ok(await page.locator(".quote:has(> .anchor:target)").isVisible());
  const names = new Set(readdirSync(site, { recursive: true }));
  for (const name of names) {
    if (name.endsWith(".csv")) assert.deepEqual(formulas(readFileSync(join(site, name), "utf8")), [], name);
    if (!name.endsWith(".html")) continue;
    const text = readFileSync(join(site, name), "utf8");
    assert.ok(text.length < 200_000, `${name}: ${text.length}`);
    if (text.includes("alert(1)")) {
      await page.goto(pathToFileURL(join(site, name)).href);
      assert.deepEqual(await harm(), [], name);
    }
    for (const [, link] of text.matchAll(/(?:href|src)="(?!https?:|#)([^"#]+)/g)) {
      const target = join(name, "..", link);
      assert.ok(names.has(target), `${name} leads to ${link}`);
    }
  }
});

test("nothing went wrong on the way", () => assert.deepEqual(faults, []));
