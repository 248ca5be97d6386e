// The keyboard alone: Tab until something has the focus, keys that lead to another page.
export async function reach(page, selector, most = 120) {
  for (let n = 0; n < most; n += 1) {
    if (await page.evaluate((wanted) => !!document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${selector}`);
}

export const goes = (page, key) => Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);

// Opens what is folded around a form, if it is not open already.
export async function unfolds(page, form) {
  await reach(page, `details:has(${form}) > summary`);
  if (!(await page.locator(`details[open]:has(${form})`).count())) await page.keyboard.press('Enter');
}
