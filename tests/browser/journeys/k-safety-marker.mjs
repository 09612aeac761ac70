// K. A staff-safety marker: set on a house, shown before a visit to whoever works on something there and to nobody else, on
// record each time, and gone when an appeal was right.
import assert from 'node:assert/strict';
import { tells } from '../telling.mjs';
import { journey } from '../visitor.mjs';

journey('a safety marker', async (visitor) => {
  const house = `${visitor.corner} forge`;
  const words = `The gutter of the ${visitor.corner} forge hangs over the path`;
  const precautions = `Ring before you go to the ${visitor.corner} forge`;
  const exactly = `The ${house}, WS99 2AA`;
  const { reference } = await tells(visitor, { words, group: 'Something else', place: 'Blakenall', exactly });

  await visitor.becomes('director');
  let { page } = visitor;
  await visitor.opens('/walsall/admin/information/markers');
  await visitor.looks('markers');
  visitor.expects(422);
  await page.getByRole('button', { name: 'Set the marker' }).click();
  await page.getByRole('alert').getByText('There is a problem').waitFor();
  await visitor.looks('nothing said');
  await page.getByLabel('House number or name').fill(house);
  await page.getByLabel('Postcode').fill('WS99 2AA');
  await page.getByLabel('What happened').fill('A slate was thrown at a surveyor');
  await fillDay(page, 'When it happened', -3);
  await page.getByLabel('Who reported it').fill('The surveyor');
  await page.getByLabel('What may happen').fill('Slates may be thrown again');
  await page.getByLabel('What to do').fill(precautions);
  await page.getByLabel('With what authority you decide it').fill('Lone working policy, section 4');
  await page.getByLabel('Yes', { exact: true }).check();
  await fillDay(page, 'When they were told', -1);
  await fillDay(page, 'By when it is looked at again', 60);
  await page.getByRole('button', { name: 'Set the marker' }).click();
  await page.getByRole('heading', { level: 1, name: `${house}, WS99 2AA` }).waitFor();
  await visitor.looks('set');

  // Whoever works on something there is shown it; whoever only told of it, or looks after something else, is not.
  await visitor.becomes('Bridget Nolan');
  await visitor.opens(`/walsall/concerns/${reference}`);
  await visitor.page.getByText(precautions).waitFor();
  await visitor.looks('before a visit');
  await visitor.arrive();
  await visitor.opens(`/walsall/concerns/${reference}`);
  assert.equal(await visitor.page.getByText(precautions).count(), 0, 'the public is told nothing');
  await visitor.becomes('administrator');
  visitor.expects(403);
  await visitor.opens('/walsall/admin/information/markers');
  assert.equal(await visitor.page.getByText(precautions).count(), 0, 'nor is an administrator');

  // The person concerned asks for it to go; somebody else than who decided it answers.
  await visitor.becomes('information_governance');
  ({ page } = visitor);
  await visitor.opens('/walsall/admin/information/markers');
  await page.getByRole('link', { name: new RegExp(house) }).click();
  await visitor.looks('the marker');
  await page.getByRole('link', { name: 'Who was shown it, and when' }).click();
  await page.getByText('Bridget Nolan').and(page.locator(':not(option)')).first().waitFor();
  await visitor.looks('who was shown it');
  await page.goBack();
  await fillDay(page, 'When it came', 0);
  await page.getByLabel('What they say').fill('It was a loose slate in the wind');
  await page.getByRole('button', { name: 'Enter the appeal' }).click();
  await page.getByText('It was a loose slate in the wind').waitFor();
  await visitor.looks('an appeal');
  await page.getByLabel('No, it ends now').check();
  await page.getByLabel('Why', { exact: true }).fill('The surveyor agrees');
  await page.getByRole('button', { name: 'Answer the appeal' }).click();
  await visitor.opens('/walsall/admin/information/markers');
  await page.getByRole('heading', { name: 'Ended' }).waitFor();
  await visitor.looks('ended');

  await visitor.becomes('Bridget Nolan');
  await visitor.opens(`/walsall/concerns/${reference}`);
  await visitor.page.getByText(words).first().waitFor();
  assert.equal(await visitor.page.getByText(precautions).count(), 0, 'it is shown to nobody any more');
});

/// A day so many days from today, in the three boxes of the question.
async function fillDay(page, question, after) {
  const day = new Date(Date.now() + after * 86_400_000);
  const boxes = page.getByRole('group', { name: question });
  await boxes.getByLabel('Day', { exact: true }).fill(String(day.getDate()));
  await boxes.getByLabel('Month', { exact: true }).fill(String(day.getMonth() + 1));
  await boxes.getByLabel('Year', { exact: true }).fill(String(day.getFullYear()));
}
