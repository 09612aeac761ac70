// Signing in by a link in a mail, and out again.
import { linkFrom } from '../mailbox.mjs';
import { journey, walk } from '../visitor.mjs';

const email = 'yvonne.achebe@neighbourhoods.example.org';

journey('a director signs in by a link', async (visitor) => {
  const { page } = visitor;
  await visitor.opens('/walsall/account/sign-in');
  await visitor.looks('sign in');
  await page.getByLabel('Your work e-mail address').fill(email);
  await page.getByRole('button', { name: 'Send me a link' }).click();
  await page.getByRole('heading', { level: 1, name: 'Look in your e-mail' }).waitFor();
  await visitor.looks('sent');

  await visitor.opens(await linkFrom(visitor, email, /\/walsall\/account\/sign-in\//));
  await visitor.looks('the button');
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Yvonne Achebe').first().waitFor();
  await visitor.opens('/walsall/account');
  await visitor.looks('account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  visitor.expects(401);
  await visitor.opens('/walsall/account');
  await page.getByText('Yvonne Achebe').waitFor({ state: 'detached' });
});

walk('nobody is told whether an address is known', { width: 320, scripts: false }, async (visitor) => {
  await visitor.opens('/walsall/account/sign-in');
  await visitor.page.getByLabel('Your work e-mail address').fill('nobody@example.org');
  await visitor.page.getByRole('button', { name: 'Send me a link' }).click();
  await visitor.page.getByRole('heading', { level: 1, name: 'Look in your e-mail' }).waitFor();
});
