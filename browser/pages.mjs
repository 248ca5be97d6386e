// The pages that stand on their own. Those of a single case are reached by the journeys. An address that depends on what is
// there is looked up.
const first = (list, link, under = '') => async (page) => {
  await page.goto(list);
  return (await page.locator(link).first().getAttribute('href')) + under;
};
const elections = first('/bodies', 'main .rows a[href^="/bodies/"]', '/elections');
const requisitions = first('/bodies', 'main .rows a[href^="/bodies/"]', '/requisitions');

export const residentPages = {
  home: '/', report: '/report', drafts: '/drafts', cases: '/cases', 'cases-none': '/cases?category=nothing', months: '/months', receipt: '/receipt', my: '/my', mailbox: '/mailbox',
  'sign-in': '/sign-in', places: '/places', 'open-interface': '/open311/discovery.html', boxes: '/boxes', bodies: '/bodies', meetings: '/meetings', duties: '/duties', matters: '/matters', proposals: '/proposals', 'proposals-reached': '/proposals?state=reached', 'proposal-new': '/proposals/new', overdue: '/overdue', draws: '/draws', ballots: '/ballots', moderation: '/moderation', elections, requisitions,
};
// Pages behind a sign-in.
export const staffPages = { account: '/account', inbox: '/my/messages', 'how-told': '/account/messages', queue: '/desk/cases', 'queue-filtered': '/desk/cases?due=overdue', intake: '/desk/intake', pipeline: '/desk/pipeline', exports: '/desk/exports', calls: '/desk/calls', catalogue: '/desk/catalogue', clusters: '/desk/clusters', 'boxes-desk': '/desk/boxes', upper: '/desk/upper', 'upper-import': '/desk/upper/import' };
// Figures; the wall has a screen of its own.
export const figurePages = {
  overview: '/desk/overview?period=year', 'overview-today': '/desk/overview?period=today', figures: '/desk/figures?period=year',
  satisfaction: '/desk/figures/satisfaction?period=year', 'on-time': '/desk/figures/on-time?period=year', 'per-10000': '/desk/figures/per-10000?period=year',
};
// The catalogue of figures, the written report and open data: what everybody reads, and the officers' side.
export const openPages = {
  doing: '/figures', 'figure-meetings': '/figures/deliberation.meetings.good', 'figure-voices': '/figures/appeals.voices',
  'figure-declared': '/figures/charity.raised', corrections: '/figures/corrections', 'open-data': '/open-data', 'report-signed': first('/figures', 'a[href^="/reports/"]'),
};
export const reportPages = {
  indicators: '/desk/indicators?period=month', 'indicators-year': '/desk/indicators?period=year', 'figure-records': '/figures/deliberation.meetings.good',
  'figure-papers': '/figures/charity.raised', reports: '/desk/reports', 'template-new': '/desk/reports/templates/new',
  template: first('/desk/reports', 'a[href^="/desk/reports/templates/"]:not([href$="/new"])'), edition: first('/desk/reports', 'a[href^="/reports/"]'),
};
// What the street keeps in order among neighbours: what was folded and hidden, elections.
export const orderPages = { 'moderation-street': '/moderation', 'elections-street': elections, 'residence-new': '/residences/new', helping: '/helping' };
// The house's own.
export const adminPages = { webhooks: '/admin/webhooks', 'message-log': '/admin/messages' };
export const wallPages = { wall: '/desk/wall', 'indicators-wall': '/desk/indicators/wall?period=month' };
