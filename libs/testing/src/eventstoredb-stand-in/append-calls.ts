import {
  AllStreamPosition,
  StreamDeleted,
  UUID,
  WrongExpectedVersion,
} from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb';
import type {
  sendUnaryData,
  ServerDuplexStream,
  ServerReadableStream,
  StatusObject,
} from '@grpc/grpc-js';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { carryOut } from './calls';
import type { AppendOutcome, EventLog, Expected, ProposedEvent } from './event-log';
import { type Faults, streamDeleted } from './faults';
import { expectedOf, nothing, proposedEvent, streamIdentifier, streamName } from './wire';

interface Append {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: ProposedEvent[];
}

/** Streams/Append and Streams/BatchAppend. */
export class AppendCalls {
  constructor(
    private readonly log: EventLog,
    private readonly faults: Faults,
    private readonly cut: () => void,
  ) {}

  append(
    call: ServerReadableStream<AppendReq, AppendResp>,
    callback: sendUnaryData<AppendResp>,
  ): void {
    let append: Append | undefined;
    const fail = (status: Partial<StatusObject>) => callback(status);
    call.on('error', () => undefined);
    call.on('data', (request: AppendReq) => {
      const options = request.getOptions();
      if (options) {
        const expected = expectedOf(options, options.getRevision());
        append = { stream: streamName(options.getStreamIdentifier()), expected, events: [] };
      }
      const message = request.getProposedMessage();
      if (message) append?.events.push(proposedEvent(message));
    });
    call.on('end', () => {
      if (!append || call.cancelled) return;
      const { stream, expected, events } = append;
      let answered = false;
      const answer = (outcome: AppendOutcome) => {
        if (answered) return;
        answered = true;
        if (outcome.kind === 'deleted') callback(streamDeleted(stream));
        else callback(null, appendResponse(outcome, expected));
      };
      const effect = () => this.log.append(stream, expected, events);
      void carryOut('append', this.faults, { fail, cut: this.cut }, effect, answer);
    });
  }

  batchAppend(call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void {
    const gathered = new Map<string, Append>();
    const fail = (status: Partial<StatusObject>) => call.emit('error', status);
    call.on('error', () => undefined);
    call.on('data', (request: BatchAppendReq) => {
      const id = request.getCorrelationId()?.getString() ?? '';
      const options = request.getOptions();
      if (options) {
        const expected = expectedOf(options, options.getStreamPosition());
        const stream = streamName(options.getStreamIdentifier());
        gathered.set(id, { stream, expected, events: [] });
      }
      const append = gathered.get(id);
      append?.events.push(...request.getProposedMessagesList().map(proposedEvent));
      if (!append || !request.getIsFinal()) return;
      gathered.delete(id);
      const { stream, expected, events } = append;
      const effect = () => this.log.append(stream, expected, events);
      const answer = (outcome: AppendOutcome) =>
        void call.write(batchResponse(id, stream, outcome, expected));
      void carryOut('append', this.faults, { fail, cut: this.cut }, effect, answer);
    });
    call.on('end', () => call.end());
  }
}

type Answered = Exclude<AppendOutcome, { kind: 'deleted' }>;

function appendResponse(outcome: Answered, expected: Expected): AppendResp {
  if (outcome.kind === 'written') {
    const position = new AppendResp.Position()
      .setCommitPosition(String(outcome.position))
      .setPreparePosition(String(outcome.position));
    const success = new AppendResp.Success()
      .setCurrentRevision(String(outcome.revision))
      .setPosition(position);
    return new AppendResp().setSuccess(success);
  }
  const wrong = new AppendResp.WrongExpectedVersion();
  if (outcome.current === undefined) wrong.setCurrentNoStream(nothing());
  else wrong.setCurrentRevision(String(outcome.current));
  if (expected === 'any') wrong.setExpectedAny(nothing());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(nothing());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(nothing());
  else wrong.setExpectedRevision(String(expected));
  return new AppendResp().setWrongExpectedVersion(wrong);
}

function batchResponse(
  id: string,
  stream: string,
  outcome: AppendOutcome,
  expected: Expected,
): BatchAppendResp {
  const response = new BatchAppendResp()
    .setCorrelationId(new UUID().setString(id))
    .setStreamIdentifier(streamIdentifier(stream));
  if (outcome.kind !== 'written') return response.setError(batchError(outcome, stream, expected));
  const position = new AllStreamPosition()
    .setCommitPosition(String(outcome.position))
    .setPreparePosition(String(outcome.position));
  return response.setSuccess(
    new BatchAppendResp.Success()
      .setCurrentRevision(String(outcome.revision))
      .setPosition(position),
  );
}

function batchError(
  outcome: Exclude<AppendOutcome, { kind: 'written' }>,
  stream: string,
  expected: Expected,
): Status {
  if (outcome.kind === 'deleted') {
    const deleted = new StreamDeleted().setStreamIdentifier(streamIdentifier(stream));
    return packed('StreamDeleted', deleted.serializeBinary());
  }
  const wrong = new WrongExpectedVersion();
  if (outcome.current === undefined) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentStreamRevision(String(outcome.current));
  if (expected === 'any') wrong.setExpectedAny(new Empty());
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new Empty());
  else wrong.setExpectedStreamPosition(String(expected));
  return packed('WrongExpectedVersion', wrong.serializeBinary());
}

function packed(name: string, message: Uint8Array): Status {
  const details = new Any();
  details.pack(message, `event_store.client.${name}`);
  return new Status().setMessage(name).setDetails(details);
}
