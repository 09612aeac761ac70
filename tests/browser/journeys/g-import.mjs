// G. An area manager takes in what a walkabout wrote down in a spreadsheet: looks at it, says what a strange category means,
// has every row checked, takes it in, and undoes it.
import { journey } from '../visitor.mjs';

const sheet = (corner) => `\uFEFFNumber;What kind;Details;Date;Ward
${corner}-1;Tipping from a van;A mattress by the ${corner} gate of the park;03/11/2026;Blakenall
${corner}-2;Litter;Cans under the ${corner} bench;03/11/2026;Blakenall
${corner}-3;Litter;Bins;31/02/2026;Blakenall
${corner}-4;Litter;"Never closed;03/11/2026;Blakenall
`;

journey('an import', async (visitor) => {
  const { corner } = visitor;
  await visitor.becomes('director');
  const { page } = visitor;
  await visitor.opens('/walsall/concerns');
  await page.getByRole('link', { name: 'Take in concerns from a file' }).click();
  await visitor.looks('before anything');
  visitor.expects(422);
  await page.getByRole('button', { name: 'Look at it' }).click();
  await page.getByText('Choose a file, and one that is not empty').first().waitFor();
  await visitor.looks('no file');
  const file = { name: `walkabout-${corner}.csv`, mimeType: 'text/csv', buffer: Buffer.from(sheet(corner)) };
  await page.getByLabel('The file').setInputFiles(file);
  await page.getByRole('button', { name: 'Look at it' }).click();
  await page.getByRole('heading', { level: 1, name: `Concerns from walkabout-${corner}.csv` }).waitFor();
  await page.getByLabel('What kind').selectOption('category');
  await page.getByLabel('Number', { exact: true }).selectOption('external_id');
  await visitor.looks('columns');
  await page.getByRole('button', { name: 'Check every row' }).click();
  await whenItSays(page, 'Every row was checked');
  await page.getByLabel('Tipping from a van').selectOption('fly-tipping');
  await page.getByRole('button', { name: 'Check every row' }).click();
  await whenItSays(page, 'Take in 2 concerns');
  await visitor.looks('checked');
  await page.getByRole('button', { name: 'Take in 2 concerns' }).click();
  await whenItSays(page, 'It was done to its end.');
  await visitor.looks('done');
  await page.getByRole('button', { name: 'Undo it' }).click();
  await whenItSays(page, 'What was done has been taken back.');
  await visitor.looks('undone');
  await visitor.opens('/walsall/admin/imports');
  await page.getByRole('link', { name: `Concerns from walkabout-${corner}.csv` }).waitFor();
  await visitor.looks('your imports');
});

/// The page of work that goes on reads itself again, with or without scripts.
async function whenItSays(page, words) {
  await page.getByText(words).or(page.getByRole('button', { name: words })).first().waitFor();
}
