import 'reflect-metadata';
import { join } from 'node:path';
import { readConfig } from '@continuo/service/config';
import { runAlone } from '@continuo/service/main';
import { COMMISSIONS } from './commissions.module';

runAlone(readConfig(process.env), COMMISSIONS, join(__dirname, 'definitions'));
