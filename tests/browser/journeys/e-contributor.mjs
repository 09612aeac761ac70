// E. The mail that says what was done, the secret link in it, and "it is still there".
import { assesses, opensIssue, resolves, takesForward } from '../deciding.mjs';
import { linkFrom } from '../mailbox.mjs';
import { tells } from '../telling.mjs';
import { journey } from '../visitor.mjs';

journey('it is still there', async (visitor) => {
  const words = `The drain at the ${visitor.corner} corner of the green floods the path whenever it rains`;
  const title = `Blocked drain at the ${visitor.corner} corner of the green`;
  const email = `amina.${visitor.corner}@mail.example.org`;
  await tells(visitor, { words, group: 'Roads, parking and travel', category: 'Blocked drain or flooding', place: 'Blakenall', email });

  await visitor.becomes('Bridget Nolan');
  const reference = await opensIssue(visitor, { words, title });
  await assesses(visitor, { seriousness: 2, people: 15, reason: 'Fifteen homes use the path' });
  await takesForward(visitor, { reason: 'The drain is cleared this month', authority: 'Scheme of delegation, part 3' });
  await resolves(visitor, { outcome: 'Sorted', did: 'The drain was cleared on Tuesday' });

  await visitor.arrive();
  const { page } = visitor;
  const secret = await linkFrom(visitor, email, /\/walsall\/c\/[\w-]{22}/);
  await visitor.looks('mailbox');
  await visitor.opens(secret);
  await page.getByText(words).waitFor();
  await page.getByText('The drain was cleared on Tuesday').first().waitFor();
  await visitor.looks('what they alone see');
  await page.getByLabel('What is it like now?').fill('It rained last night and the path was under water again');
  await page.getByRole('button', { name: 'It is still there' }).click();
  await page.getByText('Thank you. We are looking into it again').waitFor();
  await visitor.looks('contested');

  await visitor.opens(`/walsall/issues/${reference}`);
  await page.getByText('It came back').first().waitFor();
  await visitor.looks('it came back');
});
