/** `npm start`: installs and builds what is missing, then is the platform. */
import { ensure } from './ensure.mjs';
import { load } from './load.mjs';

await ensure();
load('apps/platform/src/main.js');
