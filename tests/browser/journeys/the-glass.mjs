// That the other journeys would see a fault: each kind on a page made for it.
import assert from 'node:assert/strict';
import { faultsOf, faultsOfMarkup } from '../glass.mjs';
import { walk } from '../visitor.mjs';

const page = (main, head = '') => `<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>A page</title><style>body { font-family: arial }</style>${head}</head>
<body><main><h1>A page</h1>${main}</main></body></html>`;

const seen = {
  'the page is 892 px wide': [page('<p>Wide</p>', '<style>p { width: 884px }</style>'), faultsOf],
  "not in the house's typeface": [page('<blockquote>Forgotten</blockquote>', '<style>blockquote { font-family: serif }</style>'), faultsOf],
  'axe color-contrast': [page('<p>Pale</p>', '<style>p { color: #ccc }</style>'), faultsOf],
  'axe label': [page('<input name="a">'), faultsOf],
  'axe region': [page('').replace('</main>', '</main><p>Nowhere</p>'), faultsOf],
  'axe target-size': [page('<a href="/">a</a><a href="/b">b</a>', '<style>a { display: inline-block; width: 8px; height: 8px }</style>'), faultsOf],
  'html-validate no-inline-style': [page('<p style="color: red">Red</p>'), (_, html) => faultsOfMarkup(html)],
  'html-validate no-dup-id': [page('<p id="a">One</p><p id="a">Two</p>'), (_, html) => faultsOfMarkup(html)],
  'html-validate close-order': [page('<p><b>Bold</p></b>'), (_, html) => faultsOfMarkup(html)],
};

for (const [fault, [html, look]] of Object.entries(seen)) {
  walk(`${fault} is seen`, { width: 320 }, async ({ page }) => {
    await page.setContent(html);
    const faults = await look(page, html);
    assert.ok(faults.some((one) => one.startsWith(fault)), `${fault} was not among:\n${faults.join('\n')}`);
  });
}

walk('a page without a fault has none', { width: 320 }, async ({ page: window }) => {
  const html = page('<p>All is well.</p>');
  await window.setContent(html);
  assert.deepEqual([...(await faultsOf(window)), ...(await faultsOfMarkup(html))], []);
});

for (const [fault, act] of Object.entries({
  'another origin': (page) => page.goto(page.url().replace('127.0.0.1', 'localhost')),
  '404 from GET': (page) => page.goto('/no-such-page'),
  'console: ': (page) => page.evaluate(() => console.error('torn')),
  'script: torn': (page) => page.evaluate(() => setTimeout(() => { throw new Error('torn'); })),
  "style-src 'self'": (page) => page.evaluate(() => document.body.setAttribute('style', 'color: red')),
})) {
  walk(`${fault} is seen`, {}, async (visitor) => {
    await visitor.opens('/');
    await act(visitor.page);
    await visitor.page.waitForTimeout(300);
    assert.throws(() => visitor.judge(), (error) => error.message.includes(fault));
  });
}
