// I. An administrator invites somebody: a role that begins another day, the same address twice, and a role that begins today.
// The mail signs them in, and they see what their role gives.
import { linkFrom } from '../mailbox.mjs';
import { journey } from '../visitor.mjs';

journey('an invitation', async (visitor) => {
  const { corner } = visitor;
  const name = `Wendy Coldacre-${corner[0].toUpperCase()}${corner.slice(1)}`;
  const email = `wendy.${corner}@example.org`;
  await visitor.becomes('administrator');
  const { page } = visitor;

  await visitor.opens('/walsall/admin/people');
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await visitor.looks('who');
  visitor.expects(422);
  await invites(page, { name, email: 'no address', role: 'Support officer', reach: 'place:area-4' });
  await page.getByRole('alert').getByText('Enter an e-mail address').waitFor();
  await visitor.looks('no address');
  await invites(page, { name, email, role: 'Support officer', reach: 'place:area-4' });
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await visitor.looks('invited');
  const person = page.url().split('?')[0];

  // The same again is said kindly, and does nothing.
  await visitor.opens('/walsall/admin/people/invite');
  await invites(page, { name, email: email.toUpperCase(), role: 'Support officer', reach: 'place:area-4' });
  await page.getByText('Nothing was changed').waitFor();
  await visitor.looks('invited already');

  // A role that begins another day gives nothing before.
  await visitor.opens(`${person}/role`);
  await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Director' });
  await page.getByLabel('Where it holds').selectOption('partnership');
  await fills(page, 'valid_from', new Date(Date.now() + 40 * 86_400_000));
  await page.getByRole('button', { name: 'Give the role' }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await visitor.looks('a role to come');

  const link = await linkFrom(visitor, email, /\/account\/sign-in\//);
  await visitor.arrive();
  await visitor.opens(link);
  await visitor.looks('the link');
  await visitor.page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await visitor.page.getByRole('heading', { level: 1, name: 'My work' }).waitFor();
  await visitor.page.getByText('Support officer, Area 4').first().waitFor();
  await visitor.looks('what the role gives');
  await visitor.opens('/walsall/account');
  await visitor.looks('their account');
  if (await visitor.page.getByRole('main').getByText(/\bDirector\b/).count()) throw new Error('a role gives something before it begins');
  visitor.expects(403);
  await visitor.opens('/walsall/directory/workload');
  await visitor.looks('not theirs');

  // The link was good once.
  await visitor.arrive();
  visitor.expects(404);
  visitor.expects(410);
  await visitor.opens(link);
  await visitor.looks('used');
});

async function invites(page, { name, email, role, reach }) {
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Work e-mail').fill(email);
  await page.getByLabel('Role', { exact: true }).selectOption({ label: role });
  await page.getByLabel('Where it holds').selectOption(reach);
  await page.getByRole('button', { name: 'Send the invitation' }).click();
}

/// Fills the three boxes of a day.
async function fills(page, field, day) {
  const boxes = { day: day.getUTCDate(), month: day.getUTCMonth() + 1, year: day.getUTCFullYear() };
  for (const [part, value] of Object.entries(boxes)) await page.locator(`[name="${field}-${part}"]`).fill(String(value));
}
