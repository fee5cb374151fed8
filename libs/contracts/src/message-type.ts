import { type Static, type TObject, type TProperties, Type } from '@sinclair/typebox';

export type ServiceName = 'orders' | 'subscriptions' | 'payments' | 'fulfilment' | 'commissions';

/** One integration event: its CloudEvents type, its topic, and the JSON Schema (2020-12) of its data. */
export interface MessageType<Schema extends TObject = TObject> {
  readonly type: string;
  readonly service: ServiceName;
  readonly topic: string;
  readonly summary: string;
  readonly schema: Schema;
}

export type DataOf<M extends MessageType> = Static<M['schema']>;

/** `continuo.<service>.<name>.v<version>` on topic `continuo.<service>.v1`. Additive-only inside a version. */
export function defineMessage<P extends TProperties>(
  service: ServiceName,
  name: string,
  version: number,
  summary: string,
  data: P,
): MessageType<TObject<P>> {
  const type = `continuo.${service}.${name}.v${version}`;
  return {
    type,
    service,
    topic: `continuo.${service}.v1`,
    summary,
    schema: Type.Object(data, { $id: type, description: summary }),
  };
}
