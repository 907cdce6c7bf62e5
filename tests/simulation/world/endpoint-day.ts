/** A day of the endpoint, before its phones': it may be down, backed up, restored, told of a move, or lose a row. */
import type { RareFaults } from '../rare-faults.ts';
import { DAY_MS, START, type World } from './world.ts';

const LOOK_BACK_DAYS = 5;

export async function dayOfEndpoint(world: World, day: number, rareFaults: RareFaults): Promise<void> {
  const { server, random, later, newest, officers } = world;
  server.millis = START + day * DAY_MS;
  world.isDown = world.may('endpoint-down') && random.chance(5);
  if (world.isDown) world.note('endpoint-down');
  else await backUpOrRestore(world, rareFaults);
  if (!world.isDown && day % LOOK_BACK_DAYS === 0) world.ended.push(...(await server.lookBack()));
  if (world.may('scope-transfer') && later.chance(10)) {
    await server.move(later.pick(officers), later.chance(60));
    world.note('scope-transfer');
  }
  if (world.isDown || !world.may('row-lost') || !newest.chance(world.odds(3, 15))) return;
  if (await rareFaults.rowLost(world.promised)) world.note('row-lost');
}

async function backUpOrRestore(world: World, rareFaults: RareFaults): Promise<void> {
  const { server, random } = world;
  if (world.may('backup') && random.chance(world.odds(10, 25))) {
    await server.backUp();
    world.note('backup');
    return;
  }
  if (!world.may('restore') || !random.chance(world.odds(4, 15))) return;
  if ((await rareFaults.mayRestore()) && (await server.restore())) world.note('restore');
}
