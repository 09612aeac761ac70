// M. The map moves when somebody asks it to; without scripts, and until then, it is the drawn one.
import assert from 'node:assert/strict';
import { journey, walk } from '../visitor.mjs';

const fetched = (page) => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));

journey('somebody moves the map of the issues', async (visitor) => {
  const { page } = visitor;
  await visitor.opens('/walsall/issues');
  const main = page.getByRole('main');
  if (!visitor.scripts) {
    assert.equal(await main.getByRole('button', { name: 'Move the map' }).count(), 0);
    await main.locator('.map svg').first().waitFor();
    return;
  }
  assert.ok(!(await fetched(page)).some((path) => path.includes('leaflet')), 'nobody has asked for it yet');
  const listed = await page.evaluate(async () => (await (await fetch(document.querySelector('[data-map-marks]').dataset.mapMarks)).json()).features);
  await main.getByRole('button', { name: 'Move the map' }).click();
  const map = main.getByRole('group', { name: 'Map of Walsall' });
  await map.locator('.map-pin').first().waitFor();
  const named = await map.locator('.map-pin').evaluateAll((marks) => marks.flatMap((mark) => mark.getAttribute('aria-label').replace(/^\d+: /, '').split('; ')));
  const there = listed.filter(({ geometry }) => geometry).map(({ properties }) => properties.title);
  assert.deepEqual(named.sort(), there.sort(), 'the same rows as the list');
  await visitor.looks('moving');
  await main.getByRole('button', { name: 'Show the still map' }).click();
  await main.locator('.map svg').first().waitFor();
});

walk('the map moves by keyboard, and a mark opens its issue', {}, async (visitor) => {
  const { page } = visitor;
  await visitor.opens('/walsall/issues?sort=newest');
  await page.getByRole('button', { name: 'Move the map' }).focus();
  await page.keyboard.press('Enter');
  const map = page.getByRole('group', { name: 'Map of Walsall' });
  await map.locator('a.map-pin').first().waitFor();
  assert.ok(await map.evaluate((element) => element === document.activeElement), 'the map has the focus');
  const drawn = await map.locator('.map-moving-place').first().getAttribute('d');
  await page.keyboard.press('Equal');
  await page.waitForFunction((before) => document.querySelector('.map-moving-place').getAttribute('d') !== before, drawn);
  const mark = map.locator('a.map-pin').first();
  const title = await mark.getAttribute('aria-label');
  await mark.focus();
  await visitor.looks('a mark in focus');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
});

walk('marks that touch are one, and open as a list of links', { width: 320 }, async (visitor) => {
  const { page } = visitor;
  await visitor.opens('/walsall/issues');
  await page.getByRole('button', { name: 'Move the map' }).click();
  const several = page.locator('button.map-pin-several').first();
  await several.waitFor();
  const titles = (await several.getAttribute('aria-label')).replace(/^\d+: /, '').split('; ');
  await several.focus();
  await page.keyboard.press('Enter');
  const links = page.locator('.leaflet-popup a');
  await links.first().waitFor();
  assert.deepEqual(await links.allTextContents(), titles);
  await visitor.looks('several');
  await links.first().focus();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.classList.contains('map-pin-several'));
  await links.first().waitFor({ state: 'detached' });
});

walk('a place and the home page have a map that moves', { width: 320 }, async (visitor) => {
  const { page } = visitor;
  for (const address of ['/walsall', '/walsall/places/area-3']) {
    await visitor.opens(address);
    await page.getByRole('button', { name: 'Move the map' }).click();
    await page.locator('.map-moving .map-pin').first().waitFor();
    await visitor.looks(address);
  }
});
