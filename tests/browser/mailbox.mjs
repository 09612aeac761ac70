// The demonstration's mailbox: what would have been sent.

/// Waits for a mail to this address whose text matches, and answers the first link in it that does.
export async function linkFrom(visitor, address, link) {
  for (let tries = 0; tries < 60; tries += 1) {
    await visitor.opens(`/demo/mailbox?to=${encodeURIComponent(address)}`);
    const mail = (await visitor.page.getByRole('main').innerText()).split(/\s+/);
    const found = mail.find((word) => link.test(word));
    if (found) return found;
    await visitor.page.waitForTimeout(500);
  }
  throw new Error(`no mail to ${address} with ${link} within half a minute`);
}
