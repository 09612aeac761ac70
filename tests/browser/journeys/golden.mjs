// What assistive technology is told of the pages most people open, kept so that a change of it is seen. `WARDMOTE_AGREE=1` writes anew.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { walk } from '../visitor.mjs';

const folder = new URL('../golden/', import.meta.url);

const pages = {
  home: '/walsall',
  place: '/walsall/places/E05001306',
  'first-question': '/walsall/concerns/new',
  issues: '/walsall/issues?sort=oldest',
  'my-work': '/walsall/my-work',
};
const roles = { 'my-work': 'area_manager' };

for (const [name, address] of Object.entries(pages)) {
  walk(`${name} says what it said`, {}, async (visitor) => {
    if (roles[name]) await visitor.becomes(roles[name]);
    await visitor.opens(address);
    keep(`${name}.aria.yml`, unchanging(await visitor.page.locator('body').ariaSnapshot()));
  });
}

/// Without what differs from day to day and from start to start: dates, references and the addresses that hold them.
function unchanging(snapshot) {
  return `${snapshot
    .replaceAll(/\b[A-Z]-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b/g, 'REFERENCE')
    .replaceAll(/\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b/g, 'DAY')}\n`;
}

function keep(name, said) {
  const file = fileURLToPath(new URL(name, folder));
  if (process.env.WARDMOTE_AGREE || !existsSync(file)) {
    mkdirSync(fileURLToPath(folder), { recursive: true });
    writeFileSync(file, said);
    if (process.env.CI) assert.fail(`${name} was not kept: run this with WARDMOTE_AGREE=1 and look at the file`);
    return;
  }
  assert.equal(said, readFileSync(file, 'utf8'), `${name} has changed: look at the difference, then run this with WARDMOTE_AGREE=1`);
}
