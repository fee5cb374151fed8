import type { CommandContext } from '@continuo/kernel/command-context';
import type { Waker } from '@continuo/service/service';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { EraseCustomer } from '../../application/erase-customer/erase-customer.command';

/** Completes an erasure that was asked for and interrupted. */
@Injectable()
export class ErasureWaker implements Waker {
  readonly category = 'customer';

  constructor(private readonly commands: CommandBus) {}

  async wake(customerId: string, context: CommandContext): Promise<void> {
    await this.commands.execute(new EraseCustomer(customerId, context));
  }
}
