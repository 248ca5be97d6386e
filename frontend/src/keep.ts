// What makes pages work without a network. It comes after the page stands: nobody waits for it to read or to write.
import { device } from './device';
import { drafts, wake } from './drafts';
import { noted } from './kept';
import { spot } from './spot';
import { waiting } from './waiting';

async function start() {
  device();
  await noted();
  await drafts();
  await spot();
  await waiting();
  wake();
}
void start();
