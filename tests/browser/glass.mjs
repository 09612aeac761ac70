// What a program can find wrong with a page: its markup, its width, its type, and what axe knows of accessibility.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { HtmlValidate } from 'html-validate';
import rules from './markup-rules.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const validator = new HtmlValidate(rules);

/// Every fault of the page in this window, one sentence each.
export async function faultsOf(window) {
  return [...(await tooWide(window)), ...(await strangelySet(window)), ...(await inaccessible(window))];
}

/// Every fault of the markup as it was served.
export async function faultsOfMarkup(html) {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages, source }) => messages.map(({ ruleId, message, line }) => {
    return `html-validate ${ruleId}: ${message}: ${source.split('\n')[line - 1].trim().slice(0, 160)}`;
  }));
}

/// A page without its scripts, as it was served, laid into a window where axe can run: in a context without scripts axe
/// never returns.
export async function layUnderGlass(window, address, { html, headers }) {
  const body = html.replaceAll(/<script\b[^>]*>.*?<\/script>/gs, '');
  const { 'content-encoding': _, 'content-length': __, ...kept } = headers;
  await window.route(address, (route) => route.fulfill({ body, headers: kept }));
  await window.goto(address);
  await window.unroute(address);
}

async function tooWide(window) {
  const [content, inner] = await window.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  return content > inner ? [`the page is ${content} px wide in a window of ${inner} px`] : [];
}

/// Words that the stylesheet forgot are in the browser's own typeface.
function strangelySet(window) {
  return window.evaluate(() => {
    const set = [...document.body.querySelectorAll(':not(code, code *, script, style, svg *)')];
    const own = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    return set
      .filter((element) => own(element) && !getComputedStyle(element).fontFamily.includes('arial'))
      .map((element) => `not in the house's typeface: ${element.outerHTML.slice(0, 160)}`);
  });
}

async function inaccessible(window) {
  await window.evaluate(`${axe};0`);
  const { violations } = await window.evaluate((values) => {
    return axe.run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
  }, standards);
  return violations.flatMap(({ id, help, nodes }) => nodes
    .filter(({ html }) => !knownExemption(id, html))
    .map(({ target, html }) => `axe ${id}: ${help}: ${target.join(' ')}: ${html.slice(0, 160)}`));
}

/// GOV.UK's own script says `aria-expanded` on a radio that reveals a question: its users are told more than ARIA allows for.
function knownExemption(rule, html) {
  return rule === 'aria-allowed-attr' && /^<input[^>]*type="(radio|checkbox)"/.test(html) && html.includes('aria-expanded');
}
