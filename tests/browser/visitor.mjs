// A person with a browser. Everything they open is watched: another origin, a console error, a breach of the content
// security policy or an address that answers with an error fails the journey.
import { mkdirSync, readFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { faultsOf, faultsOfMarkup, layUnderGlass } from './glass.mjs';

export const { url: origin, accounts } = JSON.parse(readFileSync(process.env.WARDMOTE_JOURNEYS, 'utf8'));
const shots = fileURLToPath(new URL('shots', import.meta.url));
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];
const heights = { 320: 640, 1280: 900 };
const patience = 20_000;

let browser;
before(async () => {
  const executablePath = execFileSync('sh', ['-c', 'command -v chromium || command -v google-chrome'], { encoding: 'utf8' });
  browser = await chromium.launch({ executablePath: executablePath.trim(), args: flags });
});
after(() => browser?.close());

/// A walk taken four times: on a telephone and on a desk, with scripts and without.
export function journey(name, walk) {
  for (const width of [320, 1280]) {
    for (const scripts of [false, true]) {
      const way = `${width} px, scripts ${scripts ? 'on' : 'off'}`;
      test(`${name} (${way})`, { timeout: 240_000 }, () => visit({ name, width, scripts }, walk));
    }
  }
}

/// One walk at one width.
export function walk(name, { width = 1280, scripts = true } = {}, steps) {
  test(`${name} (${width} px, scripts ${scripts ? 'on' : 'off'})`, { timeout: 240_000 }, () => visit({ name, width, scripts }, steps));
}

async function visit({ name, width, scripts }, steps) {
  const visitor = new Visitor(name, width, scripts);
  try {
    await visitor.arrive();
    await steps(visitor);
    visitor.judge();
  } catch (fault) {
    await visitor.shot('fault').catch(() => {});
    throw fault;
  } finally {
    await visitor.leave();
  }
}

export class Visitor {
  #contexts = [];
  #faults = [];
  #steps = 0;
  #served;
  #glass;
  #allowed = new Set();
  #origin = origin;

  constructor(name, width, scripts) {
    this.name = name;
    this.width = width;
    this.scripts = scripts;
    // What this walk's own records are known by: each of the four is taken in the same town.
    this.corner = { 320: ['north', 'east'], 1280: ['south', 'west'] }[width][Number(scripts)];
  }

  /// Opens a new browser, with no cookie in it: a member of the public.
  async arrive() {
    this.page = await this.#newWindow(this.scripts);
  }

  async #newWindow(javaScriptEnabled) {
    const viewport = { width: this.width, height: heights[this.width] };
    const own = { viewport, javaScriptEnabled, baseURL: this.#origin, locale: 'en-GB', timezoneId: 'Europe/London' };
    const context = await browser.newContext(own);
    context.setDefaultTimeout(patience);
    this.#contexts.push(context);
    this.#watch(context);
    return context.newPage();
  }

  /// Goes on as somebody who works here, in a browser of their own, signed in by their link. `who` is a role key or a name.
  async becomes(who, partnership = 'walsall') {
    const account = accounts.find((one) => one.partnership === partnership && [one.role, one.name].includes(who));
    if (!account) throw new Error(`the demonstration has no ${who} in ${partnership}`);
    await this.arrive();
    await this.opens(account.sign_in_url);
    await this.page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await this.page.getByText(account.name).first().waitFor();
  }

  opens(address) {
    return this.page.goto(address);
  }

  /// Goes to another installation than the demonstration, as a stranger, and stays there.
  async goesTo(elsewhere) {
    this.#origin = elsewhere;
    await this.arrive();
  }

  /// The next answers may have this status, like a form's 422.
  expects(status) {
    this.#allowed.add(status);
  }

  /// A look at the page as it now is: pictured, and examined for every fault a program can find.
  async looks(what) {
    this.#steps += 1;
    await this.shot(what);
    const served = await this.#served;
    const faults = await Promise.race([this.#examine(served), late(20, 'axe did not return')]);
    this.#faults.push(...faults.map((fault) => `${what}: ${fault}`));
    this.judge();
  }

  async #examine(served) {
    const markup = await faultsOfMarkup(served.html);
    if (this.scripts) return [...markup, ...(await faultsOf(this.page))];
    this.#glass ??= await this.#newWindow(true);
    await layUnderGlass(this.#glass, this.page.url(), served);
    return [...markup, ...(await faultsOf(this.#glass))];
  }

  /// Fails when anything seen so far was wrong.
  judge() {
    if (this.#faults.length === 0) return;
    const faults = this.#faults.splice(0);
    throw new Error(`${this.page.url()}\n${faults.join('\n')}`);
  }

  async shot(what) {
    mkdirSync(shots, { recursive: true });
    const name = [this.name, this.width, this.scripts ? 'on' : 'off', String(this.#steps).padStart(2, '0'), what];
    const file = `${name.join(' ').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.png`;
    await this.page.screenshot({ path: join(shots, file), fullPage: true });
  }

  async leave() {
    await Promise.all(this.#contexts.map((context) => context.close()));
  }

  #watch(context) {
    const fault = (sentence) => this.#faults.push(sentence);
    context.on('request', (request) => {
      const { protocol, origin: asked } = new URL(request.url());
      if (asked !== this.#origin && !['data:', 'about:'].includes(protocol)) fault(`another origin: ${request.url()}`);
    });
    context.on('response', (response) => {
      const status = response.status();
      const request = response.request();
      if (status >= 400 && !this.#allowed.has(status)) fault(`${status} from ${request.method()} ${response.url()}`);
      if (request.isNavigationRequest() && request.frame().page() === this.page) {
        const headers = response.headers();
        this.#served = response.text().then((html) => ({ html, headers }), () => ({ html: '', headers }));
      }
    });
    context.on('console', (message) => {
      // Statuses are judged above, where a form's 422 can be expected.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) fault(`console: ${message.text()}`);
    });
    context.on('weberror', (error) => fault(`script: ${error.error().message}`));
  }
}

function late(seconds, sentence) {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`${sentence} within ${seconds} seconds`)), seconds * 1000).unref();
  });
}
