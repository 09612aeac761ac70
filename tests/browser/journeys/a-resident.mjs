// A. A resident tells us about something, to the reference and the secret link.
import assert from 'node:assert/strict';
import { goesOn, tells } from '../telling.mjs';
import { journey, walk } from '../visitor.mjs';

const lamp = {
  words: 'Two street lamps have been out since Sunday and the children walk home in the dark',
  group: 'Streets and lighting',
  category: 'Street light not working',
  place: 'Blakenall',
  exactly: 'By the bus stop outside the library',
  people: 12,
};

journey('a resident tells us', async (visitor) => {
  const { page } = visitor;
  await visitor.opens('/');
  await visitor.looks('partnerships');
  await page.getByRole('link', { name: /Walsall/ }).first().click();
  await visitor.looks('home');
  await page.getByRole('main').getByText('Tell us about something').click();
  await visitor.looks('first question');
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  assert.ok(height < 2_500, `the first question is ${height} px long`);

  const { reference, secret } = await tells(visitor, lamp, (name) => visitor.looks(name));

  await visitor.opens(`/walsall/concerns/${reference}`);
  await page.getByRole('heading', { level: 1, name: 'We heard you' }).waitFor();
  assert.doesNotMatch(await page.getByRole('main').innerText(), /lamps|Blakenall/, 'the reference alone shows neither words nor place');
  await visitor.looks('what anybody sees');

  await visitor.opens(secret);
  await page.getByText(lamp.words).waitFor();
  await visitor.looks('what they alone see');
});

walk('a resident goes back without losing a word', { width: 320, scripts: false }, async (visitor) => {
  const { page } = visitor;
  await visitor.opens('/walsall/concerns/new');
  await page.getByLabel('What has happened, or what is wrong?').fill(lamp.words);
  await page.getByLabel(lamp.group, { exact: true }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel(lamp.category, { exact: true }).check();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Postcode, ward or area').fill(lamp.place);
  await page.getByRole('button', { name: 'Go back' }).click();
  assert.ok(await page.getByLabel(lamp.category, { exact: true }).isChecked());
  await page.getByRole('button', { name: 'Go back' }).click();
  assert.equal(await page.getByLabel('What has happened, or what is wrong?').inputValue(), lamp.words);
  assert.ok(await page.getByLabel(lamp.group, { exact: true }).isChecked());
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Your name').fill('Amina Yusuf');
  await page.getByRole('button', { name: 'Go back' }).click();
  assert.equal(await page.getByLabel('Postcode, ward or area').inputValue(), lamp.place);
});

for (const width of [320, 1280]) {
  walk('a resident points at the map and joins an issue', { width, scripts: false }, async (visitor) => {
    const { page } = visitor;
    await visitor.opens('/walsall/concerns/new');
    await page.getByLabel('What has happened, or what is wrong?').fill(lamp.words);
    await page.getByLabel(lamp.group, { exact: true }).check();
    await goesOn(visitor);
    await page.getByLabel(lamp.category, { exact: true }).check();
    await goesOn(visitor);
    await page.getByRole('button', { name: /^Map of/ }).click({ position: { x: 150, y: 150 } });
    await visitor.looks('closer');
    await goesOn(visitor);
    await page.getByLabel('No, do not contact me').check();
    await goesOn(visitor);
    if (await page.getByLabel('Mine is different').isVisible()) {
      await page.getByLabel('Mine is different').check();
      await goesOn(visitor);
    }
    assert.equal(await page.getByRole('img', { name: /A cross marks the spot: latitude/ }).count(), 2);
    await visitor.looks('check');
    await page.getByRole('button', { name: 'Send' }).click();
    await visitor.opens(await page.locator('main a[href*="/walsall/c/"]').getAttribute('href'));
    await page.getByRole('img', { name: /A cross marks the spot: latitude/ }).waitFor();
    await visitor.looks('what they alone see');

    await visitor.opens('/walsall/issues?sort=oldest');
    await page.getByRole('main').getByRole('link', { name: 'Broken pavement in the precinct' }).first().click();
    await visitor.looks('issue');
    await page.getByRole('link', { name: 'Tell us about it' }).click();
    await page.getByText('We add your voice to it.').waitFor();
    assert.equal(await page.getByRole('radio').count(), 0, 'what it is about is not asked');
    await visitor.looks('joining');
  });
}

walk('two reports at once have two references', { width: 1280 }, async (visitor) => {
  const first = await tells(visitor, lamp);
  const second = await tells(visitor, lamp);
  assert.notEqual(first.reference, second.reference);
  assert.notEqual(first.secret, second.secret);
});
