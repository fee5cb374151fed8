import 'reflect-metadata';
import { join } from 'node:path';
import { readConfig } from '@continuo/service/config';
import { runAlone } from '@continuo/service/main';
import { ORDERS } from './orders.module';

runAlone(readConfig(process.env), ORDERS, join(__dirname, 'definitions'));
