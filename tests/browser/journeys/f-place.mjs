// F. A place: its page, its feed, and lists that say the same as page, CSV and GeoJSON.
import assert from 'node:assert/strict';
import { journey, walk } from '../visitor.mjs';

journey('somebody looks at their place', async (visitor) => {
  const { page } = visitor;
  await visitor.opens('/walsall');
  await page.getByRole('search').getByRole('textbox').fill('Blakenall');
  await page.getByRole('search').getByRole('button').click();
  await page.getByRole('heading', { level: 1, name: 'Blakenall' }).waitFor();
  await visitor.looks('place');
  await page.getByRole('main').getByRole('link', { name: 'See them all' }).click();
  await visitor.looks('its issues');
});

walk('page, CSV, JSON and GeoJSON count the same issues', {}, async (visitor) => {
  const { page } = visitor;
  await visitor.opens('/walsall/places');
  const ward = await page.getByRole('main').getByRole('link', { name: 'Blakenall' }).first().getAttribute('href');
  const code = ward.split('/').pop();
  const filter = `?place=${code}`;
  const csv = await text(visitor, `/walsall/issues.csv${filter}`);
  const rows = csv.trim().split(/\r\n(?=[A-Z]-)/).length - 1;
  const geojson = JSON.parse(await text(visitor, `/walsall/issues.geojson${filter}`));
  assert.ok(rows > 0, 'the demonstration has issues there');
  assert.equal(geojson.features.length, rows);
  await visitor.opens(`/walsall/issues${filter}`);
  await page.getByText(new RegExp(`\\b${rows} (open )?issues?\\b`)).first().waitFor();
});

walk('a place can be followed', {}, async (visitor) => {
  const { page } = visitor;
  await visitor.opens('/walsall/places');
  await page.getByRole('main').getByRole('link', { name: 'Blakenall' }).first().click();
  const feed = await page.locator('link[type="application/atom+xml"]').getAttribute('href');
  const atom = await text(visitor, feed);
  assert.match(atom, /^<\?xml[^>]*\?>\s*<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"/);
});

async function text(visitor, address) {
  const answer = await visitor.page.request.get(address);
  assert.equal(answer.status(), 200, address);
  return answer.text();
}
