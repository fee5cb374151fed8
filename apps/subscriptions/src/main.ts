import 'reflect-metadata';
import { join } from 'node:path';
import { readConfig } from '@continuo/service/config';
import { runAlone } from '@continuo/service/main';
import { SUBSCRIPTIONS } from './subscriptions.module';

runAlone(readConfig(process.env), SUBSCRIPTIONS, join(__dirname, 'definitions'));
