/**
 * Every sentence that a trip to Xero can end with. A page is sent to with the short code (`?notice=…`) and shows the text: nothing
 * that a person reads comes out of an address. Where an organisation has to be named, the sentence is an event's, by number
 * (`&about=…`).
 */
type Notice = { kind: 'success' | 'info' | 'warning' | 'danger'; title: string; text: string };

const again = 'Press Grant authorization to try again.';

export const notices = {
  pair_right: {
    kind: 'success',
    title: 'Xero accepts the pair',
    text: 'It is saved, encrypted. Next: grant authorization, below.',
  },
  connected: {
    kind: 'success',
    title: 'Connected',
    text: 'Xero has let the portal in, and the chart of accounts was read. What comes next is marked below.',
  },
  connected_unread: {
    kind: 'warning',
    title: 'Connected, but not read yet',
    text: 'Xero has let the portal in, but did not tell its accounts and tax rates just now. Press Refresh in a minute.',
  },
  cancelled: {
    kind: 'warning',
    title: 'Authorization was cancelled at Xero',
    text: `Nothing was changed. ${again} On Xero’s page choose your organisation and press Allow access. If no organisation is offered there, sign in to Xero as a user who may connect apps (Standard or Adviser role).`,
  },
  xero_error: {
    kind: 'danger',
    title: 'Xero ended the authorization with an error',
    text: `Nothing was changed. ${again} If it happens again, check in Xero’s developer portal that the app still exists and is a Web app.`,
  },
  state_missing: {
    kind: 'danger',
    title: 'This address was opened without coming from Xero',
    text: 'Nothing was changed. Open Set It Up and press Grant authorization there.',
  },
  state_unknown: {
    kind: 'danger',
    title: 'The portal does not know this authorization',
    text: 'It was not begun here, so nothing was changed. Open Set It Up and press Grant authorization there.',
  },
  state_used: {
    kind: 'info',
    title: 'This authorization was used already',
    text: 'Each one works once, so nothing was changed. Perhaps you reloaded the page or went back: if the state below does not say connected, press Grant authorization again.',
  },
  state_expired: {
    kind: 'warning',
    title: 'The authorization took too long',
    text: `It has to be finished within ten minutes. Nothing was changed. ${again}`,
  },
  state_other_browser: {
    kind: 'danger',
    title: 'The authorization was begun in another browser',
    text: 'To protect you it only counts in the browser in which it began. Nothing was changed. Press Grant authorization in this one.',
  },
  state_other_person: {
    kind: 'danger',
    title: 'The authorization was begun by somebody else',
    text: 'You are signed in as another person than the one who began it. Nothing was changed. Sign in as that person, or press Grant authorization yourself.',
  },
  signed_out: {
    kind: 'warning',
    title: 'You were signed out while you were at Xero',
    text: `Nothing was changed. ${again}`,
  },
  took_too_long: {
    kind: 'warning',
    title: 'It took too long',
    text: 'Xero’s answer is good for five minutes and for one use, and that was over. Nothing was changed. Press Grant authorization again.',
  },
  pair_refused: {
    kind: 'danger',
    title: 'Xero does not accept the app’s pair any more',
    text: 'Perhaps a new secret was generated in the developer portal since. Enter the Client Identifier and the Client Secret again and press Test.',
  },
  no_app: {
    kind: 'warning',
    title: 'There is no Xero app yet',
    text: 'Enter the Client Identifier and the Client Secret and press Test first.',
  },
  xero_unreachable: {
    kind: 'danger',
    title: 'Xero did not answer',
    text: `You had allowed access, but the portal could not fetch it. Nothing was changed. ${again}`,
  },
  no_organisation: {
    kind: 'warning',
    title: 'Xero named no organisation',
    text: `The consent did not cover an organisation with books. ${again} On Xero’s page choose the organisation to post to.`,
  },
  organisation_refused: {
    kind: 'danger',
    title: 'This organisation was not connected',
    text: 'It cannot be used for this solution. The activity log says why.',
  },
  choice_gone: {
    kind: 'warning',
    title: 'There is nothing to choose from any more',
    text: `Another authorization took its place, or it was finished in another window. If the state below does not say connected: ${again}`,
  },
  disconnected: {
    kind: 'success',
    title: 'Disconnected',
    text: 'Xero has ended the connection, and the portal has forgotten its access. What was posted stays in Xero.',
  },
  disconnected_here: {
    kind: 'info',
    title: 'Disconnected here',
    text: 'Xero did not let the portal in any more, so it could not be told. If the app is still listed in Xero under Settings, Connected apps, disconnect it there too.',
  },
} as const satisfies Record<string, Notice>;

export type NoticeCode = keyof typeof notices;

/** The notice of a code as it came in an address; null: there is none, or it is none of ours. */
export function noticeOf(code: unknown): (Notice & { code: NoticeCode }) | null {
  if (typeof code !== 'string' || !Object.hasOwn(notices, code)) return null;
  return { ...notices[code as NoticeCode], code: code as NoticeCode };
}
