// What assistive technology is told of the pages most people open, kept so that a change of it is seen.
// `WARDMOTE_AGREE=1` agrees to what it is now. Pages that say other things in office hours are not among them.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { accounts, walk } from '../visitor.mjs';

const golden = fileURLToPath(new URL('../golden/', import.meta.url));

const pages = {
  home: async (visitor) => visitor.opens('/walsall'),
  place: async (visitor) => visitor.opens('/walsall/places/E05001305'),
  issues: async (visitor) => visitor.opens('/walsall/issues?sort=oldest'),
  issue: async (visitor) => opensOldest(visitor),
  concern: async (visitor) => visitor.opens(`/walsall/concerns/${await decidedConcern(visitor)}`),
  where: async (visitor) => {
    await visitor.opens('/walsall/concerns/new');
    await visitor.page.getByLabel('What has happened, or what is wrong?').fill('The lamp is out.');
    await visitor.page.getByLabel('Streets and lighting').check();
    await visitor.page.getByRole('button', { name: 'Continue' }).click();
    await visitor.page.getByLabel('Street light not working').check();
    await visitor.page.getByRole('button', { name: 'Continue' }).click();
  },
  directory: async (visitor) => visitor.opens('/walsall/directory?place=E05001305'),
  'sign-in': async (visitor) => visitor.opens('/walsall/account/sign-in'),
  'my-work': async (visitor) => {
    await visitor.becomes('area_manager');
    await visitor.opens('/walsall/my-work');
  },
  triage: async (visitor) => {
    await visitor.becomes('area_manager');
    await visitor.opens('/walsall/concerns');
  },
  admin: async (visitor) => {
    await visitor.becomes('administrator');
    await visitor.opens('/walsall/admin');
  },
  desk: async (visitor) => {
    await visitor.becomes('Yvonne Achebe');
    await opensOldest(visitor);
  },
};

async function opensOldest(visitor) {
  await visitor.opens('/walsall/issues?sort=oldest');
  await visitor.page.getByRole('main').getByRole('link', { name: 'Broken pavement in the precinct' }).first().click();
}

/// A concern whose public page tells a whole story.
async function decidedConcern(visitor) {
  const { api_token: token } = accounts.find((one) => one.partnership === 'walsall' && one.role === 'director');
  const headers = { authorization: `Bearer ${token}` };
  const answer = await visitor.page.request.get('/walsall/api/v1/concerns?status=resolved&limit=200', { headers });
  const { items } = await answer.json();
  return items.map((one) => one.reference).at(-1);
}

for (const [name, goes] of Object.entries(pages)) {
  walk(`${name} says what it said`, {}, async (visitor) => {
    await goes(visitor);
    agree(`${name}.aria.yml`, unchanging(await visitor.page.locator('body').ariaSnapshot()));
  });
}

/// Its shape and words: of things that stand in a row the first only, and nothing that differs from day to day.
function unchanging(snapshot) {
  const days = 'Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday';
  const months = 'January|February|March|April|May|June|July|August|September|October|November|December';
  const text = firstOfEach(snapshot.split('\n'))
    .join('\n')
    .replaceAll(/(?<=\b|%2F)[A-Z]-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b/g, 'REFERENCE')
    .replaceAll(new RegExp(`(\\b\\d{1,2}(:\\d\\d)?[ap]m on )?\\b\\d{1,2} (${months}) \\d{4}( at \\d{1,2}(:\\d\\d)?[ap]m)?`, 'g'), 'DAY')
    .replaceAll(new RegExp(`\\b(${months}) \\d{4}`, 'g'), 'MONTH')
    .replaceAll(/\d+% \(\d+ of \d+\)/g, 'SHARE')
    .replaceAll(new RegExp(`Since (yesterday|${days})`, 'g'), 'Since DAY')
    .replaceAll(/since=[^&"\s]+/g, 'since=TIME')
    .replaceAll(/\b\d+ (minute|hour|day|week|month|year)s?\b/g, 'AGE')
    .replaceAll(/(?<=[ "])\d+(?=[ ":]|$)/gm, 'N');
  return `${text}\n`;
}

/// Rows, items and articles after the first of their row are left out.
function firstOfEach(lines) {
  const kept = [];
  const before = new Map();
  let left = Infinity;
  for (const line of lines) {
    const depth = line.search(/\S/);
    if (depth > left) continue;
    left = Infinity;
    for (const deeper of [...before.keys()].filter((one) => one > depth)) before.delete(deeper);
    const role = line.trim().match(/^- '?(listitem|row|article)\b/)?.[1];
    if (role && before.get(depth) === role) left = depth;
    else kept.push(line);
    before.set(depth, role);
  }
  return kept;
}

function agree(name, said) {
  const file = `${golden}${name}`;
  if (process.env.WARDMOTE_AGREE) {
    mkdirSync(golden, { recursive: true });
    writeFileSync(file, said);
  }
  const agreed = existsSync(file) ? readFileSync(file, 'utf8') : '';
  assert.equal(said, agreed, `${name} is not as agreed: look at the difference, WARDMOTE_AGREE=1 agrees to what it is now`);
}
