// What only a keyboard shows.
import assert from 'node:assert/strict';
import { walk } from '../visitor.mjs';

const focused = (page) => page.evaluate(() => document.activeElement?.getAttribute('class') ?? document.activeElement?.id ?? '');

for (const address of ['/', '/walsall', '/walsall/places', '/walsall/issues', '/walsall/concerns/new', '/walsall/feedback']) {
  walk(`the first Tab on ${address} reaches the skip link, and Enter the main part`, {}, async (visitor) => {
    const { page } = visitor;
    await visitor.opens(address);
    await page.keyboard.press('Tab');
    assert.match(await focused(page), /govuk-skip-link/);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.id === 'main-content');
  });
}

walk('an empty report is answered with focus on what to mend', {}, async (visitor) => {
  const { page } = visitor;
  visitor.expects(422);
  await visitor.opens('/walsall/concerns/new');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForFunction(() => document.activeElement?.classList.contains('govuk-error-summary'));
  assert.match(await page.title(), /^Error: /);
  await visitor.looks('errors');
  await page.getByRole('alert').getByRole('link').first().click();
  assert.match(await page.evaluate(() => document.activeElement?.tagName), /TEXTAREA|INPUT/);
});

walk('a report can be made without a mouse', { width: 1280, scripts: true }, async (visitor) => {
  const { page } = visitor;
  await visitor.opens('/walsall/concerns/new');
  await page.getByLabel('What has happened, or what is wrong?').focus();
  await page.keyboard.type('The bin by the park gate is full again');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.locator('input[name=group]:checked').count(), 1, 'an arrow key chooses the group');
  await page.getByRole('button', { name: 'Continue' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Which of these is it most like?' }).waitFor();
  await page.locator('input[name=category]').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('button', { name: 'Continue' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Where is it?' }).waitFor();
});
