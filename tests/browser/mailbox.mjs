// The demonstration's mailbox: what would have been sent.
const patience = 30_000;

/// Waits for a mail to this address with a link that matches, and answers the newest such link.
export async function linkFrom(visitor, address, link) {
  const until = Date.now() + patience;
  while (Date.now() < until) {
    await visitor.opens('/demo/mailbox');
    const mails = visitor.page.getByRole('article').filter({ hasText: address });
    for (const each of await mails.locator('a').all()) {
      const href = await each.getAttribute('href');
      if (link.test(href)) return href;
    }
    await visitor.page.waitForTimeout(500);
  }
  throw new Error(`no mail to ${address} with ${link} within ${patience / 1000} seconds`);
}
