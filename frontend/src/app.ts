// Every page: htmx, and small helps that pages can do without.
import './htmx';
import { drafts } from './drafts';
import { photos } from './photos';
import { readAloud } from './read-aloud';
import { receipts } from './receipts';
import { errors } from './errors';
import { nearby } from './nearby';
import { steps } from './steps';

const start = () => { drafts(); photos(); readAloud(); receipts(); errors(); nearby(); steps(); };
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start); else start();
