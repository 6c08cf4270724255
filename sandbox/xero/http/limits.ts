import { dayWindow, minuteWindow } from '../assumptions.ts';
import type { Clock } from '../clock.ts';
import type { Settings } from '../settings.ts';
import { type Answer, answer, JSON_TYPE } from './message.ts';

interface Window {
  number: number;
  used: number;
}

interface Counters {
  minute: Window;
  day: Window;
  /** Calls under way. */
  open: number;
}

const fresh = (): Window => ({ number: -1, used: 0 });

export type LimitProblem = 'minute' | 'day' | 'concurrent' | 'appminute';

/** Counts calls by app and organisation, in fixed windows, and refuses what is over. */
export class Limits {
  private readonly counters = new Map<string, Counters>();
  private readonly apps = new Map<string, Window>();

  constructor(
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Counts a call that begins; a problem if it is one too many. Every call that was let in must be ended. */
  begin(clientId: string, organisationId: string, dayLimit: number): LimitProblem | null {
    const counters = this.of(clientId, organisationId);
    const app = this.appWindow(clientId);
    const problem = this.settings.limitsOn ? this.problem(counters, app, dayLimit) : null;
    if (problem !== null) return problem;
    counters.minute.used += 1;
    counters.day.used += 1;
    app.used += 1;
    counters.open += 1;
    return null;
  }

  end(clientId: string, organisationId: string): void {
    this.of(clientId, organisationId).open -= 1;
  }

  /** What is left, as every answer says. */
  headers(clientId: string, organisationId: string, dayLimit: number): Record<string, string> {
    const counters = this.of(clientId, organisationId);
    const left = (limit: number, window: Window) => String(Math.max(0, limit - window.used));
    return {
      'x-appminlimit-remaining': left(this.settings.appMinuteLimit, this.appWindow(clientId)),
      'x-minlimit-remaining': left(this.settings.minuteLimit, counters.minute),
      'x-daylimit-remaining': left(dayLimit, counters.day),
    };
  }

  /** The answer to a call over a limit. */
  refusal(problem: LimitProblem): Answer {
    const now = this.clock.now();
    const waits: Partial<Record<LimitProblem, number>> = {
      minute: (minuteWindow(now) + 1) * 60_000 - now,
      day: (dayWindow(now) + 1) * 86_400_000 - now,
    };
    const wait = waits[problem];
    return answer(429, JSON_TYPE, '', {
      'x-rate-limit-problem': problem,
      ...(wait === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(wait / 1000))) }),
    });
  }

  clear(): void {
    this.counters.clear();
    this.apps.clear();
  }

  private problem(counters: Counters, app: Window, dayLimit: number): LimitProblem | null {
    if (counters.open >= this.settings.concurrentLimit) return 'concurrent';
    if (counters.day.used >= dayLimit) return 'day';
    if (counters.minute.used >= this.settings.minuteLimit) return 'minute';
    return app.used >= this.settings.appMinuteLimit ? 'appminute' : null;
  }

  private of(clientId: string, organisationId: string): Counters {
    const key = `${clientId} ${organisationId}`;
    let counters = this.counters.get(key);
    if (!counters) {
      counters = { minute: fresh(), day: fresh(), open: 0 };
      this.counters.set(key, counters);
    }
    roll(counters.minute, minuteWindow(this.clock.now()));
    roll(counters.day, dayWindow(this.clock.now()));
    return counters;
  }

  private appWindow(clientId: string): Window {
    let window = this.apps.get(clientId);
    if (!window) {
      window = fresh();
      this.apps.set(clientId, window);
    }
    roll(window, minuteWindow(this.clock.now()));
    return window;
  }
}

function roll(window: Window, number: number): void {
  if (window.number === number) return;
  window.number = number;
  window.used = 0;
}
