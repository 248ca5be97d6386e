// Every page: htmx, and small helps that pages can do without.
import './htmx';
import { photos } from './photos';
import { readAloud } from './read-aloud';
import { receipts } from './receipts';
import { errors } from './errors';
import { nearby } from './nearby';
import { steps } from './steps';

// The rest comes when the page stands already.
function keeping() {
  const address = document.querySelector<HTMLMetaElement>('meta[name=keep]')?.content;
  if (address) document.head.append(Object.assign(document.createElement('script'), { src: address }));
}

const start = () => { photos(); readAloud(); receipts(); errors(); nearby(); steps(); keeping(); };
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start); else start();
