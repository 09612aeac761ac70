// C. A practitioner records what somebody told them at a door, and sees what becomes of it.
import { journey } from '../visitor.mjs';

journey('a practitioner records', async (visitor) => {
  await visitor.becomes('practitioner');
  const { page } = visitor;
  const words = `She says the ${visitor.corner} stairwell has been dark for a week and she will not go out after tea`;
  await visitor.opens('/walsall/my-work');
  await visitor.looks('my work');
  await page.getByRole('main').getByRole('button', { name: 'Record what somebody told you' }).click();
  await visitor.looks('what');
  await page.getByLabel('What they told you, or what you saw').fill(words);
  await page.getByLabel('What it is most like').selectOption('street-light');
  await page.getByLabel('Postcode, ward or area').fill('Blakenall');
  await page.getByRole('group', { name: 'How you heard it' }).getByRole('radio').first().check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await visitor.looks('who');
  const different = page.getByLabel('No, it is different');
  if (await different.isVisible()) await different.check();
  await page.getByLabel('No, or they did not say').check();
  await page.getByLabel('What you told them (optional)').fill('That somebody looks at it this week');
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.getByRole('heading', { level: 1, name: 'We heard you' }).waitFor();
  await visitor.looks('recorded');
  await visitor.opens('/walsall/my-work');
  await page.getByText(words).waitFor();
  await visitor.looks('what you recorded');
});
