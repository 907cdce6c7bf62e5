/**
 * Goal: a form is open in one window at a time, and what is saved in one window is seen in the other. Method: two real
 * windows of one browser over the production build.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EndpointProcess, endpointProcess } from './endpoint-process.ts';
import { newPhone, type Phone } from './phone.ts';
import { SCREENS } from './screens.ts';

let endpoint: EndpointProcess;
let phone: Phone;
beforeAll(async () => {
  endpoint = await endpointProcess();
  await endpoint.start();
  phone = newPhone();
});
afterAll(async () => {
  await phone?.dispose();
  await endpoint?.dispose();
});

const by = (page: Page, id: string) => page.locator(`[data-testid="${id}"]`);

it('the second window is told where the form is open, and takes over when the first is closed', async () => {
  const first = await phone.open(endpoint.url);
  await SCREENS.form(first, endpoint.url);
  const second = await first.context().newPage();
  await second.goto(first.url());
  await second.getByText('Phiếu này đang mở ở cửa sổ khác').waitFor();
  expect(await by(second, 'indicator').count()).toBe(0);

  await first.close();
  await second.getByRole('button', { name: 'Mở lại' }).click();
  await by(second, 'indicator').waitFor();
  // The answer given in the first window is there.
  await by(second, 'nav-today').waitFor({ state: 'attached' });
  expect(await second.locator('input[type="radio"]:checked').count()).toBeGreaterThan(0);
});

it('so are the forms of persons and households, and what was typed in the one is there in the other', async () => {
  const first = await phone.open(endpoint.url);
  await SCREENS.household(first, endpoint.url);
  const person = endpoint.url + (await first.locator('a[href^="/person/"]').first().getAttribute('href'));
  const add = `${endpoint.url}${new URL(first.url()).pathname}/add`;
  const forms = [
    { url: add, field: 'person-name', typed: 'Nguyễn Thị Mới' },
    { url: person, field: 'person-name', typed: 'Nguyễn Thị Sửa' },
    { url: `${endpoint.url}/household/new`, field: 'household-number', typed: '987' },
  ];
  for (const { url, field, typed } of forms) {
    const one = await first.context().newPage();
    await one.goto(url);
    await by(one, field).fill(typed);
    const other = await first.context().newPage();
    await other.goto(url);
    await other.getByText('Phiếu này đang mở ở cửa sổ khác').waitFor();
    expect(await by(other, field).count()).toBe(0);
    // The draft is written shortly after the typing.
    await one.waitForTimeout(1_000);
    await one.close();
    await other.getByRole('button', { name: 'Mở lại' }).click();
    await by(other, field).waitFor();
    expect(await by(other, field).inputValue()).toBe(typed);
    await other.close();
  }
});
