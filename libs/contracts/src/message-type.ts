import { type Static, type TObject, type TProperties, type TSchema, Type } from '@sinclair/typebox';

export type ServiceName = 'orders' | 'subscriptions' | 'payments' | 'fulfilment' | 'commissions';

/** One integration event: its CloudEvents type, its topic, and the JSON Schema (2020-12) of its data. */
export interface MessageType<Data = unknown> {
  readonly type: string;
  readonly service: ServiceName;
  readonly topic: string;
  readonly summary: string;
  readonly schema: TSchema;
  /** Only for the compiler: what {@link DataOf} answers. */
  readonly __data?: Data;
}

export type DataOf<M> = M extends MessageType<infer Data> ? Data : never;

/** `continuo.<service>.<name>.v<version>` on topic `continuo.<service>.v1`. Additive-only inside a version. */
export function defineMessage<P extends TProperties>(
  service: ServiceName,
  name: string,
  version: number,
  summary: string,
  data: P,
): MessageType<Static<TObject<P>>> {
  const type = `continuo.${service}.${name}.v${version}`;
  return {
    type,
    service,
    topic: `continuo.${service}.v1`,
    summary,
    schema: Type.Object(data, { $id: type, description: summary }),
  };
}
