// What is done beside a request comes when it comes: a page is opened again until something stands on it.
export async function until(page, address, there, why, seconds = 90) {
  const late = Date.now() + seconds * 1000;
  for (;;) {
    await page.goto(address);
    if (await there()) return;
    if (Date.now() > late) throw new Error(why);
    await page.waitForTimeout(250);
  }
}
