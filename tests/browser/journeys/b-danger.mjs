// B. Words of danger: held at once, and read by the safeguarding lead alone.
import assert from 'node:assert/strict';
import { tells } from '../telling.mjs';
import { journey } from '../visitor.mjs';

journey('danger is held', async (visitor) => {
  const words = `The bin by the ${visitor.corner} gate is full again and my husband hits me when he comes home`;
  const { reference, secret } = await tells(visitor, { words, group: 'Litter, waste and fly-tipping', category: 'Litter or a full bin', place: 'Blakenall' });
  await visitor.looks('the end says nothing of it');
  await visitor.opens(secret);
  assert.ok(!(await visitor.page.getByRole('main').innerText()).includes('husband'), 'the secret link shows no words');
  await visitor.page.getByRole('main').getByText('999').first().waitFor();
  await visitor.looks('numbers to ring');

  await visitor.becomes('Bridget Nolan');
  await visitor.opens('/walsall/concerns');
  assert.equal(await visitor.page.getByText(reference).count(), 0, 'not on the list for triage');

  await visitor.becomes('Theresa Mbeki-Jones');
  const { page } = visitor;
  await visitor.opens('/walsall/my-work');
  await visitor.looks('the lead sees that something is held');
  await page.getByRole('main').getByRole('link', { name: /^Held concerns to look at/ }).click();
  const held = page.getByRole('article').filter({ hasText: reference });
  await held.getByText('my husband hits me').waitFor();
  await visitor.looks('held');
  await held.getByRole('link', { name: 'Release it' }).click();
  await visitor.looks('release');
  await page.getByLabel('Why', { exact: true }).fill('Rang the resident: a quotation from a film. Nobody is in danger');
  await page.getByRole('button', { name: 'Release it into ordinary work' }).click();
  await page.getByText('The concern is released into ordinary work').waitFor();
  await visitor.looks('released');

  await visitor.becomes('Bridget Nolan');
  await visitor.opens('/walsall/concerns');
  await visitor.page.getByText(reference).first().waitFor();
});
