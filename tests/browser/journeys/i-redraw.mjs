// I. An administrator puts in the wards of a review that is years away: looks at what they would do, agrees, and finds the
// new ward waiting for its day while today's places stay as they are.
import { journey } from '../visitor.mjs';

journey('a redraw', async (visitor) => {
  const { corner } = visitor;
  await visitor.becomes('administrator');
  const { page } = visitor;
  await visitor.opens('/walsall/admin/places');
  await page.getByRole('button', { name: 'Draw lines anew from a file' }).or(page.getByRole('link', { name: 'Draw lines anew from a file' })).first().click();
  await visitor.looks('before anything');
  visitor.expects(422);
  await page.getByRole('button', { name: 'See what they would do' }).click();
  await page.getByText('Choose a file, and one that is not empty').first().waitFor();
  await visitor.looks('no file');

  const buffer = Buffer.from(await withOneWardAnew(page, corner));
  const file = { name: `wards-${corner}.geojson`, mimeType: 'application/geo+json', buffer };
  await page.getByLabel('The new lines').setInputFiles(file);
  await page.getByLabel('Day', { exact: true }).fill('7');
  await page.getByLabel('Month', { exact: true }).fill('5');
  await page.getByLabel('Year', { exact: true }).fill('2035');
  await page.getByLabel('Why do the lines change?').fill('The review of 2034');
  await page.getByRole('button', { name: 'See what they would do' }).click();
  await page.getByRole('heading', { level: 1, name: `wards-${corner}.geojson from 7 May 2035` }).waitFor();
  await page.getByRole('button', { name: 'Draw these lines from 7 May 2035' }).waitFor();
  await page.getByText('Nothing has changed yet.').waitFor();
  await visitor.looks('counted');
  await page.getByRole('button', { name: 'Draw these lines from 7 May 2035' }).click();
  await page.getByText('Records are placed by them on that day.').waitFor();
  await visitor.looks('done');

  await visitor.opens(`/walsall/places/E0509${corner}`);
  await page.getByText(`Review Ward ${corner} begins on 7 May 2035.`).waitFor();
  await visitor.looks('a place that has not begun');
  await visitor.opens('/walsall/places?on=2035-05-07');
  await page.getByRole('link', { name: `Review Ward ${corner}` }).first().waitFor();
});

/// The wards as they are, the first of them under another code and name.
async function withOneWardAnew(page, corner) {
  const answer = await page.request.get(new URL('/walsall/places.geojson?kind=ward&on=2035-05-07', page.url()).href);
  const wards = await answer.json();
  const [first] = wards.features;
  first.properties = { code: `E0509${corner}`, name: `Review Ward ${corner}` };
  return JSON.stringify(wards);
}
