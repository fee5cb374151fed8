import { CommandHandler } from '@nestjs/cqrs';
import { CustomerFiles } from '../selling/customer-files';
import { RegisterCustomer } from './register-customer.command';

@CommandHandler(RegisterCustomer)
export class RegisterCustomerHandler {
  constructor(private readonly files: CustomerFiles) {}

  execute({ customerId, profile, context }: RegisterCustomer) {
    return this.files.register(customerId, profile, context);
  }
}
