import 'reflect-metadata';
import { join } from 'node:path';
import { readConfig } from '@continuo/service/config';
import { runAlone } from '@continuo/service/main';
import { PAYMENTS } from './payments.module';

runAlone(readConfig(process.env), PAYMENTS, join(__dirname, 'definitions'));
