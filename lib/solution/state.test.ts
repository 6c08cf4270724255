import { describe, expect, test } from 'vitest';
import { type SolutionFacts, solutionState } from './state.ts';

const nothing: SolutionFacts = {
  appTestedAt: null,
  operatorApp: false,
  connectionState: null,
  startDate: null,
  deactivatedAt: null,
  attentionCode: null,
};
const tested = { ...nothing, appTestedAt: '2026-11-01' };
const connected = { ...tested, connectionState: 'live' };
const posting = { ...connected, startDate: '2026-11-02' };

describe('the state of a solution', () => {
  test.each([
    ['not_set_up', 'a new one', nothing],
    ['tested', 'his pair was accepted', tested],
    ['tested', 'the operator brings the app', { ...nothing, operatorApp: true }],
    ['tested', 'he has not chosen an organisation yet', { ...tested, connectionState: 'choosing' }],
    ['tested', 'a connection ended before posting began', { ...tested, connectionState: 'ended' }],
    ['connected', 'consent was given', connected],
    ['connected', 'through the operator’s app', { ...connected, appTestedAt: null, operatorApp: true }],
    ['posting', 'posting was started', posting],
    ['needs_attention', 'Xero wants a new consent', { ...connected, connectionState: 'reconnect' }],
    ['needs_attention', 'a run left a reason', { ...posting, attentionCode: 'feed_refused' }],
    [
      'needs_attention',
      'posting was started and the connection ended',
      { ...posting, connectionState: 'ended' },
    ],
    [
      'needs_attention',
      'posting was started and there is no connection',
      { ...posting, connectionState: null },
    ],
    ['deactivated', 'he switched it off', { ...posting, deactivatedAt: '2026-11-03' }],
    [
      'deactivated',
      'switched off, whatever is wrong',
      { ...posting, attentionCode: 'x', deactivatedAt: '2026-11-03' },
    ],
  ] satisfies [string, string, SolutionFacts][])('%s: %s', (state, _why, facts) => {
    expect(solutionState(facts)).toBe(state);
  });
});
