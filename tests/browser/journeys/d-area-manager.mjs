// D. An area manager on a Monday: since Friday, triage, an issue opened, assessed, decided and resolved.
import { assesses, offered, opensIssue, resolves, takesForward } from '../deciding.mjs';
import { tells } from '../telling.mjs';
import { journey, walk } from '../visitor.mjs';

const manager = 'Bridget Nolan';

journey('an area manager decides', async (visitor) => {
  const look = (what) => visitor.looks(what);
  const words = `Somebody tipped a sofa and bags at the ${visitor.corner} end of the garages`;
  const title = `Dumped rubbish at the ${visitor.corner} end of the garages`;
  await tells(visitor, { words, group: 'Litter, waste and fly-tipping', category: 'Dumped rubbish', place: 'Blakenall' });

  await visitor.becomes(manager);
  const { page } = visitor;
  await visitor.opens('/walsall/my-work');
  await page.getByRole('heading', { level: 2, name: /^Since / }).waitFor();
  await visitor.looks('since Friday');

  const reference = await opensIssue(visitor, { words, title }, look);
  await assesses(visitor, { seriousness: 3, people: 24, reason: 'Walked the garages: 24 homes look on to it' }, look);
  await takesForward(visitor, { reason: 'The garages are cleared and lit', authority: 'Scheme of delegation, part 3' }, look);
  await resolves(visitor, { outcome: 'Sorted', did: 'The rubbish is gone and a light is fitted' }, look);

  await visitor.arrive();
  await visitor.opens(`/walsall/issues/${reference}`);
  await visitor.page.getByText('The rubbish is gone and a light is fitted').first().waitFor();
  await visitor.looks('what anybody sees');
  await visitor.opens('/walsall/feedback');
  await visitor.page.getByRole('link', { name: title }).first().waitFor();
});

walk('a danger without a named holder is refused, and nothing typed is lost', { width: 320 }, async (visitor) => {
  const words = 'A cable hangs over the path behind the shops, children swing on it';
  await tells(visitor, { words, group: 'Something else', place: 'Blakenall' });
  await visitor.becomes(manager);
  const { page } = visitor;
  await opensIssue(visitor, { words, title: 'Cable hanging over the path behind the shops' });
  await offered(page, 'Assess it').click();
  await page.getByLabel(/^5 – /).check();
  await page.getByLabel('How many people are affected?').fill('30');
  await page.getByLabel('Why', { exact: true }).fill('Seen at 10 this morning');
  visitor.expects(422);
  await page.getByRole('button', { name: 'Assess it' }).click();
  await page.getByRole('alert').getByText('a danger needs a named person').waitFor();
  await visitor.looks('refused');
  await page.getByText('Seen at 10 this morning').waitFor();
});
