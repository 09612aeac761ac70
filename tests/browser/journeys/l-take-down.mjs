// L. Somebody asks for a page to go: it is hidden at once, an officer decides with a reason, whoever asked is told, and what
// a person showed again is looked at before it is hidden for the same reason once more.
import assert from 'node:assert/strict';
import { opensIssue } from '../deciding.mjs';
import { tells } from '../telling.mjs';
import { journey } from '../visitor.mjs';

journey('a take-down', async (visitor) => {
  const words = `The lamp by number 4 at the ${visitor.corner} gate flickers all night`;
  const title = `Flickering lamp at the ${visitor.corner} gate of the cemetery`;
  const email = `ruth.${visitor.corner}@mail.example.org`;
  await tells(visitor, { words, group: 'Streets and lighting', category: 'Street light not working', place: 'Blakenall' });
  await visitor.becomes('Bridget Nolan');
  const reference = await opensIssue(visitor, { words, title });
  const issue = `/walsall/issues/${reference}`;

  await visitor.arrive();
  await asks(visitor, issue, { why: 'It shows where somebody lives', email, looksAtErrors: true });
  await visitor.page.getByText('It is hidden from the public now.').waitFor();
  await visitor.looks('asked');
  visitor.expects(404);
  await visitor.opens(issue);
  assert.equal(await visitor.page.getByText(title).count(), 0, 'nobody reads the title any more');
  await visitor.looks('hidden');

  await visitor.becomes('information_governance');
  const { page } = visitor;
  await visitor.opens('/walsall/my-work');
  await page.getByRole('link', { name: /Requests to take something down: \d/ }).click();
  await visitor.looks('what waits');
  await page.getByRole('link', { name: new RegExp(reference) }).click();
  await visitor.looks('to decide');
  visitor.expects(422);
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.getByText('Choose what becomes of it').first().waitFor();
  await visitor.looks('no reason');
  await page.getByLabel('Show it again').check();
  await page.getByLabel('Why', { exact: true }).fill('It names a gate that everybody uses, and no home');
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.getByText('The public sees it. Whoever asked is told').first().waitFor();
  await visitor.looks('decided');
  await visitor.opens(`/walsall/admin/information/audit?record=${reference}`);
  await page.getByText('Information governance').first().waitFor();
  await visitor.looks('on record');

  await visitor.arrive();
  await mailSays(visitor, email, 'It names a gate that everybody uses');
  await visitor.opens(issue);
  await visitor.page.getByRole('heading', { level: 1, name: title }).waitFor();
  await asks(visitor, issue, { why: 'It shows where somebody lives' });
  await visitor.page.getByText('A person looks at it first, so it is not hidden yet.').waitFor();
  await visitor.opens(issue);
  await visitor.page.getByRole('heading', { level: 1, name: title }).waitFor();
});

/// Asks from the page itself, as a stranger does.
async function asks(visitor, address, { why, email, looksAtErrors }) {
  const { page } = visitor;
  await visitor.opens(address);
  await page.getByRole('link', { name: 'Ask for this to be taken down' }).click();
  if (looksAtErrors) {
    await visitor.looks('before asking');
    visitor.expects(422);
    await page.getByRole('button', { name: 'Ask for it to be taken down' }).click();
    await page.getByText('Choose what is wrong with it').first().waitFor();
    await visitor.looks('no reason to ask');
  }
  await page.getByLabel(why).check();
  if (email) await page.getByLabel('Your e-mail address (optional)').fill(email);
  await page.getByRole('button', { name: 'Ask for it to be taken down' }).click();
  await page.getByRole('heading', { level: 1, name: 'We have your request' }).waitFor();
}

/// Waits until a mail to this address says so.
async function mailSays(visitor, address, words) {
  const mail = visitor.page.getByRole('article').filter({ hasText: address }).filter({ hasText: words });
  for (let tries = 0; tries < 60; tries += 1) {
    await visitor.opens('/demo/mailbox');
    if (await mail.count() > 0) return;
    await visitor.page.waitForTimeout(500);
  }
  throw new Error(`no mail to ${address} says: ${words}`);
}
