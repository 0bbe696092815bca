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
  assert.ok(await page.locator(".anchor:target + .quote").isVisible());
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

test("the queue is worked through by keyboard", async () => {
  await go("/review");
  const waiting = async () => Number((await page.locator("main").innerText()).match(/(\d+) waiting/)[1]);
  const before = await waiting();
  await page.locator("[data-entry] input[name=who]").first().fill("Ann");
  await page.locator("h1").click();
  await page.keyboard.press("j");
  await Promise.all([page.waitForURL("**/review"), page.waitForResponse((r) => r.url().endsWith("/decisions")), page.keyboard.press("c")]);
  await page.locator("tbody").getByText("confirm").first().waitFor();
  assert.equal(await waiting(), before - 1);
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

test("a hostile article does nothing", async () => {
  const evil = `<script>alert(1)</script> <img src=x onerror=alert(2)> "><svg onload=alert(3)>`;
  await go("/add");
  await page.locator("#text").fill(`${evil}\n\nSweden sold 12 tanks to Peru in 2011, ${evil} said. =HYPERLINK("x") \u202edesrever\n`);
  await page.getByRole("button", { name: "Read" }).click();
  await page.getByRole("heading", { name: "Read", exact: true }).waitFor({ timeout: 60_000 });
  await go("/search?q=alert");
  await page.locator(".hits a").first().click();
  await page.locator(".text").waitFor();
  assert.equal(await page.locator("main script, main img, [onerror], [onload]").count(), 0);
});

const paths = async () => {
  const party = "/states/UKR";
  return {
    home: "/", transfers: "/transfers", record: await first("/transfers"), events: "/events", figures: "/figures", timeline: "/timeline",
    flows: "/flows", articles: "/articles", article: await first("/articles"), origins: "/origins", origin: await first("/origins"),
    state: party, pair: "/pairs/USA/UKR", search: "/search?q=missiles", review: "/review", decisions: "/decisions", add: "/add", about: "/about",
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

test("the published site opens from disk and every link in it leads to a file", async () => {
  const site = join(folder, "site");
  const published = spawnSync(binary, ["--archive", archive, "publish", site]);
  assert.equal(published.status, 0, String(published.stderr));
  await page.goto(pathToFileURL(join(site, "index.html")).href);
  await page.getByRole("link", { name: "Transfers", exact: true }).click();
  await page.locator("td a.main").first().click();
  await page.locator(".place a").first().click();
  assert.ok(await page.locator(".anchor:target + .quote").isVisible());
  const names = new Set(readdirSync(site, { recursive: true }));
  for (const name of names) {
    if (!name.endsWith(".html")) continue;
    for (const [, link] of readFileSync(join(site, name), "utf8").matchAll(/(?:href|src)="(?!https?:|#)([^"#]+)/g)) {
      const target = join(name, "..", link);
      assert.ok(names.has(target), `${name} leads to ${link}`);
    }
  }
});

test("nothing went wrong on the way", () => assert.deepEqual(faults, []));
