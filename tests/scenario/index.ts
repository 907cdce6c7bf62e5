/**
 * The scenario driver: tests that read like the field, over the real vault, sync and endpoint.
 *
 *     const phone = commune().officer('Vân').phone();
 *     await phone.offline();
 *     await phone.household('Hộ 024').person('Đặng Thị Hoa').evaluate({ 3: 'đạt', others: 'khá' }).finish();
 *     expect(await phone.shows()).toMatchObject({ waiting: 3 });
 */
export { commune } from './commune.ts';
