import 'reflect-metadata';
import { endOnError } from '../end-on-error';
import { startEdge } from './start-edge';

startEdge(process.env).catch(endOnError('continuo edge'));
