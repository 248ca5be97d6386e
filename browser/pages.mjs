// The pages that stand on their own. Those of a single case are reached by the journeys.
export const residentPages = {
  home: '/', report: '/report', mine: '/my', cases: '/cases', receipt: '/receipt', account: '/account', 'sign-in': '/sign-in',
};
export const deskPages = {
  overview: '/desk/overview', intake: '/desk/intake', queue: '/desk/cases', pipeline: '/desk/pipeline',
  callbacks: '/desk/callbacks', places: '/places', figures: '/desk/figures', wall: '/desk/wall',
};
