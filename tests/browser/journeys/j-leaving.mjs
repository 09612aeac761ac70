// J. Somebody who holds an issue leaves: gone at once, the issue back in the queue, what they did still told. The last
// administrator cannot leave.
import assert from 'node:assert/strict';
import { opensIssue } from '../deciding.mjs';
import { linkFrom } from '../mailbox.mjs';
import { tells } from '../telling.mjs';
import { journey } from '../visitor.mjs';

journey('leaving', async (visitor) => {
  const { corner } = visitor;
  const name = `Errol Stanhill-${corner[0].toUpperCase()}${corner.slice(1)}`;
  const email = `errol.${corner}@example.org`;
  const words = `A sign is down at the ${corner} end of the ring road`;
  const title = `Sign down at the ${corner} end of the ring road`;
  await tells(visitor, { words, group: 'Something else', place: 'Paddock' });

  // Somebody comes to work here, and is given an issue.
  await visitor.becomes('administrator');
  const administrator = visitor.page;
  await visitor.opens('/walsall/admin/people/invite');
  await administrator.getByLabel('Name', { exact: true }).fill(name);
  await administrator.getByLabel('Work e-mail').fill(email);
  await administrator.getByLabel('Works for').selectOption('highways');
  await administrator.getByLabel('Role', { exact: true }).selectOption({ label: 'Area manager' });
  await administrator.getByLabel('Where it holds').selectOption('place:area-4');
  await administrator.getByRole('button', { name: 'Send the invitation' }).click();
  await administrator.getByRole('heading', { level: 1, name }).waitFor();
  const person = administrator.url().split('?')[0];
  const link = await linkFrom(visitor, email, /\/account\/sign-in\//);
  await visitor.arrive();
  const theirs = visitor.page;
  await visitor.opens(link);
  await theirs.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await theirs.getByRole('heading', { level: 1, name: 'My work' }).waitFor();
  const reference = await opensIssue(visitor, { words, title });
  await visitor.opens(`/walsall/issues/${reference}/assign`);
  await theirs.getByLabel('Who holds it?').selectOption({ label: `Highways and Lighting – ${name}` });
  await theirs.getByRole('main').getByRole('button').last().click();
  await theirs.getByRole('heading', { level: 1, name: title }).waitFor();
  await visitor.looks('what they hold');

  visitor.page = administrator;
  await visitor.opens(person);
  await administrator.getByRole('link', { name: `${name} leaves` }).click();
  await visitor.looks('when');
  visitor.expects(422);
  await administrator.getByRole('button', { name: 'Note that they leave' }).click();
  await administrator.getByRole('alert').getByText('Choose when they leave').waitFor();
  await administrator.getByLabel('Now', { exact: true }).check();
  await administrator.getByRole('button', { name: 'Note that they leave' }).click();
  await administrator.getByText(`${name} left on`).first().waitFor();
  await visitor.looks('left');

  // The session that was open is dead.
  visitor.page = theirs;
  await visitor.opens('/walsall/my-work');
  await theirs.waitForURL(/account\/sign-in/);
  await visitor.looks('signed out');

  // What they held is back, and still says who held it.
  await visitor.becomes('director');
  await visitor.opens(`/walsall/issues/${reference}`);
  await itSays(visitor, `${name} held it and has left`);
  await visitor.looks('back in the queue');

  // The last administrator stays.
  visitor.page = administrator;
  await visitor.opens('/walsall/admin/people?role=administrator');
  const alone = administrator.getByRole('row').filter({ hasText: 'Marek Zielinski' });
  await alone.getByRole('link').click();
  await administrator.getByRole('link', { name: 'Marek Zielinski leaves' }).click();
  await administrator.getByLabel('Now', { exact: true }).check();
  visitor.expects(422);
  await administrator.getByRole('button', { name: 'Note that they leave' }).click();
  await administrator.getByRole('alert').getByText('is the last administrator').waitFor();
  await visitor.looks('the last administrator');
  assert.ok(await administrator.getByLabel('Now', { exact: true }).isChecked(), 'what was chosen stays');
});

/// What follows a departure is done within seconds.
async function itSays(visitor, words) {
  for (let tries = 0; tries < 20; tries += 1) {
    if (await visitor.page.getByText(words).count()) return;
    await visitor.page.waitForTimeout(500);
    await visitor.page.reload();
  }
  throw new Error(`the page never said: ${words}`);
}
