// Every page: htmx, and small helps that pages can do without.
import './htmx';
import { drafts } from './drafts';
import { photos } from './photos';
import { readAloud } from './read-aloud';
import { receipts } from './receipts';
import { errors } from './errors';

const start = () => { drafts(); photos(); readAloud(); receipts(); errors(); };
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start); else start();
