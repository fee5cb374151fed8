import 'reflect-metadata';
import { endOnError } from './end-on-error';
import { startPlatform } from './start-platform';

startPlatform(process.env).catch(endOnError('continuo'));
